/** The rows of fifo(7) that need no shell, each with the answers that Linux 6.18 gives (test/linux/c/fifo.c prints them). */
import {
  F_GETPIPE_SZ,
  F_SETFL,
  F_SETPIPE_SZ,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  POLLIN,
  S_IFIFO,
  SA_RESTART,
  SEEK_SET,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { SIGCONT, SIGKILL, SIGPIPE, SIGSTOP, SIGUSR1 } from '../../src/kernel/signum.ts';
import { type Fact, ok, type Probe, type Said, said } from '../support/process.ts';

const NOBODY = 65534;

function* mkfifo(p: Probe, path = 'ff', mode = 0o666): Generator<void, Said> {
  return said(yield* p.sys.mknod(path, S_IFIFO | mode));
}

/** What open() of `ff` does: `sleeps`, `ok` or an errno. */
function* opens(p: Probe, flags: number): Generator<void, Said> {
  let answer: Said = 'sleeps';
  const child = yield* p.fork(function* (opener) {
    const fd = yield* opener.sys.open('ff', flags);
    answer = isFailure(fd) ? fd.errno : 'ok';
    yield* opener.sys.pause();
  });
  yield* p.sleep(50);
  yield* p.kill(child, SIGKILL);
  yield* p.wait(child);
  return answer;
}

const KINDS = [O_RDONLY, O_WRONLY, O_RDWR, O_RDONLY | O_NONBLOCK, O_WRONLY | O_NONBLOCK, O_RDWR | O_NONBLOCK];

function* opensEach(p: Probe, kinds: readonly number[]): Generator<void, Said[]> {
  const answers: Said[] = [];
  for (const flags of kinds) answers.push(yield* opens(p, flags));
  return answers;
}

interface Sleeper {
  readonly pid: number;
  /** What it has to say so far. */
  readonly told: Said[];
}

/** A child that sleeps in open() of `ff`; then reads, or writes a byte. `catches`: its flags for a handler of SIGUSR1. */
function* sleeper(p: Probe, flags: number, catches?: number): Generator<void, Sleeper> {
  const told: Said[] = [];
  const pid = yield* p.fork(function* (child) {
    if (catches !== undefined) yield* child.handle(SIGUSR1, catches);
    const fd = yield* child.sys.open('ff', flags);
    told.push(isFailure(fd) ? fd.errno : 'ok');
    if (isFailure(fd)) return;
    if (flags === O_RDONLY) told.push(yield* child.take(fd, 9));
    else {
      yield* child.put(fd, 1);
      told.push('survived');
    }
  });
  yield* p.sleep(50);
  return { pid, told };
}

/** A partner that comes and goes at once. */
function* passBy(p: Probe, flags: number): Generator<void, void> {
  yield* p.close(yield* p.open('ff', flags));
}

export const fifoRows: readonly Fact[] = [
  {
    id: 'FI01',
    says: 'nobody has it open: readers and writers sleep, O_RDWR does not; without waiting a reader may, a writer gets ENXIO',
    expect: 'sleeps sleeps ok ok ENXIO ok',
    *run(p) {
      yield* mkfifo(p);
      return yield* opensEach(p, KINDS);
    },
  },
  {
    id: 'FI02',
    says: 'only readers have it open: another reader still sleeps, writers do not',
    expect: 'sleeps ok ok',
    *run(p) {
      yield* mkfifo(p);
      yield* p.open('ff', O_RDONLY | O_NONBLOCK);
      return yield* opensEach(p, [O_RDONLY, O_WRONLY, O_WRONLY | O_NONBLOCK]);
    },
  },
  {
    id: 'FI03',
    says: 'only writers have it open: readers do not sleep, another writer does or gets ENXIO',
    expect: 'ok sleeps ENXIO',
    *run(p) {
      yield* mkfifo(p);
      const r = yield* p.open('ff', O_RDONLY | O_NONBLOCK);
      yield* p.open('ff', O_WRONLY);
      yield* p.close(r);
      return yield* opensEach(p, [O_RDONLY, O_WRONLY, O_WRONLY | O_NONBLOCK]);
    },
  },
  {
    id: 'FI04',
    says: 'an O_RDWR descriptor is reader and writer: every open succeeds, and it never sees an end of file',
    expect: 'ok ok ok ok ok ok 3 3 EAGAIN',
    *run(p) {
      yield* mkfifo(p);
      const both = yield* p.open('ff', O_RDWR);
      const all = yield* opensEach(p, KINDS);
      const moved = [yield* p.put(both, 3), yield* p.take(both, 9)];
      yield* p.sys.fcntl(both, F_SETFL, O_NONBLOCK);
      return [...all, ...moved, yield* p.take(both, 9)];
    },
  },
  {
    id: 'FI05',
    says: 'a process that sleeps in open is in state S, in wait_for_partner',
    expect: 'wait_for_partner S',
    *run(p) {
      yield* mkfifo(p);
      const { pid } = yield* sleeper(p, O_RDONLY);
      const wchan = yield* p.contents(`/proc/${pid}/wchan`);
      const state = (yield* p.contents(`/proc/${pid}/stat`)).replace(/.*\) /, '').split(' ')[0] ?? '';
      yield* p.kill(pid, SIGKILL);
      return [wchan, state];
    },
  },
  {
    id: 'FI07',
    says: 'a handler interrupts a sleeping open (EINTR); with SA_RESTART, and after STOP and CONT, it begins again',
    expect: 'EINTR ok 0 ok 0',
    *run(p) {
      yield* mkfifo(p);
      const interrupted = yield* sleeper(p, O_RDONLY, 0);
      yield* p.kill(interrupted.pid, SIGUSR1);
      yield* p.wait();
      const restarted = yield* sleeper(p, O_RDONLY, SA_RESTART);
      yield* p.kill(restarted.pid, SIGUSR1);
      yield* p.sleep(50);
      yield* passBy(p, O_WRONLY);
      yield* p.wait();
      const stopped = yield* sleeper(p, O_RDONLY);
      for (const signo of [SIGSTOP, SIGCONT]) {
        yield* p.kill(stopped.pid, signo);
        yield* p.sleep(50);
      }
      yield* passBy(p, O_WRONLY);
      yield* p.wait();
      return [...interrupted.told, ...restarted.told, ...stopped.told];
    },
  },
  {
    id: 'FI08',
    says: 'a sleeping opener is released by a partner that came and went: the reader reads 0, the writer gets SIGPIPE',
    expect: 'ok 0 ok 13',
    *run(p) {
      yield* mkfifo(p);
      const reader = yield* sleeper(p, O_RDONLY);
      yield* passBy(p, O_WRONLY | O_NONBLOCK);
      yield* p.wait();
      const writer = yield* sleeper(p, O_WRONLY);
      yield* passBy(p, O_RDONLY | O_NONBLOCK);
      const status = yield* p.wait();
      return [...reader.told, ...writer.told, status];
    },
  },
  {
    id: 'FI09',
    says: 'a non-blocking reader before any writer: read 0, poll 0; after the first one has left POLLHUP',
    expect: '0 0 16 0',
    *run(p) {
      yield* mkfifo(p);
      const r = yield* p.open('ff', O_RDONLY | O_NONBLOCK);
      const before = [yield* p.take(r, 1), yield* p.ready(r, POLLIN)];
      yield* passBy(p, O_WRONLY);
      return [...before, yield* p.ready(r, POLLIN), yield* p.take(r, 1)];
    },
  },
  {
    id: 'FI10',
    says: 'a connected writer: EAGAIN when empty; after it left queued data first, then 0',
    expect: 'EAGAIN 3 17 3 16 0',
    *run(p) {
      yield* mkfifo(p);
      const r = yield* p.open('ff', O_RDONLY | O_NONBLOCK);
      const w = yield* p.open('ff', O_WRONLY);
      const before = [yield* p.take(r, 1), yield* p.put(w, 3)];
      yield* p.close(w);
      const queued = [yield* p.ready(r, POLLIN), yield* p.take(r, 9)];
      return [...before, ...queued, yield* p.ready(r, POLLIN), yield* p.take(r, 9)];
    },
  },
  {
    id: 'FI11',
    says: 'end of file is not final: a new writer ends it',
    expect: '0 16 EAGAIN 0',
    *run(p) {
      yield* mkfifo(p);
      const r = yield* p.open('ff', O_RDONLY | O_NONBLOCK);
      yield* passBy(p, O_WRONLY);
      const ended = [yield* p.take(r, 1), yield* p.ready(r, POLLIN)];
      yield* p.open('ff', O_WRONLY);
      return [...ended, yield* p.take(r, 1), yield* p.ready(r, POLLIN)];
    },
  },
  {
    id: 'FI12',
    says: 'with several writers end of file comes with the last one, and all write one stream',
    expect: 'AABB EAGAIN 0',
    *run(p) {
      yield* mkfifo(p);
      const r = yield* p.open('ff', O_RDONLY | O_NONBLOCK);
      const [one, other] = [yield* p.open('ff', O_WRONLY), yield* p.open('ff', O_WRONLY)];
      yield* p.put(one, 'AA');
      yield* p.put(other, 'BB');
      yield* p.close(one);
      const stream = [yield* p.text(r, 9), yield* p.take(r, 9)];
      yield* p.close(other);
      return [...stream, yield* p.take(r, 9)];
    },
  },
  {
    id: 'FI13',
    says: 'with the last descriptor of either kind queued bytes are lost',
    expect: '0',
    *run(p) {
      yield* mkfifo(p);
      const both = yield* p.open('ff', O_RDWR);
      yield* p.put(both, 'lost');
      yield* p.close(both);
      return [yield* p.take(yield* p.open('ff', O_RDONLY | O_NONBLOCK), 9)];
    },
  },
  {
    id: 'FI14',
    says: 'while a writer stays the queued bytes stay too, for the next reader; writing gives EPIPE meanwhile',
    expect: 'EPIPE keep',
    *run(p) {
      yield* mkfifo(p);
      yield* p.ignore(SIGPIPE);
      const r = yield* p.open('ff', O_RDONLY | O_NONBLOCK);
      const w = yield* p.open('ff', O_WRONLY);
      yield* p.put(w, 'keep');
      yield* p.close(r);
      const alone = yield* p.put(w, 1);
      return [alone, yield* p.text(yield* p.open('ff', O_RDONLY | O_NONBLOCK), 9)];
    },
  },
  {
    id: 'FI15',
    says: 'with several readers every byte goes to exactly one of them',
    expect: '200',
    *run(p) {
      yield* mkfifo(p);
      const seen = new Array<number>(256).fill(0);
      for (let reader = 0; reader < 2; reader++) {
        yield* p.fork(function* (child) {
          const fd = yield* child.open('ff', O_RDONLY);
          const one = new Uint8Array(1);
          while ((yield* child.sys.read(fd, one)) === 1) seen[one[0] ?? 0] = (seen[one[0] ?? 0] ?? 0) + 1;
        });
      }
      const w = yield* p.open('ff', O_WRONLY);
      yield* p.sleep(20);
      for (let byte = 0; byte < 200; byte++) yield* p.put(w, String.fromCharCode(byte));
      yield* p.close(w);
      yield* p.wait();
      yield* p.wait();
      return [seen.filter((count) => count === 1).length];
    },
  },
  {
    id: 'FI16',
    says: 'mkfifo makes mode & ~umask',
    expect: '10644 10600 10666',
    *run(p) {
      const modes: Said[] = [];
      for (const mask of [0o022, 0o077, 0]) {
        yield* p.sys.umask(mask);
        yield* mkfifo(p, `fifo-${mask}`);
        modes.push(ok(yield* p.sys.stat(`fifo-${mask}`)).mode.toString(8));
      }
      return modes;
    },
  },
  {
    id: 'FI18',
    says: 'size and blocks are 0 whatever is queued; FIONREAD tells',
    expect: '4 0 0 4',
    *run(p) {
      yield* mkfifo(p);
      const both = yield* p.open('ff', O_RDWR);
      const written = yield* p.put(both, 4);
      const { size, blocks } = ok(yield* p.sys.fstat(both));
      return [written, size, blocks, said(yield* p.sys.fionread(both))];
    },
  },
  {
    id: 'FI19',
    says: 'mkfifo of a name that exists: EEXIST, whatever it is; in a directory that does not: ENOENT',
    expect: 'EEXIST EEXIST ENOENT',
    *run(p) {
      yield* mkfifo(p);
      yield* p.open('regular', O_WRONLY | O_CREAT);
      return [yield* mkfifo(p), yield* mkfifo(p, 'regular'), yield* mkfifo(p, 'nodir/ff')];
    },
  },
  {
    id: 'FI21',
    says: 'permission is checked at open, before any sleep; root is not refused',
    expect: 'EACCES EACCES ok',
    *run(p) {
      yield* mkfifo(p, 'ff', 0o600);
      const told: Said[] = [];
      yield* p.fork(function* (nobody) {
        yield* nobody.sys.setgid(NOBODY);
        yield* nobody.sys.setuid(NOBODY);
        for (const flags of [O_RDONLY, O_WRONLY]) told.push(said(yield* nobody.sys.open('ff', flags)));
      });
      yield* p.wait();
      return [...told, yield* opens(p, O_RDWR)];
    },
  },
  {
    id: 'FI22',
    says: 'unlinked while open it goes on, its link says (deleted); a new one of that name is another pipe',
    expect: '3 3 0 ff (deleted) 3 0',
    *run(p) {
      yield* mkfifo(p);
      const both = yield* p.open('ff', O_RDWR);
      yield* p.sys.unlink('ff');
      const link = ok(yield* p.sys.readlink(`/proc/self/fd/${both}`));
      const moved = [yield* p.put(both, 3), yield* p.take(both, 9)];
      const { nlink } = ok(yield* p.sys.fstat(both));
      yield* mkfifo(p);
      const other = yield* p.open('ff', O_RDONLY | O_NONBLOCK);
      return [...moved, nlink, link.slice(link.lastIndexOf('/') + 1), yield* p.put(both, 3), yield* p.take(other, 9)];
    },
  },
  {
    id: 'FI23',
    says: 'the inode is the meeting point: a hard link and a new name reach the same pipe',
    expect: '0 1 1 0 2 2',
    *run(p) {
      yield* mkfifo(p);
      const r = yield* p.open('ff', O_RDONLY | O_NONBLOCK);
      const linked = said(yield* p.sys.link('ff', 'ff2'));
      const w = yield* p.open('ff2', O_WRONLY);
      const one = [yield* p.put(w, 1), yield* p.take(r, 9)];
      const renamed = said(yield* p.sys.rename('ff', 'ff3'));
      const again = yield* p.open('ff3', O_WRONLY);
      return [linked, ...one, renamed, yield* p.put(again, 2), yield* p.take(r, 9)];
    },
  },
  {
    id: 'FI24',
    says: '/proc/PID/fd/N of a FIFO is a link to its path',
    expect: 'ff 1',
    *run(p) {
      yield* mkfifo(p);
      const link = ok(yield* p.sys.readlink(`/proc/self/fd/${yield* p.open('ff', O_RDWR)}`));
      return [link.slice(link.lastIndexOf('/') + 1), link.startsWith('/')];
    },
  },
  {
    id: 'FI25',
    says: 'O_CREAT|O_TRUNC is harmless; O_EXCL: EEXIST; O_DIRECTORY: ENOTDIR; truncate: EINVAL; lseek: ESPIPE',
    expect: '5 1 5 EEXIST ENOTDIR EINVAL ESPIPE',
    *run(p) {
      yield* mkfifo(p);
      const both = yield* p.open('ff', O_RDWR);
      const written = yield* p.put(both, 5);
      const opened = yield* p.sys.open('ff', O_WRONLY | O_CREAT | O_TRUNC);
      const kept = [!isFailure(opened), yield* p.take(both, 9)];
      const refused = yield* opensEach(p, [O_WRONLY | O_CREAT | O_EXCL, O_RDONLY | O_DIRECTORY]);
      const sizes = [said(yield* p.sys.truncate('ff', 0)), said(yield* p.sys.lseek(both, 0, SEEK_SET))];
      return [written, ...kept, ...refused, ...sizes];
    },
  },
  {
    id: 'FI26',
    says: 'a size set with F_SETPIPE_SZ is forgotten when all ends are closed',
    expect: '4096 65536',
    *run(p) {
      yield* mkfifo(p);
      const both = yield* p.open('ff', O_RDWR);
      const set = said(yield* p.sys.fcntl(both, F_SETPIPE_SZ, 4096));
      yield* p.close(both);
      return [set, said(yield* p.sys.fcntl(yield* p.open('ff', O_RDWR), F_GETPIPE_SZ))];
    },
  },
];
