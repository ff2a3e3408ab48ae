/**
 * Which key does what: readline's emacs keymap as bash binds it, with the extra keys of Debian's /etc/inputrc.
 * Leaves out history expansion, spelling, the external editor and re-reading the init file.
 * Authority: `bind -p` of bash 5.2.
 */

/** What a completion is to look for: `any` decides from the line. */
export type CompletionKind = 'any' | 'command' | 'file' | 'variable' | 'user' | 'host';

export type CommandName =
  | 'abort'
  | 'accept-line'
  | 'backward-char'
  | 'backward-delete-char'
  | 'backward-kill-line'
  | 'backward-kill-word'
  | 'backward-word'
  | 'beginning-of-history'
  | 'beginning-of-line'
  | 'call-last-kbd-macro'
  | 'capitalize-word'
  | 'character-search'
  | 'character-search-backward'
  | 'clear-display'
  | 'clear-screen'
  | 'complete'
  | 'complete-command'
  | 'complete-filename'
  | 'complete-hostname'
  | 'complete-username'
  | 'complete-variable'
  | 'delete-char'
  | 'delete-horizontal-space'
  | 'digit-argument'
  | 'downcase-word'
  | 'end-kbd-macro'
  | 'end-of-history'
  | 'end-of-line'
  | 'exchange-point-and-mark'
  | 'forward-char'
  | 'forward-search-history'
  | 'forward-word'
  | 'history-search-backward'
  | 'history-search-forward'
  | 'insert-comment'
  | 'insert-completions'
  | 'kill-line'
  | 'kill-word'
  | 'next-history'
  | 'non-incremental-forward-search-history'
  | 'non-incremental-reverse-search-history'
  | 'operate-and-get-next'
  | 'possible-completions'
  | 'possible-command-completions'
  | 'possible-filename-completions'
  | 'possible-hostname-completions'
  | 'possible-username-completions'
  | 'possible-variable-completions'
  | 'previous-history'
  | 'quoted-insert'
  | 'reverse-search-history'
  | 'revert-line'
  | 'set-mark'
  | 'shell-backward-word'
  | 'shell-forward-word'
  | 'shell-kill-word'
  | 'shell-transpose-words'
  | 'start-kbd-macro'
  | 'transpose-chars'
  | 'transpose-words'
  | 'undo'
  | 'unix-line-discard'
  | 'unix-word-rubout'
  | 'upcase-word'
  | 'yank'
  | 'yank-last-arg'
  | 'yank-nth-arg'
  | 'yank-pop';

/** A binding's command; a paste is read up to its end mark rather than run. */
export type Bound = CommandName | 'bracketed-paste-begin';

