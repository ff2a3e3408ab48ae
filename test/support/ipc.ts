/**
 * The shorthand of test/linux/c/sysv.h on the simulated kernel: rows of System V IPC and of memory read like their C twins.
 * Whatever says an answer appends it to one log, which children share: it stands where it was said.
 */
import {
  GETALL,
  GETNCNT,
  GETPID,
  GETVAL,
  GETZCNT,
  IPC_NOWAIT,
  IPC_PRIVATE,
  IPC_SET,
  IPC_STAT,
  type MsgBuf,
  type MsqidDs,
  O_WRONLY,
  PAGE_SIZE,
  SETALL,
  SETVAL,
  type Sembuf,
  type SemidDs,
  SHM_INFO,
  type ShmInfo,
  type ShmidDs,
  WTERMSIG,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { ok, Probe, type Said, said } from './process.ts';

export const KEY = 0x1234;
const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
export const bytesOf = (what: string | number): Uint8Array =>
  typeof what === 'number' ? new Uint8Array(what).fill(120) : Uint8Array.from(what, (char) => char.charCodeAt(0));

/** What is done, and answers nothing: it is said. */
type Steps = Generator<void, void>;
type Does = (probe: IpcProbe) => Generator<void, unknown>;

/** `-1`, `-1 nowait`: an operation of semop on a semaphore. */
export const op = (num: number, by: number, flg = 0): Sembuf => ({ num, op: by, flg });

export class IpcProbe extends Probe {
  readonly log: Said[];

  constructor(sys: Sys, log: Said[] = []) {
    super(sys);
    this.log = log;
  }

  say(...answers: readonly unknown[]): void {
    this.log.push(...answers.map(said));
  }

  // ---- processes

  /** A child that does this, and some time for it to get to sleep. */
  *child(body: Does): Generator<void, number> {
    const { log } = this;
    const pid = ok(
      yield* this.sys.fork(function* (sys) {
        yield* body(new IpcProbe(sys, log));
        return 0;
      }),
    );
    yield* this.sleep(60);
    return pid;
  }

  /** The same, to its end. */
  *inside(body: Does): Steps {
    yield* this.wait(yield* this.child(body));
  }

  *as(id: number, body: Does): Steps {
    yield* this.inside(function* (p) {
      yield* p.become(id);
      yield* body(p);
    });
  }

  *become(id: number): Steps {
    yield* this.sys.setgroups([]);
    yield* this.sys.setgid(id);
    yield* this.sys.setuid(id);
  }

  *reap(): Steps {
    while (!isFailure(yield* this.sys.wait4(-1, 0)));
  }

  *endOf(pid: number, signo: number): Steps {
    yield* this.kill(pid, signo);
    yield* this.wait(pid);
  }

  *sent(pid: number, signo: number): Steps {
    yield* this.kill(pid, signo);
    yield* this.sleep(60);
  }

  /** The signal that a child dies of when it does this; 0 for none. */
  *death(body: Does): Generator<void, number> {
    const pid = yield* this.fork(({ sys }) => body(new IpcProbe(sys)));
    return WTERMSIG(ok(yield* this.sys.wait4(pid, 0)).status);
  }

  *pid(): Generator<void, number> {
    return ok(yield* this.sys.getpid());
  }

  *isMe(pid: unknown): Generator<void, boolean> {
    return pid === (yield* this.pid());
  }

  *seconds(): Generator<void, number> {
    return Math.floor(ok(yield* this.sys.clock_gettime()) / 1e6);
  }

  /** Says 1 for a time that is about now. */
  *late(time: number): Steps {
    this.say((yield* this.seconds()) - time < 60);
  }

  // ---- /proc

  /** Says 0, or why it may not be written. */
  *tune(name: string, value: string): Steps {
    const fd = yield* this.sys.open(`/proc/sys/kernel/${name}`, O_WRONLY);
    if (isFailure(fd)) {
      this.say(fd);
      return;
    }
    const answer = yield* this.sys.write(fd, bytesOf(value));
    this.say(isFailure(answer) ? answer : 0);
    yield* this.close(fd);
  }

  *tuned(name: string): Steps {
    this.say((yield* this.contents(`/proc/sys/kernel/${name}`)).split('\n', 1).join().replaceAll('\t', ','));
  }

  *wchan(pid: number): Steps {
    this.say(yield* this.contents(`/proc/${pid}/wchan`));
  }

  // ---- queues

  *queue(mode = 0o600): Generator<void, number> {
    return ok(yield* this.sys.msgget(IPC_PRIVATE, mode));
  }

  /** Sends this text, or so many bytes. */
  *put1(queue: number, mtype: number, what: string | number, flags = 0): Generator<void, unknown> {
    return yield* this.sys.msgsnd(queue, { mtype, mtext: bytesOf(what) }, flags);
  }

  *snd(queue: number, mtype: number, what: string | number, flags = IPC_NOWAIT): Steps {
    this.say(yield* this.put1(queue, mtype, what, flags));
  }

  /** Says the text of what it got. */
  *rcv(queue: number, mtype: number, room = 9, flags = 0): Steps {
    const buffer: MsgBuf = { mtype: 0, mtext: new Uint8Array() };
    const bytes = yield* this.sys.msgrcv(queue, buffer, room, mtype, flags);
    this.say(isFailure(bytes) || bytes === 0 ? bytes : text(buffer.mtext));
  }

  /** Says the number of bytes. */
  *got(queue: number, mtype: number, room = 9, flags = 0): Steps {
    this.say(yield* this.sys.msgrcv(queue, { mtype: 0, mtext: new Uint8Array() }, room, mtype, flags));
  }

  *qs(queue: number): Generator<void, MsqidDs> {
    const ds = {} as MsqidDs;
    ok(yield* this.sys.msgctl(queue, IPC_STAT, ds));
    return ds;
  }

  *holds(queue: number): Steps {
    const { qnum, cbytes } = yield* this.qs(queue);
    this.say(qnum, cbytes);
  }

  *room(queue: number, qbytes: number): Generator<void, unknown> {
    return yield* this.sys.msgctl(queue, IPC_SET, { ...(yield* this.qs(queue)), qbytes });
  }

  *mode(queue: number, mode: number): Generator<void, unknown> {
    const ds = yield* this.qs(queue);
    return yield* this.sys.msgctl(queue, IPC_SET, { ...ds, perm: { ...ds.perm, mode } });
  }

  /** Five messages: 3c 1a 2b 1A 5e. */
  *five(): Generator<void, number> {
    const queue = yield* this.queue();
    for (const [mtype, what] of [
      [3, 'c'],
      [1, 'a'],
      [2, 'b'],
      [1, 'A'],
      [5, 'e'],
    ] as const)
      yield* this.put1(queue, mtype, what);
    return queue;
  }

  /** A queue into which nothing fits. */
  *full(mode = 0o600): Generator<void, number> {
    const queue = yield* this.queue(mode);
    for (let n = 0; n < 2; n++) yield* this.put1(queue, 7, 8192);
    return queue;
  }

  // ---- semaphores

  *set(...values: readonly number[]): Generator<void, number> {
    const set = ok(yield* this.sys.semget(IPC_PRIVATE, values.length, 0o600));
    if (values.some((value) => value !== 0)) yield* this.sys.semctl(set, 0, SETALL, values);
    return set;
  }

  *setval(set: number, num: number, value: number): Generator<void, unknown> {
    return yield* this.sys.semctl(set, num, SETVAL, value);
  }

  *val(set: number, num: number): Generator<void, unknown> {
    return yield* this.sys.semctl(set, num, GETVAL, undefined);
  }

  *vals(set: number): Steps {
    const values: number[] = [];
    ok(yield* this.sys.semctl(set, 0, GETALL, values));
    this.say(...values);
  }

  /** One operation on the first semaphore, or another. */
  *op(set: number, by: number, flg = 0, num = 0): Generator<void, unknown> {
    return yield* this.sys.semop(set, [op(num, by, flg)]);
  }

  *ops(set: number, ...ops: readonly Sembuf[]): Generator<void, unknown> {
    return yield* this.sys.semop(set, ops);
  }

  *sempid(set: number, num = 0): Generator<void, unknown> {
    return yield* this.sys.semctl(set, num, GETPID, undefined);
  }

  /** Says how many wait for a rise, and for zero. */
  *waiting(set: number, num = 0): Steps {
    for (const what of [GETNCNT, GETZCNT]) this.say(yield* this.sys.semctl(set, num, what, undefined));
  }

  *ss(set: number): Generator<void, SemidDs> {
    const ds = {} as SemidDs;
    ok(yield* this.sys.semctl(set, 0, IPC_STAT, ds));
    return ds;
  }

  // ---- memory

  *segment(bytes: number): Generator<void, number> {
    return ok(yield* this.sys.shmget(IPC_PRIVATE, bytes, 0o600));
  }

  *at(id: number, flags = 0, address = 0): Generator<void, number> {
    return ok(yield* this.sys.shmat(id, address, flags));
  }

  /** Says 0 for any address. */
  *attached(id: number, flags = 0, address = 0): Steps {
    const answer = yield* this.sys.shmat(id, address, flags);
    this.say(isFailure(answer) ? answer : 0);
  }

  *ms(id: number): Generator<void, ShmidDs> {
    const ds = {} as ShmidDs;
    ok(yield* this.sys.shmctl(id, IPC_STAT, ds));
    return ds;
  }

  *nattch(id: number): Steps {
    this.say((yield* this.ms(id)).nattch);
  }

  *used(): Generator<void, ShmInfo> {
    const info = {} as ShmInfo;
    ok(yield* this.sys.shmctl(0, SHM_INFO, info));
    return info;
  }

  *peek(address: number): Generator<void, number> {
    const into = new Uint8Array(1);
    yield* this.sys.load(address, into);
    return into[0] ?? -1;
  }

  *poke(address: number, what: number | string): Steps {
    yield* this.sys.store(address, typeof what === 'number' ? Uint8Array.of(what) : bytesOf(what));
  }

  *letter(address: number): Steps {
    this.say(String.fromCharCode(yield* this.peek(address)));
  }

  *faults(): Generator<void, number> {
    const fields = (yield* this.contents('/proc/self/stat')).replace(/^.*\) /, '').split(' ');
    return Number(fields[7]);
  }

  /** Faults of touching every page once. */
  *touch(address: number, pages: number, how: 'read' | 'write'): Generator<void, number> {
    const before = yield* this.faults();
    for (let page = 0; page < pages; page++) {
      const at = address + page * PAGE_SIZE;
      if (how === 'read') yield* this.peek(at);
      else yield* this.poke(at, 'x');
    }
    return (yield* this.faults()) - before;
  }
}

/** The body of a row that says its answers one by one. */
export const asks = (body: Does) =>
  function* (probe: Probe): Generator<void, readonly Said[]> {
    const ipc = new IpcProbe(probe.sys);
    yield* body(ipc);
    return ipc.log;
  };
