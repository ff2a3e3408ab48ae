/** printf and test: what they share with the shell's builtins, in coreutils' dialect against the host's and in bash's. */
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { encode } from '../../src/bytes.ts';
import { echoText } from '../../src/programs/lib/echo.ts';
import { formatPrintf } from '../../src/programs/lib/printf.ts';
import { runProgram, runReal, sameAsTool, words } from './harness.ts';

describe('printf', () => {
  sameAsTool([
    `printf '%d|' 3x "" 0x1f 010 "'A" '"B' " 7" "7 " 99999999999999999999 -5 1.5`,
    "printf '%z'",
    "printf 'a%'",
    "printf 'a%5'",
    "printf '%s %s\\n' a b c",
    "printf '%c|' '' abc",
    "printf '%b|' 'a\\tb\\cd' e",
    "printf 'x\\cy'",
    "printf '%*d|%-*d|%.*f\\n' 5 3 5 3 2 3.14159",
    `printf '%q|' 'a b' '' "it's" abc '~x' 'x~' '#a' 'a=b'`,
    "printf '%(%Y)T\\n' 0",
    'printf foo bar baz',
    'printf',
    "printf -- '%s\\n' a",
    'printf -x',
    "printf '\\xz'",
    "printf '%x %o %X %#x %#o %u\\n' 255 8 255 255 8 -1",
    "printf '%e %E %g %G %f %a\\n' 1234.5 1234.5 1234.5 0.00001 1e10 1",
    "printf '%+d % d %05d %-5d| %5.3d %i\\n' 5 5 5 5 5 7",
    "printf '%s%n' a",
    "printf '%5%|'",
    "printf '%ld %lld %hhd %zd\\n' 1 2 3 4",
    "printf '%05s|%+s' a b",
    "printf '%f\\n' x inf nan -inf",
    "printf '%.3q|\\n' 'a b'",
    "printf '%-5q|' 'a b'",
    "printf '%d %u %x\\n' -1 -1 99999999999999999999",
    "printf '%b|' '\\101' '\\0101' '\\x41' '\\u0040' '\\q' '\\e' '\\E' '\\?'",
    "printf '\\u0041|'",
    "printf '\\u0024|'",
    "printf '\\u41'",
    "printf '%d\\n' 0x 08 0xg -",
    `printf '%d\\n' "'" "'ab"`,
    "printf '%.0f %.0f %.0f %.20f\\n' 0.5 1.5 2.5 0.1",
    "printf '%.2f %.1f %.3e\\n' 2.675 0.25 12345.6789",
    "printf '%g %g %g %g %#g %G %g %g\\n' 100000 1000000 0.0001 1e-5 1 1e20 0 123456789",
    "printf '%.d|%.0d|%5.d|%+.1d\\n' 0 0 0 0",
    "printf '%d' ' '",
    "printf '%f %e\\n' 1e400 0x1.8p3",
    "printf '%f' 1e5000",
    "printf '%#x %#o %#X % x\\n' 0 0 255 5",
    "printf '%s|%5s|%-5s|%.2s|%5.1s|\\n' a b c def ghi",
    "printf '%a %a %a %A %.2a %a %a\\n' 1 2 0.5 10 3.14159 0 -7.25",
    "printf '%Lf %lf %hd\\n' 1 2 3",
    "printf '%s\\n' é 中",
    "printf '%5s|%.1s|%c|\\n' é é é",
    "printf '%d\\n' 0777 -0x10 +5",
    "printf '%08.3f|%-8.2e|%+.1f\\n' 3.14159 3.14159 2",
    "printf '%5c|%-5c|' a b",
    "printf '%.5c' a",
    "printf '%1$s' a",
    "printf '%-d' 5",
    "printf '%b' '\\x'",
    "printf '%i %o\\n' 5",
    'printf "%s %d\\n"',
    'printf %%',
    "printf '%s' a b c",
    "printf '\\1012\\60 \\0601'",
    "printf '%.10g %.3g %.15g\\n' 3.14159265358979 1234567 0.1",
    "printf '%f %.15f\\n' 1234567.891 1234567.891",
    "printf '%.3d|%10.4d|%-10.4d|%010.4d\\n' 5 5 5 5",
    "printf '% 05d|%+ d|%-05d|\\n' 5 5 5",
    "printf '%x\\n' -1",
    "printf '%5b' x",
    "printf '%*d' x 5",
    "printf '%d' 1 2 3",
    'printf "\\\\c" a',
    "printf '%.*s|%.*s|' 2 abc -1 abc",
    "printf '%-*s|' -5 ab",
  ]);
});

