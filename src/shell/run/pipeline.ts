/**
 * Pipelines and background lists: every stage is a process of its own, forked by the shell from left to right, with the
 * pipes put in place by the stage itself. Authority: bash(1), Pipelines, Lists.
 */
import { F_DUPFD_CLOEXEC, O_RDONLY } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { isJobName } from '../jobs/find.ts';
import { withoutReports } from '../jobs/wait.ts';
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import type { AndOr, Command, Pipeline, Redirect } from '../syntax/ast.ts';
import { printChain, printCommand, printPipeline } from '../syntax/print.ts';
import { debugTrap } from './debug.ts';
import { type Launch, launch, runBackground, runForeground, spawn } from './process.ts';
import type { ChildKind } from './signals.ts';

/** Saved descriptors are out of the way of scripts. */
const SAVED_FD = 10;

/** Where a stage reads and writes: pipe ends, or undefined for what the shell has. */
interface Ends {
  readonly input: number | undefined;
  readonly output: number | undefined;
  /** The read end of the pipe it writes to: not its business. */
  readonly next: number | undefined;
  readonly stderrToo: boolean;
}

/** In the child: the ends become descriptors 0 and 1. */
function* connect({ sys }: Shell, { input, output, next, stderrToo }: Ends): Doing<void> {
  if (next !== undefined) yield* sys.close(next);
  if (input !== undefined) {
    yield* sys.dup2(input, 0);
    yield* sys.close(input);
  }
  if (output !== undefined) {
    yield* sys.dup2(output, 1);
    yield* sys.close(output);
    if (stderrToo) yield* sys.dup2(1, 2);
  }
}

/** Something else than the shell's standard input is read. */
export const readsInput = (redirects: readonly Redirect[]): boolean =>
  redirects.some((one) => {
    if (one.kind === 'here-string' || one.kind === 'here-document') return (one.fd ?? 0) === 0;
    const input = one.op === '<' || one.op === '<>' || one.op === '<&';
    return input && (one.fd ?? 0) === 0;
  });

/** A background command without job control reads nothing, unless it says from where. */
function* readNothing({ sys }: Shell): Doing<void> {
  const fd = yield* sys.open('/dev/null', O_RDONLY, 0);
  if (isFailure(fd) || fd === 0) return;
  yield* sys.dup2(fd, 0);
  yield* sys.close(fd);
}

const kindOf = (command: Command, async: boolean): ChildKind => ({
  purpose: command.kind === 'simple' ? 'command' : 'shell',
  subshell: async || command.kind !== 'simple',
});

/** The processes of a pipeline, and the pipe that the next stage would read. */
interface Stages {
  readonly made: Launch;
  readonly input: number | undefined;
}

/** The DEBUG trap knows of a simple command before there is a process for it. */
function* announceStage(sh: Shell, command: Command): Doing<boolean> {
  if (command.kind !== 'simple') return false;
  sh.state.line = command.line;
  return yield* debugTrap(sh, command);
}

/** Forks the stages, or the first `count` of them. Undefined when that was not possible; the message has been printed. */
function* launchStages(sh: Shell, pipeline: Pipeline, async: boolean, count?: number): Doing<Stages | undefined> {
  const { sys } = sh;
  const { stages, stderrToo } = pipeline;
  const made = launch(sh, async);
  let input: number | undefined;
  for (const [index, command] of stages.slice(0, count).entries()) {
    const passedOver = yield* announceStage(sh, command);
    const last = index === stages.length - 1;
    const pipe = last ? undefined : yield* sys.pipe2(0);
    if (isFailure(pipe)) {
      yield* complain(sh, `pipe error: ${strerror(pipe.errno)}`);
      sh.flow = { kind: 'discard' };
      if (input !== undefined) yield* sys.close(input);
      return undefined;
    }
    const ends: Ends = { input, output: pipe?.[1], next: pipe?.[0], stderrToo: stderrToo[index] === true };
    const text = ends.stderrToo ? `${printCommand(command)} 2>&1` : printCommand(command);
    const silent = async && !made.controlled && index === 0 && !sh.state.inputGiven && !readsInput(command.redirects);
    const pid = yield* spawn(sh, made, text, kindOf(command, async), function* (child) {
      if (silent) yield* readNothing(child);
      yield* connect(child, ends);
      child.state.inputGiven = ends.input !== undefined;
      return passedOver ? 0 : yield* child.interpreter.last(child, command);
    });
    if (input !== undefined) yield* sys.close(input);
    if (pipe) yield* sys.close(pipe[1]);
    input = pipe?.[0];
    if (pid === undefined) {
      if (input !== undefined) yield* sys.close(input);
      return undefined;
    }
  }
  return { made, input };
}

