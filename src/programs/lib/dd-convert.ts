/**
 * What dd conv= does to the bytes on their way: swapped pairs, letters, EBCDIC, and records of cbs bytes for lines.
 * Authority: dd(1), dd.c of coreutils 9.1.
 */

import type { Job } from './dd-operands.ts';

const table = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const ASCII_OF_EBCDIC = table(
  '000102039c09867f978d8e0b0c0d0e0f101112139d8508871819928f1c1d1e1f80818283840a171b88898a8b8c050607' +
    '909116939495960498999a9b14159e1a20a0a1a2a3a4a5a6a7a8d52e3c282b7c26a9aaabacadaeafb0b121242a293b7e' +
    '2d2fb2b3b4b5b6b7b8b9cb2c255f3e3fbabbbcbdbebfc0c1c2603a2340273d22c3616263646566676869c4c5c6c7c8c9' +
    'ca6a6b6c6d6e6f7071725ecccdcecfd0d1e5737475767778797ad2d3d45bd6d7d8d9dadbdcdddedfe0e1e2e3e45de6e7' +
    '7b414243444546474849e8e9eaebeced7d4a4b4c4d4e4f505152eeeff0f1f2f35c9f535455565758595af4f5f6f7f8f9' +
    '30313233343536373839fafbfcfdfeff',
);
const EBCDIC_OF_ASCII = table(
  '00010203372d2e2f1605250b0c0d0e0f101112133c3d322618193f271c1d1e1f405a7f7b5b6c507d4d5d5c4e6b604b61' +
    'f0f1f2f3f4f5f6f7f8f97a5e4c7e6e6f7cc1c2c3c4c5c6c7c8c9d1d2d3d4d5d6d7d8d9e2e3e4e5e6e7e8e9ade0bd9a6d' +
    '79818283848586878889919293949596979899a2a3a4a5a6a7a8a9c04fd05f07202122232415061728292a2b2c090a1b' +
    '30311a333435360838393a3b04143ee14142434445464748495152535455565758596263646566676869707172737475' +
    '767778808a8b8c8d8e8f906a9b9c9d9e9fa0aaabac4aaeafb0b1b2b3b4b5b6b7b8b9babbbca1bebfcacbcccdcecfdadb' +
    'dcdddedfeaebecedeeeffafbfcfdfeff',
);
/** IBM's EBCDIC differs in a few characters: from and to, in turns. */
const IBM: readonly (readonly [number, number])[] = [
  [0x5e, 0x5f],
  [0x7e, 0xa1],
  [0xcb, 0x9a],
  [0xd5, 0xad],
  [0xe5, 0xbd],
];
const IBM_OF_ASCII = EBCDIC_OF_ASCII.slice();
for (const [from, to] of IBM) IBM_OF_ASCII[from] = to;

/** Conversions that need a buffer of their own, so that with bs= too whole blocks are written. */
const TWO_BUFFERS = ['ascii', 'block', 'ebcdic', 'ibm', 'lcase', 'swab', 'ucase', 'unblock'];

export const needsTwoBuffers = ({ conv }: Job): boolean => TWO_BUFFERS.some((name) => conv.has(name));

/** Lines become records of a fixed length (block), or records lines (unblock). */
type Records = 'block' | 'unblock' | undefined;

const recordsOf = ({ conv, cbs }: Job): Records => {
  if (cbs === 0) return undefined;
  if (conv.has('block') || conv.has('ebcdic') || conv.has('ibm')) return 'block';
  return conv.has('unblock') || conv.has('ascii') ? 'unblock' : undefined;
};

const upper = (byte: number): number => (byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte);
const lower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte);

/** What becomes of each byte; undefined if nothing. */
const translationOf = ({ conv }: Job): Uint8Array | undefined => {
  if (!['ascii', 'ebcdic', 'ibm', 'lcase', 'ucase'].some((name) => conv.has(name))) return undefined;
  const letters = conv.has('ucase') ? upper : conv.has('lcase') ? lower : (byte: number): number => byte;
  const after = conv.has('ebcdic') ? EBCDIC_OF_ASCII : conv.has('ibm') ? IBM_OF_ASCII : undefined;
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const letter = letters(conv.has('ascii') ? (ASCII_OF_EBCDIC[byte] ?? 0) : byte);
    return after?.[letter] ?? letter;
  });
};

export class Converter {
  /** Lines that were longer than a record. */
  truncated = 0;
  /** What conv=sync fills blocks with. */
  readonly filler: number;
  private readonly swaps: boolean;
  private readonly records: Records;
  private readonly size: number;
  private readonly translation: Uint8Array | undefined;
  private readonly newline: number;
  private readonly space: number;
  private oddByte: number | undefined;
  /** Bytes of the current record. */
  private column = 0;
  private pendingSpaces = 0;

  constructor(job: Job) {
    this.swaps = job.conv.has('swab');
    this.records = recordsOf(job);
    this.size = job.cbs;
    this.translation = translationOf(job);
    const toEbcdic = job.conv.has('ebcdic') || job.conv.has('ibm');
    this.newline = toEbcdic ? (this.translation?.[0x0a] ?? 0) : 0x0a;
    this.space = toEbcdic ? (this.translation?.[0x20] ?? 0) : 0x20;
    this.filler = this.records === undefined ? 0 : 0x20;
  }

  block(bytes: Uint8Array): Uint8Array {
    const { translation } = this;
    const translated = translation ? bytes.map((byte) => translation[byte] ?? 0) : bytes.slice();
    return this.inRecords(this.swaps ? this.swapped(translated) : translated);
  }

  /** What is left at the end of the input. */
  end(): Uint8Array {
    const out = [...this.inRecords(this.oddByte === undefined ? new Uint8Array(0) : Uint8Array.of(this.oddByte))];
    if (this.records === 'block' && this.column > 0)
      for (let i = this.column; i < this.size; i += 1) out.push(this.space);
    if (this.records === 'unblock' && this.column > 0) out.push(this.newline);
    return Uint8Array.from(out);
  }

  private inRecords(bytes: Uint8Array): Uint8Array {
    if (this.records === undefined) return bytes;
    return Uint8Array.from(this.records === 'block' ? this.blocked(bytes) : this.unblocked(bytes));
  }

  private blocked(bytes: Uint8Array): number[] {
    const out: number[] = [];
    for (const byte of bytes) {
      if (byte === this.newline) {
        for (let i = this.column; i < this.size; i += 1) out.push(this.space);
        this.column = 0;
        continue;
      }
      if (this.column === this.size) this.truncated += 1;
      else if (this.column < this.size) out.push(byte);
      this.column += 1;
    }
    return out;
  }

  private unblocked(bytes: Uint8Array): number[] {
    const out: number[] = [];
    for (const byte of bytes) {
      if (this.column === this.size) {
        out.push(this.newline);
        [this.column, this.pendingSpaces] = [0, 0];
      }
      this.column += 1;
      if (byte === this.space) this.pendingSpaces += 1;
      else {
        for (; this.pendingSpaces > 0; this.pendingSpaces -= 1) out.push(this.space);
        out.push(byte);
      }
    }
    return out;
  }

  /** An odd byte waits for the next block. */
  private swapped(block: Uint8Array): Uint8Array {
    const held = this.oddByte === undefined ? [] : [this.oddByte];
    const bytes = Uint8Array.from([...held, ...block]);
    const even = bytes.length - (bytes.length % 2);
    this.oddByte = bytes[even];
    for (let i = 0; i < even; i += 2) bytes.set([bytes[i + 1] ?? 0, bytes[i] ?? 0], i);
    return bytes.slice(0, even);
  }
}
