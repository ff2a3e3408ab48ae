/** The ways of quoting, against what bash prints. */
import { expect, it } from 'vitest';
import * as quote from '../../src/shell/expand/quote.ts';
import { bash, describeWithBash, lazily } from './syntax-bash.ts';

const texts = [
  'abc',
  '',
  'a b',
  "it's",
  "'",
  '"',
  'a"b',
  '$x',
  '`x`',
  '\\',
  'a\\b',
  '*',
  '?',
  '[a]',
  '~',
  'a~',
  'x=~',
  'a:~b',
  '#',
  'a#',
  '!',
  '^',
  '{a,b}',
  '(a)',
  'a;b',
  'a&b',
  'a|b',
  '<>',
  'a\nb',
  'a\tb',
  '\x1b[0m',
  '\x07',
  '\x7f',
  'é',
  '你好',
  '\u200b',
  '-n',
  '%',
  '@',
  ',',
  'a=b',
  '/usr/bin',
  '1',
  '\r',
] as const;

const PROGRAM = `while IFS= read -r -d '' x; do
  printf '%q\\0' "$x"; printf '%s\\0' "\${x@Q}"; d=$(declare -p x); printf '%s\\0' "\${d#declare -- x=}"
  s=$(unset -f s; x=$x; set | sed -n 's/^x=//p'); printf '%s\\0' "$s"
done`;

describeWithBash('quoting', () => {
  const lines = lazily(() =>
    bash(['-c', PROGRAM], { input: texts.map((text) => `${text}\0`).join('') }).out.split('\0'),
  );
  it.each(texts)('%j', (text) => {
    const from = texts.indexOf(text) * 4;
    const [backslashes, reuse, double, needed] = lines().slice(from, from + 4);
    expect(quote.quoteWithBackslashes(text)).toBe(backslashes);
    expect(quote.quoteForReuse(text)).toBe(reuse);
    expect(quote.quoteInDouble(text)).toBe(double);
    // `set` prints nothing for an empty value, where `set -x` prints ''.
    if (text !== '') expect(quote.quoteIfNeeded(text)).toBe(needed);
  });
});

it('a byte that is no text is quoted as one', () => {
  expect(quote.quoteForReuse('a\udc80')).toBe("$'a\\200'");
});
