/**
 * The files of System V IPC in /proc/sys/kernel: its limits, and the id that the next object is to get.
 * A write takes as many numbers as it has, and those before a word that is none stay written.
 * Authority: proc_sys_kernel(5); ipc/ipc_sysctl.c, proc_dointvec_minmax().
 */
import { type Failure, fail } from '../errno.ts';
import type { ProcFile } from '../fs/proc-dir.ts';
import type { SysvIpc } from './namespace.ts';
import { SHM_UNLIMITED } from './shm.ts';

const INT_MAX = 2 ** 31 - 1;
const IPCMNI = 32768;
const ULONG_MAX = 2n ** 64n - 1n;

/** A number that stands somewhere in the kernel. */
interface Cell {
  readonly get: () => number;
  readonly set: (value: number) => void;
}

const cell = <K extends string>(of: Record<K, number>, name: K): Cell => ({
  get: () => of[name],
  set: (value) => {
    of[name] = value;
  },
});

/** Decimal, octal with 0, hexadecimal with 0x. */
const NUMBER = /^-?(?:0x[\da-f]+|\d+)$/i;
function parsed(word: string): number | undefined {
  if (!NUMBER.test(word)) return undefined;
  const digits = word.replace(/^-/, '');
  const value = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return word.startsWith('-') ? -value : value;
}

/** Writes the numbers into the cells, in their order. EINVAL. */
function assign(text: string, cells: readonly Cell[], fits: (value: number) => boolean): Failure | undefined {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return fail('EINVAL');
  for (const [at, { set }] of cells.entries()) {
    const word = words[at];
    if (word === undefined) return undefined;
    const value = parsed(word);
    if (value === undefined || !fits(value)) return fail('EINVAL');
    set(value);
  }
  return undefined;
}

const within = (least: number, most: number) => (value: number) => value >= least && value <= most;

const number = (one: Cell, least: number, most: number, mode = 0o644): ProcFile => ({
  mode,
  read: () => `${one.get()}\n`,
  write: (_task, text) => assign(text, [one], within(least, most)),
});

/** Up to ULONG_MAX, where numbers are no longer exact: the default is known by its text. */
const long = (one: Cell): ProcFile => ({
  mode: 0o644,
  read() {
    const value = one.get();
    if (value === Number(SHM_UNLIMITED)) return `${SHM_UNLIMITED}\n`;
    return `${BigInt(value) > ULONG_MAX ? ULONG_MAX : BigInt(value)}\n`;
  },
  write: (_task, text) => assign(text, [one], (value) => value >= 0),
});

const nextId = (one: Cell): ProcFile => number(one, 0, INT_MAX, 0o444);

export function sysvTunables({ msg, sem, shm }: SysvIpc): Readonly<Record<string, ProcFile>> {
  const semmni = cell(sem, 'limit');
  const sems = [cell(sem, 'semmsl'), cell(sem, 'semmns'), cell(sem, 'semopm'), semmni];
  return {
    auto_msgmni: number({ get: () => 0, set: () => {} }, 0, 1),
    msg_next_id: nextId(cell(msg, 'nextId')),
    msgmax: number(cell(msg, 'msgmax'), 0, INT_MAX),
    msgmnb: number(cell(msg, 'msgmnb'), 0, INT_MAX),
    msgmni: number(cell(msg, 'limit'), 0, IPCMNI),
    sem: {
      mode: 0o644,
      read: () => `${sems.map(({ get }) => get()).join('\t')}\n`,
      write(_task, text) {
        const before = semmni.get();
        const refused = assign(text, sems, within(-INT_MAX - 1, INT_MAX));
        if (within(0, IPCMNI)(semmni.get())) return refused;
        semmni.set(before);
        return fail('ERANGE');
      },
    },
    sem_next_id: nextId(cell(sem, 'nextId')),
    shm_next_id: nextId(cell(shm, 'nextId')),
    shm_rmid_forced: {
      ...number(cell(shm, 'rmidForced'), 0, 1),
      write(task, text) {
        const refused = assign(text, [cell(shm, 'rmidForced')], within(0, 1));
        if (!refused && shm.rmidForced) shm.destroyOrphans(task, ({ creator }) => creator.exiting);
        return refused;
      },
    },
    shmall: long(cell(shm, 'shmall')),
    shmmax: long(cell(shm, 'shmmax')),
    shmmni: number(cell(shm, 'limit'), 0, IPCMNI),
  };
}
