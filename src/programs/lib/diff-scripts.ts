/** diff as commands that make the second file of the first: for ed(1), and as RCS keeps them. Authority: ed.c of diffutils. */

import type { Change } from './diff-lines.ts';
import { lineText, range, type Sides, type Style } from './diff-print.ts';

/** ed ends an insertion at a line of one dot: such a line is doubled, then halved again. */
const inserted = (lines: readonly string[], style: Style): string => {
  let out = '';
  let inserting = true;
  for (const line of lines) {
    if (!inserting) out += 'a\n';
    inserting = line !== '.\n';
    out += inserting ? lineText(line, style) : '..\n.\ns/.//\n';
  }
  return inserting ? `${out}.\n` : out;
};

/** From the last change to the first, so that line numbers stay true. */
export const edScript = ({ right }: Sides, changes: readonly Change[], style: Style): string =>
  changes
    .filter(({ ignorable }) => !ignorable)
    .map((change) => {
      const letter = change.deleted === 0 ? 'a' : change.inserted === 0 ? 'd' : 'c';
      const head = `${range(change.left, change.deleted)}${letter}\n`;
      const lines = right.slice(change.right, change.right + change.inserted);
      return letter === 'd' ? head : head + inserted(lines, style);
    })
    .reverse()
    .join('');

export const rcsScript = ({ right }: Sides, changes: readonly Change[], style: Style): string =>
  changes
    .filter(({ ignorable }) => !ignorable)
    .map((change) => {
      const { left, deleted } = change;
      const gone = deleted === 0 ? '' : `d${left + 1} ${deleted}\n`;
      if (change.inserted === 0) return gone;
      const lines = right.slice(change.right, change.right + change.inserted);
      return `${gone}a${left + deleted} ${change.inserted}\n${lines.map((line) => lineText(line, style)).join('')}`;
    })
    .join('');
