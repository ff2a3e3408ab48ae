/**
 * strace: shows the system calls of a program, and the signals it gets, by ptrace(2).
 * What it shows is what the simulated programs really call: there is no loader here and no memory to map. Leaves out stacks
 * (-k), other users (-u), raw arguments (-X, -e raw=, -e verbose=), seccomp filters and its own debugging. Authority: strace(1) 6.1.
 */

import { encode } from '../bytes.ts';
import {
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_TRUNC,
  O_WRONLY,
  PTRACE_DETACH,
  PTRACE_EVENT_CLONE,
  PTRACE_EVENT_EXEC,
  PTRACE_EVENT_FORK,
  PTRACE_EVENT_STOP,
  PTRACE_GET_SYSCALL_INFO,
  PTRACE_GETEVENTMSG,
  PTRACE_GETSIGINFO,
  PTRACE_INTERRUPT,
  PTRACE_LISTEN,
  PTRACE_O_EXITKILL,
  PTRACE_O_TRACECLONE,
  PTRACE_O_TRACEEXEC,
  PTRACE_O_TRACEFORK,
  PTRACE_O_TRACESYSGOOD,
  PTRACE_O_TRACEVFORK,
  PTRACE_SEIZE,
  PTRACE_SET_SYSCALL_INFO,
  PTRACE_SYSCALL,
  type SigInfo,
  type SyscallInfo,
  WALL,
  type Waited,
  WCOREDUMP,
  WEXITSTATUS,
  WIFEXITED,
  WIFSIGNALED,
  WIFSTOPPED,
  WPTEVENT,
  WSTOPSIG,
  WTERMSIG,
  WUNTRACED,
} from '../kernel/abi.ts';
import { fail, isFailure } from '../kernel/errno.ts';
import { SIGCONT, SIGHUP, SIGINT, SIGKILL, SIGPIPE, SIGQUIT, SIGTERM, SIGTRAP, SIGTSTP } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { shownName } from '../kernel/trace.ts';
import { siginfoText, signalText } from '../kernel/trace-values.ts';
import type { Io } from './lib/io.ts';
import { writeAll } from './lib/output.ts';
import { program } from './lib/program.ts';
import { canonicalize } from './lib/real-path.ts';
import { closeShell, openShell, type Piped } from './lib/spawn.ts';
import { Summary } from './lib/strace-count.ts';
import { openFiles, styleOf, touches } from './lib/strace-files.ts';
import { type Injection, Injector } from './lib/strace-inject.ts';
import { Lines, type Tracee } from './lib/strace-lines.ts';
import { type Options, optionsOf } from './lib/strace-options.ts';
import { nothing } from './lib/strace-sets.ts';
import { findProgram, forkStopped } from './lib/strace-start.ts';
import { OPTIONS } from './lib/strace-table.ts';

const FATAL = [SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM];
const CALL_STOP = SIGTRAP | 0x80;
const STDERR = 2;

class Strace {
  private readonly sys: Sys;
  private readonly io: Io;
  private readonly options: Options;
  private readonly lines: Lines;
  private readonly tracees = new Map<number, Tracee>();
  private readonly summary = new Summary();
  private output = STDERR;
  /** -o '|COMMAND'. */
  private pipe: Piped | undefined;
  private readonly paths: string[] = [];
  /** The process that was started, not attached to. */
  private child = 0;
  private interrupted = 0;
  /** The wait status of the child, once it has ended. */
  private status = 0;

  constructor(sys: Sys, io: Io, options: Options) {
    this.sys = sys;
    this.io = io;
    this.options = options;
    this.lines = new Lines(io, options);
    this.lines.several = () => this.tracees.size > 1;
  }

