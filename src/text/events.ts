/**
 * What has happened, in words: one entry for each type of kernel event that is worth a line of the timeline.
 */
import { futexEvents } from './futex.ts';
import { lockEvents } from './lock.ts';
import { memoryEvents } from './memory.ts';
import { mqueueEvents } from './mqueue.ts';
import { netEvents } from './net.ts';
import { type Names, type Says, says } from './say.ts';
import { sysvEvents } from './sysv.ts';
import { threadEvents } from './thread.ts';

/** The wait status that wait4(2) answers, told apart. */
const exitCode = (status: number) => (status >> 8) & 0xff;
const deathSignal = (status: number) => status & 0x7f;

const inBytes = (count: number): string => (count === 1 ? '1 byte' : `${count} bytes`);

const SEND_FATES = {
  en: { pending: '', ignored: ', which ignores it', 'already pending': ', where one is pending already' },
  zh: { pending: '', ignored: '，但对方忽略它', 'already pending': '，但同样的信号已经在等待递送' },
} as const;
type Fate = keyof typeof SEND_FATES.en;
const BLOCKED = { en: ', where it is blocked: it stays pending', zh: '，但被对方屏蔽：留着等待递送' } as const;
/** It wakes whom it is sent to, whatever he thinks of it. */
const SIGCONT = 18;
interface Sent {
  readonly signo: number;
  readonly fate: Fate;
  readonly blocked?: boolean;
}
function sendFate(language: keyof typeof BLOCKED, { signo, fate, blocked }: Sent): string {
  if (fate === 'pending' && blocked) return BLOCKED[language];
  return fate === 'ignored' && signo === SIGCONT ? '' : SEND_FATES[language][fate];
}

const TRACE_STOPS = {
  en: { signal: 'before it takes a signal', group: 'as a whole', event: 'at fork, exec or exit' },
  zh: { signal: '在接收信号之前停下', group: '整个停下', event: '在 fork、exec 或 exit 处停下' },
} as const;
type TraceStop = keyof typeof TRACE_STOPS.en;

