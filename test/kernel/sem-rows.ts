/** The rows of System V semaphores, each with the answers that Linux 6.18 gives (test/linux/c/sem.c prints them). */
import {
  GETALL,
  GETNCNT,
  GETPID,
  GETVAL,
  GETZCNT,
  IPC_CREAT,
  IPC_INFO,
  IPC_NOWAIT,
  IPC_PRIVATE,
  IPC_RMID,
  IPC_STAT,
  SA_RESTART,
  SEM_INFO,
  SEM_UNDO,
  SETALL,
  SETVAL,
  type Sembuf,
  type SemInfo,
} from '../../src/kernel/abi.ts';
import { SIGCONT, SIGKILL, SIGSTOP, SIGUSR1 } from '../../src/kernel/signum.ts';
import { asks, type IpcProbe, op } from '../support/ipc.ts';
import { type Fact, ok } from '../support/process.ts';

const NOWAIT = IPC_NOWAIT;
const UNDO = SEM_UNDO;
const SECOND = 1_000_000;

type Body = (child: IpcProbe) => Generator<void, void>;

/** Does this, and says its name when it is done. */
const done = (set: number, name: string, ...ops: readonly Sembuf[]): Body =>
  function* (child) {
    yield* child.ops(set, ...ops);
    child.say(name);
  };

/** Does this, and says what came of it. */
const tries = (set: number, ...ops: readonly Sembuf[]): Body =>
  function* (child) {
    child.say(yield* child.ops(set, ...ops));
  };

/** Does this, and stays until it is killed. */
const stays = (set: number, ...ops: readonly Sembuf[]): Body =>
  function* (child) {
    yield* child.ops(set, ...ops);
    for (;;) yield* child.sys.pause();
  };

function* says(p: IpcProbe, set: number, ...each: readonly (readonly Sembuf[])[]): Generator<void, void> {
  for (const ops of each) p.say(yield* p.ops(set, ...ops));
}

