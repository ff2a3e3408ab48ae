/**
 * Running source text command by command: `-c`, files, `eval`, traps. What bash says of syntax errors.
 * An error that gives up a line (`discard`) ends here: the next complete command is read.
 */

import { readHomes } from '../files.ts';
import { complain, printError, speaker, tellWarnings } from '../output.ts';
import { NOT_FOUND } from '../run/exec.ts';
import { runLast, runList } from '../run/interpreter.ts';
import { nested } from '../run/nested.ts';
import { endIfInterrupted } from '../run/trap.ts';
import type { Doing, Shell, SourceOptions } from '../shell.ts';
import type { List } from '../syntax/ast.ts';
import { type CompleteCommand, readScript, type ScriptReader, type SyntaxError as Syntax } from '../syntax/parse.ts';

/** The parser's view of this shell. */
export const scriptReader = (sh: Shell, source: string, line: number): ScriptReader =>
  readScript(source, {
    line,
    extglob: () => sh.state.shopt.extglob === true,
    alias: (name) => (sh.state.shopt.expand_aliases ? sh.state.aliases.get(name) : undefined),
  });

/** What was typed, also when `eval` reads it. */
const isTyped = ({ state }: Shell, label: string): boolean =>
  state.origin.interactive && (label === '' || label === 'eval');

/** How messages about the text begin: `bash: -c: line 1: `, `bash: eval: line 3: `, `bash: ` for a prompt. */
function syntaxPrefix(sh: Shell, label: string, line: number): string {
  const name = speaker(sh);
  if (isTyped(sh, label)) return `${name}: `;
  return `${name}: ${label === '' ? '' : `${label}: `}line ${line}: `;
}

export function* reportSyntaxError(sh: Shell, error: Syntax, label: string): Doing<number> {
  const { state } = sh;
  for (const { line, text, quotesSource } of error.reports) {
    if (quotesSource && isTyped(sh, label)) continue;
    yield* printError(sh, `${syntaxPrefix(sh, label, line)}${text}\n`);
    if (state.options.errexit && state.conditions === 0 && !state.origin.interactive) return leave(sh);
  }
  const { status = state.status, keepsFailure } = error;
  if (!keepsFailure || label === 'eval' || state.status === 0) state.status = status;
  return state.status;
}

/** With `set -e` the first message is the end. */
function leave(sh: Shell): number {
  sh.state.status = 2;
  sh.flow = { kind: 'exit' };
  return 2;
}

export function* warnOpenDocuments(sh: Shell, { openHereDocuments }: CompleteCommand): Doing<void> {
  for (const { line, endLine, delimiter } of openHereDocuments) {
    sh.state.line = endLine;
    const text = `here-document at line ${line} delimited by end-of-file (wanted \`${delimiter}')`;
    yield* complain(sh, `warning: ${text}`);
  }
}

/** Some things expansion cannot wait for are fetched before a command that mentions them. */
export function* prepare(sh: Shell, source: string): Doing<void> {
  const { state, sys } = sh;
  if (!state.watchesClock && /SECONDS|EPOCHREALTIME/.test(source)) {
    state.watchesClock = true;
    state.clock = yield* sys.clock_gettime();
  }
  const asksForHome = /~[a-z]/.test(source) || (source.includes('~') && !state.variables.has('HOME'));
  if (state.homes.size === 0 && asksForHome) state.homes = yield* readHomes(sys);
}

/** One complete command; `last` when nothing follows it. Answers whether reading goes on. */
export function* runComplete(sh: Shell, list: List, last: boolean): Doing<boolean> {
  const { state } = sh;
  if (state.options.noexec && !state.origin.interactive) return true;
  const status = last ? yield* runLast(sh, list, true) : yield* runList(sh, list);
  if (state.warnings.length > 0) yield* tellWarnings(sh);
  // Whoever set a flow has set the status that goes with it.
  if (!sh.flow) state.status = status;
  if (sh.flow?.kind !== 'discard') return sh.flow === undefined;
  const { top = false } = sh.flow;
  if (top && state.evals > 0) return false;
  if (state.subshellDepth > 0 || (top && state.origin.kind === 'string')) {
    sh.flow = { kind: 'exit' };
    return false;
  }
  sh.flow = undefined;
  return true;
}

export interface RunOptions extends SourceOptions {
  /** What the text is, for messages about its syntax: `-c`, `eval`, '' for files. */
  readonly label: string;
  /** What to do with the rest, and the number of its first line, once lines are to be remembered. */
  readonly remembering?: (sh: Shell, rest: string, line: number) => Doing<number>;
}

/** `set -v`: the lines that were read, comments and all. */
function* echo(sh: Shell, text: string): Doing<void> {
  if (text !== '') yield* printError(sh, text.endsWith('\n') ? text : `${text}\n`);
}

/** Runs a whole text. Answers the status of its last command, 0 if it has none. */
export function* runSource(sh: Shell, source: string, options: RunOptions): Doing<number> {
  const { state } = sh;
  const reader = scriptReader(sh, source, options.line ?? state.line);
  let status = 0;
  for (;;) {
    const from = reader.offset;
    const item = reader.next();
    if (state.options.verbose) yield* echo(sh, source.slice(from, reader.offset));
    if (item === undefined) return status;
    if (item.kind === 'error') {
      status = yield* reportSyntaxError(sh, item, options.label);
      if (sh.flow) return state.status;
      if (item.resumes) continue;
      if (item.inSubstitution && !state.origin.interactive) {
        sh.flow = { kind: 'exit' };
        if (options.label === '-c') state.status = NOT_FOUND;
      }
      return state.status;
    }
    yield* prepare(sh, item.source);
    yield* warnOpenDocuments(sh, item);
    const goesOn = yield* runComplete(sh, item.list, options.last === true && reader.offset >= source.length);
    if (sh.noticed.any && !sh.flow) yield* endIfInterrupted(sh);
    status = state.status;
    if (!goesOn) return status;
    if (state.options.onecmd && options.label !== '-c') return status;
    if (state.options.history && options.remembering) {
      const read = source.slice(0, reader.offset).split('\n').length - 1;
      return yield* options.remembering(sh, source.slice(reader.offset), (options.line ?? 1) + read);
    }
  }
}

/** `eval`, traps and backquotes: a text inside of what runs already. */
export function* runInner(sh: Shell, text: string, options: SourceOptions = {}): Doing<number> {
  const { state } = sh;
  const { line, command } = state;
  state.evals++;
  const status = yield* nested(runSource(sh, text, { ...options, label: options.label ?? 'eval' }));
  state.evals--;
  state.line = line;
  state.command = command;
  return status;
}