export const en = {
  fork: says<{ child: number }>((e, { process }) => `${process(e.pid)} forks: the child is ${e.child}`),
  exec: says<{ path: string; argv: readonly string[] }>((e) => `${e.pid} becomes ${e.argv.join(' ')}`),
  exit: says<{ status: number }>((e, { process, signal }) =>
    deathSignal(e.status)
      ? `${process(e.pid)} dies of ${signal(deathSignal(e.status))}`
      : `${process(e.pid)} exits with status ${exitCode(e.status)}`,
  ),
  reap: says<{ child: number; status: number }>((e, { process }) => `${process(e.pid)} collects ${process(e.child)}`),
  orphan: says<{ parent: number }>((e, { process }) => `${process(e.pid)} is an orphan, ${process(e.parent)} takes it`),
  block: says<{ call: string; reason: { kind: string } }>(
    (e, { process }, why) => `${process(e.pid)} ${why(e.reason)}`,
  ),
  wake: says<{ on: string; by: number }>((e, { process }) =>
    e.by === 0 || e.by === e.pid ? `${process(e.pid)} wakes up` : `${process(e.by)} wakes ${process(e.pid)}`,
  ),
  interrupt: says<{ call: string }>((e, { process }) => `${process(e.pid)}: a signal interrupts ${e.call}()`),
  resume: says<{ call: string; how: 'restart' | 'EINTR' }>((e, { process }) =>
    e.how === 'EINTR'
      ? `${process(e.pid)}: ${e.call}() will fail with EINTR after the handler`
      : `${process(e.pid)}: ${e.call}() begins anew`,
  ),
  'signal.send': says<{ signo: number; from: number; fate: Fate; blocked: boolean }>(
    (e, { process, signal }) =>
      `${signal(e.signo)} ${e.from === 0 ? '' : `from ${process(e.from)} `}to ${process(e.pid)}${sendFate('en', e)}`,
  ),
  'signal.deliver': says<{ signo: number; action: string }>((e, { process, signal }) => {
    const does: Record<string, string> = {
      handler: 'runs its handler for',
      terminate: 'is killed by',
      core: 'is killed by',
      stop: 'is stopped by',
      ignore: 'ignores',
    };
    return `${process(e.pid)} ${does[e.action] ?? e.action} ${signal(e.signo)}`;
  }),
  'signal.return': says<{ signo: number }>(
    (e, { process, signal }) => `${process(e.pid)} returns from its ${signal(e.signo)} handler (sigreturn)`,
  ),
  stop: says<{ signo: number }>((e, { process, signal }) => `${process(e.pid)} stops (${signal(e.signo)})`),
  continue: says<object>((e, { process }) => `${process(e.pid)} goes on`),
  'ptrace.attach': says<{ tracer: number }>(
    (e, { process }) => `${process(e.tracer)} traces ${process(e.pid)} from now on`,
  ),
  'ptrace.stop': says<{ tracer: number; what: TraceStop }>(
    (e, { process }) => `${process(e.pid)} stops ${TRACE_STOPS.en[e.what]}: ${process(e.tracer)} looks at it`,
  ),
  'ptrace.detach': says<{ tracer: number }>((e, { process }) => `${process(e.tracer)} lets ${process(e.pid)} go`),
  'fifo.open': says<{ path: string; end: 'read' | 'write' | 'both' }>(
    (e, { process }) =>
      `${process(e.pid)} opens ${e.path} for ${{ read: 'reading', write: 'writing', both: 'reading and writing' }[e.end]}`,
  ),
  'fifo.meet': says<{ path: string }>((e, { process }) => `${e.path}: both ends are open, ${process(e.pid)} goes on`),
  'pipe.write': says<{ bytes: number }>((e, { process }) => `${process(e.pid)} puts ${inBytes(e.bytes)} into the pipe`),
  'pipe.read': says<{ bytes: number }>(
    (e, { process }) => `${process(e.pid)} takes ${inBytes(e.bytes)} out of the pipe`,
  ),
  'pipe.close': says<{ end: 'read' | 'write' | 'both'; readers: number; writers: number }>(
    (e, { process }) =>
      `${process(e.pid)} closes ${{ read: 'a read end', write: 'a write end', both: 'both ends' }[e.end]}: W=${e.writers} R=${e.readers}`,
  ),
  'pipe.eof': says<object>((e, { process }) => `${process(e.pid)} reads 0 bytes: end of file, no writer is left`),
  'pipe.epipe': says<object>((e, { process }) => `${process(e.pid)} writes, but nobody reads: SIGPIPE`),
  'tty.signal': says<{ tty: string; signo: number; pgid: number }>(
    (e, { signal }) => `a key on ${e.tty}: ${signal(e.signo)} to process group ${e.pgid}`,
  ),
  'tty.foreground': says<{ tty: string; pgid: number }>((e) => `group ${e.pgid} is in the foreground of ${e.tty}`),
  mknod: says<{ path: string; kind: string }>((e, { process }) => `${process(e.pid)} makes the ${e.kind} ${e.path}`),
  unlink: says<{ path: string }>((e, { process }) => `${process(e.pid)} removes ${e.path}`),
  ...futexEvents.en,
  ...threadEvents.en,
  ...lockEvents.en,
  ...memoryEvents.en,
  ...mqueueEvents.en,
  ...sysvEvents.en,
  ...netEvents.en,
};

export type EventWords = typeof en;

