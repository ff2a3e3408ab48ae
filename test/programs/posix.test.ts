/** Our programs for POSIX queues, semaphores and record locks, and the semaphores that they are made of. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import {
  MAP_ANONYMOUS,
  MAP_SHARED,
  O_CREAT,
  O_EXCL,
  PAGE_SIZE,
  PROT_READ,
  PROT_WRITE,
  WTERMSIG,
} from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { SIGKILL } from '../../src/kernel/signum.ts';
import {
  SEM_VALUE_MAX,
  semInit,
  semOpen,
  semPath,
  semPost,
  semTryWait,
  semUnlink,
  semValue,
  semWait,
} from '../../src/programs/lib/sem.ts';
import { errnoOf, ok, Probe, runProgram } from '../support/process.ts';
import { row } from '../support/rows.ts';

const prints = async (script: string, stdout: string, stderr = ''): Promise<void> => {
  expect(await runScript({ script })).toEqual({ stdout, stderr, status: 0 });
};

const value = <T>(body: Parameters<typeof runProgram<T>>[0], seed = 0): T => runProgram(body, seed).value;

describe('semaphores', () => {
  row('PX24', 'a named semaphore is a file of 32 bytes; opening one that is there ignores mode and value', async () => {
    const script = 'semwait -c 3 /s; semwait -c 9 s; stat -c "%s" /dev/shm/sem.s; od -An -tx1 -N8 /dev/shm/sem.s';
    const bytes = ' 01 00 00 00 00 00 00 00\n';
    await prints(script, `/s: taken, the value is 2\ns: taken, the value is 1\n32\n${bytes}`);
  });

  row('PX25', 'names: a slash in front or none; another one, or nothing, is EINVAL; values have an end', () => {
    expect(['/a/b', '/', '', 'x'.repeat(300)].map((name) => errnoOf(semPath(name)))).toEqual([
      ...['EINVAL', 'EINVAL', 'EINVAL', 'ENAMETOOLONG'],
    ]);
    const answers = value(function* (sys) {
      const missing = yield* semOpen(sys, '/s');
      const large = yield* semOpen(sys, '/s', O_CREAT, 0o600, SEM_VALUE_MAX + 1);
      yield* semOpen(sys, '/s', O_CREAT);
      return [missing, large, yield* semOpen(sys, '/s', O_CREAT | O_EXCL)].map(errnoOf);
    });
    expect(answers).toEqual(['ENOENT', 'EINVAL', 'EEXIST']);
  });

  row('PX26', 'at 0 trywait is EAGAIN and timedwait ETIMEDOUT; at the greatest value post is EOVERFLOW', () => {
    const answers = value(function* (sys) {
      const empty = ok(yield* semOpen(sys, '/s', O_CREAT));
      const full = ok(yield* semOpen(sys, '/t', O_CREAT, 0o600, SEM_VALUE_MAX));
      const waits = [yield* semTryWait(sys, empty), yield* semWait(sys, empty, 1), yield* semWait(sys, empty, -1)];
      return [...waits, yield* semPost(sys, full)].map(errnoOf);
    });
    expect(answers).toEqual(['EAGAIN', 'ETIMEDOUT', 'EINVAL', 'EOVERFLOW']);
  });

  row('PX27', 'two sleepers do not make the value negative; they sleep in futex_do_wait', async () => {
    const script = [
      'semwait -c 0 /s & semwait -c 0 /s & sleep 0.5; ps -C semwait -o wchan:20=',
      'od -An -tu4 -N4 /dev/shm/sem.s; sempost /s > /dev/null; sempost /s > /dev/null; wait',
    ].join('\n');
    const { stdout } = await runScript({ script });
    expect(stdout.split('\n').slice(0, 3)).toEqual(['futex_do_wait', 'futex_do_wait', '          0']);
    expect(stdout.match(/taken/g)).toHaveLength(2);
  });

  row('PX28', 'who is killed gives nothing back; anybody may post', () => {
    const answers = value(function* (sys) {
      const p = new Probe(sys);
      const sem = ok(yield* semOpen(sys, '/s', O_CREAT, 0o600, 1));
      const holder = yield* p.fork(function* (child) {
        yield* semWait(child.sys, sem);
        yield* child.sys.pause();
      });
      yield* p.sleep(20);
      yield* p.kill(holder, SIGKILL);
      const status = Number(yield* p.wait(holder));
      const left = yield* semValue(sys, sem);
      yield* semPost(sys, sem);
      return [WTERMSIG(status), left, yield* semValue(sys, sem)];
    });
    expect(answers).toEqual([SIGKILL, 0, 1]);
  });

  row('PX29', 'without a name it works on for those who have it open', () => {
    const answers = value(function* (sys) {
      const sem = ok(yield* semOpen(sys, '/s', O_CREAT, 0o600, 1));
      const gone = [yield* semUnlink(sys, '/s'), yield* semUnlink(sys, '/s')];
      return [...gone, yield* semWait(sys, sem), yield* semPost(sys, sem)].map(errnoOf);
    });
    expect(answers).toEqual([0, 'ENOENT', 0, 0]);
  });

  it('one without a name lives in memory that processes share', () => {
    const answers = value(function* (sys) {
      const p = new Probe(sys);
      const sem = ok(yield* sys.mmap(0, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
      const made = [yield* semInit(sys, sem, -1), yield* semInit(sys, sem, 0)].map(errnoOf);
      yield* p.fork(function* (child) {
        yield* child.sleep(20);
        yield* semPost(child.sys, sem);
      });
      return [...made, errnoOf(yield* semWait(sys, sem)), yield* semValue(sys, sem)];
    });
    expect(answers).toEqual(['EINVAL', 0, 0, 0]);
  });

  it('no post is lost between ten processes that take and give', () => {
    for (let seed = 0; seed < 20; seed++) {
      const left = value(function* (sys) {
        const p = new Probe(sys);
        const sem = ok(yield* semOpen(sys, '/s', O_CREAT, 0o600, 2));
        for (let i = 0; i < 10; i++) {
          yield* p.fork(function* (child) {
            for (let n = 0; n < 10; n++) {
              if (isFailure(yield* semWait(child.sys, sem))) return;
              yield* child.sys.work(200);
              yield* semPost(child.sys, sem);
            }
          });
        }
        for (let i = 0; i < 10; i++) yield* p.wait();
        return yield* semValue(sys, sem);
      }, seed);
      expect([seed, left]).toEqual([seed, 2]);
    }
  });
});

describe('programs', () => {
  it('mqsend and mqrecv', () =>
    prints(
      'mqsend -c /q later; mqsend -p 9 /q now; mqrecv /q; mqrecv /q; mqrecv -n /q; echo $?; mqrecv -u /q; ls /dev/mqueue',
      'priority 9: now\npriority 0: later\n1\n',
      'mqrecv: mq_receive: Resource temporarily unavailable\n',
    ));

  it('mqsend waits for room', () =>
    prints(
      'mqsend -c -m 1 -s 10 /q a; mqsend /q b & sleep 0.2; ps -C mqsend -o wchan:20=; mqrecv /q; wait; mqrecv /q',
      'wq_sleep\npriority 0: a\npriority 0: b\n',
    ));

  it('lock holds bytes and says who is in the way', () =>
    prints(
      'lock -w 1 f 0 10 & sleep 0.2; lock -n f 5 1; echo $?; lock -q f 10; lock -q f 5 | sed "s/$!/PID/"; wait',
      'f: locked 0-9\n1\nnobody is in the way\nwrite lock of PID on 0-9\n',
      'lock: fcntl: Resource temporarily unavailable\n',
    ));

  it('what a semaphore cannot do', () =>
    prints(
      'sempost /none; echo $?; semwait -c 0 -t /s; echo $?; semwait -w 0.1 /s; echo $?',
      '1\n1\n1\n',
      [
        'sempost: sem_open: No such file or directory',
        'semwait: sem_trywait: Resource temporarily unavailable',
        'semwait: sem_timedwait: Connection timed out\n',
      ].join('\n'),
    ));
});

describe('sigsend', () => {
  it('standard signals are one, real-time signals as many as were sent, each with its value', async () => {
    const script = `{ sleep 1; echo; sleep 1; } | sigtrap -b USR1 RTMIN+1 & sleep 0.2; P=$(pidof sigtrap)
      sigsend -n 3 -v 7 $P USR1 | sed "s/$P/PID/"; sigsend -n 3 -v -1 $P RTMIN+1 | sed "s/$P/PID/"; wait`;
    const { stdout } = await runScript({ script });
    expect(stdout.replaceAll(/PID \d+/g, 'PID N')).toBe(
      [
        'PID N blocks SIGUSR1 SIGRTMIN+1',
        'SIGUSR1 to PID, value 7, 3 times',
        'SIGRTMIN+1 to PID, value -1, 3 times',
        ...['unblocking', 'caught SIGUSR1 from PID N, value 7'],
        ...[-1, 0, 1].map((value) => `caught SIGRTMIN+1 from PID N, value ${value}`),
        '',
      ].join('\n'),
    );
  });

  it('refuses what it cannot send', async () => {
    const script =
      'exec 2>&1; sigsend 1 USR1; sigsend 9999 USR1; sigsend 1; echo $?; sigsend x 1; sigsend 1 FOO; sigsend -v a 1 2';
    const { stdout } = await runScript({ script });
    const hint = "Try 'sigsend --help' for more information.\n";
    expect(stdout).toBe(
      `sigsend: sigqueue: Operation not permitted\nsigsend: sigqueue: No such process\nsigsend: a PID and a SIGNAL are needed\n${hint}2\n` +
        `sigsend: invalid PID: 'x'\n${hint}sigsend: invalid signal: 'FOO'\n${hint}sigsend: invalid value: 'a'\n${hint}`,
    );
  });
});

describe('POSIX shared memory', () => {
  it('has a name with a slash', async () => {
    const script = `exec 2>&1; shmwrite /cell 0 x; shmwrite -c 100 /cell 4 hello; shmread /cell 4; shmread /cell 0 8 | od -An -c
      shmwrite /cell 99 yy; shmat -t 0.1 -s top /cell | sed 's/0x.*/ADDRESS/'; shmread /cell; shmread /a/b; stat -c %s /dev/shm/cell`;
    const { stdout } = await runScript({ script });
    expect(stdout).toBe(
      'shmwrite: shm_open: No such file or directory\nhello\n  \\0  \\0  \\0  \\0   h   e   l   l\n' +
        'shmwrite: 3 bytes at offset 99 are not in a segment of 100 bytes\n100 bytes attached at ADDRESS\ntop\n' +
        'shmread: shm_open: Invalid argument\n100\n',
    );
  });
});
