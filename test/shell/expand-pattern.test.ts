/** Patterns, against the `case` and the ${x#…} of the bash of this machine. */
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../src/shell/expand/pattern.ts';
import { bash, describeWithBash, lazily } from './syntax-bash.ts';

const plain = [
  'a',
  '*',
  '?',
  'a*',
  '*a',
  '*a*',
  'a?c',
  '[abc]',
  '[!abc]',
  '[^abc]',
  '[a-c]',
  '[a-',
  '[]a]',
  '[!]a]',
  '[a-]',
  '[-a]',
  '[[:alpha:]]',
  '[[:digit:]b]',
  '[![:upper:]]',
  '[[:nosuch:]]',
  '\\*',
  '\\a',
  'a\\?',
  '[\\]a]',
  '[a\\-c]',
  '[b-a]',
  '[[.a.]]',
  '[[.-.]]',
  '**',
  '*?',
  '?*',
  'a*b*c',
  '[',
  ']',
  '[[]',
  '[]]',
  'é',
  '[é]',
  '[a-é]',
  '?é',
  'a[',
  '[a]*[c]',
  '*[!a]',
  '.*',
  'a.c',
  'a+c',
  '(a)',
  'a|b',
  '{a,b}',
  '^a',
  'a$',
  '@(a)',
  '',
  '[[:space:]]',
  '[[:punct:]]',
  '[[:xdigit:]]*',
  '?(a)',
] as const;
const extended = [
  '@(a|b)',
  '?(a)b',
  '*(a|b)c',
  '+(a)',
  '!(a)',
  '!(a|b)',
  '!(*a*)',
  'a!(b)c',
  '@(a*|?b)',
  '+([a-c])',
  '*(?)',
  '@(|a)',
  '!()',
  'a@(b|c@(d|e))f',
  '!(a)*',
  '?(a|b)?(c)',
  '+(a|b)+(c)',
  '@(a\\|b)',
  '@([|])',
  '@(a',
  'a*(b',
  '!(!(a))',
  '+(!(a)b)',
] as const;
const texts = [
  '',
  'a',
  'b',
  'c',
  'abc',
  'aa',
  'ab',
  'ba',
  'aab',
  'a*',
  '*',
  '?',
  'a?',
  '[',
  ']',
  '-',
  '\\',
  'é',
  'aé',
  'A',
  '1',
  '.a',
  'a.c',
  'a+c',
  '(a)',
  'a|b',
  '{a,b}',
  '^a',
  'a$',
  'abcdef',
  'acdf',
  ' ',
  '!',
  'f0',
  'ccc',
  '@(a)',
  'bc',
  'aabbcc',
  '|',
  'a[',
];

const PROGRAM = `while IFS= read -r pattern && IFS= read -r text; do
  case $text in $pattern) printf 1;; *) printf 0;; esac
  printf '<%s><%s><%s><%s><%s>\\n' "\${text#$pattern}" "\${text##$pattern}" "\${text%$pattern}" "\${text%%$pattern}" "\${text//$pattern/X}"
done`;

function answers(patterns: readonly string[], options: readonly string[]): ReadonlyMap<string, string[]> {
  const input = patterns.flatMap((pattern) => texts.map((text) => `${pattern}\n${text}\n`)).join('');
  const lines = bash([...options, '-c', PROGRAM], { input }).out.split('\n');
  return new Map(patterns.map((pattern, i) => [pattern, lines.slice(i * texts.length, (i + 1) * texts.length)]));
}

/** What ours says of one text, in the form of the program's line up to the second `>`. */
function said(pattern: string, text: string, extglob: boolean): string {
  const compiled = compilePattern(pattern, { extglob });
  const without = (longest: boolean): string => {
    const end = compiled.end(text, 0, longest);
    return end === undefined ? text : text.slice(end);
  };
  return `${compiled.matches(text) ? 1 : 0}<${without(false)}><${without(true)}>`;
}

describeWithBash('patterns', () => {
  const plainAnswers = lazily(() => answers(plain, []));
  it.each(plain)('%s', (pattern) => {
    const expected = plainAnswers().get(pattern) ?? [];
    const ours = texts.map((text) => said(pattern, text, false));
    expect(ours).toEqual(expected.map((line, i) => line.slice(0, ours[i]?.length)));
  });

  const extendedAnswers = lazily(() => answers(extended, ['-O', 'extglob']));
  it.each(extended)('extglob: %s', (pattern) => {
    const expected = extendedAnswers().get(pattern) ?? [];
    const ours = texts.map((text) => said(pattern, text, true));
    expect(ours).toEqual(expected.map((line, i) => line.slice(0, ours[i]?.length)));
  });
});

describe('pattern options', () => {
  it('ignores case when asked to', () => {
    expect(compilePattern('a[b-d]*', { ignoreCase: true }).matches('ACX')).toBe(true);
    expect(compilePattern('abc', { ignoreCase: true }).matches('ABC')).toBe(true);
    expect(compilePattern('@(a|b)', { extglob: true, ignoreCase: true }).matches('B')).toBe(true);
  });
  it('takes a byte that is no text for one character', () => {
    expect(compilePattern('a?c').matches('a\udc80c')).toBe(true);
    expect(compilePattern('?').matches('\u{1f600}')).toBe(true);
  });
  it('is not slow when many stars have to be tried', () => {
    expect(compilePattern('*a*a*a*a*a*a*a*b').matches('a'.repeat(5000))).toBe(false);
    expect(compilePattern('*[ab]*?a*[a]*b').end('a'.repeat(2000), 0, true)).toBeUndefined();
  });
});
