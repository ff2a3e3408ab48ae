/**
 * read: a line from a descriptor into variables, so that nothing behind it is taken away.
 * From a terminal with -e by way of the line editor. Authority: bash(1).
 */
import { decode } from '../../bytes.ts';
import { ECHO, F_GETFD, ICANON, POLLIN, S_ISREG, type Termios, VMIN, VTIME } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { ByteInput, openInput } from '../byte-input.ts';
import { ExpansionError, ReadonlyError } from '../expand/error.ts';
import { complain, printError } from '../output.ts';
import { attend } from '../run/trap.ts';
import { fromEditor } from '../session/read-edited.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { READONLY } from '../state.ts';
import { assignTo } from '../variables/place.ts';
import { assign, getValue, isName } from '../variables/variables.ts';
import { integerOf, parseOptions } from './options.ts';
import { splitFields } from './split.ts';

interface Wish {
  readonly delimiter: number;
  readonly raw: boolean;
  /** Characters at most; `exact` ignores the delimiter (-N). */
  readonly limit: number | undefined;
  readonly exact: boolean;
  /** Where bytes come from. */
  readonly source: Source;
}

/** Bytes, and why there are no more. */
interface Source {
  /** One that is there already. */
  readonly ready: () => number | undefined;
  readonly next: () => Doing<number | Exclude<End, 'delimiter' | 'limit'>>;
}

/** A character that was read, and whether a backslash stood before it. */
export interface Char {
  readonly text: string;
  readonly quoted: boolean;
}

type End = 'delimiter' | 'limit' | 'eof' | 'timeout' | 'interrupted' | 'error';

const BACKSLASH = 92;
const NEWLINE = 10;
const TIMED_OUT = 142;
const US_PER_SECOND = 1e6;

const sequenceLength = (byte: number): number =>
  byte < 0xc2 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 1;

/** A signal came in: traps run here, and reading goes on unless the shell is being left. */
function* interrupted(sh: Shell): Doing<boolean> {
  if (sh.noticed.any) yield* attend(sh);
  return sh.flow !== undefined;
}

/** Bytes of the descriptor. */
function fromDescriptor(sh: Shell, fd: number, input: ByteInput, deadline: number | undefined): Source {
  return {
    ready: () => input.next(),
    *next() {
      for (;;) {
        const left = deadline === undefined ? -1 : Math.max(0, deadline - (yield* sh.sys.clock_gettime()));
        const events = left < 0 ? [1] : yield* sh.sys.poll([{ fd, events: POLLIN }], Math.ceil(left / 1000));
        if (!isFailure(events) && !events[0]) return 'timeout';
        const count = isFailure(events) ? events : yield* input.fill();
        if (!isFailure(count)) return input.next() ?? 'eof';
        if (count.errno !== 'EINTR') {
          yield* complain(sh, `read: read error: ${fd}: ${strerror(count.errno)}`);
          return 'error';
        }
        if (yield* interrupted(sh)) return 'interrupted';
      }
    },
  };
}

function* readChars(wish: Wish): Doing<{ chars: Char[]; end: End }> {
  const { delimiter, raw, limit, exact, source } = wish;
  const chars: Char[] = [];
  let quoted = false;
  let pending: number[] = [];
  let wanted = 0;
  while (limit === undefined || chars.length < limit) {
    const byte = source.ready() ?? (yield* source.next());
    if (typeof byte === 'string') return { chars, end: byte };
    if (pending.length === 0) {
      if (!raw && !quoted && byte === BACKSLASH) {
        quoted = true;
        continue;
      }
      if (quoted && byte === NEWLINE) {
        quoted = false;
        continue;
      }
      if (byte === delimiter && !exact && !quoted) return { chars, end: 'delimiter' };
      if (byte === 0) continue;
      if (byte < 0x80) {
        chars.push({ text: String.fromCharCode(byte), quoted });
        quoted = false;
        continue;
      }
      wanted = sequenceLength(byte);
    }
    pending.push(byte);
    if (pending.length < wanted) continue;
    for (const text of decode(Uint8Array.from(pending))) chars.push({ text, quoted });
    pending = [];
    quoted = false;
  }
  return { chars, end: 'limit' };
}

/** -s and -n change the terminal for as long as the reading takes. */
function* withTerminal<T>(sh: Shell, fd: number, silent: boolean, atOnce: boolean, body: () => Doing<T>): Doing<T> {
  if (!silent && !atOnce) return yield* body();
  const before = yield* sh.sys.tcgetattr(fd);
  if (isFailure(before)) return yield* body();
  const { cc } = before;
  const changed: Termios = {
    ...before,
    lflag: before.lflag & ~((silent ? ECHO : 0) | (atOnce ? ICANON : 0)),
    cc: atOnce ? cc.map((value, index) => (index === VMIN ? 1 : index === VTIME ? 0 : value)) : cc,
  };
  yield* sh.sys.tcsetattr(fd, changed);
  const result = yield* body();
  yield* sh.sys.tcsetattr(fd, before);
  return result;
}

function store(sh: Shell, chars: readonly Char[], names: readonly string[], exact: boolean): string | undefined {
  const ifs = exact ? '' : (getValue(sh.state, 'IFS') ?? ' \t\n');
  if (names.length === 0) {
    assign(sh, 'REPLY', chars.map((char) => char.text).join(''));
    return undefined;
  }
  const fields = exact ? [chars.map((char) => char.text).join('')] : splitFields(chars, ifs, names.length);
  for (const [index, name] of names.entries()) {
    if (!assignTo(sh, name, fields[index] ?? '')) return name;
  }
  return undefined;
}

