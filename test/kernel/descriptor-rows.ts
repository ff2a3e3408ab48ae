/**
 * The rows of open(2), dup(2), fcntl(2) that need no shell, each with the answers that Linux 6.18 gives
 * (test/linux/c/descriptor.c prints them).
 */
import {
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_GETFL,
  F_SETFD,
  F_SETFL,
  FD_CLOEXEC,
  O_APPEND,
  O_CLOEXEC,
  O_CREAT,
  O_DIRECTORY,
  O_EXCL,
  O_NONBLOCK,
  O_RDONLY,
  O_RDWR,
  O_TRUNC,
  O_WRONLY,
  SEEK_CUR,
  SEEK_SET,
} from '../../src/kernel/abi.ts';
import { type Fact, ok, type Probe, type Said, said } from '../support/process.ts';

const NOBODY = 65534;
const FRESH = O_RDWR | O_CREAT | O_TRUNC;
const NEW = O_WRONLY | O_CREAT;

function* here(p: Probe, fd: number): Generator<void, Said> {
  return said(yield* p.sys.lseek(fd, 0, SEEK_CUR));
}

/** What an open that should fail says; 1 if it works. */
function* opens(p: Probe, path: string, flags: number): Generator<void, Said> {
  const fd = yield* p.sys.open(path, flags, 0o666);
  if (typeof fd !== 'number') return said(fd);
  yield* p.close(fd);
  return 1;
}

function* modeOf(p: Probe, path: string): Generator<void, string> {
  return ok(yield* p.sys.lstat(path)).mode.toString(8);
}

function* limit(p: Probe, soft: number): Generator<void, void> {
  yield* p.sys.setrlimit('NOFILE', { soft, hard: 1024 });
}

