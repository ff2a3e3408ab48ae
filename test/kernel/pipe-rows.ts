/** The rows of pipe(7) that need no shell, each with the answers that Linux 6.18 gives (test/linux/c/pipe.c prints them). */
import {
  F_GETFD,
  F_GETFL,
  F_GETPIPE_SZ,
  F_SETFL,
  F_SETPIPE_SZ,
  O_APPEND,
  O_CLOEXEC,
  O_DIRECT,
  O_NONBLOCK,
  O_RDONLY,
  O_WRONLY,
  POLLIN,
  POLLOUT,
  SA_RESTART,
  SEEK_SET,
  SIG_BLOCK,
  SIG_SETMASK,
} from '../../src/kernel/abi.ts';
import { hasSignal, SIGCONT, SIGKILL, SIGPIPE, SIGSTOP, SIGUSR1, sigbit } from '../../src/kernel/signum.ts';
import { type Fact, ok, type Probe, type Said, said } from '../support/process.ts';

const NOBODY = 65534;

/** Writes of these sizes, one kind to a pipe, until it is full. */
function* fills(p: Probe, chunks: readonly number[]): Generator<void, Said[]> {
  const totals: Said[] = [];
  for (const chunk of chunks) {
    const [r, w] = yield* p.pipe(O_NONBLOCK);
    totals.push(yield* p.fill(w, chunk));
    yield* p.close(r, w);
  }
  return totals;
}

/** Writes one after the other into a pipe that nobody reads. */
function* writes(p: Probe, sizes: readonly number[], slots = 16): Generator<void, Said[]> {
  const [r, w] = yield* p.pipe(O_NONBLOCK, slots);
  const answers: Said[] = [];
  for (const size of sizes) answers.push(yield* p.put(w, size));
  yield* p.close(r, w);
  return answers;
}

/** A child writes 100000 bytes that nobody reads and is sent signals; what its write answered. */
function* bigWrite(p: Probe, flags: number, signals: readonly number[]): Generator<void, Said> {
  const [r, w] = yield* p.pipe();
  let answer: Said = 'nothing';
  const child = yield* p.fork(function* (writer) {
    yield* writer.handle(SIGUSR1, flags);
    answer = yield* writer.put(w, 100000);
  });
  yield* p.sleep(100);
  for (const signo of signals) {
    yield* p.kill(child, signo);
    yield* p.sleep(50);
  }
  yield* p.wait(child);
  yield* p.close(r, w);
  return answer;
}

/** A child reads an empty pipe and is sent signals, then there are two bytes; what its read answered. */
function* blockedRead(p: Probe, flags: number, signals: readonly number[]): Generator<void, Said> {
  const [r, w] = yield* p.pipe();
  let answer: Said = 'nothing';
  const child = yield* p.fork(function* (reader) {
    yield* reader.handle(SIGUSR1, flags);
    answer = yield* reader.take(r, 9);
  });
  yield* p.sleep(50);
  for (const signo of signals) {
    yield* p.kill(child, signo);
    yield* p.sleep(50);
  }
  yield* p.put(w, 'ab');
  yield* p.wait(child);
  yield* p.close(r, w);
  return answer;
}

const RECORD = 3000;

/** Letters of a record that are not its first one. */
const mixedLetters = (all: Uint8Array): number =>
  all.reduce((mixed, byte, at) => (byte === all[at - (at % RECORD)] ? mixed : mixed + 1), 0);

function* readAll(p: Probe, fd: number, chunk: number): Generator<void, Uint8Array> {
  const pieces: number[] = [];
  const into = new Uint8Array(chunk);
  for (;;) {
    const count = ok(yield* p.sys.read(fd, into));
    if (count === 0) return Uint8Array.from(pieces);
    for (const byte of into.subarray(0, count)) pieces.push(byte);
  }
}