function* invalid(sh: Shell, text: string): Doing<number> {
  yield* complain(sh, `read: ${text}`);
  return 1;
}

/** Complaints about the values of options; undefined when there are none. */
function problemOf(given: ReadonlyMap<string, string>): string | undefined {
  const timeout = given.get('t');
  if (timeout !== undefined && !/^\d*\.?\d*$/.test(timeout)) return `${timeout}: invalid timeout specification`;
  for (const letter of ['n', 'N']) {
    const count = given.get(letter);
    if (count !== undefined && (integerOf(count) ?? -1) < 0) return `${count}: invalid number`;
  }
  const fd = given.get('u');
  if (fd !== undefined && (integerOf(fd) ?? -1) < 0) return `${fd}: invalid file descriptor specification`;
  return undefined;
}

export const read: Builtin = {
  name: 'read',
  usage:
    'read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, read, args, 'ersa:d:i:n:N:p:t:u:');
    if (!options) return 2;
    const { rest: names, given } = options;
    const problem = problemOf(given);
    if (problem) return yield* invalid(sh, problem);
    for (const name of names) {
      if (!isName(name) && !/^[A-Za-z_]\w*\[.*\]$/s.test(name))
        return yield* invalid(sh, `\`${name}': not a valid identifier`);
    }
    return yield* perform(sh, given, names);
  },
};

/** -t, else TMOUT; a file is never waited for. */
function* deadlineOf(sh: Shell, fd: number, timeout: string | undefined): Doing<number | undefined> {
  const standard = getValue(sh.state, 'TMOUT') ?? '';
  const seconds = Number(timeout ?? (/^\d*\.?\d+$/.test(standard) ? standard : 0));
  if (seconds <= 0) return undefined;
  const stat = yield* sh.sys.fstat(fd);
  if (!isFailure(stat) && S_ISREG(stat.mode)) return undefined;
  return (yield* sh.sys.clock_gettime()) + seconds * US_PER_SECOND;
}

function* perform(sh: Shell, given: ReadonlyMap<string, string>, names: readonly string[]): Doing<number> {
  const fd = Number(given.get('u') ?? 0);
  const timeout = given.get('t');
  if (given.has('u')) {
    const open = yield* sh.sys.fcntl(fd, F_GETFD);
    if (isFailure(open)) return yield* invalid(sh, `${fd}: invalid file descriptor: ${strerror(open.errno)}`);
  }
  if (timeout !== undefined && Number(timeout) === 0) return yield* isReady(sh, fd);
  const exact = given.has('N');
  const count = given.get('N') ?? given.get('n');
  const delimiter = given.get('d');
  const terminal = !isFailure(yield* sh.sys.tcgetattr(fd));
  const edits = given.has('e') && terminal;
  const prompt = terminal ? (given.get('p') ?? '') : '';
  const deadline = yield* deadlineOf(sh, fd, timeout);
  const limit = count === undefined ? undefined : Number(count);
  const end = delimiter === undefined ? NEWLINE : delimiter.charCodeAt(0) || 0;
  // -N takes what it is told to, no more.
  const input = exact ? new ByteInput(sh.sys, fd, false) : yield* openInput(sh.sys, fd);
  const wish: Wish = {
    raw: given.has('r'),
    exact,
    delimiter: end,
    limit,
    source: edits
      ? fromEditor(sh, { fd, prompt, initial: given.get('i'), deadline, limit, delimiter })
      : fromDescriptor(sh, fd, input, deadline),
  };
  if (prompt !== '' && !edits) yield* printError(sh, prompt);
  const atOnce = !edits && (count !== undefined || delimiter !== undefined);
  const { chars, end: ending } = yield* withTerminal(sh, fd, given.has('s') && !edits, atOnce, () => readChars(wish));
  yield* input.giveBack();
  try {
    return finish(sh, given, names, chars, ending);
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError)) throw thrown;
    yield* complain(sh, thrown.message);
    return 1;
  }
}

function finish(
  sh: Shell,
  given: ReadonlyMap<string, string>,
  names: readonly string[],
  chars: readonly Char[],
  end: End,
): number {
  if (end === 'interrupted') return sh.state.status;
  const array = given.get('a');
  if (array !== undefined) {
    const fields = splitFields(chars, getValue(sh.state, 'IFS') ?? ' \t\n', Number.POSITIVE_INFINITY);
    const elements = new Map(fields.map((field, index) => [index, field] as const));
    const flags = sh.state.variables.get(array)?.flags ?? 0;
    if (flags & READONLY) throw new ReadonlyError(array);
    sh.state.variables.set(array, { shape: 'indexed', value: undefined, elements: new Map(elements), flags });
  } else {
    store(sh, chars, names, given.has('N'));
  }
  switch (end) {
    case 'timeout':
      return TIMED_OUT;
    case 'eof':
    case 'error':
      return 1;
    default:
      return 0;
  }
}

/** `read -t 0`: is there input? */
function* isReady(sh: Shell, fd: number): Doing<number> {
  const events = yield* sh.sys.poll([{ fd, events: POLLIN }], 0);
  return !isFailure(events) && events[0] ? 0 : 1;
}