export const semRows: readonly Fact[] = [
  {
    id: 'SE01',
    says: 'a new set: values, pids, waiters and otime are 0',
    expect: '0 0 0 0 0 0 0 1 3',
    run: asks(function* (p) {
      const set = yield* p.set(0, 0, 0);
      yield* p.vals(set);
      p.say(yield* p.sempid(set, 2));
      yield* p.waiting(set, 2);
      const { otime, ctime, nsems } = yield* p.ss(set);
      p.say(otime);
      yield* p.late(ctime);
      p.say(nsems);
    }),
  },
  {
    id: 'SE02',
    says: 'how many may be asked for: 1 to SEMMSL when it is made, no more than there are when it is opened',
    expect: 'EINVAL EINVAL EINVAL 0 1 1 1 1 EINVAL EINVAL',
    run: asks(function* (p) {
      p.say(yield* p.sys.semget(5, 0, IPC_CREAT | 0o600));
      for (const n of [-1, 32001, 32000]) p.say(yield* p.sys.semget(IPC_PRIVATE, n, 0o600));
      p.say(yield* p.sys.semget(5, 2, IPC_CREAT | 0o600));
      for (const n of [0, 1, 2, 3, -1]) p.say(yield* p.sys.semget(5, n, 0));
    }),
  },
  {
    id: 'SE03',
    says: 'SETVAL takes 0 to 32767, and sets sempid and ctime',
    expect: '0 ERANGE ERANGE 0 32767 1 0 0',
    run: asks(function* (p) {
      const set = yield* p.set(0, 0);
      for (const value of [32767, -1, 32768]) p.say(yield* p.setval(set, 1, value));
      yield* p.vals(set);
      p.say(yield* p.isMe(yield* p.sempid(set, 1)), yield* p.sempid(set, 0), (yield* p.ss(set)).otime);
    }),
  },
  {
    id: 'SE04',
    says: 'SETALL sets all or none, and looks at no semnum',
    expect: '0 7 8 9 ERANGE 7 8 9 0 1 2 3 1 1 1',
    run: asks(function* (p) {
      const set = yield* p.set(0, 0, 0);
      for (const [num, values] of [
        [0, [7, 8, 9]],
        [0, [7, 40000, 9]],
        [99, [1, 2, 3]],
      ] as const) {
        p.say(yield* p.sys.semctl(set, num, SETALL, values));
        yield* p.vals(set);
      }
      for (const num of [0, 1, 2]) p.say(yield* p.isMe(yield* p.sempid(set, num)));
    }),
  },
  {
    id: 'SE05',
    says: 'a semnum that is none: EINVAL, but for IPC_STAT and GETALL',
    expect: 'EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL EINVAL 0 0',
    run: asks(function* (p) {
      const set = yield* p.set(0, 0);
      for (const command of [GETVAL, SETVAL, GETPID, GETNCNT, GETZCNT])
        for (const num of [2, -1]) p.say(yield* p.sys.semctl(set, num, command, 0));
      p.say(yield* p.sys.semctl(set, 9, IPC_STAT, {}), yield* p.sys.semctl(set, 9, GETALL, []));
    }),
  },
  {
    id: 'SE06',
    says: 'sleepers are counted by what they wait for: a rise, or zero',
    expect: '0 2 0 1 0 1 0 0',
    run: asks(function* (p) {
      const set = yield* p.set(0);
      const sleepers = [yield* p.child(tries(set, op(0, -1))), yield* p.child(tries(set, op(0, -2)))];
      yield* p.vals(set);
      yield* p.waiting(set);
      for (const pid of sleepers) yield* p.endOf(pid, SIGKILL);
      yield* p.setval(set, 0, 1);
      const zero = yield* p.child(tries(set, op(0, 0)));
      yield* p.vals(set);
      yield* p.waiting(set);
      yield* p.endOf(zero, SIGKILL);
      yield* p.waiting(set);
    }),
  },
  {
    id: 'SE07',
    says: 'no operation: EINVAL; more than SEMOPM: E2BIG; no such semaphore: EFBIG; a bad pointer: EFAULT',
    expect: 'EINVAL E2BIG 0 EFBIG EFBIG EFAULT EINVAL',
    run: asks(function* (p) {
      const set = yield* p.set(0);
      const many = (n: number): Sembuf[] => Array.from({ length: n }, () => op(0, 0));
      yield* says(p, set, [], many(501), many(500), [op(1, 1)], [op(-1, 1)]);
      p.say(yield* p.sys.semop(set, undefined as unknown as Sembuf[]));
      yield* says(p, 99, many(1));
    }),
  },
  {
    id: 'SE08',
    says: 'all operations happen, or none',
    expect: 'EAGAIN 1 0',
    run: asks(function* (p) {
      const set = yield* p.set(1, 0);
      yield* says(p, set, [op(0, -1), op(1, -1, NOWAIT)]);
      yield* p.vals(set);
    }),
  },
  {
    id: 'SE09',
    says: 'each operation sees what those before it did',
    expect: '0 EAGAIN 0 EAGAIN 1',
    run: asks(function* (p) {
      const set = yield* p.set(0);
      const [up, down, zero] = [op(0, 1, NOWAIT), op(0, -1, NOWAIT), op(0, 0, NOWAIT)];
      yield* says(p, set, [up, down], [down, up], [zero, up], [zero, up]);
      yield* p.vals(set);
    }),
  },
  {
    id: 'SE10',
    says: 'a semaphore may appear several times',
    expect: '0 3',
    run: asks(function* (p) {
      const set = yield* p.set(2);
      yield* says(p, set, [op(0, -1), op(0, -1), op(0, 0), op(0, 3)]);
      yield* p.vals(set);
    }),
  },
  {
    id: 'SE11',
    says: 'the range is checked at every step: ERANGE, also with IPC_NOWAIT',
    expect: 'ERANGE 0 ERANGE ERANGE 32767 ERANGE EAGAIN',
    run: asks(function* (p) {
      const set = yield* p.set(32767);
      yield* says(p, set, [op(0, 1), op(0, -1)], [op(0, -1), op(0, 1)], [op(0, 1, NOWAIT)], [op(0, 1)]);
      yield* p.vals(set);
      const down = op(0, -1, NOWAIT);
      yield* says(p, yield* p.set(0, 32767), [op(1, 1), down], [down, op(1, 1)]);
    }),
  },
  {
    id: 'SE12',
    says: 'only the flag of the operation that cannot be done decides',
    expect: '0 0 1 0 1 0 on 0 0 EAGAIN',
    run: asks(function* (p) {
      const set = yield* p.set(1, 0);
      const ops = [op(0, -1, NOWAIT), op(1, -1)];
      yield* p.child(done(set, 'on', ...ops));
      yield* p.waiting(set, 0);
      yield* p.waiting(set, 1);
      yield* p.vals(set);
      yield* p.op(set, 1, 0, 1);
      yield* p.reap();
      yield* p.vals(set);
      const other = yield* p.set(1, 0);
      yield* p.child(tries(other, ...ops));
      yield* p.setval(other, 0, 0);
      yield* p.reap();
    }),
  },
  {
    id: 'SE13',
    says: 'a sleeper is counted at the first operation that holds it up, and takes nothing meanwhile',
    expect: '1 0 0 0 0 0 0 1 0 1 0 0 0 0 1 1 1 0 on 0 0 0',
    run: asks(function* (p) {
      const set = yield* p.set(0, 0, 0);
      yield* p.child(done(set, 'on', op(0, -1), op(1, -1), op(2, -1)));
      for (const num of [0, 1, 2]) {
        for (const at of [0, 1, 2]) p.say(yield* p.sys.semctl(set, at, GETNCNT, undefined));
        yield* p.vals(set);
        yield* p.op(set, 1, 0, num);
      }
      yield* p.reap();
      yield* p.vals(set);
    }),
  },
  {
    id: 'SE14',
    says: 'two downs of one semaphore are one sleeper, which wakes at 2',
    expect: '1 0 1 0 1 on 0',
    run: asks(function* (p) {
      const set = yield* p.set(0);
      yield* p.child(done(set, 'on', op(0, -1), op(0, -1)));
      yield* p.waiting(set);
      yield* p.op(set, 1);
      yield* p.sleep(60);
      yield* p.waiting(set);
      yield* p.vals(set);
      yield* p.op(set, 1);
      yield* p.reap();
      yield* p.vals(set);
    }),
  },
  {
    id: 'SE15',
    says: 'waiting for zero needs only the right to read',
    expect: '0 1 0',
    run: asks(function* (p) {
      const set = ok(yield* p.sys.semget(IPC_PRIVATE, 1, 0o604));
      yield* p.setval(set, 0, 1);
      yield* p.child(function* (child) {
        yield* child.become(1000);
        yield* tries(set, op(0, 0))(child);
      });
      yield* p.waiting(set);
      yield* p.op(set, -1);
      yield* p.reap();
    }),
  },
  {
    id: 'SE16',
    says: 'success sets otime, and sempid of each semaphore that was named; EAGAIN neither',
    expect: '0 1 1 0 1 EAGAIN 1 0',
    run: asks(function* (p) {
      const set = yield* p.set(0, 0, 0);
      yield* says(p, set, [op(0, 1), op(1, 0)]);
      for (const num of [0, 1, 2]) p.say(yield* p.isMe(yield* p.sempid(set, num)));
      yield* p.late((yield* p.ss(set)).otime);
      const other = yield* p.set(0);
      yield* p.setval(other, 0, 0);
      yield* says(p, other, [op(0, -1, NOWAIT)]);
      p.say(yield* p.isMe(yield* p.sempid(other)));
      const fresh = yield* p.set(0);
      yield* p.op(fresh, -1, NOWAIT);
      p.say((yield* p.ss(fresh)).otime);
    }),
  },
  {
    id: 'SE17',
    says: 'after a sleep sempid is who slept',
    expect: '1',
    run: asks(function* (p) {
      const set = yield* p.set(0);
      const child = yield* p.child(stays(set, op(0, -1)));
      yield* p.op(set, 1);
      p.say((yield* p.sempid(set)) === child);
      yield* p.endOf(child, SIGKILL);
    }),
  },
  {
    id: 'SE18',
    says: 'who makes it possible completes it: nobody can take it in between',
    expect: '0 EAGAIN',
    run: asks(function* (p) {
      const set = yield* p.set(0);
      yield* p.child((child) => child.op(set, -1));
      yield* says(p, set, [op(0, 1)], [op(0, -1, NOWAIT)]);
      yield* p.reap();
    }),
  },
  {
    id: 'SE19',
    says: 'equal waiters go on in the order of their arrival',
    expect: 'w0 w1 w2 w3',
    run: asks(function* (p) {
      const set = yield* p.set(0);
      for (const name of ['w0', 'w1', 'w2', 'w3']) yield* p.child(done(set, name, op(0, -1)));
      for (let n = 0; n < 4; n++) {
        yield* p.op(set, 1);
        yield* p.sleep(60);
      }
      yield* p.reap();
    }),
  },
  {
    id: 'SE20',
    says: 'a waiter that wants more does not hold up one that wants less',
    expect: 'one 1 0 two',
    run: asks(function* (p) {
      const set = yield* p.set(0);
      yield* p.child(done(set, 'two', op(0, -2)));
      yield* p.child(done(set, 'one', op(0, -1)));
      yield* p.op(set, 1);
      yield* p.sleep(60);
      yield* p.waiting(set);
      yield* p.op(set, 2);
      yield* p.reap();
    }),
  },
  {
    id: 'SE21',
    says: 'where both would do, the older one is served',
    expect: 'two 0 1 0 one',
    run: asks(function* (p) {
      const set = yield* p.set(0);
      yield* p.child(done(set, 'two', op(0, -2)));
      yield* p.child(done(set, 'one', op(0, -1)));
      yield* p.op(set, 2);
      yield* p.sleep(60);
      yield* p.vals(set);
      yield* p.waiting(set);
      yield* p.op(set, 1);
      yield* p.reap();
    }),
  },
  {
    id: 'SE22',
    says: 'a newcomer that can go on does so, whoever sleeps',
    expect: '0 0 two',
    run: asks(function* (p) {
      const set = yield* p.set(1);
      yield* p.child(done(set, 'two', op(0, -2)));
      yield* says(p, set, [op(0, -1, NOWAIT)]);
      yield* p.vals(set);
      yield* p.op(set, 2);
      yield* p.reap();
    }),
  },
  {
    id: 'SE23',
    says: 'waiters for one semaphore and for several are served by age',
    expect: 'complex simple simple complex',
    run: asks(function* (p) {
      const both = [op(0, -1), op(1, -1)];
      for (const order of [
        ['complex', 'simple'],
        ['simple', 'complex'],
      ]) {
        const set = yield* p.set(0, 1);
        for (const name of order) yield* p.child(done(set, name, ...(name === 'simple' ? [op(0, -1)] : both)));
        yield* p.op(set, 1);
        yield* p.sleep(60);
        yield* p.op(set, 1);
        yield* p.reap();
      }
    }),
  },
  {
    id: 'SE24',
    says: 'one change may complete a chain of waiters',
    expect: 'two zero 0',
    run: asks(function* (p) {
      const set = yield* p.set(1);
      yield* p.child(function* (child) {
        yield* child.op(set, 0);
        yield* child.sleep(30);
        child.say('zero');
      });
      yield* p.child(done(set, 'two', op(0, -2)));
      yield* p.op(set, 1);
      yield* p.reap();
      yield* p.vals(set);
    }),
  },
  {
    id: 'SE25',
    says: 'waiters for zero that then raise it go on one at a time',
    expect: 'first 0 1 1 second',
    run: asks(function* (p) {
      const set = yield* p.set(1);
      for (const name of ['first', 'second']) yield* p.child(done(set, name, op(0, 0), op(0, 1)));
      yield* p.op(set, -1);
      yield* p.sleep(60);
      yield* p.waiting(set);
      yield* p.vals(set);
      yield* p.op(set, -1);
      yield* p.reap();
    }),
  },
  {
    id: 'SE26',
    says: 'SETVAL and SETALL wake whoever can go on',
    expect: 'on 2 on 1 1',
    run: asks(function* (p) {
      const one = yield* p.set(0);
      yield* p.child(done(one, 'on', op(0, -3)));
      yield* p.setval(one, 0, 5);
      yield* p.sleep(60);
      yield* p.vals(one);
      const two = yield* p.set(0, 0);
      yield* p.child(done(two, 'on', op(1, -3)));
      yield* p.sys.semctl(two, 0, SETALL, [1, 4]);
      yield* p.sleep(60);
      yield* p.vals(two);
    }),
  },
  {
    id: 'SE27',
    says: 'SEM_UNDO: what a process took is given back when it ends, however it ends',
    expect: '1 2 1 2 2',
    run: asks(function* (p) {
      const set = yield* p.set(3);
      yield* p.inside(function* (child) {
        yield* child.op(set, -1, UNDO);
        yield* child.op(set, -1);
        yield* child.vals(set);
      });
      yield* p.vals(set);
      const child = yield* p.child(stays(set, op(0, -1, UNDO)));
      yield* p.vals(set);
      yield* p.endOf(child, SIGKILL);
      yield* p.vals(set);
      yield* p.inside((other) => other.op(set, -1, UNDO));
      yield* p.vals(set);
    }),
  },
  {
    id: 'SE28',
    says: 'undo stays between 0 and 32767, and never waits',
    expect: '0 32767',
    run: asks(function* (p) {
      const low = yield* p.set(0);
      yield* p.inside(function* (child) {
        yield* child.op(low, 1, UNDO);
        yield* child.op(low, -1);
      });
      yield* p.vals(low);
      const high = yield* p.set(32000);
      yield* p.inside(function* (child) {
        yield* child.op(high, -32000, UNDO);
        yield* child.op(high, 30000);
      });
      yield* p.vals(high);
    }),
  },
  {
    id: 'SE29',
    says: 'undo wakes waiters, and sets sempid to who ended',
    expect: 'on 1 0 1 0',
    run: asks(function* (p) {
      const set = yield* p.set(1);
      const holder = yield* p.child(stays(set, op(0, -1, UNDO)));
      const waiter = yield* p.child(function* (child) {
        yield* done(set, 'on', op(0, -1))(child);
        yield* child.sys.pause();
      });
      yield* p.endOf(holder, SIGKILL);
      yield* p.sleep(60);
      p.say((yield* p.sempid(set)) === waiter);
      yield* p.endOf(waiter, SIGKILL);
      yield* p.vals(set);
      const giver = yield* p.child((child) => child.op(set, 2, UNDO));
      yield* p.reap();
      p.say((yield* p.sempid(set)) === giver);
      yield* p.vals(set);
    }),
  },
  {
    id: 'SE30',
    says: 'SETVAL and SETALL make all forget what they would undo there',
    expect: '30000 9 5 1 2',
    run: asks(function* (p) {
      const one = yield* p.set(32000);
      const holder = yield* p.child(stays(one, op(0, -32000, UNDO)));
      yield* p.setval(one, 0, 30000);
      yield* p.endOf(holder, SIGKILL);
      yield* p.vals(one);
      const two = yield* p.set(5, 5);
      const both = [op(0, -1, UNDO), op(1, -1, UNDO)];
      const first = yield* p.child(stays(two, ...both));
      yield* p.setval(two, 0, 9);
      yield* p.endOf(first, SIGKILL);
      yield* p.vals(two);
      const second = yield* p.child(stays(two, ...both));
      yield* p.sys.semctl(two, 0, SETALL, [1, 2]);
      yield* p.endOf(second, SIGKILL);
      yield* p.vals(two);
    }),
  },
  {
    id: 'SE31',
    says: 'what would be undone has a range too: ERANGE, and nothing changed',
    expect: '0 0 ERANGE 32767 0 0 0 ERANGE',
    run: asks(function* (p) {
      const full = yield* p.set(32767);
      yield* p.inside(function* (child) {
        yield* says(child, full, [op(0, -32767, UNDO)], [op(0, 32767)], [op(0, -1, UNDO)]);
        yield* child.vals(full);
      });
      const empty = yield* p.set(0);
      const up = op(0, 1, UNDO);
      yield* p.inside((child) => says(child, empty, [op(0, 32767, UNDO)], [op(0, -32767)], [up], [up]));
    }),
  },
  {
    id: 'SE32',
    says: 'down and up with SEM_UNDO cancel; up without it leaves one too many',
    expect: '1 2',
    run: asks(function* (p) {
      const set = yield* p.set(1);
      for (const flag of [UNDO, 0]) {
        yield* p.inside(function* (child) {
          yield* child.op(set, -1, UNDO);
          yield* child.op(set, 1, flag);
        });
        yield* p.vals(set);
      }
    }),
  },
  {
    id: 'SE33',
    says: 'a child begins with nothing to undo; exec keeps it',
    expect: '4 5 4 5 4 5',
    programs: {
      *sleep(sys) {
        for (;;) yield* sys.pause();
      },
    },
    run: asks(function* (p) {
      const set = yield* p.set(5);
      for (const [by, flag] of [
        [-1, UNDO],
        [0, NOWAIT],
      ] as const) {
        yield* p.inside(function* (child) {
          yield* child.op(set, -1, UNDO);
          yield* child.inside((grandchild) => grandchild.op(set, by, flag));
          yield* child.vals(set);
        });
        yield* p.vals(set);
      }
      const child = yield* p.child(function* (other) {
        yield* other.op(set, -1, UNDO);
        yield* other.sys.execve('/bin/sleep', ['sleep'], []);
      });
      yield* p.vals(set);
      yield* p.endOf(child, SIGKILL);
      yield* p.vals(set);
    }),
  },
  {
    id: 'SE34',
    says: 'a sleeper that is killed leaves no trace',
    expect: '1 0 0 0 0 0 1',
    run: asks(function* (p) {
      const set = yield* p.set(0);
      const child = yield* p.child(tries(set, op(0, -1, UNDO)));
      yield* p.waiting(set);
      yield* p.endOf(child, SIGKILL);
      yield* p.waiting(set);
      yield* p.vals(set);
      yield* says(p, set, [op(0, 1)]);
      yield* p.vals(set);
    }),
  },
  {
    id: 'SE35',
    says: 'semtimedop: EAGAIN when the time is over; a time that is none is EINVAL; 0 only looks',
    expect: 'EAGAIN EINVAL EAGAIN 0 0 1 0 0',
    run: asks(function* (p) {
      const set = yield* p.set(1);
      for (const [by, timeout] of [
        [-2, 20_000],
        [-1, -1],
        [-2, 0],
        [-1, 0],
        [1, 100 * SECOND],
      ] as const)
        p.say(yield* p.sys.semtimedop(set, [op(0, by)], timeout));
      yield* p.vals(set);
      yield* p.waiting(set);
    }),
  },
  {
    id: 'SE36',
    says: 'IPC_RMID wakes all with EIDRM; what was to be undone there is dropped',
    expect: '0 0 EIDRM EINVAL',
    run: asks(function* (p) {
      const first = yield* p.set(0);
      yield* p.child(tries(first, op(0, -1)));
      yield* p.endOf(yield* p.child(stays(first, op(0, 1, UNDO))), SIGKILL);
      yield* p.vals(first);
      const set = yield* p.set(0);
      const holder = yield* p.child(stays(set, op(0, 1, UNDO)));
      yield* p.child(tries(set, op(0, -2)));
      yield* p.sys.semctl(set, 0, IPC_RMID, undefined);
      yield* p.sleep(60);
      yield* says(p, set, [op(0, 1)]);
      yield* p.endOf(holder, SIGKILL);
      yield* p.reap();
    }),
  },
  {
    id: 'SE37',
    says: 'a caught signal is EINTR, whatever SA_RESTART says',
    expect: 'EINTR 0 0 EINTR 0 0',
    run: asks(function* (p) {
      for (const flags of [0, SA_RESTART]) {
        const set = yield* p.set(0);
        const child = yield* p.child(function* (sleeper) {
          yield* sleeper.handle(SIGUSR1, flags);
          yield* tries(set, op(0, -1))(sleeper);
        });
        yield* p.sent(child, SIGUSR1);
        yield* p.reap();
        yield* p.waiting(set);
      }
    }),
  },
  {
    id: 'SE38',
    says: 'STOP and CONT alone are EINTR too, and what came meanwhile stays; an ignored signal is nothing',
    expect: '0 0 1 EINTR 1 1 0 0',
    run: asks(function* (p) {
      const set = yield* p.set(0);
      const child = yield* p.child(tries(set, op(0, -1)));
      yield* p.sent(child, SIGSTOP);
      yield* p.waiting(set);
      yield* p.op(set, 1);
      yield* p.vals(set);
      yield* p.sent(child, SIGCONT);
      yield* p.reap();
      yield* p.vals(set);
      const other = yield* p.set(0);
      const ignorant = yield* p.child(function* (sleeper) {
        yield* sleeper.ignore(SIGUSR1);
        yield* tries(other, op(0, -1))(sleeper);
      });
      yield* p.sent(ignorant, SIGUSR1);
      yield* p.waiting(other);
      yield* p.op(other, 1);
      yield* p.reap();
    }),
  },
  {
    id: 'SE39',
    says: 'sleepers are in __do_semtimedop',
    expect: '__do_semtimedop',
    run: asks(function* (p) {
      const child = yield* p.child(tries(yield* p.set(0), op(0, -1)));
      yield* p.wchan(child);
      yield* p.endOf(child, SIGKILL);
    }),
  },
  {
    id: 'SE40',
    says: 'IPC_INFO tells the limits, SEM_INFO what is used of them',
    expect: '0 32000 1024000000 32000 500 500 20 32767 32767 1 2 7',
    run: asks(function* (p) {
      const info = {} as SemInfo;
      p.say(yield* p.sys.semctl(0, 0, IPC_INFO, info));
      p.say(info.semmni, info.semmns, info.semmsl, info.semopm, info.semume, info.semusz, info.semvmx, info.semaem);
      for (const values of [
        [0, 0, 0],
        [0, 0, 0, 0],
      ])
        yield* p.set(...values);
      p.say(yield* p.sys.semctl(0, 0, SEM_INFO, info), info.semusz, info.semaem);
    }),
  },
];
