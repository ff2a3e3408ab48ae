/**
 * Which key does what: readline's emacs keymap and the two of vi mode as bash has them, before any init file.
 * A keymap is a value: whoever binds a key makes another one. Leaves out keymaps a program could make of its own.
 * Authority: `bind -p` of bash 5.2 on an xterm.
 */
import { type CommandName, SAME } from './functions.ts';
import { bytesOf } from './keyseq.ts';

/** What a completion is to look for: `any` decides from the line. */
export type CompletionKind =
  | 'any'
  | 'command'
  | 'file'
  | 'variable'
  | 'user'
  | 'host'
  | 'history'
  | 'glob'
  | 'exact-glob'
  | 'braces';

export type Binding =
  /** `unlisted`: bash has bound it, but under no name. */
  | { readonly kind: 'function'; readonly name: CommandName; readonly unlisted?: boolean }
  /** Its text is read as if it had been typed. */
  | { readonly kind: 'macro'; readonly text: string }
  /** `bind -x`: a command of the shell's. */
  | { readonly kind: 'shell'; readonly command: string };

/** By the bytes of the key sequence, a character each. */
export type Keymap = ReadonlyMap<string, Binding>;

/** The maps that exist; Escape and Ctrl-X in the emacs map are what `bind -m emacs-meta` and `emacs-ctlx` mean. */
export type MapName = 'emacs' | 'vi-insert' | 'vi-command';
export type Keymaps = Readonly<Record<MapName, Keymap>>;

type Table = Readonly<Partial<Record<CommandName, string>>>;

/** What a terminal's own keys do in every map. */
const EVERYWHERE: Table = {
  'accept-line': '\\C-j \\C-m',
  'backward-char': '\\eOD \\e[D',
  'backward-word': '\\e[1;3D \\e[1;5D',
  'beginning-of-line': '\\eOH \\e[H',
  'delete-char': '\\e[3~',
  'end-of-line': '\\eOF \\e[F',
  'forward-char': '\\eOC \\e[C',
  'forward-search-history': '\\C-s',
  'forward-word': '\\e[1;3C \\e[1;5C',
  'history-search-backward': '\\e[5~',
  'history-search-forward': '\\e[6~',
  'kill-word': '\\e[3;5~',
  'next-history': '\\eOB \\e[B',
  'overwrite-mode': '\\e[2~',
  'previous-history': '\\eOA \\e[A',
  'quoted-insert': '\\C-v',
  'reverse-search-history': '\\C-r',
  'transpose-chars': '\\C-t',
  'unix-line-discard': '\\C-u',
  yank: '\\C-y',
};

