/**
 * read: a line from a descriptor into variables, so that nothing behind it is taken away.
 * From a terminal with -e by way of the line editor. Authority: bash(1).
 */
import { ECHO, F_GETFD, ICANON, POLLIN, S_ISREG, type Termios, VMIN, VTIME } from '../../kernel/abi.ts';
import { type Failure, isFailure, strerror } from '../../kernel/errno.ts';
import { ByteInput, openInput } from '../byte-input.ts';
import { ExpansionError, ReadonlyError } from '../expand/error.ts';
import { complain, printError } from '../output.ts';
import { fromEditor } from '../session/read-edited.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { READONLY } from '../state.ts';
import { assignTo } from '../variables/place.ts';
import { assign, getValue, isName } from '../variables/variables.ts';
import { integerOf, parseOptions } from './options.ts';
import { type End, type Line, readLine, type Source, type Wish } from './read-line.ts';
import { splitFields } from './split.ts';

const NEWLINE = 10;
const TIMED_OUT = 142;
const US_PER_SECOND = 1e6;

/** Bytes of the descriptor that come until then. */
const until = (deadline: number, sh: Shell, fd: number, input: ByteInput): Source => ({
  next: () => input.next(),
  filled: (count) => input.filled(count),
  *fill() {
    const left = deadline - (yield* sh.sys.clock_gettime());
    if (left <= 0) return 'timeout';
    const events = yield* sh.sys.poll([{ fd, events: POLLIN }], Math.ceil(left / 1000));
    if (isFailure(events)) return events;
    return events[0] ? yield* input.fill() : 'timeout';
  },
});

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

function store(sh: Shell, line: Line, names: readonly string[], exact: boolean): void {
  if (names.length === 0) {
    assign(sh, 'REPLY', line.text);
    return;
  }
  const fields = exact ? [line.text] : splitFields(line, getValue(sh.state, 'IFS') ?? ' \t\n', names.length);
  for (const [index, name] of names.entries()) {
    if (!isTarget(name)) throw new ExpansionError(`read: \`${name}': not a valid identifier`);
    if (!assignTo(sh, name, fields[index] ?? '')) return;
  }
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
    const unusable = yield* unusableDescriptor(sh, given.get('u'));
    if (unusable) return yield* invalid(sh, unusable);
    // The others are looked at when it is their turn.
    const [first] = names;
    if (first !== undefined && !isTarget(first)) return yield* invalid(sh, `\`${first}': not a valid identifier`);
    return yield* perform(sh, given, names);
  },
};

const isTarget = (name: string): boolean => isName(name) || /^[A-Za-z_]\w*\[.*\]$/s.test(name);

function* unusableDescriptor(sh: Shell, fd: string | undefined): Doing<string | undefined> {
  const open = fd === undefined ? 0 : yield* sh.sys.fcntl(Number(fd), F_GETFD);
  return isFailure(open) ? `${fd}: invalid file descriptor: ${strerror(open.errno)}` : undefined;
}

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
  if (timeout !== undefined && Number(timeout) === 0) return yield* isReady(sh, fd);
  const exact = given.has('N');
  const count = given.get('N') ?? given.get('n');
  const delimiter = given.get('d');
  const terminal = !isFailure(yield* sh.sys.tcgetattr(fd));
  const edits = given.has('e') && terminal;
  const prompt = terminal ? (given.get('p') ?? '') : '';
  // -N takes what it is told to, no more.
  const input = exact ? new ByteInput(sh.sys, fd, false) : yield* openInput(sh.sys, fd);
  const deadline = yield* deadlineOf(sh, fd, timeout);
  const limit = count === undefined ? undefined : Number(count);
  const end = delimiter === undefined ? NEWLINE : delimiter.charCodeAt(0) || 0;
  const wish: Wish = { raw: given.has('r'), exact, delimiter: end, limit };
  const plain = deadline === undefined ? input : until(deadline, sh, fd, input);
  const initial = given.get('i');
  const source = edits ? fromEditor(sh, { fd, prompt, initial, deadline, limit, delimiter }) : plain;
  if (prompt !== '' && !edits) yield* printError(sh, prompt);
  const changes = terminal && !edits;
  const silent = changes && given.has('s');
  const atOnce = changes && (count !== undefined || delimiter !== undefined);
  const { line, end: ending } = yield* withTerminal(sh, fd, silent, atOnce, () => readLine(sh, source, wish));
  yield* input.giveBack();
  if (isFailure(ending)) yield* complain(sh, `read: read error: ${fd}: ${strerror(ending.errno)}`);
  try {
    return finish(sh, given, names, line, ending);
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError) || thrown.severity !== 'command') throw thrown;
    yield* complain(sh, thrown.message);
    return 1;
  }
}

function finish(
  sh: Shell,
  given: ReadonlyMap<string, string>,
  names: readonly string[],
  line: Line,
  end: End | Failure,
): number {
  if (end === 'interrupted') return sh.state.status;
  const array = given.get('a');
  if (array !== undefined) {
    const fields = splitFields(line, getValue(sh.state, 'IFS') ?? ' \t\n', Number.POSITIVE_INFINITY);
    const elements = new Map(fields.map((field, index) => [index, field] as const));
    const { flags = 0, shape } = sh.state.variables.get(array) ?? {};
    if (shape === 'associative') throw new ExpansionError(`read: ${array}: not an indexed array`);
    if (flags & READONLY) throw new ReadonlyError(array);
    sh.state.variables.set(array, { shape: 'indexed', value: undefined, elements: new Map(elements), flags });
  } else {
    store(sh, line, names, given.has('N'));
  }
  if (end === 'timeout') return TIMED_OUT;
  return end === 'eof' || isFailure(end) ? 1 : 0;
}

/** `read -t 0`: is there input? */
function* isReady(sh: Shell, fd: number): Doing<number> {
  const events = yield* sh.sys.poll([{ fd, events: POLLIN }], 0);
  return !isFailure(events) && events[0] ? 0 : 1;
}
