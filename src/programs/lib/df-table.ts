/** The columns of df: their titles, values and widths. Authority: df(1), df.c of coreutils. */

import { type BlockSize, sizeIn, unitTitle } from './block-size.ts';
import type { Mount } from './mounts.ts';

/** How much there is of something, in bytes or in inodes. */
export interface Amount {
  readonly total: number;
  readonly used: number;
  readonly left: number;
}

export interface Room {
  readonly mount: Pick<Mount, 'source' | 'place' | 'type'>;
  /** The operand that it was looked up for. */
  readonly file: string;
  readonly bytes: Amount;
  readonly inodes: Amount;
}

export const FIELDS = [
  'source',
  'fstype',
  'itotal',
  'iused',
  'iavail',
  'ipcent',
  'size',
  'used',
  'avail',
  'pcent',
  'file',
  'target',
] as const;
export type Field = (typeof FIELDS)[number];

export interface Style {
  readonly fields: readonly Field[];
  readonly block: BlockSize;
  /** -P has titles of its own, --output keeps the short ones. */
  readonly titles: 'usual' | 'posix' | 'output';
}

const percent = ({ used, left }: Amount): string =>
  used + left === 0 ? '-' : `${Math.ceil((used * 100) / (used + left))}%`;

const count = (inodes: number, block: BlockSize): string =>
  block.kind === 'human' ? sizeIn(block, inodes) : String(inodes);

const cellOf = (field: Field, { mount, file, bytes, inodes }: Room, block: BlockSize): string => {
  switch (field) {
    case 'source':
      return mount.source;
    case 'fstype':
      return mount.type;
    case 'itotal':
      return count(inodes.total, block);
    case 'iused':
      return count(inodes.used, block);
    case 'iavail':
      return count(inodes.left, block);
    case 'ipcent':
      return percent(inodes);
    case 'size':
      return sizeIn(block, bytes.total);
    case 'used':
      return sizeIn(block, bytes.used);
    case 'avail':
      return sizeIn(block, bytes.left);
    case 'pcent':
      return percent(bytes);
    case 'file':
      return file;
    case 'target':
      return mount.place;
  }
};

const TITLES: Readonly<Record<Exclude<Field, 'size' | 'avail' | 'pcent'>, string>> = {
  source: 'Filesystem',
  fstype: 'Type',
  itotal: 'Inodes',
  iused: 'IUsed',
  iavail: 'IFree',
  ipcent: 'IUse%',
  used: 'Used',
  file: 'File',
  target: 'Mounted on',
};

const sizeTitle = ({ block, titles }: Style): string => {
  if (block.kind === 'human') return 'Size';
  return `${titles === 'posix' ? block.bytes : unitTitle(block)}-blocks`;
};

const titleOf = (field: Field, style: Style): string => {
  switch (field) {
    case 'size':
      return sizeTitle(style);
    case 'avail':
      return style.block.kind === 'human' || style.titles === 'output' ? 'Avail' : 'Available';
    case 'pcent':
      return style.titles === 'posix' ? 'Capacity' : 'Use%';
    default:
      return TITLES[field];
  }
};

const LEAST: Readonly<Partial<Record<Field, number>>> = {
  source: 14,
  fstype: 4,
  ipcent: 4,
  pcent: 4,
  file: 0,
  target: 0,
};
const USUAL_LEAST = 5;
const LEFT: ReadonlySet<Field> = new Set<Field>(['source', 'fstype', 'file', 'target']);

export const layOut = (rooms: readonly Room[], style: Style): string => {
  const { fields, block } = style;
  const table = [
    fields.map((field) => titleOf(field, style)),
    ...rooms.map((room) => fields.map((field) => cellOf(field, room, block))),
  ];
  const widths = fields.map((field, i) =>
    Math.max(LEAST[field] ?? USUAL_LEAST, ...table.map((row) => row[i]?.length ?? 0)),
  );
  const cell = (text: string, i: number): string => {
    const width = widths[i] ?? 0;
    if (!LEFT.has(fields[i] ?? 'size')) return text.padStart(width);
    return i === fields.length - 1 ? text : text.padEnd(width);
  };
  return table.map((row) => `${row.map(cell).join(' ')}\n`).join('');
};
