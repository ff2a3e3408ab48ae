/**
 * A tree of processes and how pstree draws it: children side by side with the first on its parent's line, or with -a each
 * on a line of its own. Lines are cut at the screen's edge with a `+`. Authority: pstree(1) of psmisc 23.6.
 */

import { encode } from '../../bytes.ts';
import { compareText } from './compare.ts';

export interface Node {
  readonly pid: number;
  readonly ppid: number;
  readonly pgid: number;
  readonly uid: number;
  /** Of a thread in braces. */
  readonly comm: string;
  readonly isThread: boolean;
  /** As /proc tells it, words ended by NUL. Empty: swapped out, or ended. */
  readonly cmdline: string;
  /** Seconds. */
  readonly age: number;
  highlighted: boolean;
  parent: Node | undefined;
  children: Node[];
}

export interface Strokes {
  readonly empty: string;
  readonly branch: string;
  readonly vertical: string;
  readonly last: string;
  readonly single: string;
  readonly first: string;
}

export const ASCII: Strokes = { empty: '  ', branch: '|-', vertical: '| ', last: '`-', single: '---', first: '-+-' };
export const UNICODE: Strokes = { empty: '  ', branch: '├─', vertical: '│ ', last: '└─', single: '───', first: '─┬─' };
const vt = (graphic: string): string => `\x1b(0\x0f${graphic}\x1b(B`;
export const VT100: Strokes = {
  empty: '  ',
  branch: vt('tq'),
  vertical: `${vt('x')} `,
  last: vt('mq'),
  single: vt('qqq'),
  first: vt('qwq'),
};

export interface Look {
  readonly strokes: Strokes;
  /** Columns; infinite with -l. */
  readonly width: number;
  readonly args: boolean;
  readonly compact: boolean;
  readonly pids: boolean;
  readonly pgids: boolean;
  readonly users: boolean;
  readonly context: boolean;
  readonly ageColors: boolean;
  readonly userName: (uid: number) => string | undefined;
}

const nobody = (pid: number): Node => ({
  pid,
  ppid: 0,
  pgid: 0,
  uid: 0,
  comm: '?',
  isThread: false,
  cmdline: '',
  age: 0,
  highlighted: false,
  parent: undefined,
  children: [],
});

/** Ties parents and children; process 0, which nobody sees, is the parent of the first. */
export const buildTree = (nodes: readonly Node[], byPid: boolean): Map<number, Node> => {
  const known = new Map(nodes.map((node) => [node.pid, node]));
  const root = nobody(0);
  known.set(0, root);
  for (const node of nodes) {
    node.parent = known.get(node.ppid) ?? known.get(1) ?? root;
    node.parent.children.push(node);
  }
  const order = byPid
    ? (a: Node, b: Node): number => a.pid - b.pid
    : (a: Node, b: Node): number => compareText(a.comm, b.comm) || a.uid - b.uid || a.pid - b.pid;
  for (const node of known.values()) node.children.sort(order);
  return known;
};

/** Printable ASCII as it is, a backslash twice, all else in octal. */
const escaped = (text: string): string =>
  [...encode(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      if (char === '\\') return '\\\\';
      return byte >= 0x20 && byte <= 0x7e ? char : `\\${byte.toString(8).padStart(3, '0')}`;
    })
    .join('');

/** What stands behind the first NUL, and how many words the real one thinks there are. */
const wordsOf = (cmdline: string): { words: string[]; count: number } => {
  let count = 0;
  for (let i = 0; i < cmdline.length; i += 1) {
    if (cmdline[i] !== '\0') continue;
    count += 1;
    while (cmdline[i] === '\0') i += 1;
  }
  return { words: cmdline.split('\0').slice(1), count };
};

/** Process 0 has no digits. */
const digits = (value: number): string => (value === 0 ? '' : String(value));

const AGE_COLORS: readonly (readonly [number, string])[] = [
  [60, '\x1b[32m'],
  [3600, '\x1b[33m'],
  [Number.POSITIVE_INFINITY, '\x1b[31m'],
];

class Drawing {
  text = '';
  private column = 1;
  private readonly widths: number[] = [];
  private readonly more: boolean[] = [];
  private readonly look: Look;

  constructor(look: Look) {
    this.look = look;
  }

  private out(text: string): void {
    for (const char of text) {
      this.column += 1;
      if (this.column <= this.look.width) this.text += char;
      else if (this.column === this.look.width + 1) this.text += '+';
    }
  }

  private newline(): void {
    this.text += '\n';
    this.column = 1;
  }

