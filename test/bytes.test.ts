/** No byte is lost between bytes and text. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode, encode, fromLatin1, latin1 } from '../src/bytes.ts';

it('text is UTF-8', () => {
  expect([...encode('aé你\u{1f600}')]).toEqual([97, 0xc3, 0xa9, 0xe4, 0xbd, 0xa0, 0xf0, 0x9f, 0x98, 0x80]);
  expect(decode(Uint8Array.of(97, 0xc3, 0xa9))).toBe('aé');
});

it.each([
  ['a lone byte', [0x80], '\udc80'],
  ['a byte between characters', [97, 0xff, 98], 'a\udcffb'],
  ['a character cut off', [0xe4, 0xbd], '\udce4\udcbd'],
  ['an overlong form', [0xc0, 0xaf], '\udcc0\udcaf'],
  ['a surrogate in UTF-8', [0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
  ['beyond the last character', [0xf4, 0x90, 0x80, 0x80], '\udcf4\udc90\udc80\udc80'],
  ['a byte order mark stays', [0xef, 0xbb, 0xbf, 97], '\ufeffa'],
] as const)('%s', (_name, bytes, text) => {
  expect(decode(Uint8Array.from(bytes))).toBe(text);
  expect([...encode(text)]).toEqual([...bytes]);
});

it('any bytes come back', () => {
  const some = fc.uint8Array({ maxLength: 40 });
  fc.assert(fc.property(some, (bytes) => void expect(encode(decode(bytes))).toEqual(bytes)));
  fc.assert(fc.property(some, (bytes) => void expect(fromLatin1(latin1(bytes))).toEqual(bytes)));
});

it('any text comes back', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(decode(encode(text))).toBe(text)));
});

it('is not limited in length', () => {
  const long = 'aé'.repeat(100_000);
  expect(decode(encode(long))).toBe(long);
  expect(latin1(new Uint8Array(300_000))).toHaveLength(300_000);
});
