/** ulimit. Limits that the kernel does not have are shown as unlimited and cannot be set. Authority: bash(1), getrlimit(2). */
import { type Resource, RLIM_INFINITY } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { complain, print, usageError } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';

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

/** A resource that was named, with the value that stands behind it. */
interface Asked {
  readonly row: Row;
  readonly value: string | undefined;
}

interface Request {
  readonly letters: ReadonlySet<string>;
  readonly asked: readonly Asked[];
  readonly rest: readonly string[];
}

const isOption = (word: string | undefined): boolean => word !== undefined && /^-./.test(word);

/** A letter's value is what is left of its word, or the next word unless that is an option. Undefined after a complaint. */
function* parse(sh: Shell, args: readonly string[]): Doing<Request | undefined> {
  const letters = new Set<string>();
  const asked: Asked[] = [];
  let at = 0;
  for (; isOption(args[at]); at++) {
    const word = args[at] ?? '';
    if (word === '--') {
      at++;
      break;
    }
    for (let i = 1; i < word.length; i++) {
      const letter = word.charAt(i);
      const row = ROWS.find((one) => one.letter === letter);
      if (row) {
        const next = isOption(args[at + 1]) ? undefined : args[at + 1];
        const attached = word.slice(i + 1);
        asked.push({ row, value: attached === '' ? next : attached });
        if (attached === '' && next !== undefined) at++;
        break;
      }
      if (!'SHa'.includes(letter)) {
        yield* usageError(sh, 'ulimit', `-${letter}: invalid option`, ulimit.usage);
        return undefined;
      }
      letters.add(letter);
    }
  }
  return { letters, asked, rest: args.slice(at) };
}

export const ulimit: Builtin = {
  name: 'ulimit',
  usage: 'ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]',
  *run(sh, args) {
    const request = yield* parse(sh, args);
    if (!request) return 2;
    const { letters, rest } = request;
    const hard = letters.has('H');
    const soft = letters.has('S');
    const shown = hard && !soft;
    if (letters.has('a')) return yield* show(sh, ROWS, shown, true);
    const blocks = ROWS.filter((row) => row.letter === 'f').map((row) => ({ row, value: rest[0] }));
    const asked = request.asked.length > 0 ? request.asked : blocks;
    const which = { soft: soft || !hard, hard: hard || !soft };
    for (const { row, value } of asked) {
      const headed = asked.length > 1;
      const status = value === undefined ? yield* show(sh, [row], shown, headed) : yield* change(sh, row, value, which);
      if (status !== 0) return status;
    }
    return 0;
  },
};
