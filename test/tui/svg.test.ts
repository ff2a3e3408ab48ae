import xterm from '@xterm/headless';
import { expect, test } from 'vitest';
import { svgOf } from '../svg.ts';

test('a picture holds the text, its colours and its wide characters', async () => {
  const term = new xterm.Terminal({ cols: 20, rows: 2, allowProposedApi: true });
  await new Promise<void>((done) => term.write('a<b \x1b[1;36mbold\x1b[0m \x1b[7minv\x1b[0m\r\n管道 x', done));
  const svg = svgOf(term);
  expect(svg).toContain('a&lt;b ');
  expect(svg).toContain('fill="#88c0d0" font-weight="bold">bold');
  expect(svg).toMatch(/<rect [^>]*fill="#d8dee9"\/>\n<text [^>]*fill="#16181d">inv/);
  expect(svg).toContain('>管<');
  expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 184 50">/);
});