  *run(): Generator<void, number> {
    const { command, pids, output, separate, daemon } = this.options;
    yield* this.resolvePaths();
    if (output !== undefined && !separate) this.output = yield* this.openOutput(output);
    if (command.length > 0) {
      const path = yield* findProgram(this.sys, this.io, command[0] ?? '', this.options.environment);
      if (daemon !== 'no') return yield* this.becomeTracee(path);
      yield* this.start(path, command);
    }
    return yield* this.trace(pids);
  }

  private *trace(pids: readonly number[]): Generator<void, number> {
    for (const pid of pids) yield* this.attach(pid);
    if (this.tracees.size === 0) return 1;
    yield* this.listenToSignals();
    yield* this.follow();
    const { count, sort, columns } = this.options;
    if (count !== 'no') yield* writeAll(this.sys, this.output, encode(this.summary.text(sort, columns)));
    if (this.pipe) yield* closeShell(this.sys, this.pipe);
    return yield* this.leave();
  }

  private *openOutput(name: string): Generator<void, number> {
    if (/^[|!]/.test(name)) {
      const pipe = yield* openShell(this.sys, name.slice(1), this.io.environment, 'write');
      if (isFailure(pipe)) return yield* this.io.die(1, 'popen', pipe);
      this.pipe = pipe;
      return pipe.fd;
    }
    const how = this.options.append ? O_APPEND : O_TRUNC;
    const fd = yield* this.sys.open(name, O_WRONLY | O_CREAT | O_CLOEXEC | how, 0o666);
    return isFailure(fd) ? yield* this.io.die(1, `Can't fopen '${name}'`, fd) : fd;
  }

  /** -P: a path as it was given, and as it is. */
  private *resolvePaths(): Generator<void, void> {
    for (const path of this.options.only) {
      const real = yield* canonicalize(this.sys, path, 'existing');
      this.paths.push(path);
      if (isFailure(real) || real === path) continue;
      this.paths.push(real);
      if (!this.options.quietPaths) yield* this.io.error(`Requested path "${path}" resolved into "${real}"`);
    }
  }

  /** -D: this process becomes the program, a grandchild that it does not know traces it. */
  private *becomeTracee(path: string): Generator<void, number> {
    const { sys, io, options } = this;
    const tracee = yield* sys.getpid();
    const strace = this;
    const between = yield* sys.fork(function* (child) {
      const parent = yield* child.getpid();
      yield* child.fork((grandchild) => strace.inDaemon(grandchild).traceGrandparent(tracee, parent));
      for (;;) yield* child.pause();
    });
    if (isFailure(between)) return yield* io.die(1, 'fork', between);
    yield* sys.wait4(between, 0);
    const failure = yield* sys.execve(path, options.command, options.environment);
    return yield* io.die(1, 'exec', failure);
  }

  private inDaemon(sys: Sys): Strace {
    const daemon = new Strace(sys, this.io.inChild(sys), this.options);
    daemon.output = this.output;
    daemon.paths.push(...this.paths);
    return daemon;
  }

  /** The process between the two ends when the program is traced: that is the sign for it to begin. */
  private *traceGrandparent(tracee: number, between: number): Generator<void, number> {
    if (this.options.daemon === 'session') yield* this.sys.setsid();
    if (this.options.daemon === 'pgroup') yield* this.sys.setpgid(0, 0);
    yield* this.attach(tracee);
    const traced = this.tracees.get(tracee);
    if (traced) Object.assign(traced, { hidden: true, began: false });
    yield* this.sys.kill(between, SIGKILL);
    return yield* this.trace([]);
  }

  private get ptraceOptions(): number {
    const always = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC;
    const forks = PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE;
    return this.options.follow ? always | forks : always;
  }

  /** The child stops itself, is seized, and then becomes the program. */
  private *start(path: string, command: readonly string[]): Generator<void, void> {
    const pid = yield* forkStopped(this.sys, this.io, path, command, this.options.environment);
    if (isFailure(pid)) return yield* this.io.die(1, 'fork', pid);
    yield* this.sys.wait4(pid, WUNTRACED);
    yield* this.sys.ptrace(PTRACE_SEIZE, pid, this.ptraceOptions | PTRACE_O_EXITKILL);
    yield* this.sys.wait4(pid, WALL);
    yield* this.sys.kill(pid, SIGCONT);
    yield* this.sys.ptrace(PTRACE_SYSCALL, pid, 0);
    this.child = pid;
    yield* this.add(pid, true);
  }

