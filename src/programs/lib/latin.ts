/** Words of a command line as byte strings, for programs that work on bytes, and back. */

import { decode, encode, fromLatin1, latin1 } from '../../bytes.ts';

/** One character a byte. */
export const fromBytes = (text: string): string => latin1(encode(text));

/** Bytes beyond ASCII as `decode` hands out those that are no UTF-8: one character each, and the same bytes again. */
export const strayText = (bytes: Uint8Array): string =>
  latin1(bytes).replace(/[\x80-\xff]/g, (char) => String.fromCharCode(0xdc00 + char.charCodeAt(0)));

export const toText = (bytes: string): string => decode(fromLatin1(bytes));
