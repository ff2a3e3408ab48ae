/** Arithmetic: values, side effects and messages, against the bash of this machine; wrapping against big integers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as integer from '../../src/shell/expand/integer.ts';
import { ExpandShell } from './expand-shell.ts';
import { bashEach, describeWithBash, lazily } from './syntax-bash.ts';

const setting = "a=5 b=-3 c=0 d=a+1 e= f='2 +' big=9223372036854775807; arr=(10 20 30); declare -A m=([k]=7 ['x y']=8)";

const expressions: readonly string[] = [
  '08',
  '0x',
  '1#1',
  '65#1',
  '2#2',
  '2#',
  '1 2',
  '1.5',
  'a b',
  'f',
  '7++',
  '--7',
  '++',
  'a=',
  '=3',
  '(1',
  '1)',
  ' 1 + ',
  '1 ? 2',
  '1 ? : 3',
  'a ? 1 : ',
  '1/0',
  '1%0',
  ' 1 / 0 ',
  'a /= 0',
  '2**-1',
  '2**63',
  '2**64',
  '1<<63',
  '1<<64',
  '1<<-1',
  '-9223372036854775808/-1',
  '-9223372036854775808%-1',
  '9223372036854775807+1',
  '99999999999999999999',
  'a+++b',
  'a---b',
  'a++ ++',
  '--a++',
  '!a++',
  'a=b=c=4',
  'a,b',
  'x=1,x+1',
  '1?2:3?4:5',
  '1||1/0',
  '0&&1/0',
  'm[x y]',
  'm["x y"]',
  'arr[5]=3',
  'arr[1]++',
  '0x',
  '5=6',
  'a+b=3',
  '(a)=3',
  'a[',
  'a[1',
  '~0',
  '!0',
  '- -1',
  '--1',
  '3 - -3',
  '3--3',
  '3 -- 3',
  '0xZ',
  'a=1+',
  '10#08',
  '10#',
  '#',
  '1#',
  '@',
  'a@',
  '_x=3',
  '"1"+2',
  "'1'",
  'm[k] ? ++a : ((b))',
  '~--b',
  '- +2 ? (0x1F) : c %= arr',
  '- a ^= c < (m[k])',
  'a > 017 <= (4294967296)',
  '~0++17',
  '!!d ? arr[-1] : d <= (!-3',
  'arr[1] &= (d)',
  '+!arr[1] <<= 9223372036854775807',
  'arr[2] |= m[k]',
  '2#101',
  'arr[1] -= +0',
  '(2#101) >= 0 ? (big) : big',
  '(m[k] ? 64#@ : 4294967296) ? - -3 ? -3 : m[k] : b /= (e)',
  '(-arr[a-4]) ? d : (--b ? 42949672(96 : 0x1F)',
  '(+~9223372036854775807)',
  '(e ? b |=. arr[1] : !a)',
  '- (e) << 1',
  'b = c',
  '~:!0',
  '~0 && arr[1] ? arr[-1] && -3 : a++ ^.b',
  '@-(b += m[k])',
  '!--arr[a-4]',
  '017',
  '((unset1))',
  'b /= !!017',
  '((9223372036854775807)) / b &= - unset1',
  'arr[1] >>= 36#z ^ --b ? - arr[a-4] : (36#z ? a : a++)',
  '(arr[a-4] * 017 ? m[k] ^ a : 64#@ ? big : arr[-1])',
  'arr[a-4]',
  '9223372036854775807 ? d : arr[1]',
  '(- arr[1] ? a++ : e)',
  '+--b ? (big) : =++a',
  '(unset1)',
  'b -= ~!a',
  '(0x1F / unset1 | ++a != e)',
  '+-3',
  'x |= (0x1F) ? +36#z : (arr[a-4])',
  'arr[1] = unset1 ? e  : c ? arr[1] : a ? 64#@ : d',
  '(!--b ? (arr) : (922337203:854775807))',
  '- (9223372036854775807 % c)',
  'b || (m[k]) ? c -= arr[-1] : 64#@ , d',
  '(!4294967296 ? (arr[a-4]) : (big))',
  'big',
  'arr[-1]',
  '++c * 0',
  'd * 1',
  '!~b %= big',
  '2 ? a?r[2] %= arr[a-4] : (2 ? 0x1F : arr[a-4])',
  'a++',
  '!!(9223372036854775807 ? --b : arr[a-4])',
  '(~017 ^ !--b)',
  '(b)',
  '?arr',
  'c /= !36#z << +b ? (m[k]) : 0x1F < c',
  '2',
  '(++a)',
  '!(unset1)',
  '36#z',
  'arr[a-4]',
];

const script = (expression: string): string =>
  `${setting}; x='${expression.replaceAll("'", "'\\''")}'; echo $(($x)) $a $b $c; echo $a $b $c \${arr[*]}`;

describeWithBash('arithmetic', () => {
  const results = lazily(() => bashEach(expressions.map(script)));
  it.each(expressions)('%j', (expression) => {
    const expected = results().get(script(expression));
    const { out, errors } = new ExpandShell().run(script(expression));
    expect(errors.map((text) => `bash: line 1: ${text}\n`).join('')).toBe(expected?.err);
    expect(out).toBe(expected?.out);
  });
});

describe('64-bit integers', () => {
  const whole = fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -1000n, max: 1000n }),
    fc.constantFrom(
      2n ** 53n,
      2n ** 53n - 1n,
      -(2n ** 53n),
      2n ** 31n,
      -(2n ** 31n),
      2n ** 63n - 1n,
      -(2n ** 63n),
      0n,
      -1n,
    ),
  );
  const operations: Readonly<Record<string, [integer.Binary, (a: bigint, b: bigint) => bigint]>> = {
    add: [integer.add, (a, b) => a + b],
    subtract: [integer.subtract, (a, b) => a - b],
    multiply: [integer.multiply, (a, b) => a * b],
    divide: [integer.divide, (a, b) => (b === 0n ? 0n : a / b)],
    remainder: [integer.remainder, (a, b) => (b === 0n ? 0n : a % b)],
    and: [integer.and, (a, b) => a & b],
    or: [integer.or, (a, b) => a | b],
    xor: [integer.xor, (a, b) => a ^ b],
    shiftLeft: [integer.shiftLeft, (a, b) => a << (b & 63n)],
    shiftRight: [integer.shiftRight, (a, b) => a >> (b & 63n)],
  };

  it.each(Object.keys(operations))('%s wraps', (name) => {
    const [operation, exact] = operations[name] ?? [integer.add, () => 0n];
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        if (b === 0n && (name === 'divide' || name === 'remainder')) return;
        const result = operation(integer.wrap(a), integer.wrap(b));
        expect(BigInt(result)).toBe(BigInt.asIntN(64, exact(a, b)));
        expect(typeof result === 'number').toBe(Number.isSafeInteger(Number(result)));
        expect(Object.is(result, -0)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