  private *add(pid: number, hidden: boolean): Generator<void, Tracee> {
    const { output, separate } = this.options;
    const fd = separate && output !== undefined ? yield* this.openOutput(`${output}.${pid}`) : this.output;
    const injector = new Injector(this.options.injections);
    const tracee: Tracee = { pid, fd, call: undefined, last: 'read', stime: 0, hidden, began: !hidden, injector };
    this.tracees.set(pid, tracee);
    return tracee;
  }

  private *attach(pid: number): Generator<void, void> {
    if (pid === (yield* this.sys.getpid())) yield* this.io.die(1, "I'm sorry, I can't let you do that, Dave.");
    const failure = yield* this.sys.ptrace(PTRACE_SEIZE, pid, this.ptraceOptions);
    if (isFailure(failure)) return yield* this.io.fail(`attach: ptrace(PTRACE_SEIZE, ${pid})`, failure);
    yield* this.sys.ptrace(PTRACE_INTERRUPT, pid);
    yield* this.add(pid, false);
    yield* this.say(`Process ${pid} attached`);
  }

  private *say(text: string): Generator<void, void> {
    if (!this.options.quietAttach) yield* this.io.error(text);
  }

  /** With a program and a file for the output, strace leaves signals to the program. */
  private *listenToSignals(): Generator<void, void> {
    const { interruptible, output } = this.options;
    const alone = interruptible === undefined ? output !== undefined && this.child !== 0 : interruptible !== 'yes';
    const strace = this;
    const handler = function* (_sys: Sys, { signo }: SigInfo): Generator<void, void> {
      strace.interrupted = signo;
    };
    for (const signo of FATAL)
      yield* this.sys.sigaction(signo, { handler: alone ? 'ignore' : handler, mask: 0n, flags: 0 });
    if (interruptible === 'never_tstp') yield* this.sys.sigaction(SIGTSTP, { handler: 'ignore', mask: 0n, flags: 0 });
  }

  private *follow(): Generator<void, void> {
    while (this.tracees.size > 0) {
      if (this.interrupted !== 0) return yield* this.cleanUp(this.interrupted);
      const waited = yield* this.sys.wait4(-1, WALL);
      if (!isFailure(waited)) yield* this.look(waited);
      else if (waited.errno !== 'EINTR') return;
    }
  }

  private *look({ pid, status, rusage }: Waited): Generator<void, void> {
    const tracee = this.tracees.get(pid) ?? (yield* this.newcomer(pid));
    if (!WIFSTOPPED(status)) return yield* this.ended(tracee, status);
    const signo = WSTOPSIG(status) & 0xff;
    if (WPTEVENT(status) === PTRACE_EVENT_STOP) return yield* this.groupStop(tracee, signo);
    const event = WPTEVENT(status);
    if (event === PTRACE_EVENT_FORK || event === PTRACE_EVENT_CLONE) yield* this.forked(pid);
    if (event === PTRACE_EVENT_EXEC) yield* this.executed(tracee);
    if (event === PTRACE_EVENT_EXEC && this.options.detachOnExec && tracee.began) return yield* this.detach(tracee);
    if (event !== 0) return yield* this.goOn(pid, 0);
    if (signo === CALL_STOP) return yield* this.callStop(tracee, rusage.stime);
    yield* this.signalStop(tracee, signo);
  }

  private *goOn(pid: number, signo: number): Generator<void, void> {
    yield* this.sys.ptrace(PTRACE_SYSCALL, pid, signo);
  }