export const pipeRows: readonly Fact[] = [
  {
    id: 'PI01',
    says: 'a new pipe has 16 page slots: 65536 bytes in one write, or in 16 of a page',
    expect: '65536 65536 65536 EAGAIN 65536',
    *run(p) {
      const [r, w] = yield* p.pipe(O_NONBLOCK);
      const sizes = [yield* p.sys.fcntl(r, F_GETPIPE_SZ), yield* p.sys.fcntl(w, F_GETPIPE_SZ)].map(said);
      return [...sizes, yield* p.put(w, 65536), yield* p.put(w, 1), ...(yield* fills(p, [4096]))];
    },
  },
  {
    id: 'PI02',
    says: 'capacity is counted in slots: 64000 bytes when written 100 at a time',
    expect: '65536 65440 65520 64000 64000 32784 48000 65520',
    *run(p) {
      return yield* fills(p, [1, 10, 65, 100, 1000, 2049, 3000, 4095]);
    },
  },
  {
    id: 'PI03',
    says: "a write's bytes beyond whole pages are merged behind the last slot's data if all of them fit there",
    expect: '100 8092 4000 4000 EAGAIN 96',
    *run(p) {
      return [...(yield* writes(p, [100, 8092], 2)), ...(yield* writes(p, [4000, 4000, 97, 96], 2))];
    },
  },
  {
    id: 'PI04',
    says: 'of a write longer than a page the head is what merges, so odd sizes pack',
    expect: '45066 54096 64096',
    *run(p) {
      return yield* fills(p, [4097, 5000, 10000]);
    },
  },
  {
    id: 'PI05',
    says: 'a slot is free again only when its last byte was read',
    expect: '65536 1 EAGAIN 4095 1',
    *run(p) {
      const [r, w] = yield* p.pipe(O_NONBLOCK);
      const full = yield* p.fill(w, 4096);
      return [full, yield* p.take(r, 1), yield* p.put(w, 1), yield* p.take(r, 4095), yield* p.put(w, 1)];
    },
  },
  {
    id: 'PI06',
    says: 'space read from the front of a slot is never used again',
    expect: '100 3000 50 EAGAIN 996',
    *run(p) {
      const [r, w] = yield* p.pipe(O_NONBLOCK, 1);
      const before = [yield* p.put(w, 100), yield* p.put(w, 3000), yield* p.take(r, 50)];
      return [...before, yield* p.put(w, 1046), yield* p.put(w, 996)];
    },
  },
  {
    id: 'PI07',
    says: 'slots, not bytes, decide fullness: a write can succeed that poll does not promise',
    expect: '61441 0 4095',
    *run(p) {
      const [, w] = yield* p.pipe(O_NONBLOCK);
      return [yield* p.put(w, 61441), yield* p.ready(w, POLLOUT), yield* p.put(w, 4095)];
    },
  },
  {
    id: 'PI08',
    says: 'writes of up to PIPE_BUF bytes are never mixed with those of others',
    expect: '600000 0',
    *run(p) {
      const [r, w] = yield* p.pipe();
      for (const letter of 'abcd') {
        yield* p.fork(function* (writer) {
          for (let left = 50; left > 0; left--) yield* writer.put(w, letter.repeat(RECORD));
        });
      }
      yield* p.close(w);
      const all = yield* readAll(p, r, 1000);
      return [all.length, mixedLetters(all)];
    },
  },
  {
    id: 'PI10',
    says: 'O_NONBLOCK, up to PIPE_BUF bytes: all or EAGAIN',
    expect: '65535 EAGAIN 1',
    *run(p) {
      return yield* writes(p, [65535, 2, 1]);
    },
  },
  {
    id: 'PI11',
    says: 'O_NONBLOCK, more than PIPE_BUF bytes: what fits, and EAGAIN only if nothing does',
    expect: '61440 4096 EAGAIN',
    *run(p) {
      return yield* writes(p, [61440, 4097, 1]);
    },
  },
  {
    id: 'PI12',
    says: 'a big non-blocking write can be refused although a small one would do',
    expect: '65535 EAGAIN 1',
    *run(p) {
      return yield* writes(p, [65535, 5000, 1]);
    },
  },
  {
    id: 'PI13',
    says: 'a blocking write that a handler interrupts answers what was written, also with SA_RESTART',
    expect: '65536 65536',
    *run(p) {
      return [yield* bigWrite(p, 0, [SIGUSR1]), yield* bigWrite(p, SA_RESTART, [SIGUSR1])];
    },
  },
  {
    id: 'PI14',
    says: 'a half-done blocking write also comes back short after SIGSTOP and SIGCONT',
    expect: '65536',
    *run(p) {
      return [yield* bigWrite(p, 0, [SIGSTOP, SIGCONT])];
    },
  },
  {
    id: 'PI15',
    says: 'read answers what is there, up to the count, over slots and writes alike',
    expect: '3 3 6 4096 4096 5000 3192',
    *run(p) {
      const [r, w] = yield* p.pipe();
      const small = [yield* p.put(w, 3), yield* p.put(w, 3), yield* p.take(r, 32)];
      const pages = [yield* p.put(w, 4096), yield* p.put(w, 4096)];
      return [...small, ...pages, yield* p.take(r, 5000), yield* p.take(r, 5000)];
    },
  },
  {
    id: 'PI16',
    says: 'an empty pipe with a writer: read waits, or EAGAIN with O_NONBLOCK',
    expect: 'EAGAIN late',
    *run(p) {
      const [r] = yield* p.pipe(O_NONBLOCK);
      const [waiting, w] = yield* p.pipe();
      yield* p.fork(function* (writer) {
        yield* writer.sleep(50);
        yield* writer.put(w, 'late');
      });
      return [yield* p.take(r, 1), yield* p.text(waiting, 32)];
    },
  },
  {
    id: 'PI17',
    says: 'an empty pipe that nobody can write to: end of file, again and again',
    expect: '0 0',
    *run(p) {
      const [r, w] = yield* p.pipe();
      yield* p.close(w);
      return [yield* p.take(r, 1), yield* p.take(r, 1)];
    },
  },
  {
    id: 'PI18',
    says: "end of file depends on open write descriptors, not on the writer's life",
    expect: 'x EAGAIN 0',
    *run(p) {
      const [r, w] = yield* p.pipe(O_NONBLOCK);
      yield* p.fork((writer) => writer.put(w, 'x'));
      yield* p.wait();
      const held = [yield* p.text(r, 9), yield* p.take(r, 9)];
      yield* p.close(w);
      return [...held, yield* p.take(r, 9)];
    },
  },
  {
    id: 'PI19',
    says: 'data outlives its writer',
    expect: 'hello 0',
    *run(p) {
      const [r, w] = yield* p.pipe();
      yield* p.put(w, 'hello');
      yield* p.close(w);
      return [yield* p.text(r, 5), yield* p.take(r, 5)];
    },
  },
  {
    id: 'PI20',
    says: 'writing without readers: SIGPIPE kills; ignored, blocked or caught, write gives EPIPE',
    expect: '13 EPIPE EPIPE 1 EPIPE 1',
    *run(p) {
      const [r, w] = yield* p.pipe();
      yield* p.close(r);
      yield* p.fork((writer) => writer.put(w, 'x'));
      const killed = yield* p.wait();
      yield* p.ignore(SIGPIPE);
      const ignored = yield* p.put(w, 1);
      yield* p.byDefault(SIGPIPE);
      yield* p.sys.sigprocmask(SIG_BLOCK, sigbit(SIGPIPE));
      const blocked = [yield* p.put(w, 1), hasSignal(ok(yield* p.sys.sigpending()), SIGPIPE)];
      yield* p.ignore(SIGPIPE);
      yield* p.sys.sigprocmask(SIG_SETMASK, 0n);
      yield* p.handle(SIGPIPE);
      return [killed, ignored, ...blocked, yield* p.put(w, 1), p.caught];
    },
  },
  {
    id: 'PI22',
    says: 'the last reader leaves during a big write: SIGPIPE at once and the partial count; then EPIPE and another',
    expect: '73728 1 EPIPE 2',
    *run(p) {
      const [r, w] = yield* p.pipe();
      yield* p.handle(SIGPIPE);
      yield* p.fork(function* (reader) {
        yield* reader.close(w);
        yield* reader.sleep(100);
        yield* reader.take(r, 10000);
        yield* reader.sleep(100);
      });
      yield* p.close(r);
      const first = [yield* p.put(w, 200000), p.caught];
      return [...first, yield* p.put(w, 1), p.caught];
    },
  },
  {
    id: 'PI23',
    says: 'nothing written and nothing read is always possible',
    expect: '0 0',
    *run(p) {
      const [r, w] = yield* p.pipe();
      const read = yield* p.take(r, 0);
      yield* p.close(r);
      return [read, yield* p.put(w, 0)];
    },
  },
  {
    id: 'PI24',
    says: 'F_SETPIPE_SZ rounds up to a power of two pages',
    expect: '4096 8192 16384 131072 4096',
    *run(p) {
      const [r] = yield* p.pipe();
      const sizes: Said[] = [];
      for (const size of [1, 4097, 10000, 65537, 0]) sizes.push(said(yield* p.sys.fcntl(r, F_SETPIPE_SZ, size)));
      return sizes;
    },
  },
  {
    id: 'PI25',
    says: 'F_SETPIPE_SZ above pipe-max-size: EPERM for ordinary users; negative: EINVAL; no pipe: EBADF',
    expect: 'EPERM EINVAL EBADF 1048576',
    *run(p) {
      yield* p.sys.setgid(NOBODY);
      yield* p.sys.setuid(NOBODY);
      const [r] = yield* p.pipe();
      const refused = [yield* p.sys.fcntl(r, F_SETPIPE_SZ, 1048577), yield* p.sys.fcntl(r, F_SETPIPE_SZ, -1)].map(said);
      const file = yield* p.open('/etc/passwd', O_RDONLY);
      return [
        ...refused,
        said(yield* p.sys.fcntl(file, F_GETPIPE_SZ)),
        said(yield* p.sys.fcntl(r, F_SETPIPE_SZ, 1048576)),
      ];
    },
  },
  {
    id: 'PI26',
    says: 'shrinking below the slots in use: EBUSY',
    expect: '20000 EBUSY 32768',
    *run(p) {
      const [, w] = yield* p.pipe();
      const written = yield* p.put(w, 20000);
      return [
        written,
        said(yield* p.sys.fcntl(w, F_SETPIPE_SZ, 16384)),
        said(yield* p.sys.fcntl(w, F_SETPIPE_SZ, 20480)),
      ];
    },
  },
  {
    id: 'PI27',
    says: 'FIONREAD on either end gives the unread bytes',
    expect: '3 2 5000 5005 5005',
    *run(p) {
      const [r, w] = yield* p.pipe();
      const written = [yield* p.put(w, 3), yield* p.put(w, 2), yield* p.put(w, 5000)];
      return [...written, said(yield* p.sys.fionread(r)), said(yield* p.sys.fionread(w))];
    },
  },
  {
    id: 'PI28',
    says: 'a pipe has no position, no size, and each end one direction',
    expect: 'ESPIPE ESPIPE ESPIPE EINVAL EINVAL EBADF EBADF',
    *run(p) {
      const [r, w] = yield* p.pipe();
      const one = new Uint8Array(1);
      return [
        said(yield* p.sys.lseek(r, 0, SEEK_SET)),
        said(yield* p.sys.pread(r, one, 0)),
        said(yield* p.sys.pwrite(w, one, 0)),
        said(yield* p.sys.fsync(w)),
        said(yield* p.sys.ftruncate(w, 0)),
        yield* p.take(w, 1),
        yield* p.put(r, 1),
      ];
    },
  },
  {
    id: 'PI29',
    says: "fstat: prw-------, size 0 whatever is queued, the caller's, one inode for both ends",
    expect: '100 10600 0 4096 1 1 1',
    *run(p) {
      const [r, w] = yield* p.pipe();
      const written = yield* p.put(w, 100);
      const [a, b] = [ok(yield* p.sys.fstat(r)), ok(yield* p.sys.fstat(w))];
      const isMine = a.uid === (yield* p.sys.geteuid());
      return [written, a.mode.toString(8), a.size, a.blksize, a.nlink, isMine, a.ino === b.ino];
    },
  },
  {
    id: 'PI30',
    says: '/proc/PID/fd/N is a link to pipe:[INODE] for both ends, and opens the pipe anew in any mode',
    expect: '1 1 3 3',
    *run(p) {
      const [r, w] = yield* p.pipe();
      const { ino } = ok(yield* p.sys.fstat(r));
      const links = [yield* p.sys.readlink(`/proc/self/fd/${r}`), yield* p.sys.readlink(`/proc/self/fd/${w}`)];
      const again = yield* p.open(`/proc/self/fd/${r}`, O_WRONLY);
      return [...links.map((link) => link === `pipe:[${ino}]`), yield* p.put(again, 3), yield* p.take(r, 9)];
    },
  },
  {
    id: 'PI31',
    says: 'F_GETFL says 0 and 1; pipe2 refuses other flags; EMFILE even with one number left',
    expect: '0 1 1 EINVAL EMFILE 0',
    *run(p) {
      const [r, w] = yield* p.pipe();
      const modes = [said(yield* p.sys.fcntl(r, F_GETFL)), said(yield* p.sys.fcntl(w, F_GETFL))];
      const [c] = yield* p.pipe(O_CLOEXEC | O_NONBLOCK | O_DIRECT);
      const cloexec = said(yield* p.sys.fcntl(c, F_GETFD));
      const refused = said(yield* p.sys.pipe2(O_APPEND));
      const lowest = ok(yield* p.sys.dup(r));
      yield* p.close(lowest);
      yield* p.sys.setrlimit('NOFILE', { soft: lowest + 1, hard: 1024 });
      const full = said(yield* p.sys.pipe2(0));
      yield* p.sys.setrlimit('NOFILE', { soft: lowest + 2, hard: 1024 });
      return [...modes, cloexec, refused, full, ok(yield* p.sys.pipe2(0)).length === 2 ? 0 : 'no pipe'];
    },
  },
  {
    id: 'PI32',
    says: 'poll, read end: POLLIN with data, POLLHUP without writers',
    expect: '0 1 1 17 16',
    *run(p) {
      const [r, w] = yield* p.pipe();
      const open = [yield* p.ready(r, POLLIN), yield* p.put(w, 1), yield* p.ready(r, POLLIN)];
      yield* p.close(w);
      const ended = yield* p.ready(r, POLLIN);
      yield* p.take(r, 1);
      return [...open, ended, yield* p.ready(r, POLLIN)];
    },
  },
  {
    id: 'PI33',
    says: 'poll, write end: POLLOUT while a slot is free, POLLERR without readers',
    expect: '4 0 0 4 12 8',
    *run(p) {
      const [r, w] = yield* p.pipe(O_NONBLOCK);
      const bits = [yield* p.ready(w, POLLOUT)];
      yield* p.fill(w, 4096);
      bits.push(yield* p.ready(w, POLLOUT));
      for (const bytes of [1, 4095]) {
        yield* p.take(r, bytes);
        bits.push(yield* p.ready(w, POLLOUT));
      }
      yield* p.close(r);
      bits.push(yield* p.ready(w, POLLOUT));
      const [gone, full] = yield* p.pipe(O_NONBLOCK);
      yield* p.fill(full, 4096);
      yield* p.close(gone);
      return [...bits, yield* p.ready(full, POLLOUT)];
    },
  },
  {
    id: 'PI34',
    says: 'POLLERR and POLLHUP come unasked, the wrong direction is never ready, a closed descriptor is POLLNVAL',
    expect: '0 0 16 1 32 0 8',
    *run(p) {
      const [r, w] = yield* p.pipe();
      const wrong = [yield* p.ready(r, POLLOUT), yield* p.ready(w, POLLIN)];
      yield* p.close(w);
      const unasked = yield* p.ready(r, 0);
      const two = ok(
        yield* p.sys.poll(
          [
            { fd: w, events: POLLIN },
            { fd: -1, events: POLLIN },
          ],
          0,
        ),
      );
      const [gone, writer] = yield* p.pipe();
      yield* p.close(gone);
      return [...wrong, unasked, two.filter((bits) => bits !== 0).length, ...two, yield* p.ready(writer, 0)];
    },
  },
  {
    id: 'PI35',
    says: 'O_DIRECT: a write is a packet, a read takes at most one and loses its rest',
    expect: '5000 ab de 4096 904 0 EAGAIN 16',
    *run(p) {
      const [r, w] = yield* p.pipe(O_DIRECT | O_NONBLOCK);
      for (const packet of ['abc', 'de']) yield* p.put(w, packet);
      const long = yield* p.put(w, 5000);
      const texts = [yield* p.text(r, 2), yield* p.text(r, 32)];
      const counts = [yield* p.take(r, 5000), yield* p.take(r, 5000)];
      return [long, ...texts, ...counts, yield* p.put(w, 0), yield* p.take(r, 1), yield* p.fill(w, 1)];
    },
  },
  {
    id: 'PI36',
    says: 'sleepers are in anon_pipe_read and anon_pipe_write',
    expect: 'anon_pipe_read 1 anon_pipe_write',
    *run(p) {
      const [r, w] = yield* p.pipe();
      const reader = yield* p.fork((child) => child.take(r, 1));
      yield* p.sleep(50);
      const reading = yield* p.contents(`/proc/${reader}/wchan`);
      const woken = yield* p.put(w, 1);
      yield* p.wait();
      const writer = yield* p.fork((child) => child.put(w, 100000));
      yield* p.sleep(50);
      const writing = yield* p.contents(`/proc/${writer}/wchan`);
      yield* p.kill(writer, SIGKILL);
      return [reading, woken, writing];
    },
  },
  {
    id: 'PI37',
    says: 'a handler interrupts a sleep that moved nothing (EINTR) unless SA_RESTART; STOP and CONT restart a read',
    expect: 'EINTR 2 2 EINTR',
    *run(p) {
      const reads = [
        yield* blockedRead(p, 0, [SIGUSR1]),
        yield* blockedRead(p, SA_RESTART, [SIGUSR1]),
        yield* blockedRead(p, 0, [SIGSTOP, SIGCONT]),
      ];
      const [, w] = yield* p.pipe(O_NONBLOCK);
      yield* p.fill(w, 4096);
      yield* p.sys.fcntl(w, F_SETFL, 0);
      let answer: Said = 'nothing';
      const writer = yield* p.fork(function* (child) {
        yield* child.handle(SIGUSR1);
        answer = yield* child.put(w, 100);
      });
      yield* p.sleep(50);
      yield* p.kill(writer, SIGUSR1);
      yield* p.wait(writer);
      return [...reads, answer];
    },
  },
];
