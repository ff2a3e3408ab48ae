import { expect, test } from 'vitest';
import { encode } from '../../src/bytes.ts';
import { quoted } from '../../src/tui/panes/quoted.ts';

test.each([
  ['plain text', 'tea\n', '"tea\\n"'],
  ['what cannot be seen', '\0\t\x1b[1m\x7f', '"\\0\\t\\x1b[1m\\x7f"'],
  ['quotes and backslashes', 'say "hi"\\', '"say \\"hi\\"\\\\"'],
  ['Chinese', '管道', '"管道"'],
  ['bytes that are no UTF-8', '\udcff\udc80', '"\\xff\\x80"'],
  ['nothing', '', '""'],
])('%s', (_, bytes, shown) => {
  expect(quoted(encode(bytes))).toBe(shown);
});

test('what is too wide ends in an ellipsis, and no sign is cut in the middle', () => {
  expect(quoted(encode('y\ny\ny\n'), 13)).toBe('"y\\ny\\ny\\n"');
  expect(quoted(encode('y\ny\ny\n'), 10)).toBe('"y\\ny\\ny"…');
  expect(quoted(encode('管道管道'), 8)).toBe('"管道"…');
});
