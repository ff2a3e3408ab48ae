/** What hexdump prints for some bytes by a piece of its format. Authority: hexdump-display.c of util-linux 2.38.1. */

import type { Piece } from './hexdump-format.ts';
import { fromDouble } from './long-double.ts';
import { character } from './od-format.ts';
import { formatFloat, formatInteger } from './printf-directive.ts';

const NAMES = (
  'nul soh stx etx eot enq ack bel bs ht lf vt ff cr so si ' +
  'dle dcl dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us'
).split(' ');
const DELETE = 127;

const isGraphic = (byte: number): boolean => byte >= 32 && byte < DELETE;

const named = (byte: number): string => {
  if (byte === DELETE) return 'del';
  return NAMES[byte] ?? (isGraphic(byte) ? String.fromCharCode(byte) : byte.toString(16).padStart(2, '0'));
};

const integer = (view: DataView, size: number, signed: boolean): bigint => {
  let value = 0n;
  for (let i = size - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(view.getUint8(i));
  return signed ? BigInt.asIntN(size * 8, value) : value;
};

/** As much of the buffer as C would take for a string. */
const stringAt = (view: DataView): string => {
  let text = '';
  for (let i = 0; i < view.byteLength && view.getUint8(i) !== 0; i += 1) text += String.fromCharCode(view.getUint8(i));
  return text;
};

/** Cut and filled by bytes, of which each is a character here. */
const fitted = (text: string, { flags, width = 0, precision }: Piece): string => {
  const cut = text.slice(0, precision);
  return flags.includes('-') ? cut.padEnd(width) : cut.padStart(width);
};

const converted = (piece: Piece, view: DataView, address: number): string => {
  const byte = (): number => view.getUint8(0);
  switch (piece.kind) {
    case 'text':
      return '';
    case 'address':
      return formatInteger(BigInt(address), piece);
    case 'char':
      return fitted(String.fromCharCode(byte()), { ...piece, precision: undefined });
    case 'escaped':
      return fitted(character(byte()), piece);
    case 'printable':
      return fitted(isGraphic(byte()) ? String.fromCharCode(byte()) : '.', { ...piece, precision: undefined });
    case 'named':
      return fitted(named(byte()), piece);
    case 'string':
      return fitted(stringAt(view), piece);
    case 'signed':
    case 'unsigned':
      return formatInteger(integer(view, piece.size, piece.kind === 'signed'), piece);
    case 'float':
      return formatFloat(fromDouble(piece.size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true)), piece);
  }
};

/** `view` begins at the byte in question; without it the data have ended, and only the room is kept. */
export const shown = (piece: Piece, view: DataView | undefined, address: number): string => {
  if (piece.kind === 'text') return piece.before;
  if (view) return piece.before + converted(piece, view, address);
  return piece.before + fitted('', piece);
};