  private *newcomer(pid: number): Generator<void, Tracee> {
    const tracee = yield* this.add(pid, false);
    yield* this.say(`Process ${pid} attached`);
    return tracee;
  }

  private *forked(pid: number): Generator<void, void> {
    const child = yield* this.sys.ptrace(PTRACE_GETEVENTMSG, pid);
    if (typeof child === 'number' && !this.tracees.has(child)) yield* this.newcomer(child);
  }

  /** By a thread: it is the process now, and the old leader has gone without a word. */
  private *executed(leader: Tracee): Generator<void, void> {
    const { pid } = leader;
    const former = yield* this.sys.ptrace(PTRACE_GETEVENTMSG, pid);
    const thread = former === pid ? undefined : this.tracees.get(Number(former));
    if (!thread) return;
    yield* this.lines.cut(leader);
    this.tracees.delete(thread.pid);
    if (this.options.count !== 'only' && !this.options.quietExec)
      yield* this.lines.line(leader, `+++ superseded by execve in pid ${thread.pid} +++`);
    thread.pid = pid;
    this.tracees.set(pid, thread);
    if (this.options.separate) yield* this.sys.close(leader.fd);
  }

  private *groupStop(tracee: Tracee, signo: number): Generator<void, void> {
    if (signo === SIGTRAP) return yield* this.goOn(tracee.pid, 0);
    if (this.options.signals(signo) && this.options.count !== 'only' && !tracee.hidden)
      yield* this.lines.line(tracee, `--- stopped by ${signalText(signo)} ---`);
    yield* this.sys.ptrace(PTRACE_LISTEN, tracee.pid);
  }

  private *signalStop(tracee: Tracee, signo: number): Generator<void, void> {
    const info = yield* this.sys.ptrace(PTRACE_GETSIGINFO, tracee.pid);
    const shown = this.options.signals(signo) && this.options.count !== 'only' && !tracee.hidden;
    if (shown && typeof info === 'object' && 'signo' in info)
      yield* this.lines.line(tracee, `--- ${signalText(signo)} ${siginfoText(info)} ---`);
    yield* this.goOn(tracee.pid, signo);
  }

  private *callStop(tracee: Tracee, stime: number): Generator<void, void> {
    const info = yield* this.sys.ptrace(PTRACE_GET_SYSCALL_INFO, tracee.pid);
    if (typeof info === 'object' && 'op' in info) {
      if (info.name === 'execve') tracee.hidden = false;
      const signo = tracee.hidden ? 0 : yield* this.call(tracee, info, stime);
      if (!tracee.began && info.op === 'exit') {
        tracee.began = info.name === 'execve' && !isFailure(info.result);
        tracee.hidden = !tracee.began;
      }
      return yield* this.goOn(tracee.pid, signo);
    }
    yield* this.goOn(tracee.pid, 0);
  }

  /** Answers the signal that it is to be given. */
  private *call(tracee: Tracee, info: SyscallInfo, stime: number): Generator<void, number> {
    const { only, wall, calls, overhead, details } = this.options;
    const files = only.length > 0 || details !== nothing ? yield* openFiles(this.sys, tracee.pid) : undefined;
    const style = yield* styleOf(this.io, this.options, tracee.pid, info, files);
    if (info.op === 'entry') {
      tracee.stime = stime;
      const meant = only.length === 0 || (files !== undefined && touches(info, files, this.paths));
      // Only what is traced is tampered with, and nothing before the program is itself.
      const name = shownName(info.name);
      const tampers = meant && calls(name) && tracee.began && !info.again;
      const injection = tampers ? tracee.injector.next(name) : undefined;
      yield* this.lines.begin(tracee, info, style, { meant, injection });
      return injection ? yield* this.tamper(tracee, injection) : 0;
    }
    const { call } = tracee;
    if (!call) return 0;
    if (call.injection && call.injection.delayExit > 0) yield* this.sys.nanosleep(call.injection.delayExit);
    const took = wall ? (yield* this.lines.now()) - call.at : stime - tracee.stime;
    if (calls(call.name) && call.meant) {
      const failed = isFailure(info.result) || info.restart !== undefined;
      this.summary.add(call.name, Math.max(0, took - overhead), failed);
    }
    yield* this.lines.end(tracee, info, style);
    return 0;
  }