describe('test', () => {
  const files = { f: 'x', e: '', 'd/': '', 'l -> f': '', 'dangling -> nowhere': '' };
  const expressions = [
    '',
    'a',
    '! a',
    'a b',
    '-f f',
    '-Q f',
    'a = b',
    'a foo b',
    '1 -eq x',
    'x -eq 1',
    '1 -eq 1x',
    "1 -eq ''",
    "' 1 ' -eq 1",
    "'(' a ')'",
    "'(' a",
    "'(' a = a ')'",
    "'(' a = a",
    'a = b = c',
    'a = a -a b = b',
    'a = a -a b = c',
    "a -a ''",
    "'' -o b",
    'a = a foo',
    '-f f -a -f',
    '-a -a -a',
    '= = =',
    "'(' '(' a ')' ')'",
    '! ! a',
    '! ! ! a',
    'a = a b',
    "'(' ')'",
    '-n',
    '-z',
    '-t',
    '-t x',
    '-t 9',
    '1 -lt 2 -a 3',
    'a -a b c',
    'a b c d',
    'a b c d e',
    '-f f x y',
    '-e f -nt',
    '9999999999999999999999 -eq 1',
    '9999999999999999999999 -gt 1',
    "a '<' b",
    'a == a',
    '-o errexit',
    '-v HOME',
    '-a f',
    "'(' ! a ')'",
    '-l abc -eq 3',
    'f -ef f',
    'f -ef l',
    'f -nt nofile',
    'nofile -ot f',
    'a -eq',
    '!',
    "'!' '(' a",
    "a '(' b ')' c",
    "'(' a b c d ')'",
    '--help',
    '--version x',
    '-h x = x',
    '-x',
    'a -a',
    '-f f -a',
    'a -o -o b',
    '! -f f -a x',
    '-e f',
    '-e nofile',
    '-d d',
    '-d f',
    '-s f',
    '-s e',
    '-L l',
    '-h dangling',
    '-e dangling',
    '-r f',
    '-w f',
    '-x f',
    '-p f',
    '-c /dev/null',
    '-S f',
    '-u f',
    '-k /tmp',
    '-b f',
    '-O f',
    '-G f',
    '3 -gt 2',
    '2 -ge 2',
    '2 -le 1',
    '3 -ne 3',
    '-5 -lt 0',
    '+5 -eq 5',
    'a != b',
    "'' = ''",
    '-n x',
    '-z x',
    "-z ''",
  ];
  sameAsTool(
    expressions.map((expression) => `test ${expression}`.trim()),
    { files },
  );
  sameAsTool(
    ['[ a', '[ a ]', '[', '[ ]', '[ 1 -eq ]', '[ -f f ]', '[ --help', '[ a = ]', '[ x ] ]'].filter(
      (line) => !line.includes('--help'),
    ),
    { files },
  );
});

