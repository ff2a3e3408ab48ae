/** `lsof -F`: a line for each field, made for programs. Leaves out open flags (G). Authority: lsof(8), "OUTPUT FOR OTHER PROGRAMS". */
import type { Row } from '../lsof.ts';
import { stateName } from './lsof-internet.ts';

type Field = (row: Row) => readonly string[];

const some = (letter: string, value: string | number | undefined): readonly string[] =>
  value === undefined || value === '' ? [] : [`${letter}${value}`];

const OF_PROCESS: Readonly<Record<string, Field>> = {
  g: ({ proc }) => [`g${proc.pgrp}`],
  R: ({ proc }) => [`R${proc.ppid}`],
  c: ({ proc }) => [`c${proc.comm}`],
  u: ({ proc }) => [`u${proc.ids.uid[1] ?? 0}`],
  L: ({ user }) => [`L${user}`],
};

const isInode = (node: string): boolean => /^\d+$/.test(node);
const hex = (device: string): string => {
  const [major = 0, minor = 0] = device.split(',').map(Number);
  return `0x${(major * 256 + minor).toString(16)}`;
};

const OF_FILE: Readonly<Record<string, Field>> = {
  a: ({ access }) => [`a${access || ' '}`],
  l: () => ['l '],
  t: ({ type }) => some('t', type),
  D: ({ device, type }) => (type === 'CHR' || type === 'BLK' || !device.includes(',') ? [] : [`D${hex(device)}`]),
  d: ({ device, socket }) => (socket ? some('d', device) : []),
  r: ({ device, type }) => (type === 'CHR' || type === 'BLK' ? [`r${hex(device)}`] : []),
  s: ({ size }) => some('s', size),
  o: ({ size, offset }) => (size === undefined && offset !== undefined ? [`o0t${offset}`] : []),
  i: ({ node }) => (isInode(node) ? [`i${node}`] : []),
  P: ({ node }) => (isInode(node) ? [] : some('P', node)),
  n: ({ name }) => [`n${name.replace(/ (?:\([^)]*\))?$/, '')}`],
  T: ({ socket }) =>
    socket?.protocol === 'tcp'
      ? [`TST=${stateName(socket)}`, `TQR=${socket.receiveQueue}`, `TQS=${socket.sendQueue}`]
      : [],
};

/** A set for each process, and in it one for each file; with `0` fields end with a null byte, and sets with a newline. */
export const fieldLines = (rows: readonly Row[], letters: string): string => {
  const end = letters.includes('0') ? '\0' : '\n';
  const after = end === '\0' ? '\n' : '';
  const chosen = (fields: Readonly<Record<string, Field>>, row: Row): string =>
    Object.entries(fields)
      .flatMap(([letter, field]) => (letters.includes(letter) ? field(row) : []))
      .map((text) => text + end)
      .join('');
  let out = '';
  let last: number | undefined;
  for (const row of rows) {
    if (row.proc.pid !== last) out += `p${row.proc.pid}${end}${chosen(OF_PROCESS, row)}${after}`;
    last = row.proc.pid;
    out += `f${row.fd}${end}${chosen(OF_FILE, row)}${after}`;
  }
  return out;
};