export const descriptorRows: readonly Fact[] = [
  {
    id: 'FD01',
    says: 'open, dup, pipe and F_DUPFD take the lowest free number; a closed one is the next to be given',
    expect: '1 2 3 1 10',
    *run(p) {
      const a = yield* p.open('/dev/null', O_RDONLY);
      const b = ok(yield* p.sys.dup(a));
      const [r, w] = yield* p.pipe();
      yield* p.close(b);
      const again = yield* p.open('/dev/null', O_RDONLY);
      return [b, r, w, again, ok(yield* p.sys.fcntl(a, F_DUPFD, a + 10))].map((fd) => fd - a);
    },
  },
  {
    id: 'FD02',
    says: 'dup and fork share offset and status flags, a second open has its own',
    expect: '3 3 0 1024 0 1',
    *run(p) {
      const a = yield* p.open('f', FRESH);
      const [d, e] = [ok(yield* p.sys.dup(a)), yield* p.open('f', O_RDONLY)];
      const offsets = [yield* p.put(a, 3), yield* here(p, d), yield* here(p, e)];
      yield* p.sys.fcntl(a, F_SETFL, O_APPEND);
      const flags = [ok(yield* p.sys.fcntl(d, F_GETFL)) & O_APPEND, ok(yield* p.sys.fcntl(e, F_GETFL)) & O_APPEND];
      yield* p.fork((child) => child.sys.lseek(a, 1, SEEK_SET));
      yield* p.wait();
      return [...offsets, ...flags, yield* here(p, a)];
    },
  },
  {
    id: 'FD03',
    says: 'dup2 onto itself is nothing, dup3 onto itself EINVAL; other flags than O_CLOEXEC: EINVAL',
    expect: '1 EBADF EINVAL EINVAL',
    *run(p) {
      const a = yield* p.open('/dev/null', O_RDONLY);
      return [
        (yield* p.sys.dup2(a, a)) === a,
        said(yield* p.sys.dup2(77, 77)),
        said(yield* p.sys.dup3(a, a, 0)),
        said(yield* p.sys.dup3(a, a + 1, O_NONBLOCK)),
      ];
    },
  },
  {
    id: 'FD04',
    says: 'dup2 closes its target silently; a target outside the limits: EBADF, for F_DUPFD EINVAL',
    expect: '15 EBADF EBADF EINVAL EINVAL 0',
    *run(p) {
      const a = yield* p.open('/dev/null', O_RDONLY);
      const [r, w] = yield* p.pipe();
      yield* limit(p, 16);
      const answers = [
        yield* p.sys.dup2(a, 15),
        yield* p.sys.dup2(a, 16),
        yield* p.sys.dup2(a, -1),
        yield* p.sys.fcntl(a, F_DUPFD, 16),
        yield* p.sys.fcntl(a, F_DUPFD, -1),
      ];
      yield* p.sys.dup2(a, w);
      return [...answers.map(said), yield* p.take(r, 1)];
    },
  },
  {
    id: 'FD05',
    says: 'close-on-exec belongs to the descriptor: not copied by dup, copied by fork, set four ways',
    expect: '1 0 0 1 1 1 256',
    *run(p) {
      const a = yield* p.open('/dev/null', O_RDONLY | O_CLOEXEC);
      const flag = function* (fd: number): Generator<void, Said> {
        return said(yield* p.sys.fcntl(fd, F_GETFD));
      };
      const copies = [yield* flag(a), yield* flag(ok(yield* p.sys.dup(a))), yield* flag(ok(yield* p.sys.dup2(a, 20)))];
      const set = [
        yield* flag(ok(yield* p.sys.fcntl(a, F_DUPFD_CLOEXEC, 0))),
        yield* flag(ok(yield* p.sys.dup3(a, 20, O_CLOEXEC))),
      ];
      const b = yield* p.open('/dev/null', O_RDONLY);
      yield* p.sys.fcntl(b, F_SETFD, FD_CLOEXEC);
      yield* p.fork(function* (child) {
        yield* child.sys.exit(ok(yield* child.sys.fcntl(a, F_GETFD)));
      });
      return [...copies, ...set, yield* flag(b), yield* p.wait()];
    },
  },
  {
    id: 'FD06',
    says: 'reading what is open for writing, writing what is open for reading, or using a closed one: EBADF',
    expect: 'EBADF EBADF EBADF EBADF',
    *run(p) {
      const [w, r] = [yield* p.open('f', NEW), yield* p.open('f', O_RDONLY)];
      const wrong = [yield* p.take(w, 1), yield* p.put(r, 1)];
      yield* p.close(r);
      return [...wrong, yield* p.take(r, 1), said(yield* p.sys.close(r))];
    },
  },
  {
    id: 'FD07',
    says: 'with RLIMIT_NOFILE = n the highest number is n−1, then EMFILE; a pipe needs two free',
    expect: '1 EMFILE EMFILE EMFILE 0',
    *run(p) {
      const lowest = yield* p.open('/dev/null', O_RDONLY);
      yield* limit(p, lowest + 2);
      const last = yield* p.open('/dev/null', O_RDONLY);
      const full = [yield* opens(p, '/dev/null', O_RDONLY), said(yield* p.sys.dup(lowest))];
      yield* p.close(last);
      const one = said(yield* p.sys.pipe2(0));
      yield* limit(p, lowest + 3);
      return [last - lowest, ...full, one, ok(yield* p.sys.pipe2(0)).length === 2 ? 0 : 'no pipe'];
    },
  },
  {
    id: 'FD08',
    says: 'O_CREAT takes off the umask; the mode does not bind this open',
    expect: '100640 100440 1',
    *run(p) {
      yield* p.sys.umask(0o027);
      yield* p.sys.open('m', NEW, 0o666);
      const fd = ok(yield* p.sys.open('n', O_RDWR | O_CREAT, 0o444));
      return [yield* modeOf(p, 'm'), yield* modeOf(p, 'n'), yield* p.put(fd, 1)];
    },
  },
  {
    id: 'FD09',
    says: 'names that cannot be opened: EEXIST ENOENT ENOTDIR ENAMETOOLONG ELOOP',
    expect: 'EEXIST ENOENT ENOENT ENOTDIR ENAMETOOLONG ENOENT ELOOP',
    *run(p) {
      yield* opens(p, 'f', NEW);
      yield* p.sys.symlink('loop', 'loop');
      return [
        yield* opens(p, 'f', NEW | O_EXCL),
        yield* opens(p, 'none', O_RDONLY),
        yield* opens(p, 'none/f', NEW),
        yield* opens(p, 'f/x', O_RDONLY),
        yield* opens(p, 'a'.repeat(256), NEW),
        yield* opens(p, '', O_RDONLY),
        yield* opens(p, 'loop', O_RDONLY),
      ];
    },
  },
  {
    id: 'FD10',
    says: 'a directory opens for reading only; O_DIRECTORY wants one; O_CREAT does not make `name/`',
    expect: 'EISDIR 1 ENOTDIR EISDIR',
    *run(p) {
      yield* opens(p, 'f', NEW);
      return [
        yield* opens(p, '.', O_WRONLY),
        yield* opens(p, '.', O_RDONLY),
        yield* opens(p, 'f', O_RDONLY | O_DIRECTORY),
        yield* opens(p, 'new/', NEW),
      ];
    },
  },
  {
    id: 'FD11',
    says: 'O_TRUNC empties the file for all, also with O_RDONLY; other offsets stay, and a hole reads as zeros',
    expect: '3 0 3 1 4 0 0 0 7',
    *run(p) {
      const a = yield* p.open('t', FRESH);
      const written = yield* p.put(a, 3);
      const b = yield* p.open('t', O_RDONLY | O_TRUNC);
      const emptied = ok(yield* p.sys.fstat(a)).size;
      const at = yield* here(p, a);
      const more = said(yield* p.sys.write(a, Uint8Array.of(7)));
      const bytes = new Uint8Array(9);
      const got = ok(yield* p.sys.read(b, bytes));
      return [written, emptied, at, more, got, ...bytes.subarray(0, got)];
    },
  },
  {
    id: 'FD12',
    says: 'O_APPEND writes at the end wherever lseek went; two plain writers write over each other',
    expect: '4 2 2 0 2 2 bbaa112233',
    *run(p) {
      const [a, b] = [yield* p.open('g', FRESH), yield* p.open('g', O_WRONLY)];
      const plain = [yield* p.put(a, 'aaaa'), yield* p.put(b, 'bb')];
      const [c, d] = [yield* p.open('g', O_WRONLY | O_APPEND), yield* p.open('g', O_WRONLY | O_APPEND)];
      const appended = [
        yield* p.put(c, '11'),
        said(yield* p.sys.lseek(c, 0, SEEK_SET)),
        yield* p.put(c, '22'),
        yield* p.put(d, '33'),
      ];
      return [...plain, ...appended, yield* p.contents('g')];
    },
  },
  {
    id: 'FD13',
    says: 'lseek may go past the end, not before the start; F_SETFL changes O_APPEND and O_NONBLOCK and ignores others',
    expect: '100 0 EINVAL 0 3074',
    *run(p) {
      const fd = yield* p.open('f', FRESH);
      const sought = [said(yield* p.sys.lseek(fd, 100, SEEK_SET)), yield* p.take(fd, 1)];
      const before = said(yield* p.sys.lseek(fd, -1, SEEK_SET));
      const set = said(yield* p.sys.fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK | O_WRONLY | O_CREAT | O_TRUNC));
      return [...sought, before, set, ok(yield* p.sys.fcntl(fd, F_GETFL)) & 0x7fff];
    },
  },
  {
    id: 'FD14',
    says: 'an unlinked file lives until its last close: no name, nlink 0, /proc/PID/fd says (deleted)',
    expect: '5 ENOENT 1 0 5',
    *run(p) {
      const fd = yield* p.open('u', FRESH);
      const written = yield* p.put(fd, 5);
      yield* p.sys.unlink('u');
      const link = ok(yield* p.sys.readlink(`/proc/self/fd/${fd}`));
      return [
        written,
        yield* opens(p, 'u', O_RDONLY),
        link.endsWith('/u (deleted)'),
        ok(yield* p.sys.fstat(fd)).nlink,
        said(yield* p.sys.pread(fd, new Uint8Array(9), 0)),
      ];
    },
  },
  {
    id: 'FD15',
    says: 'permission is checked at open only: what is open stays usable; others get EACCES, root passes',
    expect: '1 EACCES EACCES EACCES 1 EACCES 1',
    *run(p) {
      const fd = yield* p.open('s', FRESH);
      yield* p.put(fd, 3);
      yield* p.sys.lseek(fd, 0, SEEK_SET);
      yield* p.sys.chmod('s', 0);
      yield* p.sys.mkdir('d0', 0o755);
      yield* p.sys.mkdir('dx', 0o755);
      yield* opens(p, 'dx/in', NEW);
      yield* p.sys.chmod('dx', 0o744);
      const answers: Said[] = [];
      yield* p.fork(function* (nobody) {
        yield* nobody.sys.setgid(NOBODY);
        yield* nobody.sys.setuid(NOBODY);
        answers.push(yield* nobody.take(fd, 1), yield* opens(nobody, 's', O_RDONLY));
        answers.push(yield* opens(nobody, 'd0/new', NEW), yield* opens(nobody, 'dx/in', O_RDONLY));
        const names = ok(yield* nobody.sys.getdents(yield* nobody.open('dx', O_RDONLY)));
        answers.push(
          names.some(({ name }) => name === 'in'),
          said(yield* nobody.sys.stat('dx/in')),
        );
      });
      yield* p.wait();
      return [...answers, yield* opens(p, 's', O_RDONLY)];
    },
  },
  {
    id: 'FD16',
    says: "/proc/PID/fd has a link for each descriptor, its permissions the descriptor's mode, its size 64",
    expect: '120500 120300 120700 64 1',
    *run(p) {
      yield* opens(p, 'f', NEW);
      const modes: Said[] = [];
      for (const mode of [O_RDONLY, O_WRONLY, O_RDWR])
        modes.push(yield* modeOf(p, `/proc/self/fd/${yield* p.open('f', mode)}`));
      const [r] = yield* p.pipe();
      const link = ok(yield* p.sys.readlink(`/proc/self/fd/${r}`));
      const { size } = ok(yield* p.sys.lstat(`/proc/self/fd/${r}`));
      return [...modes, size, /^pipe:\[\d+\]$/.test(link)];
    },
  },
];
