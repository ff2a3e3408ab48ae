/**
 * From bytes to keys: escape sequences by the key tree, UTF-8 characters, pasted text between its marks.
 * A decoder is fed byte by byte; a sequence that is bound to nothing is swallowed, as readline swallows it.
 * Authority: readline(3), readline 8.2's treatment of unbound sequences.
 */
import { decode } from '../../bytes.ts';
import { type Bound, type CommandName, type KeyNode, keyTree } from './keymap.ts';

export type Key =
  | { readonly kind: 'text'; readonly text: string }
  /** `char` is the sequence's last character: the digit of an argument, or Ctrl-D itself. */
  | { readonly kind: 'command'; readonly name: CommandName; readonly char: string }
  | { readonly kind: 'paste'; readonly text: string }
  /** A character asked for as it is, behind Ctrl-V or Ctrl-]. */
  | { readonly kind: 'literal'; readonly text: string }
  /** Escape on its own, which only a search knows. */
  | { readonly kind: 'escape' }
  | { readonly kind: 'unbound' };

export interface Decoder {
  readonly node: KeyNode;
  /** The bytes of an unfinished UTF-8 character, or of a paste. */
  readonly pending: readonly number[];
  readonly pasting: boolean;
}

export const idle: Decoder = { node: keyTree, pending: [], pasting: false };

export interface Decoded {
  readonly decoder: Decoder;
  readonly keys: readonly Key[];
}

const PASTE_END = '\x1b[201~';

const text = (bytes: readonly number[]): string => decode(Uint8Array.from(bytes));

/** How many bytes the UTF-8 character beginning with this one has; 1 also for what cannot begin one. */
const lengthFrom = (lead: number): number =>
  lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 1;

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** A sequence waits for its next byte although it is bound already: a pause decides. */
export const isAmbiguous = (decoder: Decoder): boolean => decoder.node.bound !== undefined;

export const isEscape = (decoder: Decoder): boolean => decoder.node === keyTree.next.get(0x1b);

/** What an ambiguous sequence means when no more bytes come. */
export const settle = (decoder: Decoder): readonly Key[] =>
  decoder.node.bound === undefined ? [] : boundKeys(decoder.node.bound, 0x1b);

const boundKeys = (bound: Bound, byte: number): readonly Key[] =>
  bound === 'bracketed-paste-begin' ? [] : [{ kind: 'command', name: bound, char: String.fromCharCode(byte) }];

/** Takes one byte. `literal`: the next character is wanted as it is, whatever it is bound to. */
export function feed(decoder: Decoder, byte: number, literal = false): Decoded {
  if (decoder.pasting) return feedPaste(decoder, byte);
  if (decoder.pending.length > 0) return feedCharacter(decoder, byte, literal);
  if (decoder.node !== keyTree) return feedSequence(decoder, byte);
  if (byte >= 0x80 || literal) return feedCharacter(decoder, byte, literal);
  if (byte >= 0x20 && byte !== 0x7f)
    return { decoder: idle, keys: [{ kind: 'text', text: String.fromCharCode(byte) }] };
  return feedSequence(decoder, byte);
}

function feedSequence(decoder: Decoder, byte: number): Decoded {
  const node = decoder.node.next.get(byte);
  if (node === undefined) {
    if (decoder.node.bound === undefined) return { decoder: idle, keys: [{ kind: 'unbound' }] };
    const after = feed(idle, byte);
    return { ...after, keys: [...settle(decoder), ...after.keys] };
  }
  if (node.next.size > 0) return { decoder: { ...idle, node }, keys: [] };
  if (node.bound === 'bracketed-paste-begin') return { decoder: { ...idle, pasting: true }, keys: [] };
  return { decoder: idle, keys: node.bound === undefined ? [] : boundKeys(node.bound, byte) };
}

function feedCharacter(decoder: Decoder, byte: number, literal: boolean): Decoded {
  const kind = literal ? 'literal' : 'text';
  const bytes = [...decoder.pending, byte];
  const broken = decoder.pending.length > 0 && !isContinuation(byte);
  if (broken) {
    const strays: Key[] = decoder.pending.map((stray) => ({ kind, text: text([stray]) }));
    const after = feed(idle, byte);
    return { ...after, keys: [...strays, ...after.keys] };
  }
  if (bytes.length < lengthFrom(bytes[0] ?? 0)) return { decoder: { ...idle, pending: bytes }, keys: [] };
  return { decoder: idle, keys: Array.from(text(bytes), (char) => ({ kind, text: char })) };
}

function feedPaste(decoder: Decoder, byte: number): Decoded {
  const pending = [...decoder.pending, byte];
  const ends =
    byte === 0x7e && pending.length >= PASTE_END.length && text(pending.slice(-PASTE_END.length)) === PASTE_END;
  if (!ends) return { decoder: { ...decoder, pending }, keys: [] };
  const pasted = text(pending.slice(0, -PASTE_END.length)).replaceAll('\r', '\n');
  return { decoder: idle, keys: [{ kind: 'paste', text: pasted }] };
}
