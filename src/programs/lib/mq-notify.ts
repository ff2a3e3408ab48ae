/**
 * mq_notify(3) with SIGEV_THREAD, as glibc makes it: the kernel puts what was asked into a netlink socket, a thread of the
 * library sleeps on that, and starts another one for each notice. Authority: mq_notify(3); glibc's mq_notify.c.
 */
import { AF_NETLINK, SIGEV_THREAD, SOCK_CLOEXEC, SOCK_RAW } from '../../kernel/abi.ts';
import { type Failure, isFailure } from '../../kernel/errno.ts';
import type { Thread } from './pthread.ts';

/** Bytes of a notice: the value, and room for what the kernel sets. */
const COOKIE = 32;

type Told = (thread: Thread, value: number) => Generator<void, unknown>;

/** EBUSY: somebody else is to be told. */
export function* mqNotifyThread(self: Thread, mqd: number, value: number, told: Told): Generator<void, 0 | Failure> {
  const { sys } = self;
  const fd = yield* sys.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC);
  if (isFailure(fd)) return fd;
  const asked = yield* sys.mq_notify(mqd, { notify: SIGEV_THREAD, signo: fd, value });
  if (isFailure(asked)) {
    yield* sys.close(fd);
    return asked;
  }
  const helper = yield* self.create((thread) => passOn(thread, fd, told), true);
  return isFailure(helper) ? helper : 0;
}

function* passOn(thread: Thread, fd: number, told: Told): Generator<void, void> {
  const notice = new Uint8Array(COOKIE);
  for (;;) {
    const count = yield* thread.sys.recvfrom(fd, notice, 0);
    if (isFailure(count)) return;
    const value = new DataView(notice.buffer).getInt32(0, true);
    yield* thread.create((own) => told(own, value), true);
  }
}
