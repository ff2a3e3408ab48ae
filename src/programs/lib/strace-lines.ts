/**
 * The lines that strace writes: who, when, the call as far as it is known, and the rest when it is over. A line that
 * another process cuts short is `<unfinished ...>`, and `<... resumed>` later. Authority: strace(1) 6.1.
 */
import { encode } from '../../bytes.ts';
import type { SyscallInfo } from '../../kernel/abi.ts';
import { fail, isFailure } from '../../kernel/errno.ts';
import { answerText, callParts, restartText, shownName } from '../../kernel/trace.ts';
import { CODE_ADDRESS, type Style } from '../../kernel/trace-values.ts';
import type { Io } from './io.ts';
import { writeAll } from './output.ts';
import { dumpOf } from './strace-dump.ts';
import type { Injection, Injector } from './strace-inject.ts';
import { LINUX_CALLS } from './strace-numbers.ts';
import type { Options } from './strace-options.ts';
import type { Status } from './strace-sets.ts';
import { absoluteText, relativeText, tookText } from './strace-times.ts';

/** A process that is traced. */
export interface Tracee {
  /** It changes when a thread executes a program. */
  pid: number;
  /** Where its lines go. */
  readonly fd: number;
  /** The call it is in. */
  call: Begun | undefined;
  /** The call before, which restart_syscall(2) goes on with. */
  last: string;
  /** CPU time in the kernel, µs, when its call began. */
  stime: number;
  /** What it does before its own program begins is strace's; of that, only the execve is shown. */
  hidden: boolean;
  began: boolean;
  /** What tampering it has to expect. */
  readonly injector: Injector;
}

interface Begun {
  readonly name: string;
  /** Of its arguments, those that are printed. */
  printed: number;
  /** µs since the epoch. */
  readonly at: number;
  /** Its beginning is printed. */
  shown: boolean;
  /** It goes on on the line where it began. */
  open: boolean;
  /** -P has nothing against it. */
  readonly meant: boolean;
  /** How it is tampered with. */
  readonly injection: Injection | undefined;
}

/** The name in a line: restart_syscall for a call that the kernel begins again. */
const nameOf = (info: SyscallInfo): string => (info.again ? 'restart_syscall' : shownName(info.name));

export class Lines {
  /** Whose unfinished line is the last. */
  private open: Tracee | undefined;
  private column = 0;
  private before: number | undefined;
  private readonly io: Io;
  private readonly options: Options;
  /** Several processes are traced, so that lines must say whose they are. */
  several: () => boolean = () => false;

  constructor(io: Io, options: Options) {
    this.io = io;
    this.options = options;
  }

  private *put(tracee: Tracee, text: string): Generator<void, void> {
    if (text === '') return;
    const end = text.lastIndexOf('\n');
    this.column = end < 0 ? this.column + text.length : text.length - end - 1;
    yield* writeAll(this.io.sys, tracee.fd, encode(text));
  }

  /** What every line begins with. */
  private *leader(tracee: Tracee): Generator<void, string> {
    const cut = this.open && (this.open === tracee || !this.options.separate) ? this.open : undefined;
    if (cut) yield* this.put(cut, ' <unfinished ...>\n');
    if (cut?.call) cut.call.open = false;
    this.open = undefined;
    return `${this.who(tracee)}${yield* this.stamp()}${this.where(tracee)}`;
  }

  private who({ pid }: Tracee): string {
    const { output, follow, separate } = this.options;
    if (output !== undefined) return follow && !separate ? `${String(pid).padEnd(5)} ` : '';
    return this.several() ? `[pid ${String(pid).padStart(5)}] ` : '';
  }

  private *stamp(): Generator<void, string> {
    const { time, relative } = this.options;
    if (time.format === 'none' && relative === undefined) return '';
    const now = yield* this.now();
    const since = now - (this.before ?? now);
    this.before = now;
    const beside = time.format !== 'none';
    return absoluteText(now, time, this.io.zone) + (relative ? relativeText(since, relative, beside) : '');
  }

  /** The number of its call, the last one's outside of calls; and where its code is, which there is nowhere. */
  private where({ call, last }: Tracee): string {
    const { numbers, pointer } = this.options;
    const number = LINUX_CALLS.get(call?.name ?? last) ?? 0;
    const place = call ? CODE_ADDRESS.slice(2).padStart(16, '0') : '?'.repeat(16);
    return `${numbers ? `[${String(number).padStart(4)}] ` : ''}${pointer ? `[${place}] ` : ''}`;
  }

  *now(): Generator<void, number> {
    const now = yield* this.io.sys.clock_gettime();
    return isFailure(now) ? 0 : now;
  }

  /** `--- SIGCHLD {...} ---`, `+++ exited with 0 +++`. */
  *line(tracee: Tracee, text: string): Generator<void, void> {
    yield* this.put(tracee, `${yield* this.leader(tracee)}${text}\n`);
  }

