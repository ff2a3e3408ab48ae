/** The rows of System V message queues, each with the answers that Linux 6.18 gives (test/linux/c/msg.c prints them). */
import {
  IPC_INFO,
  IPC_NOWAIT,
  IPC_RMID,
  MSG_COPY,
  MSG_EXCEPT,
  MSG_INFO,
  MSG_NOERROR,
  type MsgInfo,
  SA_RESTART,
} from '../../src/kernel/abi.ts';
import { SIGCONT, SIGKILL, SIGSTOP, SIGUSR1, SIGWINCH } from '../../src/kernel/signum.ts';
import { asks, type IpcProbe } from '../support/ipc.ts';
import type { Fact } from '../support/process.ts';

const LONG_MAX = 2 ** 63;

/** Receives with each of these types. */
function* types(p: IpcProbe, queue: number, mtypes: readonly number[], flags = 0): Generator<void, void> {
  for (const mtype of mtypes) yield* p.rcv(queue, mtype, 9, flags);
}

/** Sends so many bytes each time, without waiting. */
function* sizes(p: IpcProbe, queue: number, ...bytes: readonly number[]): Generator<void, void> {
  for (const size of bytes) yield* p.snd(queue, 1, size);
}

/** A child that sends and waits; says its answer. */
const sends = (queue: number, mtype: number, what: string | number, flags = 0) =>
  function* (child: IpcProbe): Generator<void, void> {
    yield* child.snd(queue, mtype, what, flags);
  };

/** A child that receives, and says its name behind it. */
const receives = (queue: number, mtype: number, name?: string, room = 9, flags = 0) =>
  function* (child: IpcProbe): Generator<void, void> {
    yield* child.rcv(queue, mtype, room, flags);
    if (name !== undefined) child.say(name);
  };

/** The same as an ordinary user. */
const asUser = (body: (child: IpcProbe) => Generator<void, void>) =>
  function* (child: IpcProbe): Generator<void, void> {
    yield* child.become(1000);
    yield* body(child);
  };