/**
 * Two stages or more, in the foreground. No child is taken away before the last one is made: the group of a first one that
 * is over lives on in its zombie, for the others to join.
 */
export function* runStages(sh: Shell, pipeline: Pipeline): Doing<number> {
  if (sh.state.shopt.lastpipe && !sh.state.jobControl) return yield* runLastHere(sh, pipeline);
  return yield* withoutReports(sh, function* () {
    const stages = yield* launchStages(sh, pipeline, false);
    return stages ? yield* runForeground(sh, stages.made) : sh.state.status;
  });
}

/** `shopt -s lastpipe`: the last stage runs in the shell itself. */
function* runLastHere(sh: Shell, pipeline: Pipeline): Doing<number> {
  const { sys, state } = sh;
  const last = pipeline.stages.at(-1);
  const stages = yield* launchStages(sh, pipeline, false, pipeline.stages.length - 1);
  if (!stages || !last || stages.input === undefined) return state.status;
  const saved = yield* sys.fcntl(0, F_DUPFD_CLOEXEC, SAVED_FD);
  yield* sys.dup2(stages.input, 0);
  yield* sys.close(stages.input);
  const status = yield* sh.interpreter.command(sh, last);
  if (isFailure(saved)) yield* sys.close(0);
  else {
    yield* sys.dup2(saved, 0);
    yield* sys.close(saved);
  }
  const before = yield* runForeground(sh, stages.made);
  state.pipeStatus = [...state.pipeStatus, status];
  return status === 0 && state.options.pipefail ? before : status;
}

/** A `!` counts for nothing in the background. */
const isPlain = ({ first, rest }: AndOr): boolean =>
  rest.length === 0 && first.timed === undefined && first.stages.length > 0;

/** `%1 &` is `bg %1`. */
function jobName(sh: Shell, chain: AndOr): string | undefined {
  const [command] = isPlain(chain) && chain.first.stages.length === 1 ? chain.first.stages : [];
  const word = command?.kind === 'simple' && command.words.length === 1 ? command.words[0]?.text : undefined;
  return word !== undefined && isJobName(sh, word) ? word : undefined;
}

/** `chain &`: a pipeline as it is, anything else in a subshell. */
export function* runInBackground(sh: Shell, chain: AndOr): Doing<number> {
  const resumed = jobName(sh, chain);
  if (resumed !== undefined) {
    return yield* sh.interpreter.words(sh, ['bg', resumed], { functions: false, builtins: true, disk: false });
  }
  const made = yield* isPlain(chain)
    ? withoutReports(sh, () => launchPipeline(sh, chain.first))
    : launchChain(sh, chain);
  if (!made) return sh.state.status;
  yield* runBackground(sh, made);
  sh.state.status = 0;
  sh.state.pipeStatus = [0];
  return 0;
}

function* launchPipeline(sh: Shell, pipeline: Pipeline): Doing<Launch | undefined> {
  return (yield* launchStages(sh, pipeline, true))?.made;
}

function* launchChain(sh: Shell, chain: AndOr): Doing<Launch | undefined> {
  const made = launch(sh, true);
  const single = chain.rest.length === 0;
  const text = single ? printPipeline({ ...chain.first, negated: false }) : printChain(chain);
  const pid = yield* spawn(sh, made, text, { purpose: 'shell', subshell: true }, function* (child) {
    if (!made.controlled && !child.state.inputGiven) yield* readNothing(child);
    return yield* child.interpreter.list(child, { items: [{ chain, background: false, newline: false }] });
  });
  return pid === undefined ? undefined : made;
}
