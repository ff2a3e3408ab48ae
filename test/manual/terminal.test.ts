/** man at a terminal: through less, in bold, with its own line at the bottom. */
import { expect, test } from 'vitest';
import { Terminal } from '../programs/terminal.ts';

const size = { cols: 80, rows: 8 };

test('a page is shown by less, with bold headings and its name at the bottom', () => {
  const terminal = new Terminal([['man', 'true']], size);
  const screen = terminal.take();
  expect(screen).toContain('\r\n\x1b[1mNAME\x1b[0m\r\n');
  expect(screen).not.toContain('\b');
  expect(screen).toMatch(/\x1b\[7m Manual page true\(1\) line 1 \(press h for help or q to quit\)\x1b\[27m\x1b\[K$/);
  terminal.type('G');
  expect(terminal.take()).toMatch(/ line \d+\/(\d+) \(END\) \(press h for help or q to quit\)/);
  terminal.type('/EXIT\r');
  expect(terminal.take()).toContain('EXIT');
  terminal.type('q');
});
