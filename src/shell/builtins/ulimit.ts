/** ulimit. Limits that the kernel does not have are shown as unlimited and cannot be set. Authority: bash(1), getrlimit(2). */
import { type Resource, RLIM_INFINITY } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { complain, print } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { parseOptions } from './options.ts';

interface Row {
  readonly letter: string;
  readonly text: string;
  readonly unit: string;
  /** Bytes (or such) a number stands for. */
  readonly factor: number;
  readonly resource?: Resource;
  readonly fixed?: string;
}

/** In the order of `ulimit -a`. */
const ROWS: readonly Row[] = [
  { letter: 'R', text: 'real-time non-blocking time', unit: '(microseconds, -R)', factor: 1, fixed: 'unlimited' },
  { letter: 'c', text: 'core file size', unit: '(blocks, -c)', factor: 1024, resource: 'CORE' },
  { letter: 'd', text: 'data seg size', unit: '(kbytes, -d)', factor: 1024, resource: 'DATA' },
  { letter: 'e', text: 'scheduling priority', unit: '(-e)', factor: 1, fixed: '0' },
  { letter: 'f', text: 'file size', unit: '(blocks, -f)', factor: 1024, resource: 'FSIZE' },
  { letter: 'i', text: 'pending signals', unit: '(-i)', factor: 1, resource: 'SIGPENDING' },
  { letter: 'l', text: 'max locked memory', unit: '(kbytes, -l)', factor: 1024, fixed: '8192' },
  { letter: 'm', text: 'max memory size', unit: '(kbytes, -m)', factor: 1024, fixed: 'unlimited' },
  { letter: 'n', text: 'open files', unit: '(-n)', factor: 1, resource: 'NOFILE' },
  { letter: 'p', text: 'pipe size', unit: '(512 bytes, -p)', factor: 512, fixed: '8' },
  { letter: 'q', text: 'POSIX message queues', unit: '(bytes, -q)', factor: 1, resource: 'MSGQUEUE' },
  { letter: 'r', text: 'real-time priority', unit: '(-r)', factor: 1, fixed: '0' },
  { letter: 's', text: 'stack size', unit: '(kbytes, -s)', factor: 1024, resource: 'STACK' },
  { letter: 't', text: 'cpu time', unit: '(seconds, -t)', factor: 1, resource: 'CPU' },
  { letter: 'u', text: 'max user processes', unit: '(-u)', factor: 1, resource: 'NPROC' },
  { letter: 'v', text: 'virtual memory', unit: '(kbytes, -v)', factor: 1024, resource: 'AS' },
  { letter: 'x', text: 'file locks', unit: '(-x)', factor: 1, fixed: 'unlimited' },
];

const COLUMNS = 20;

function* limitText(sh: Shell, { resource, fixed, factor }: Row, hard: boolean): Doing<string> {
  if (!resource) return fixed ?? 'unlimited';
  const limit = yield* sh.sys.getrlimit(resource);
  const value = hard ? limit.hard : limit.soft;
  return value === RLIM_INFINITY ? 'unlimited' : String(Math.floor(value / factor));
}

function* show(sh: Shell, rows: readonly Row[], hard: boolean, headed: boolean): Doing<number> {
  let text = '';
  for (const row of rows) {
    const head = `${row.text.padEnd(COLUMNS)} ${`${row.unit} `.padStart(COLUMNS)}`;
    text += `${headed ? head : ''}${yield* limitText(sh, row, hard)}\n`;
  }
  return yield* print(sh, 'ulimit', text);
}

function* change(sh: Shell, row: Row, text: string, which: { soft: boolean; hard: boolean }): Doing<number> {
  const { resource, factor } = row;
  const old = resource ? yield* sh.sys.getrlimit(resource) : { soft: RLIM_INFINITY, hard: RLIM_INFINITY };
  let value: number;
  if (text === 'unlimited') value = RLIM_INFINITY;
  else if (text === 'hard') value = old.hard;
  else if (text === 'soft') value = old.soft;
  else if (/^\d+$/.test(text)) value = Number(text) * factor;
  else {
    yield* complain(sh, `ulimit: ${text}: invalid number`);
    return 1;
  }
  const limit = { soft: which.soft ? value : old.soft, hard: which.hard ? value : old.hard };
  const done = resource ? yield* sh.sys.setrlimit(resource, limit) : undefined;
  if (done !== undefined && !isFailure(done)) return 0;
  const why = done === undefined ? 'Invalid argument' : strerror(done.errno);
  yield* complain(sh, `ulimit: ${row.text}: cannot modify limit: ${why}`);
  return 1;
}

export const ulimit: Builtin = {
  name: 'ulimit',
  usage: 'ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, ulimit, args, 'SHabcdefiklmnpqrstuvxPRT');
    if (!options) return 2;
    const { rest, given } = options;
    const hard = given.has('H');
    const soft = given.has('S');
    if (given.has('a')) return yield* show(sh, ROWS, hard && !soft, true);
    const chosen = ROWS.filter((row) => given.has(row.letter));
    const rows = chosen.length > 0 ? chosen : ROWS.filter((row) => row.letter === 'f');
    const [text] = rest;
    if (text === undefined) return yield* show(sh, rows, hard && !soft, rows.length > 1);
    let status = 0;
    for (const row of rows) {
      const which = { soft: soft || !hard, hard: hard || !soft };
      status = Math.max(status, yield* change(sh, row, text, which));
    }
    return status;
  },
};
