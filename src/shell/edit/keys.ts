/**
 * From bytes to keys: sequences by the tree of a keymap, UTF-8 characters, pasted text between its marks.
 * A decoder is fed byte by byte; a sequence that is bound to nothing is swallowed, as readline swallows it.
 * Authority: readline(3), readline 8.2's treatment of unbound sequences.
 */
import { decode } from '../../bytes.ts';
import type { CommandName } from './functions.ts';
import { type Binding, type Keymap, type KeyNode, treeOf } from './keymap.ts';

export type Key =
  | { readonly kind: 'text'; readonly text: string }
  /** `char` is the sequence's last character: the digit of an argument, or Ctrl-D itself. `alone`: it is all of it. */
  | { readonly kind: 'command'; readonly name: CommandName; readonly char: string; readonly alone: boolean }
  | { readonly kind: 'paste'; readonly text: string }
  /** A character asked for as it is, behind Ctrl-V or Ctrl-]. */
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'macro'; readonly text: string }
  /** A command of the shell's, from `bind -x`. */
  | { readonly kind: 'shell'; readonly command: string }
  /** Escape on its own, which only a search knows. */
  | { readonly kind: 'escape' }
  | { readonly kind: 'unbound' };

export interface Decoder {
  readonly root: KeyNode;
  readonly node: KeyNode;
  /** The bytes of the sequence so far. */
  readonly path: readonly number[];
  /** The bytes of an unfinished UTF-8 character. */
  readonly pending: readonly number[];
  /** What has been pasted so far. It grows in its place: a paste may be as long as a file. */
  readonly pasted: number[] | undefined;
}

export function decoderOf(keymap: Keymap): Decoder {
  const root = treeOf(keymap);
  return { root, node: root, path: [], pending: [], pasted: undefined };
}

export const beginPaste = (decoder: Decoder): Decoder => ({ ...idle(decoder), pasted: [] });

const idle = ({ root }: Decoder): Decoder => ({ root, node: root, path: [], pending: [], pasted: undefined });

export interface Decoded {
  readonly decoder: Decoder;
  readonly keys: readonly Key[];
  /** Bytes that are to be read again: by then another keymap may be in force. */
  readonly again: readonly number[];
}

const PASTE_END = '\x1b[201~';
const PASTE_END_LAST = 0x7e;
export const ESCAPE = 0x1b;

const text = (bytes: readonly number[]): string => decode(Uint8Array.from(bytes));

/** How many bytes the UTF-8 character beginning with this one has; 1 also for what cannot begin one. */
const lengthFrom = (lead: number): number =>
  lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 1;

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** A sequence waits for its next byte although it is bound already: a pause decides. */
export const isAmbiguous = ({ node, root }: Decoder): boolean => node !== root && node.bound !== undefined;

export const isEscape = ({ path }: Decoder): boolean => path.length === 1 && path[0] === ESCAPE;

/** What an ambiguous sequence means when no more bytes come. */
export function settle(decoder: Decoder): Decoded {
  const { bound } = decoder.node;
  return bound === undefined ? done(decoder, []) : obey(decoder, bound, decoder.path);
}

const done = (decoder: Decoder, keys: readonly Key[], again: readonly number[] = []): Decoded => ({
  decoder: idle(decoder),
  keys,
  again,
});

function obey(decoder: Decoder, binding: Binding, path: readonly number[]): Decoded {
  if (binding.kind !== 'function') return done(decoder, [binding]);
  const last = path.at(-1) ?? 0;
  switch (binding.name) {
    case 'bracketed-paste-begin':
      return { decoder: beginPaste(decoder), keys: [], again: [] };
    case 'self-insert':
      return feedCharacter(idle(decoder), last, false);
    case 'do-lowercase-version':
      return lowercased(decoder, path.slice(0, -1), last | 0x20);
    default:
      return done(decoder, [
        { kind: 'command', name: binding.name, char: String.fromCharCode(last), alone: path.length === 1 },
      ]);
  }
}

/** Alt-B as Alt-b. */
function lowercased(decoder: Decoder, before: readonly number[], last: number): Decoded {
  const at = before.reduce<KeyNode | undefined>((node, byte) => node?.next.get(byte), decoder.root);
  const bound = at?.next.get(last)?.bound;
  return bound ? obey(decoder, bound, [...before, last]) : done(decoder, [{ kind: 'unbound' }]);
}

/** Takes one byte. `literal`: the next character is wanted as it is, whatever it is bound to. */
export function feed(decoder: Decoder, byte: number, literal = false): Decoded {
  if (decoder.pasted) return feedPaste(decoder, decoder.pasted, byte);
  if (decoder.pending.length > 0) return feedCharacter(decoder, byte, literal);
  if (decoder.node === decoder.root && literal) return feedCharacter(decoder, byte, literal);
  return feedSequence(decoder, byte);
}

function feedSequence(decoder: Decoder, byte: number): Decoded {
  const node = decoder.node.next.get(byte);
  if (node === undefined) {
    if (!isAmbiguous(decoder)) return done(decoder, [{ kind: 'unbound' }]);
    const settled = settle(decoder);
    return { ...settled, again: [...settled.again, byte] };
  }
  const path = [...decoder.path, byte];
  if (node.next.size > 0 || node.bound === undefined)
    return { decoder: { ...decoder, node, path }, keys: [], again: [] };
  return obey(decoder, node.bound, path);
}

function feedCharacter(decoder: Decoder, byte: number, literal: boolean): Decoded {
  const kind = literal ? 'literal' : 'text';
  const bytes = [...decoder.pending, byte];
  const broken = decoder.pending.length > 0 && !isContinuation(byte);
  if (broken) {
    const strays: Key[] = decoder.pending.map((stray) => ({ kind, text: text([stray]) }));
    return done(decoder, strays, [byte]);
  }
  if (bytes.length < lengthFrom(bytes[0] ?? 0))
    return { decoder: { ...idle(decoder), pending: bytes }, keys: [], again: [] };
  return done(
    decoder,
    Array.from(text(bytes), (char) => ({ kind, text: char })),
  );
}

function feedPaste(decoder: Decoder, pasted: number[], byte: number): Decoded {
  pasted.push(byte);
  const ends = byte === PASTE_END_LAST && text(pasted.slice(-PASTE_END.length)) === PASTE_END;
  if (!ends) return { decoder, keys: [], again: [] };
  return done(decoder, [{ kind: 'paste', text: text(pasted.slice(0, -PASTE_END.length)).replaceAll('\r', '\n') }]);
}