const EMACS: Table = {
  abort: '\\C-g \\C-x\\C-g \\e\\C-g',
  'backward-char': '\\C-b',
  'backward-delete-char': '\\C-h \\C-?',
  'backward-kill-line': '\\C-x\\C-?',
  'backward-kill-word': '\\e\\C-h \\e\\C-?',
  'backward-word': '\\eb',
  'beginning-of-history': '\\e<',
  'beginning-of-line': '\\C-a',
  'bracketed-paste-begin': '\\e[200~',
  'call-last-kbd-macro': '\\C-xe',
  'capitalize-word': '\\ec',
  'character-search': '\\C-]',
  'character-search-backward': '\\e\\C-]',
  'clear-display': '\\e\\C-l',
  'clear-screen': '\\C-l',
  complete: '\\C-i \\e\\e',
  'complete-command': '\\e!',
  'complete-filename': '\\e/',
  'complete-hostname': '\\e@',
  'complete-into-braces': '\\e{',
  'complete-username': '\\e~',
  'complete-variable': '\\e$',
  'delete-char': '\\C-d',
  'delete-horizontal-space': '\\e\\\\',
  'digit-argument': '\\e- \\e0 \\e1 \\e2 \\e3 \\e4 \\e5 \\e6 \\e7 \\e8 \\e9',
  'display-shell-version': '\\C-x\\C-v',
  'downcase-word': '\\el',
  'dynamic-complete-history': '\\e\\C-i',
  'edit-and-execute-command': '\\C-x\\C-e',
  'end-kbd-macro': '\\C-x)',
  'end-of-history': '\\e>',
  'end-of-line': '\\C-e',
  'exchange-point-and-mark': '\\C-x\\C-x',
  'forward-char': '\\C-f',
  'forward-word': '\\ef',
  'glob-complete-word': '\\eg',
  'glob-expand-word': '\\C-x*',
  'glob-list-expansions': '\\C-xg',
  'history-expand-line': '\\e^',
  'insert-comment': '\\e#',
  'insert-completions': '\\e*',
  'kill-line': '\\C-k',
  'kill-word': '\\ed',
  'next-history': '\\C-n',
  'non-incremental-forward-search-history': '\\en',
  'non-incremental-reverse-search-history': '\\ep',
  'operate-and-get-next': '\\C-o',
  'possible-command-completions': '\\C-x!',
  'possible-completions': '\\e= \\e?',
  'possible-filename-completions': '\\C-x/',
  'possible-hostname-completions': '\\C-x@',
  'possible-username-completions': '\\C-x~',
  'possible-variable-completions': '\\C-x$',
  'previous-history': '\\C-p',
  'quoted-insert': '\\C-q',
  're-read-init-file': '\\C-x\\C-r',
  'revert-line': '\\e\\C-r \\er',
  'set-mark': '\\C-@ \\e\\x20',
  'shell-backward-word': '\\e\\C-b',
  'shell-expand-line': '\\e\\C-e',
  'shell-forward-word': '\\e\\C-f',
  'shell-kill-word': '\\e\\C-d',
  'shell-transpose-words': '\\e\\C-t',
  'spell-correct-word': '\\C-xs',
  'start-kbd-macro': '\\C-x(',
  'tilde-expand': '\\e&',
  'transpose-words': '\\et',
  undo: '\\C-_ \\C-x\\C-u',
  'unix-word-rubout': '\\C-w',
  'upcase-word': '\\eu',
  'yank-last-arg': '\\e. \\e_',
  'yank-nth-arg': '\\e\\C-y',
  'yank-pop': '\\ey',
};

const VI_BOTH: Table = { 'vi-eof-maybe': '\\C-d', 'vi-undo': '\\C-_', 'vi-unix-word-rubout': '\\C-w' };

const VI_INSERT: Table = {
  'backward-delete-char': '\\C-h \\C-?',
  'bracketed-paste-begin': '\\e[200~',
  complete: '\\C-i',
  'menu-complete': '\\C-n',
  'menu-complete-backward': '\\C-p',
  'self-insert': '\\C-a \\C-b \\C-c \\C-e \\C-f \\C-g \\C-k \\C-l \\C-o \\C-q \\C-x \\C-z \\C-\\ \\C-] \\C-^',
  'vi-movement-mode': '\\e',
};

const VI_COMMAND: Table = {
  abort: '\\C-g',
  'backward-char': '\\C-h h',
  'beginning-of-line': '0',
  'clear-screen': '\\C-l',
  'end-of-line': '$',
  'forward-char': '\\x20 l',
  'insert-comment': '#',
  'kill-line': '\\C-k',
  'next-history': '\\C-n + j',
  'previous-history': '\\C-p - k',
  'quoted-insert': '\\C-q',
  'revert-line': 'U',
  'vi-append-eol': 'A',
  'vi-append-mode': 'a',
  'vi-arg-digit': '1 2 3 4 5 6 7 8 9',
  'vi-change-case': '~',
  'vi-change-char': 'r',
  'vi-change-to': 'C c',
  'vi-char-search': ', ; F T f t',
  'vi-column': '|',
  'vi-delete': 'x',
  'vi-delete-to': 'D d',
  'vi-edit-and-execute-command': 'v',
  'vi-end-word': 'E e',
  'vi-fetch-history': 'G',
  'vi-first-print': '^',
  'vi-goto-mark': '`',
  'vi-insert-beg': 'I',
  'vi-insertion-mode': 'i',
  'vi-match': '%',
  'vi-next-word': 'W w',
  'vi-prev-word': 'B b',
  'vi-put': 'P p',
  'vi-redo': '.',
  'vi-replace': 'R',
  'vi-rubout': 'X',
  'vi-search': '/ ?',
  'vi-search-again': 'N n',
  'vi-set-mark': 'm',
  'vi-subst': 'S s',
  'vi-tilde-expand': '&',
  'vi-undo': 'u',
  'vi-yank-arg': '_',
  'vi-yank-to': 'Y y',
};