export const msgRows: readonly Fact[] = [
  {
    id: 'MQ01',
    says: 'a new queue is empty, has room for 16384 bytes, and nobody has used it',
    expect: '0 0 16384 0 0 0 0 1',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      const { qbytes, lspid, lrpid, stime, rtime, ctime } = yield* p.qs(queue);
      yield* p.holds(queue);
      p.say(qbytes, lspid, lrpid, stime, rtime);
      yield* p.late(ctime);
    }),
  },
  {
    id: 'MQ02',
    says: 'msgsnd adds at the end: number, bytes, sender, time',
    expect: '5 5 1 0 1',
    run: asks(function* (p) {
      const queue = yield* p.five();
      const { lspid, lrpid, stime } = yield* p.qs(queue);
      yield* p.holds(queue);
      p.say(yield* p.isMe(lspid), lrpid);
      yield* p.late(stime);
    }),
  },
  {
    id: 'MQ03',
    says: 'msgrcv takes one out and sets receiver and time; one that fails changes nothing',
    expect: 'ENOMSG E2BIG 0 0 1 1 1 4 4',
    run: asks(function* (p) {
      const queue = yield* p.five();
      yield* p.got(queue, 9, 9, IPC_NOWAIT);
      yield* p.got(queue, 0, 0);
      const before = yield* p.qs(queue);
      p.say(before.lrpid, before.rtime);
      yield* p.got(queue, 0);
      const after = yield* p.qs(queue);
      p.say(yield* p.isMe(after.lrpid));
      yield* p.late(after.rtime);
      yield* p.holds(queue);
    }),
  },
  {
    id: 'MQ04',
    says: 'type 0 takes the first message, a positive one the first of that type',
    expect: 'c a A b',
    run: asks(function* (p) {
      yield* types(p, yield* p.five(), [0, 1, 1, 0]);
    }),
  },
  {
    id: 'MQ05',
    says: 'a negative type takes the lowest up to its value, the oldest among equals',
    expect: 'a A b c e a A b ENOMSG',
    run: asks(function* (p) {
      yield* types(p, yield* p.five(), [-5, -5, -5, -5, -5]);
      yield* types(p, yield* p.five(), [-2, -2, -2, -2], IPC_NOWAIT);
    }),
  },
  {
    id: 'MQ06',
    says: 'LONG_MIN means any type, the lowest first',
    expect: 'a A',
    run: asks(function* (p) {
      yield* types(p, yield* p.five(), [-LONG_MAX, -(LONG_MAX - 1024)]);
    }),
  },
  {
    id: 'MQ07',
    says: 'MSG_EXCEPT takes the first of another type, and means nothing for types up to 0',
    expect: 'a c A b ENOMSG',
    run: asks(function* (p) {
      yield* types(p, yield* p.five(), [3, 0, -3, 5, 5], MSG_EXCEPT | IPC_NOWAIT);
    }),
  },
  {
    id: 'MQ08',
    says: 'IPC_NOWAIT: ENOMSG where nothing matches, EAGAIN where nothing fits',
    expect: 'ENOMSG ENOMSG EAGAIN',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      yield* types(p, queue, [0], IPC_NOWAIT);
      yield* p.put1(queue, 1, 'x');
      yield* types(p, queue, [2], IPC_NOWAIT);
      yield* p.snd(yield* p.full(), 1, 'x');
    }),
  },
  {
    id: 'MQ09',
    says: 'a message longer than the buffer stays (E2BIG), or is cut with MSG_NOERROR',
    expect: 'E2BIG 2 6 hel 1 1 x 0 0',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      for (const text of ['hello', 'x']) yield* p.put1(queue, 1, text);
      for (const [room, flags] of [
        [3, 0],
        [3, MSG_NOERROR],
        [9, 0],
      ] as const) {
        yield* p.rcv(queue, 0, room, flags);
        yield* p.holds(queue);
      }
    }),
  },
  {
    id: 'MQ10',
    says: 'an empty message is one too, and takes no bytes',
    expect: '0 1 0 0 0 0',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      yield* p.snd(queue, 1, '');
      yield* p.holds(queue);
      yield* p.rcv(queue, 0, 0);
      yield* p.holds(queue);
    }),
  },
  {
    id: 'MQ11',
    says: 'a type below 1, a size above MSGMAX: EINVAL; a bad pointer: EFAULT',
    expect: 'EINVAL EINVAL EINVAL EFAULT 0 0',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      for (const mtype of [0, -1]) yield* p.snd(queue, mtype, 'x');
      yield* p.snd(queue, 1, 8193);
      p.say(yield* p.sys.msgsnd(queue, undefined, 0));
      yield* p.holds(queue);
    }),
  },
  {
    id: 'MQ12',
    says: 'a buffer may be larger than any message, not negative; one that is none loses the message',
    expect: 'EINVAL 1 EFAULT 3 3',
    run: asks(function* (p) {
      const queue = yield* p.five();
      yield* p.got(queue, 0, -1);
      yield* p.got(queue, 0, 70000);
      p.say(yield* p.sys.msgrcv(queue, undefined, 9, 0, 0));
      yield* p.holds(queue);
    }),
  },
  {
    id: 'MQ13',
    says: 'a message fits when bytes and number both stay within the capacity',
    expect: '0 EAGAIN 0 0 EAGAIN 3 3',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      yield* p.room(queue, 3);
      for (const text of ['ab', 'ab', '', 'c', '']) yield* p.snd(queue, 1, text);
      yield* p.holds(queue);
    }),
  },
  {
    id: 'MQ14',
    says: 'full by bytes: no byte more, but empty messages still',
    expect: '0 0 0 0 EAGAIN 0 0 6 16384',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      yield* sizes(p, queue, 4096, 4096, 4096, 4096, 1, 0, 0);
      yield* p.holds(queue);
    }),
  },
  {
    id: 'MQ15',
    says: 'full by number: 16384 messages, even empty ones',
    expect: '16384 0 EAGAIN 16384 16384 EAGAIN',
    run: asks(function* (p) {
      for (const size of [0, 1]) {
        const queue = yield* p.queue();
        while ((yield* p.put1(queue, 1, size, IPC_NOWAIT)) === 0);
        yield* p.holds(queue);
        yield* sizes(p, queue, 0);
      }
    }),
  },
  {
    id: 'MQ16',
    says: 'the last byte may be filled exactly',
    expect: '0 0 EAGAIN 0 3 16384',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      yield* sizes(p, queue, 8192, 8191, 2, 1);
      yield* p.holds(queue);
    }),
  },
  {
    id: 'MQ17',
    says: 'a capacity below what is there loses nothing; a raised one wakes senders',
    expect: '0 5 5 EAGAIN c 0 EAGAIN asleep 0 5 204',
    run: asks(function* (p) {
      const queue = yield* p.five();
      p.say(yield* p.room(queue, 0));
      yield* p.holds(queue);
      yield* p.snd(queue, 1, '');
      yield* p.rcv(queue, 0);
      p.say(yield* p.room(queue, 100));
      yield* p.snd(queue, 1, 200);
      yield* p.child(sends(queue, 1, 200));
      p.say('asleep');
      yield* p.room(queue, 16384);
      yield* p.reap();
      yield* p.holds(queue);
    }),
  },
  {
    id: 'MQ18',
    says: 'the owner may lower the capacity and raise it up to MSGMNB, not further',
    expect: 'EPERM 0 0',
    run: asks(function* (p) {
      yield* p.as(1000, function* (user) {
        const own = yield* user.queue();
        for (const qbytes of [16385, 100, 16384]) user.say(yield* user.room(own, qbytes));
      });
    }),
  },
  {
    id: 'MQ19',
    says: 'MSG_COPY takes the type as a position, copies, and changes nothing',
    expect: 'EINVAL EINVAL a e ENOMSG E2BIG 5 5 0 0',
    run: asks(function* (p) {
      const queue = yield* p.five();
      for (const flags of [0, MSG_EXCEPT | IPC_NOWAIT]) yield* p.rcv(queue, 1, 9, MSG_COPY | flags);
      yield* types(p, queue, [1, 4, 5], MSG_COPY | IPC_NOWAIT);
      yield* p.rcv(queue, 0, 0, MSG_COPY | IPC_NOWAIT);
      yield* p.holds(queue);
      const { lrpid, rtime } = yield* p.qs(queue);
      p.say(lrpid, rtime);
    }),
  },
  {
    id: 'MQ20',
    says: 'a waiting receiver is handed the message: it never lies in the queue',
    expect: '2 0 0 1 1 1 1',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      const child = yield* p.child(function* (receiver) {
        yield* receiver.got(queue, 0);
        yield* receiver.sleep(300);
      });
      yield* p.put1(queue, 1, 'hi');
      yield* p.sleep(60);
      yield* p.holds(queue);
      const { lrpid, lspid, stime, rtime } = yield* p.qs(queue);
      p.say(lrpid === child, yield* p.isMe(lspid));
      yield* p.late(stime);
      yield* p.late(rtime);
      yield* p.reap();
    }),
  },
  {
    id: 'MQ21',
    says: 'room is asked for before a receiver is: a full queue refuses what somebody waits for',
    expect: 'EAGAIN',
    run: asks(function* (p) {
      const queue = yield* p.full();
      const child = yield* p.child(receives(queue, 9));
      yield* p.snd(queue, 9, 'x');
      yield* p.endOf(child, SIGKILL);
    }),
  },
  {
    id: 'MQ22',
    says: 'the receiver that came first and wants such a type gets it',
    expect: 'two first zwei second one second 0 0 two first',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      yield* p.child(receives(queue, 0, 'first'));
      yield* p.child(receives(queue, 2, 'second'));
      yield* p.put1(queue, 2, 'two');
      yield* p.sleep(60);
      yield* p.put1(queue, 2, 'zwei');
      yield* p.reap();
      yield* p.child(receives(queue, 2, 'first'));
      yield* p.child(receives(queue, 0, 'second'));
      yield* p.put1(queue, 1, 'one');
      yield* p.sleep(60);
      yield* p.holds(queue);
      yield* p.put1(queue, 2, 'two');
      yield* p.reap();
    }),
  },
  {
    id: 'MQ23',
    says: 'a receiver whose buffer is too small wakes with E2BIG, and the message goes on to the next',
    expect: 'E2BIG hello 0 0 E2BIG 1 5 0 hel 1 5',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      yield* p.child(receives(queue, 0, undefined, 3));
      yield* p.child(function* (child) {
        const buffer = { mtype: 0, mtext: new Uint8Array() };
        yield* child.sys.msgrcv(queue, buffer, 9, 0, 0);
        yield* child.sleep(30);
        child.say(String.fromCharCode(...buffer.mtext));
      });
      yield* p.put1(queue, 1, 'hello');
      yield* p.sleep(60);
      yield* p.holds(queue);
      yield* p.reap();
      yield* p.child(receives(queue, 0, undefined, 3));
      yield* p.put1(queue, 1, 'hello');
      yield* p.sleep(60);
      yield* p.holds(queue);
      p.say(yield* p.isMe((yield* p.qs(queue)).lrpid));
      yield* p.reap();
      yield* p.child(receives(queue, 2, undefined, 3, MSG_NOERROR));
      yield* p.put1(queue, 2, 'hello');
      yield* p.sleep(60);
      yield* p.holds(queue);
      yield* p.reap();
    }),
  },
  {
    id: 'MQ24',
    says: 'sleepers are in do_msgrcv and do_msgsnd',
    expect: 'do_msgrcv do_msgsnd',
    run: asks(function* (p) {
      const receiver = yield* p.child(receives(yield* p.queue(), 0));
      yield* p.wchan(receiver);
      yield* p.endOf(receiver, SIGKILL);
      const sender = yield* p.child(sends(yield* p.full(), 1, 'x'));
      yield* p.wchan(sender);
      yield* p.endOf(sender, SIGKILL);
    }),
  },
  {
    id: 'MQ25',
    says: 'equal senders race for room: one at a time gets in, in no order that is promised',
    expect: '8192 2 16384 8192 2 16384 8192 2 16384',
    run: asks(function* (p) {
      const queue = yield* p.full();
      for (let n = 0; n < 3; n++) yield* p.child((sender) => sender.put1(queue, 1, 8192));
      for (const mtype of [7, 7, 0]) {
        yield* p.got(queue, mtype, 8192);
        yield* p.sleep(60);
        yield* p.holds(queue);
      }
      yield* p.reap();
    }),
  },
  {
    id: 'MQ26',
    says: 'a small message overtakes a big one that does not fit',
    expect: '1024 small 1024 1024 1024 1024 1024 big 12 15740',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      for (let n = 0; n < 16; n++) yield* p.put1(queue, 7, 1024);
      for (const [bytes, name] of [
        [5000, 'big'],
        [500, 'small'],
      ] as const)
        yield* p.child(function* (sender) {
          yield* sender.put1(queue, 5, bytes);
          sender.say(name);
        });
      for (let n = 0; n < 6; n++) {
        yield* p.got(queue, 7, 1024);
        yield* p.sleep(60);
      }
      yield* p.reap();
      yield* p.holds(queue);
    }),
  },
  {
    id: 'MQ27',
    says: 'a newcomer does not queue behind sleeping senders',
    expect: '0 3 16292',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      for (const bytes of [8192, 8000]) yield* p.put1(queue, 7, bytes);
      const [big, small] = [yield* p.child(sends(queue, 5, 5000)), yield* p.child(sends(queue, 5, 300))];
      yield* p.snd(queue, 1, 100);
      yield* p.holds(queue);
      yield* p.endOf(big, SIGKILL);
      yield* p.endOf(small, SIGKILL);
    }),
  },
  {
    id: 'MQ28',
    says: 'IPC_RMID wakes all with EIDRM',
    expect: 'EIDRM EIDRM EINVAL',
    run: asks(function* (p) {
      const queue = yield* p.full();
      yield* p.child(receives(queue, 9));
      yield* p.child(sends(queue, 1, 'x'));
      yield* p.sys.msgctl(queue, IPC_RMID, undefined);
      yield* p.reap();
      yield* p.snd(queue, 1, 'x');
    }),
  },
  {
    id: 'MQ29',
    says: 'a caught signal is EINTR, whatever SA_RESTART says',
    expect: 'EINTR EINTR EINTR EINTR 2 16384',
    run: asks(function* (p) {
      let queue = 0;
      for (const flags of [0, SA_RESTART]) {
        queue = yield* p.full();
        for (const body of [receives(queue, 9), sends(queue, 1, 'x')]) {
          const child = yield* p.child(function* (sleeper) {
            yield* sleeper.handle(SIGUSR1, flags);
            yield* body(sleeper);
          });
          yield* p.sent(child, SIGUSR1);
        }
        yield* p.reap();
      }
      yield* p.holds(queue);
    }),
  },
  {
    id: 'MQ30',
    says: 'an ignored signal does not interrupt, nor does STOP and CONT; while stopped a receiver is off the queue',
    expect: '1 1 x 0 0 y z 8192 1 8192 0 2 8193',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      const ignorant = yield* p.child(function* (child) {
        yield* child.ignore(SIGUSR1);
        yield* child.rcv(queue, 0);
      });
      for (const signo of [SIGUSR1, SIGWINCH, SIGSTOP]) yield* p.sent(ignorant, signo);
      yield* p.put1(queue, 1, 'x');
      yield* p.holds(queue);
      yield* p.sent(ignorant, SIGCONT);
      yield* p.reap();
      yield* p.holds(queue);
      const receiver = yield* p.child(receives(queue, 0));
      yield* p.sent(receiver, SIGSTOP);
      yield* p.put1(queue, 1, 'y');
      yield* p.rcv(queue, 0, 9, IPC_NOWAIT);
      yield* p.sent(receiver, SIGCONT);
      yield* p.put1(queue, 1, 'z');
      yield* p.reap();
      const full = yield* p.full();
      const sender = yield* p.child(sends(full, 9, 'w'));
      yield* p.sent(sender, SIGSTOP);
      yield* p.got(full, 7, 8192);
      yield* p.sleep(60);
      yield* p.holds(full);
      yield* p.sent(sender, SIGCONT);
      yield* p.reap();
      yield* p.holds(full);
    }),
  },
  {
    id: 'MQ31',
    says: 'who loses the right while asleep gets EACCES: a receiver at once, a sender when there is room',
    expect: 'EACCES 8192 EACCES',
    run: asks(function* (p) {
      const queue = yield* p.queue(0o666);
      yield* p.child(asUser(receives(queue, 0)));
      yield* p.mode(queue, 0o600);
      yield* p.reap();
      const full = yield* p.full(0o666);
      yield* p.child(asUser(sends(full, 1, 'x')));
      yield* p.mode(full, 0o600);
      yield* p.sleep(60);
      yield* p.got(full, 0, 8192);
      yield* p.reap();
    }),
  },
  {
    id: 'MQ32',
    says: 'a sleeper that is killed leaves the queue as it was',
    expect: '0 1 1 8192 1 8192 1',
    run: asks(function* (p) {
      const queue = yield* p.queue();
      yield* p.endOf(yield* p.child(receives(queue, 0)), SIGKILL);
      yield* p.snd(queue, 1, 'x');
      yield* p.holds(queue);
      const full = yield* p.full();
      yield* p.endOf(yield* p.child(sends(full, 9, 'x')), SIGKILL);
      yield* p.got(full, 0, 8192);
      yield* p.holds(full);
      p.say(yield* p.isMe((yield* p.qs(full)).lspid));
    }),
  },
  {
    id: 'MQ33',
    says: 'IPC_INFO tells the limits, MSG_INFO what is used of them',
    expect: '0 512000 16384 8192 16384 32000 16 16384 65535 1 2 10 10',
    run: asks(function* (p) {
      const info = {} as MsgInfo;
      p.say(yield* p.sys.msgctl(0, IPC_INFO, info));
      p.say(info.msgpool, info.msgmap, info.msgmax, info.msgmnb, info.msgmni, info.msgssz, info.msgtql, info.msgseg);
      for (let n = 0; n < 2; n++) yield* p.five();
      p.say(yield* p.sys.msgctl(0, MSG_INFO, info), info.msgpool, info.msgmap, info.msgtql);
    }),
  },
];
