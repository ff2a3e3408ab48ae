/**
 * Text and bytes. The kernel moves bytes; the shell and the programs think in text.
 * UTF-8, but no byte is ever lost: one that is not part of a valid character becomes a lone surrogate U+DC80–U+DCFF,
 * and that becomes the byte again (Python's "surrogateescape").
 */

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const isEscape = (code: number): boolean => code >= 0xdc80 && code <= 0xdcff;
const isLead = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;

export function encode(text: string): Uint8Array {
  const { length } = text;
  for (let i = 0; i < length; i++) {
    if (text.charCodeAt(i) > 0x7f) return encodeWide(text);
  }
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function encodeWide(text: string): Uint8Array {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isLead(code)) i++;
    else if (isEscape(code)) {
      if (i > from) pieces.push(encoder.encode(text.slice(from, i)));
      pieces.push(Uint8Array.of(code - 0xdc00));
      from = i + 1;
    }
  }
  if (pieces.length === 0) return encoder.encode(text);
  pieces.push(encoder.encode(text.slice(from)));
  return concat(pieces);
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

export function decode(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeWithEscapes(bytes);
  }
}

function decodeWithEscapes(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const length = characterLength(bytes, at);
    if (length > 0) {
      let end = at + length;
      // Take the whole valid run at once.
      for (let more = characterLength(bytes, end); more > 0; more = characterLength(bytes, end)) end += more;
      text += strict.decode(bytes.subarray(at, end));
      at = end;
    } else {
      text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      at++;
    }
  }
  return text;
}

/** Bytes of the well-formed character at `at`; 0 when there is none. Table 3-7 of the Unicode standard. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === undefined) return 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : (first & 0xf0) === 0xe0 ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  if (length === 0) return 0;
  const second = bytes[at + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

const isAscii = (bytes: Uint8Array): boolean => {
  let bits = 0;
  for (let i = 0; i < bytes.length; i++) bits |= bytes[i] ?? 0;
  return bits < 0x80;
};

/** One character a byte. */
export function latin1(bytes: Uint8Array): string {
  if (isAscii(bytes)) return strict.decode(bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x2000) {
    text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(at, at + 0x2000));
  }
  return text;
}

/** The inverse of `latin1`; a character above U+00FF loses its high bits. */
export function fromLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