export const zh: EventWords = {
  fork: (e, { process }) => `${process(e.pid)} fork 出子进程 ${e.child}`,
  exec: (e) => `${e.pid} 变成了 ${e.argv.join(' ')}`,
  exit: (e, { process, signal }) =>
    deathSignal(e.status)
      ? `${process(e.pid)} 被 ${signal(deathSignal(e.status))} 杀死`
      : `${process(e.pid)} 退出，状态 ${exitCode(e.status)}`,
  reap: (e, { process }) => `${process(e.pid)} 回收了 ${process(e.child)}`,
  orphan: (e, { process }) => `${process(e.pid)} 成了孤儿，由 ${process(e.parent)} 收养`,
  block: (e, { process }, why) => `${process(e.pid)} ${why(e.reason)}`,
  wake: (e, { process }) =>
    e.by === 0 || e.by === e.pid ? `${process(e.pid)} 醒来` : `${process(e.by)} 唤醒 ${process(e.pid)}`,
  interrupt: (e, { process }) => `${process(e.pid)}：${e.call}() 被信号打断`,
  resume: (e, { process }) =>
    e.how === 'EINTR'
      ? `${process(e.pid)}：处理函数之后 ${e.call}() 以 EINTR 失败`
      : `${process(e.pid)}：${e.call}() 重新开始`,
  'signal.send': (e, { process, signal }) =>
    `${e.from === 0 ? '' : `${process(e.from)} 发 `}${signal(e.signo)} 给 ${process(e.pid)}${sendFate('zh', e)}`,
  'signal.deliver': (e, { process, signal }) => {
    const name = signal(e.signo);
    const does: Record<string, string> = {
      handler: `运行 ${name} 的处理函数`,
      terminate: `被 ${name} 终止`,
      core: `被 ${name} 终止`,
      stop: `被 ${name} 停住`,
      ignore: `忽略 ${name}`,
    };
    return `${process(e.pid)} ${does[e.action] ?? name}`;
  },
  'signal.return': (e, { process, signal }) => `${process(e.pid)} 从 ${signal(e.signo)} 的处理函数返回（sigreturn）`,
  stop: (e, { process, signal }) => `${process(e.pid)} 停住（${signal(e.signo)}）`,
  continue: (e, { process }) => `${process(e.pid)} 继续运行`,
  'ptrace.attach': (e, { process }) => `${process(e.tracer)} 开始跟踪 ${process(e.pid)}`,
  'ptrace.stop': (e, { process }) => `${process(e.pid)} ${TRACE_STOPS.zh[e.what]}：让 ${process(e.tracer)} 查看`,
  'ptrace.detach': (e, { process }) => `${process(e.tracer)} 不再跟踪 ${process(e.pid)}`,
  'fifo.open': (e, { process }) =>
    `${process(e.pid)} 以${{ read: '读', write: '写', both: '读写' }[e.end]}方式打开 ${e.path}`,
  'fifo.meet': (e, { process }) => `${e.path}：两端都打开了，${process(e.pid)} 继续`,
  'pipe.write': (e, { process }) => `${process(e.pid)} 向管道写入 ${e.bytes} 字节`,
  'pipe.read': (e, { process }) => `${process(e.pid)} 从管道读出 ${e.bytes} 字节`,
  'pipe.close': (e, { process }) =>
    `${process(e.pid)} 关闭${{ read: '一个读端', write: '一个写端', both: '两端' }[e.end]}：W=${e.writers} R=${e.readers}`,
  'pipe.eof': (e, { process }) => `${process(e.pid)} 读到 0 字节：写端全关了，文件结束`,
  'pipe.epipe': (e, { process }) => `${process(e.pid)} 写管道，却没有读进程：SIGPIPE`,
  'tty.signal': (e, { signal }) => `${e.tty} 的按键：${signal(e.signo)} 发给进程组 ${e.pgid}`,
  'tty.foreground': (e) => `进程组 ${e.pgid} 到了 ${e.tty} 的前台`,
  mknod: (e, { process }) => `${process(e.pid)} 创建 ${e.kind} ${e.path}`,
  unlink: (e, { process }) => `${process(e.pid)} 删除 ${e.path}`,
  ...futexEvents.zh,
  ...threadEvents.zh,
  ...lockEvents.zh,
  ...memoryEvents.zh,
  ...mqueueEvents.zh,
  ...sysvEvents.zh,
  ...netEvents.zh,
};

/** A shell that waits for the next key, and wakes for it: with every key the same. */
function isPrompting(event: { readonly type: string; readonly on?: unknown; readonly reason?: object }): boolean {
  if (event.type === 'wake') return event.on === 'n_tty_read';
  return event.type === 'block' && event.reason !== undefined && 'canonical' in event.reason && !event.reason.canonical;
}

/** Undefined: not worth a line. */
/** Who takes part is called as he was then. */
export function describeEvent(
  words: EventWords,
  event: { readonly type: string; readonly seq?: number },
  names: Names,
  why: (reason: { readonly kind: string }) => string,
): string | undefined {
  if (isPrompting(event)) return undefined;
  const table = words as Record<string, Says<never> | undefined>;
  return table[event.type]?.(event as never, namesAt(event.seq, names), why);
}

const namesAt = (seq: number | undefined, { signal, process, time }: Names): Names => ({
  signal,
  process: (pid) => process(pid, seq),
  time,
});