  private equal(a: Node, b: Node): boolean {
    if (a.comm !== b.comm || (this.look.users && a.uid !== b.uid) || a.children.length !== b.children.length)
      return false;
    return a.children.every((child, i) => {
      const other = b.children[i];
      return other !== undefined && this.equal(child, other);
    });
  }

  /** Equal neighbours, or not so near, become one with a count. */
  private gathered(children: readonly Node[]): { node: Node; count: number }[] {
    const groups: { node: Node; count: number }[] = [];
    for (const child of children) {
      const same = this.look.compact ? groups.find(({ node }) => this.equal(node, child)) : undefined;
      if (same) same.count += 1;
      else groups.push({ node: child, count: 1 });
    }
    return groups;
  }

  private indent(level: number, last: boolean): void {
    const { strokes } = this.look;
    for (let at = 0; at < level; at += 1) {
      this.out(' '.repeat((this.widths[at] ?? 0) + 1));
      if (at === level - 1) this.out(last ? strokes.last : strokes.branch);
      else this.out(this.more[at + 1] ? strokes.vertical : strokes.empty);
    }
  }

  /** `(1,1,root)` behind a name, or with -a `,1,1,root`. */
  private notes(node: Node, previousUid: number): void {
    const { look } = this;
    let open = look.args;
    const note = (text: string): void => {
      this.out((open ? ',' : '(') + text);
      open = true;
    };
    if (look.pids) note(digits(node.pid));
    if (look.pgids) note(digits(node.pgid));
    if (look.users && previousUid !== node.uid) note(look.userName(node.uid) ?? digits(node.uid));
    if (look.context) note("`'");
    if (look.args ? node.cmdline === '' && !node.isThread : open) this.out(')');
  }

  private words(node: Node): void {
    const { words, count } = wordsOf(node.cmdline);
    for (let i = 0; i < count; i += 1) {
      const lastWord = i === count - 1;
      const word = words[i] ?? '';
      if (!lastWord) this.out(' ');
      const length = [...encode(word)].reduce((sum, byte) => sum + (byte >= 0x20 && byte <= 0x7e ? 1 : 4), 0);
      if (this.column + length > this.look.width - (lastWord ? 0 : 4)) {
        this.out('...');
        return;
      }
      this.out(escaped(word));
    }
  }

  draw(
    node: Node,
    level: number,
    count: number,
    leaf: boolean,
    last: boolean,
    previousUid: number,
    closing: number,
  ): void {
    const { look } = this;
    if (!leaf) this.indent(level, last);
    let added = 0;
    if (count > 1) {
      this.out(`${count}*[`);
      added = String(count).length + 2;
    }
    if (look.ageColors) this.text += AGE_COLORS.find(([limit]) => node.age < limit)?.[1] ?? '';
    if (node.highlighted) this.text += '\x1b[1m';
    if (look.args && node.cmdline === '' && !node.isThread) this.out('(');
    const name = escaped(node.comm);
    this.out(name);
    const offset = this.column;
    this.notes(node, previousUid);
    if (node.highlighted) this.text += '\x1b[0m';
    if (look.args && node.cmdline !== '') this.words(node);
    if (look.ageColors) this.text += '\x1b[0m';
    const alone = look.context || look.args;
    if (alone || node.children.length === 0) {
      this.out(']'.repeat(closing));
      this.newline();
    }
    this.more[level] = !last;
    if (alone) {
      this.widths[level] = (look.args ? 1 : 0) + (name.length > 1 ? 0 : -1);
      for (const [i, child] of node.children.entries()) {
        this.draw(child, level + 1, 1, false, i === node.children.length - 1, node.uid, 0);
      }
      return;
    }
    this.widths[level] = name.length + this.column - offset + added;
    if (this.column >= look.width && node.children.length > 0) {
      this.out(`${look.strokes.first}+`);
      this.newline();
      return;
    }
    const groups = this.gathered(node.children);
    for (const [i, group] of groups.entries()) {
      const lastGroup = i === groups.length - 1;
      if (i === 0) this.out(lastGroup ? look.strokes.single : look.strokes.first);
      const more = closing + (group.count > 1 ? 1 : 0);
      this.draw(group.node, level + 1, group.count, i === 0, lastGroup, node.uid, more);
    }
  }
}

export const drawTree = (root: Node, look: Look, uid = 0): string => {
  const drawing = new Drawing(look);
  drawing.draw(root, 0, 1, true, true, uid, 0);
  return drawing.text;
};