const BASH_PRINTF = [
  `'%d|' 3x '' 0x1f 010 "'A" '"B' ' 7' '7 ' 99999999999999999999 -5 1.5`,
  "'%z'",
  "'a%'",
  "'a%5'",
  "'%b|' 'a\\tb\\cd' e",
  "'x\\cy'",
  "'%5c|%-5c|%.2s|' a b xyz",
  "'%05s|%+s' a b",
  "'%y' 3",
  "'%I'",
  "'%-'",
  "'%l'",
  "'\\x41\\101\\0101\\e\\q\\\"\\z'",
  "'\\xz'",
  "'%b|' '\\101' '\\0101' '\\x41' '\\u41' '\\q' '\\e' '\\E' '\\?' '\\1' '\\08'",
  "'%d\\n' 0x 08 0xg - + '' ' '",
  "'%5.2s|%-5.2b|' abc 'a\\tb'",
  "'%d %u\\n' 99999999999999999999 -1",
  "'%s %d\\n' a 1 b",
  "'%*d|' x 3",
  "'%.3s|%5s|\\n' abcdef é",
  "'%hd %hhd\\n' 70000 300",
  "'%x %X %#o' 255 255 8",
  "'%c' ''",
  "'\\u0041\\u24'",
  "'%5%'",
  "'%s\\n'",
  "'%d\\n'",
  "'%c%c\\n' ab",
  "'%-10s|%10s|\\n' left right",
  "'%e\\n' 1.5",
  "'%g\\n' 1e10",
  "'%.2f\\n' 1.005 2.675 1e3 x",
];

describe("printf in bash's dialect", () => {
  test.each(BASH_PRINTF)('%s', async (line) => {
    const { stdout, stderr, exitCode } = await execa('bash', ['-c', `printf ${line}`], {
      reject: false,
      stripFinalNewline: false,
      encoding: 'buffer',
      env: { LC_ALL: 'C' },
    });
    const [format = '', ...rest] = words(line);
    const { text, problems, status } = formatPrintf(format, rest, { style: 'bash' });
    expect(problems.map((problem) => `bash: line 1: printf: ${problem}\n`).join('')).toBe(
      stderr ? new TextDecoder().decode(stderr) : '',
    );
    expect([...encode(text)]).toEqual([...stdout]);
    expect(status).toBe(exitCode);
  });
});

const BASH_ECHO = [
  'a b',
  '-n a',
  "-e '\\0101\\101\\x41\\u0041\\1' '\\q\\\\'",
  "-e '\\x' '\\x4g' '\\0' '\\08' '\\E[' '\\u' '\\e'",
  '-ne a\\\\tb',
  '-nE x',
  "-e 'a\\cb' c",
  '-nx a',
];

describe("echo in bash's dialect", () => {
  test.each(BASH_ECHO)('%s', async (line) => {
    const { stdout } = await execa('bash', ['-c', `echo ${line}`], {
      stripFinalNewline: false,
      encoding: 'buffer',
      env: { LC_ALL: 'C' },
    });
    const args = words(line).map((word) => (line.includes("'") ? word : word.replaceAll('\\\\', '\\')));
    expect([...encode(echoText(args, 'bash'))]).toEqual([...stdout]);
  });
});

describe('quoting', () => {
  const pieces = [
    'a',
    ' ',
    "'",
    '"',
    '\n',
    '\t',
    '\\',
    '$',
    '{',
    '}',
    '~',
    '#',
    ':',
    '=',
    '\u007f',
    '!',
    '*',
    '?',
    '@',
    '%',
  ];
  const texts = pieces
    .flatMap((a) => pieces.map((b) => a + b))
    .concat(
      pieces,
      pieces.map((p) => `a'${p}b`),
      pieces.map((p) => `'\n${p}`),
    );
  test('like printf %q for many words', async () => {
    const chunk = (await runReal(['printf', '%q\\0', ...texts])).stdout.split('\0').slice(0, -1);
    const ours = runProgram(['printf', '%q\\0', ...texts])
      .stdout.split('\0')
      .slice(0, -1);
    const wrong = texts.flatMap((text, i) => (chunk[i] === ours[i] ? [] : [[text, chunk[i], ours[i]]]));
    expect(wrong).toEqual([]);
  });
});
