/**
 * Rows of the system call table: threads. pthread_create(3) and the rest are made of these, in programs/lib/pthread.ts.
 * Authority: clone(2), _exit(2), gettid(2), set_tid_address(2), get_robust_list(2).
 */
import { exitThread } from './exit.ts';
import { clone } from './process.ts';
import { setRobustList } from './robust-list.ts';
import { call } from './row.ts';
import type { Task } from './task.ts';

/** Answers the caller's number. */
function setTidAddress(task: Task, address: number): number {
  task.clearTid = address;
  return task.pid;
}

export const threadCalls = {
  clone3: call({ args: ['cloneargs', 'body'], restart: 'never', run: clone }),
  /** The end of one thread; `exit` is that of all. */
  exit_thread: call({
    args: ['int'],
    restart: 'never',
    shown: 'exit',
    run: (task: Task, status: number) => exitThread(task, (status & 0xff) << 8),
  }),
  gettid: call({ args: [], restart: 'never', run: (task: Task) => task.pid }),
  set_tid_address: call({ args: ['address'], restart: 'never', run: setTidAddress }),
  set_robust_list: call({ args: ['address', 'int'], restart: 'never', run: setRobustList }),
};