  /** A call begins: as much of it as is known. */
  *begin(
    tracee: Tracee,
    info: SyscallInfo,
    style: Style,
    { meant, injection }: Pick<Begun, 'meant' | 'injection'>,
  ): Generator<void, void> {
    const parts = callParts(info.name, info.args, undefined, style);
    const unknown = parts.indexOf(undefined);
    const known = parts.slice(0, unknown < 0 ? undefined : unknown);
    const at = yield* this.now();
    const call = { name: nameOf(info), printed: known.length, at, shown: false, open: true, meant, injection };
    tracee.call = call;
    if (ENDS.has(call.name)) tracee.last = call.name;
    if (this.options.statuses || !meant || !this.wants(info)) return;
    const again = `<... resuming interrupted ${tracee.last} ...>`;
    const text = info.again ? again : `${known.join(', ')}${unknown > 0 ? ', ' : ''}`;
    yield* this.put(tracee, `${yield* this.leader(tracee)}${call.name}(${text}`);
    this.open = tracee;
    call.shown = true;
    if (ENDS.has(call.name)) yield* this.close(tracee, '', '?');
  }

  private wants(info: SyscallInfo): boolean {
    return this.options.count !== 'only' && this.options.calls(nameOf(info));
  }

  /** The end of a line: the rest, and in its column the answer. */
  private *close(tracee: Tracee, rest: string, answer: string, took = ''): Generator<void, void> {
    const head = `${rest})`;
    const room = Math.max(1, this.options.column - this.column - head.length);
    yield* this.put(tracee, `${head}${' '.repeat(room)}= ${answer}${took}\n`);
    this.open = undefined;
  }

  /** A call is over. */
  *end(tracee: Tracee, info: SyscallInfo, style: Style): Generator<void, void> {
    const { call } = tracee;
    if (!call) return;
    tracee.last = shownName(info.name);
    if (!call.meant || !this.wants(info) || !this.wantsStatus(info)) {
      tracee.call = undefined;
      return;
    }
    const parts = callParts(info.name, info.args, info.restart ? fail('EINTR') : info.result, style);
    const { statuses, took } = this.options;
    const again = call.name === 'restart_syscall';
    let rest = again
      ? ''
      : parts
          .slice(call.printed)
          .map((part) => part ?? '')
          .join(', ');
    if (statuses) {
      yield* this.put(tracee, `${yield* this.leader(tracee)}${call.name}(`);
      rest = again ? `<... resuming interrupted ${tracee.last} ...>` : parts.join(', ');
    } else if (this.open !== tracee) yield* this.put(tracee, `${yield* this.leader(tracee)}<... ${call.name} resumed>`);
    const seconds = took ? tookText((yield* this.now()) - call.at, took) : '';
    yield* this.close(tracee, rest, this.answer(info, style), tampered(call.injection) + seconds);
    const { dumpRead, dumpWritten } = this.options;
    yield* this.put(tracee, dumpOf(info, dumpRead, dumpWritten));
    tracee.call = undefined;
  }

  private wantsStatus({ result }: SyscallInfo): boolean {
    const status: Status = isFailure(result) ? 'failed' : 'successful';
    return this.options.statuses?.(status) ?? true;
  }

  private answer({ name, args, result, restart }: SyscallInfo, style: Style): string {
    if (restart) return restartText(restart);
    const text = answerText(name, args, result);
    return DESCRIPTORS.has(name) && typeof result === 'number' ? style.fd(result) : text;
  }

  /** It died in its call. */
  *cut(tracee: Tracee): Generator<void, void> {
    const { call } = tracee;
    tracee.call = undefined;
    if (!call || ENDS.has(call.name)) return;
    if (call.open && this.open === tracee) return yield* this.close(tracee, ' <unfinished ...>', '?');
    if (call.open || !call.shown) return;
    yield* this.put(tracee, `${yield* this.leader(tracee)}<... ${call.name} resumed>`);
    yield* this.close(tracee, '', '?');
  }

  /** strace lets it go in the middle of a line. */
  *detached(tracee: Tracee): Generator<void, void> {
    if (this.open !== tracee) return;
    yield* this.put(tracee, ' <detached ...>\n');
    this.open = undefined;
  }
}

/** What was done to a call, behind its answer. */
const tampered = (injection: Injection | undefined): string => {
  const failed = injection?.error === undefined ? '' : ' (INJECTED)';
  return injection && injection.delayEnter + injection.delayExit > 0 ? `${failed} (DELAYED)` : failed;
};

/** Calls that do not come back. */
const ENDS: ReadonlySet<string> = new Set(['exit_group', 'exit']);

/** Calls whose answer is a descriptor. */
const DESCRIPTORS: ReadonlySet<string> = new Set([
  ...['open', 'dup', 'dup2', 'dup3', 'eventfd', 'timerfd_create', 'signalfd'],
]);
