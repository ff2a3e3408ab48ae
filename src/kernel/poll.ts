/**
 * Waiting for several descriptors at once: poll(2), ppoll(2), select(2), which differ only in how they are asked.
 * Models readiness bits of every kind of open file, time-outs, and the mask that ppoll waits under. Leaves out epoll and
 * the time left that Linux's select writes back. Authority: poll(2), select(2).
 */
import {
  AF_INET,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  POLLPRI,
  POLLRDNORM,
  POLLWRBAND,
  POLLWRNORM,
  type PollFd,
  SOCK_STREAM,
} from './abi.ts';
import { type Failure, fail, isFailure } from './errno.ts';
import { descriptorAt, type OpenFile } from './file.ts';
import { call } from './row.ts';
import { waitUnder } from './signal.ts';
import type { SigSet } from './signum.ts';
import type { Task } from './task.ts';
import { Wait, WaitQueue } from './wait-queue.ts';

declare module './wait-queue.ts' {
  interface WaitReasons {
    poll: { readonly fds: readonly number[] };
  }
}

const ALWAYS = POLLIN | POLLOUT;

/** Readiness in the words of System V beside those of BSD; eventfd, timerfd and signalfd only know the latter. */
function inBothWords({ inode, socket }: OpenFile, bits: number): number {
  if (inode.kind === 'anon') return bits;
  const isTcp = socket?.family === AF_INET && socket.type === SOCK_STREAM;
  const writing = socket && !isTcp ? POLLWRNORM | POLLWRBAND : POLLWRNORM;
  return bits | (bits & POLLIN ? POLLRDNORM : 0) | (bits & POLLOUT ? writing : 0);
}

const reventsOf = (task: Task, { fd, events }: PollFd): number => {
  if (fd < 0) return 0;
  const file = descriptorAt(task, fd)?.file;
  if (!file) return POLLNVAL;
  const bits = inBothWords(file, file.ops.poll?.(file, task) ?? ALWAYS);
  return bits & (events | POLLERR | POLLHUP);
};

const queuesOf = (task: Task, fds: readonly PollFd[]): WaitQueue[] =>
  fds.flatMap(({ fd }) => {
    const file = descriptorAt(task, fd)?.file;
    return file?.ops.queues?.(file, task) ?? [];
  });

/** The bits of each; all 0 after `us` (undefined: never). */
function readiness(task: Task, fds: readonly PollFd[], us: number | undefined): number[] | Failure | Wait {
  if (fds.length > task.group.limits.NOFILE.soft) return fail('EINVAL');
  const revents = fds.map((entry) => reventsOf(task, entry));
  if (us === 0 || revents.some((bits) => bits !== 0)) return revents;
  const deadline = us === undefined ? undefined : (task.call?.startedAt ?? task.kernel.now) + us;
  const own = new WaitQueue('poll_schedule_timeout.constprop.0', () => ({
    kind: 'poll',
    fds: fds.map(({ fd }) => fd),
  }));
  return new Wait([own, ...queuesOf(task, fds)], { deadline, onTimeout: revents });
}

const poll = (task: Task, fds: readonly PollFd[], timeoutMs: number): number[] | Failure | Wait =>
  readiness(task, fds, timeoutMs < 0 ? undefined : timeoutMs * 1000);

function ppoll(task: Task, fds: readonly PollFd[], us?: number, mask?: SigSet): number[] | Failure | Wait {
  if (us !== undefined && us < 0) return fail('EINVAL');
  if (mask !== undefined) waitUnder(task, mask);
  return readiness(task, fds, us);
}

/** The descriptors of each set that are ready. */
export interface Selected {
  readonly read: readonly number[];
  readonly write: readonly number[];
  readonly except: readonly number[];
}

const READ = POLLIN | POLLHUP | POLLERR;
const WRITE = POLLOUT | POLLERR;
const MAX_SET = 1024;

/** EBADF when a set names a descriptor that is not open. */
function select(
  task: Task,
  read: readonly number[] = [],
  write: readonly number[] = [],
  except: readonly number[] = [],
  us?: number,
): Selected | Failure | Wait {
  const asked = [...read, ...write, ...except];
  if (us !== undefined && us < 0) return fail('EINVAL');
  if (asked.some((fd) => fd < 0 || fd >= MAX_SET)) return fail('EINVAL');
  if (asked.some((fd) => !descriptorAt(task, fd))) return fail('EBADF');
  const fds: PollFd[] = [
    ...read.map((fd) => ({ fd, events: POLLIN })),
    ...write.map((fd) => ({ fd, events: POLLOUT })),
    ...except.map((fd) => ({ fd, events: POLLPRI })),
  ];
  return selected(readiness(task, fds, us), read, write, except);
}

/** POLLHUP alone makes nothing writable, nor an exception: such a select goes on waiting. */
function selected(
  answer: number[] | Failure | Wait,
  read: readonly number[],
  write: readonly number[],
  except: readonly number[],
): Selected | Failure | Wait {
  if (isFailure(answer)) return answer;
  if (answer instanceof Wait) {
    const none: Selected = { read: [], write: [], except: [] };
    return new Wait(answer.queues, { ...answer.options, onTimeout: none });
  }
  const ready = (set: readonly number[], from: number, bits: number): number[] =>
    set.filter((_, at) => ((answer[from + at] ?? 0) & bits) !== 0);
  return {
    read: ready(read, 0, READ),
    write: ready(write, read.length, WRITE),
    except: ready(except, read.length + write.length, POLLPRI),
  };
}

export const pollCalls = {
  poll: call({ args: ['pollfds', 'int'], restart: 'nohand', run: poll }),
  ppoll: call({ args: ['pollfds', 'timeout', 'sigset'], restart: 'nohand', run: ppoll }),
  select: call({
    args: ['fdset', 'fdset', 'fdset', 'timeout'],
    restart: 'nohand',
    shown: 'pselect6',
    run: select,
  }),
};