  private *tamper({ pid }: Tracee, { error, signal, delayEnter }: Injection): Generator<void, number> {
    if (delayEnter > 0) yield* this.sys.nanosleep(delayEnter);
    if (error) yield* this.sys.ptrace(PTRACE_SET_SYSCALL_INFO, pid, 0, fail(error));
    return signal;
  }

  private *ended(tracee: Tracee, status: number): Generator<void, void> {
    if (tracee.pid === this.child) this.status = status;
    yield* this.lines.cut(tracee);
    const core = WCOREDUMP(status) ? ' (core dumped)' : '';
    const text = WIFEXITED(status)
      ? `exited with ${WEXITSTATUS(status)}`
      : `killed by ${signalText(WTERMSIG(status))}${core}`;
    const shown = WIFEXITED(status) ? !this.options.quietExit : this.options.signals(WTERMSIG(status));
    if (shown && this.options.count !== 'only') yield* this.lines.line(tracee, `+++ ${text} +++`);
    this.tracees.delete(tracee.pid);
    if (this.options.separate) yield* this.sys.close(tracee.fd);
  }

  /** A signal ends strace: the program it started gets it too, all others are let go. */
  private *cleanUp(signo: number): Generator<void, void> {
    if (this.child !== 0 && this.tracees.has(this.child)) {
      yield* this.sys.kill(this.child, SIGCONT);
      yield* this.sys.kill(this.child, signo);
    }
    for (const tracee of [...this.tracees.values()]) yield* this.detach(tracee);
  }

  /** Only what stands still can be let go. */
  private *detach(tracee: Tracee): Generator<void, void> {
    const { pid } = tracee;
    if (isFailure(yield* this.sys.ptrace(PTRACE_DETACH, pid, 0))) {
      yield* this.sys.ptrace(PTRACE_INTERRUPT, pid);
      const waited = yield* this.sys.wait4(pid, WALL);
      if (isFailure(waited) || !WIFSTOPPED(waited.status)) {
        this.tracees.delete(pid);
        return;
      }
      const signo = WSTOPSIG(waited.status) & 0x7f;
      const event = WPTEVENT(waited.status) !== 0 || signo === SIGTRAP;
      yield* this.sys.ptrace(PTRACE_DETACH, pid, event ? 0 : signo);
    }
    yield* this.say(`Process ${pid} detached`);
    yield* this.lines.detached(tracee);
    this.tracees.delete(pid);
  }

  /** It ends as the program ended, or of the signal that ended it. */
  private *leave(): Generator<void, number> {
    const signo = this.interrupted !== 0 ? this.interrupted : WIFSIGNALED(this.status) ? WTERMSIG(this.status) : 0;
    if (signo === 0) return WEXITSTATUS(this.status);
    if (signo !== SIGKILL) yield* this.sys.sigaction(signo, { handler: 'default', mask: 0n, flags: 0 });
    yield* this.sys.setrlimit('CORE', { soft: 0, hard: 0 });
    yield* this.sys.kill(yield* this.sys.getpid(), signo);
    return 128 + signo;
  }
}

export const strace = program(
  {
    name: 'strace',
    summary: 'trace system calls and signals',
    usage: ['[OPTION]... PROG [ARGS]', '[OPTION]... -p PID'],
    about: 'Runs PROG, or attaches to PID, and shows its system calls and signals on stderr.',
    options: OPTIONS,
    family: 'strace',
    stopAtOperand: true,
  },
  function* (sys, args, io) {
    return yield* new Strace(sys, io, yield* optionsOf(args, io)).run();
  },
);