const functionOf = (name: CommandName): Binding => ({ kind: 'function', name });

function printable(): string[] {
  const codes = Array.from({ length: 256 }, (_, code) => code).filter((code) => code >= 0x20 && code !== 0x7f);
  return codes.map((code) => String.fromCharCode(code));
}

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Alt-A is Alt-a, where nothing else is bound there. */
const LOWERCASED = Array.from(CAPITALS, (letter) => [`\x1b${letter}`, `\x18${letter}`]).flat();

function keymapOf(tables: readonly Table[], inserts: boolean, lowercases: boolean): Keymap {
  const keymap = new Map<string, Binding>();
  if (inserts) for (const key of printable()) keymap.set(key, functionOf('self-insert'));
  if (lowercases)
    for (const key of LOWERCASED) if (key !== '\x1bO') keymap.set(key, functionOf('do-lowercase-version'));
  for (const table of tables) {
    for (const [name, keys] of Object.entries(table) as [CommandName, string][])
      for (const key of keys.split(' ')) keymap.set(bytesOf(key), functionOf(name));
  }
  return keymap;
}

/** What bash gives vi mode beside readline's own. */
function withCompletion(keymap: Keymap): Keymap {
  const binding: Binding = { kind: 'function', name: 'vi-complete', unlisted: true };
  // Escape changes nothing where command mode is on, and what follows it counts.
  const ignored: Binding = { kind: 'function', name: 'vi-movement-mode', unlisted: true };
  return new Map([...keymap, ['\x1b', ignored], ...['*', '=', '\\'].map((key) => [key, binding] as const)]);
}

export const defaultKeymaps = (): Keymaps => ({
  emacs: keymapOf([EVERYWHERE, EMACS], true, true),
  'vi-insert': keymapOf([EVERYWHERE, VI_BOTH, VI_INSERT], true, false),
  'vi-command': withCompletion(keymapOf([EVERYWHERE, VI_BOTH, VI_COMMAND], false, false)),
});

/** Names of one command are bound as the first of them. */
export const bound = (name: CommandName): Binding => functionOf(SAME.get(name) ?? name);

export function withBinding(keymap: Keymap, keys: string, binding: Binding | undefined): Keymap {
  const changed = new Map(keymap);
  if (binding) changed.set(keys, binding);
  else changed.delete(keys);
  return changed;
}

// ---------------------------------------------------------------- the tree that keys are read by

/** A node of the tree of key sequences; bound and having further keys at once, it waits a while for the next one. */
export interface KeyNode {
  bound?: Binding;
  readonly next: Map<number, KeyNode>;
}

const trees = new WeakMap<Keymap, KeyNode>();

export function treeOf(keymap: Keymap): KeyNode {
  const known = trees.get(keymap);
  if (known) return known;
  const root: KeyNode = { next: new Map() };
  for (const [keys, binding] of keymap) {
    let node = root;
    for (const char of keys) {
      const byte = char.charCodeAt(0);
      const next = node.next.get(byte) ?? { next: new Map() };
      node.next.set(byte, next);
      node = next;
    }
    node.bound = binding;
  }
  trees.set(keymap, root);
  return root;
}