/** `\C-x` is Ctrl-X, `\e` is Escape (Alt), `\C-?` is Backspace. */
const BINDINGS: Readonly<Record<Bound, readonly string[]>> = {
  abort: ['\\C-g', '\\C-x\\C-g', '\\e\\C-g'],
  'accept-line': ['\\C-j', '\\C-m'],
  'backward-char': ['\\C-b', '\\eOD', '\\e[D'],
  'backward-delete-char': ['\\C-h', '\\C-?'],
  'backward-kill-line': ['\\C-x\\C-?'],
  'backward-kill-word': ['\\e\\C-h', '\\e\\C-?'],
  'backward-word': ['\\e\\e[D', '\\e[1;3D', '\\e[1;5D', '\\e[5D', '\\eb'],
  'beginning-of-history': ['\\e<'],
  'beginning-of-line': ['\\C-a', '\\eOH', '\\e[1~', '\\e[H'],
  'bracketed-paste-begin': ['\\e[200~'],
  'call-last-kbd-macro': ['\\C-xe'],
  'capitalize-word': ['\\ec'],
  'character-search': ['\\C-]'],
  'character-search-backward': ['\\e\\C-]'],
  'clear-display': ['\\e\\C-l'],
  'clear-screen': ['\\C-l'],
  complete: ['\\C-i', '\\e\\e'],
  'complete-command': ['\\e!'],
  'complete-filename': ['\\e/'],
  'complete-hostname': ['\\e@'],
  'complete-username': ['\\e~'],
  'complete-variable': ['\\e$'],
  'delete-char': ['\\C-d', '\\e[3~'],
  'delete-horizontal-space': ['\\e\\\\'],
  'digit-argument': ['\\e-', '\\e0', '\\e1', '\\e2', '\\e3', '\\e4', '\\e5', '\\e6', '\\e7', '\\e8', '\\e9'],
  'downcase-word': ['\\el'],
  'end-kbd-macro': ['\\C-x)'],
  'end-of-history': ['\\e>'],
  'end-of-line': ['\\C-e', '\\eOF', '\\e[4~', '\\e[F'],
  'exchange-point-and-mark': ['\\C-x\\C-x'],
  'forward-char': ['\\C-f', '\\eOC', '\\e[C'],
  'forward-search-history': ['\\C-s'],
  'forward-word': ['\\e\\e[C', '\\e[1;3C', '\\e[1;5C', '\\e[5C', '\\ef'],
  'history-search-backward': ['\\e[5~'],
  'history-search-forward': ['\\e[6~'],
  'insert-comment': ['\\e#'],
  'insert-completions': ['\\e*'],
  'kill-line': ['\\C-k'],
  'kill-word': ['\\e[3;5~', '\\ed'],
  'next-history': ['\\C-n', '\\eOB', '\\e[B'],
  'non-incremental-forward-search-history': ['\\en'],
  'non-incremental-reverse-search-history': ['\\ep'],
  'operate-and-get-next': ['\\C-o'],
  'possible-completions': ['\\e=', '\\e?'],
  'possible-command-completions': ['\\C-x!'],
  'possible-filename-completions': ['\\C-x/'],
  'possible-hostname-completions': ['\\C-x@'],
  'possible-username-completions': ['\\C-x~'],
  'possible-variable-completions': ['\\C-x$'],
  'previous-history': ['\\C-p', '\\eOA', '\\e[A'],
  'quoted-insert': ['\\C-q', '\\C-v', '\\e[2~'],
  'reverse-search-history': ['\\C-r'],
  'revert-line': ['\\e\\C-r', '\\er'],
  'set-mark': ['\\C-@', '\\e '],
  'shell-backward-word': ['\\e\\C-b'],
  'shell-forward-word': ['\\e\\C-f'],
  'shell-kill-word': ['\\e\\C-d'],
  'shell-transpose-words': ['\\e\\C-t'],
  'start-kbd-macro': ['\\C-x('],
  'transpose-chars': ['\\C-t'],
  'transpose-words': ['\\et'],
  undo: ['\\C-_', '\\C-x\\C-u'],
  'unix-line-discard': ['\\C-u'],
  'unix-word-rubout': ['\\C-w'],
  'upcase-word': ['\\eu'],
  yank: ['\\C-y'],
  'yank-last-arg': ['\\e.', '\\e_'],
  'yank-nth-arg': ['\\e\\C-y'],
  'yank-pop': ['\\ey'],
};

export const commandNames: readonly string[] = Object.keys(BINDINGS).sort();

/** A node of the tree of key sequences; bound and having further keys at once, it waits a while for the next one. */
export interface KeyNode {
  bound?: Bound;
  readonly next: Map<number, KeyNode>;
}

/** The bytes of a sequence in bind(1)'s notation. */
function bytesOf(notation: string): number[] {
  const bytes: number[] = [];
  for (const [token] of notation.matchAll(/\\C-.|\\.|./gs)) {
    const last = token.charCodeAt(token.length - 1);
    if (token === '\\C-?') bytes.push(0x7f);
    else if (token.startsWith('\\C-')) bytes.push(last & 0x1f);
    else bytes.push(token === '\\e' ? 0x1b : last);
  }
  return bytes;
}

function bind(root: KeyNode, notation: string, bound: Bound): void {
  let node = root;
  for (const byte of bytesOf(notation)) {
    const next = node.next.get(byte) ?? { next: new Map() };
    node.next.set(byte, next);
    node = next;
  }
  node.bound = bound;
}

function makeTree(): KeyNode {
  const root: KeyNode = { next: new Map() };
  for (const [bound, sequences] of Object.entries(BINDINGS) as [Bound, readonly string[]][]) {
    for (const sequence of sequences) bind(root, sequence, bound);
  }
  return root;
}

export const keyTree: KeyNode = makeTree();
