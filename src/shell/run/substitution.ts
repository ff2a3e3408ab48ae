/**
 * $( ) and <( ) >( ): subshells behind a pipe. The shell reads all of $( ) before it goes on; a process substitution runs
 * beside the command, which gets the pipe by name (/dev/fd/63). Authority: bash(1), EXPANSION.
 */
import { decode } from '../../bytes.ts';
import { F_GETFD } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { SIGINT } from '../../kernel/signum.ts';
import { ExpansionError } from '../expand/env.ts';
import { expandOne } from '../expand/expand.ts';
import { readToEnd } from '../files.ts';
import { removeJob } from '../jobs/table.ts';
import { diedOf, waitForeground } from '../jobs/wait.ts';
import { complain, writeAll } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import type { CommandPart, List, ProcessPart, SimpleCommand } from '../syntax/ast.ts';
import { readScript } from '../syntax/parse.ts';
import { asPrinted } from './printed-lines.ts';
import { enlist, launch, spawn } from './process.ts';
import { redirect } from './redirect.ts';
import type { ChildKind } from './signals.ts';
import { endIfInterrupted } from './trap.ts';

const COMMAND: ChildKind = { purpose: 'shell', subshell: true, substitution: 'command' };
const PROCESS: ChildKind = { purpose: 'shell', subshell: true, substitution: 'process' };

/** Makes a pipe, or ends the command. */
function* newPipe(sh: Shell, what: string): Doing<readonly [number, number]> {
  const pipe = yield* sh.sys.pipe2(0);
  if (isFailure(pipe)) throw new ExpansionError(`cannot make pipe for ${what} substitution: ${strerror(pipe.errno)}`);
  return pipe;
}

export function* commandSubstitution(sh: Shell, part: CommandPart): Doing<string> {
  const { sys, state } = sh;
  const [readEnd, writeEnd] = yield* newPipe(sh, 'command');
  const made = launch(sh, false, false);
  const pid = yield* spawn(sh, made, part.text, COMMAND, function* (child) {
    yield* child.sys.dup2(writeEnd, 1);
    yield* child.sys.close(writeEnd);
    yield* child.sys.close(readEnd);
    child.state.line = part.line;
    if (!state.shopt.inherit_errexit) child.state.options.errexit = false;
    return yield* read(child, runBody(child, part));
  });
  yield* sys.close(writeEnd);
  if (pid === undefined) {
    yield* sys.close(readEnd);
    return '';
  }
  const bytes = yield* readToEnd(sys, readEnd);
  yield* sys.close(readEnd);
  const job = yield* enlist(sh, made, true);
  sh.substitutionStatus = yield* waitForeground(sh, job);
  state.status = sh.substitutionStatus;
  removeJob(state.jobs, job);
  if (diedOf(job, SIGINT)) yield* sys.kill(state.pid, SIGINT); // whoever interrupts the one means the other as well
  if (isFailure(bytes)) return '';
  return yield* textOf(sh, bytes);
}

/** bash drops NUL bytes, and says so. */
function* textOf(sh: Shell, bytes: Uint8Array): Doing<string> {
  if (!bytes.includes(0)) return decode(bytes);
  yield* complain(sh, 'warning: command substitution: ignored null byte in input');
  return decode(bytes.filter((byte) => byte !== 0));
}

/** What a text says is over: bash looks for SIGINT there. */
function* read(child: Shell, body: Doing<number>): Doing<number> {
  const status = yield* body;
  if (child.noticed.any && !child.flow) yield* endIfInterrupted(child);
  return status;
}

function* runBody(child: Shell, part: CommandPart): Doing<number> {
  if ('source' in part.body) {
    // What is typed has no lines that a script would have.
    const line = child.state.origin.interactive ? 1 : part.line;
    return yield* runBackquotes(child, part.body.source, line);
  }
  const body = part.asWritten ? part.body : asPrinted(part, part.body);
  child.state.evals++;
  const file = onlyInput(body);
  return file ? yield* copyInput(child, file) : yield* child.interpreter.lastList(child, body);
}

/** The text in backquotes is read only now. */
function* runBackquotes(child: Shell, source: string, line: number): Doing<number> {
  const reader = readScript(source, { line });
  const first = /^\s*</.test(source) ? reader.next() : undefined;
  const file = first?.kind === 'command' && reader.next() === undefined ? onlyInput(first.list) : undefined;
  if (file) return yield* copyInput(child, file);
  return yield* child.interpreter.text(child, source, { line, last: true, label: 'command substitution' });
}

/** `$(< file)`: a list of one command that is nothing but one input redirection. */
function onlyInput(list: List): SimpleCommand | undefined {
  const chain = list.items.length === 1 ? list.items[0]?.chain : undefined;
  const command = chain?.rest.length === 0 && chain.first.stages.length === 1 ? chain.first.stages[0] : undefined;
  if (command?.kind !== 'simple' || command.words.length > 0 || command.assignments.length > 0) return undefined;
  const [one] = command.redirects;
  const input = command.redirects.length === 1 && one?.kind === 'file' && one.op === '<' && one.fd === undefined;
  return input ? command : undefined;
}

function* copyInput(child: Shell, { redirects }: SimpleCommand): Doing<number> {
  if (!(yield* redirect(child, redirects, false))) return 1;
  const bytes = yield* readToEnd(child.sys, 0);
  if (isFailure(bytes)) {
    const [one] = redirects;
    const name = one?.kind === 'file' ? (yield* expandOne(one.target, child.env)).join(' ') : '';
    yield* complain(child, `${name}: ${strerror(bytes.errno)}`);
    return 1;
  }
  yield* writeAll(child.sys, 1, bytes);
  return 0;
}

const HIGHEST = 63;

/** The highest free number from 63 down, so that it is out of the way of what scripts use. */
function* moveHigh(sh: Shell, fd: number): Doing<number> {
  for (let high = HIGHEST; high > fd; high--) {
    if (!isFailure(yield* sh.sys.fcntl(high, F_GETFD))) continue;
    yield* sh.sys.dup2(fd, high);
    yield* sh.sys.close(fd);
    return high;
  }
  return fd;
}

export function* processSubstitution(sh: Shell, part: ProcessPart): Doing<string> {
  const { sys, state } = sh;
  const [readEnd, writeEnd] = yield* newPipe(sh, 'process');
  const [mine, theirs] = part.op === '<' ? [readEnd, writeEnd] : [writeEnd, readEnd];
  const fd = yield* moveHigh(sh, mine);
  const made = launch(sh, true, false);
  const pid = yield* spawn(sh, made, part.text, PROCESS, function* (child) {
    yield* child.sys.dup2(theirs, part.op === '<' ? 1 : 0);
    yield* child.sys.close(theirs);
    yield* child.sys.close(fd);
    child.state.evals++;
    return yield* read(child, child.interpreter.lastList(child, asPrinted(part, part.body)));
  });
  yield* sys.close(theirs);
  if (pid !== undefined) {
    sh.substitutions.push({ fd, pid });
    state.lastBackground = pid;
    state.lastSubstitution = pid;
  }
  return `/dev/fd/${fd}`;
}

/** The command that used them is over. */
export function* closeSubstitutions(sh: Shell, from: number): Doing<void> {
  for (const { fd } of sh.substitutions.splice(from)) yield* sh.sys.close(fd);
}
