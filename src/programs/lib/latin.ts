/** Words of a command line as byte strings, for programs that work on bytes, and back. */

import { decode, encode, fromLatin1, latin1 } from '../../bytes.ts';

/** One character a byte. */
export const fromBytes = (text: string): string => latin1(encode(text));

export const toText = (bytes: string): string => decode(fromLatin1(bytes));
