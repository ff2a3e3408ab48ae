/** The program threads, and how ps, top, pstree and /proc show threads: laid out as the host's tools do it. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { row } from '../support/rows.ts';

/** Output with numbers by their order: the first process is P1, its first thread T1. */
async function shown(script: string): Promise<string[]> {
  const { stdout, stderr } = await runScript({ script });
  expect(stderr).toBe('');
  return stdout.split('\n').slice(0, -1);
}

/** Runs `threads` in the background, waits until it stands, and does something with it. */
const beside = (options: string, look: string): string =>
  `threads ${options} > /dev/null & P=$!; sleep 0.3; ${look}; kill -9 $P`;

const words = (line: string): string[] => line.trim().split(/ +/);

describe('looking at threads', () => {
  row('MT33', 'ps -T and -L have a line for each thread, with its name; STAT has an l, NLWP counts', async () => {
    const [header, ...lines] = await shown(beside('2', 'ps -T -p $P'));
    expect(header).toBe('    PID    SPID TTY          TIME CMD');
    const [pid] = words(lines[0] ?? '');
    expect(lines.map((line) => words(line)[0])).toEqual([pid, pid, pid]);
    expect(lines.map((line) => words(line)[4])).toEqual(['threads', 'thread-1', 'thread-2']);
    const [light] = await shown(beside('2', 'ps -L -p $P'));
    expect(light).toBe('    PID     LWP TTY          TIME CMD');
    expect(await shown(beside('2', 'ps -p $P -o stat=,nlwp=; ls /proc/$P/task | wc -l'))).toEqual(['Sl      3', '3']);
    expect((await shown(beside('2', 'ps -p $P'))).length).toBe(2);
  });

  it('ps -fL, -fT, -lL and H lay them out', async () => {
    const headers = (options: string) => shown(beside('1', `for o in ${options}; do ps $o -p $P | head -1; done`));
    expect(await headers('-fL -fT -lL -jL')).toEqual([
      'UID          PID    PPID     LWP  C NLWP STIME TTY          TIME CMD',
      'UID          PID    SPID    PPID  C STIME TTY          TIME CMD',
      'F S   UID     PID    PPID     LWP  C PRI  NI ADDR SZ WCHAN  TTY          TIME CMD',
      '    PID    PGID     SID     LWP TTY          TIME CMD',
    ]);
    const lines = await shown(beside('2', 'ps H p $P | sed 1d'));
    expect(new Set(lines.map((line) => words(line)[0])).size).toBe(1);
    expect(lines.length).toBe(3);
  });

  it('options that do not go together', async () => {
    const { stderr } = await runScript({ script: 'ps -L -T; ps -LH' });
    expect(stderr).toContain("error: thread flags conflict; can't use both -L and -T\n");
    expect(stderr).toContain('error: thread display conflicts with forest display\n');
  });

  it('-m and m put them below their process, with a dash for what is of the other line', async () => {
    const plain = async (options: string): Promise<string[][]> => {
      const lines = await shown(beside('1', `ps ${options} -p $P`));
      const [, process = ''] = lines.map((line) => words(line).join(' '));
      const pid = /\b1\d{3}\b/.exec(process)?.[0] ?? '';
      return lines.map((line) => words(line).map((word) => (word === pid ? 'P' : /^1\d{3}$/.test(word) ? 'N' : word)));
    };
    expect(await plain('-mL')).toEqual([
      ['PID', 'LWP', 'TTY', 'TIME', 'CMD'],
      ['P', '-', '?', '00:00:00', 'threads'],
      ['-', 'P', '-', '00:00:00', '-'],
      ['-', 'N', '-', '00:00:00', '-'],
    ]);
    expect(await plain('m -T')).toEqual([
      ['PID', 'SPID', 'TTY', 'STAT', 'TIME', 'COMMAND'],
      ['P', '-', '?', '-', '0:00', 'threads', '1'],
      ['-', 'P', '-', 'Sl', '0:00', '-'],
      ['-', 'N', '-', 'Sl', '0:00', '-'],
    ]);
    expect(
      (await plain('-mo pid,lwp,nlwp,pri,uid,comm')).map((line) => line.map((word) => word.replace(/^(\d+|N)$/, '#'))),
    ).toEqual([
      ['PID', 'LWP', 'NLWP', 'PRI', 'UID', 'COMMAND'],
      ['P', '-', '#', '-', '#', 'threads'],
      ['-', 'P', '-', '#', '#', '-'],
      ['-', '#', '-', '#', '#', '-'],
    ]);
    expect((await plain('-m --sort=pid')).length).toBe(2);
  });

  it('pstree shows them in braces, top -H by their names', async () => {
    expect(await shown(beside('2', 'pstree $P; pstree -t $P; pstree -T $P'))).toEqual([
      'threads---2*[{threads}]',
      'threads-+-{thread-1}',
      '        `-{thread-2}',
      'threads',
    ]);
    const top = await shown(beside('2', 'top -b -H -n 1 -p $P'));
    expect(top[1]).toMatch(/^Threads: +3 total/);
    expect(top.slice(-3).map((line) => words(line).at(-1))).toEqual(['threads', 'thread-1', 'thread-2']);
  });
});

describe('threads', () => {
  it('a leader that has left is a zombie; the process goes on', async () => {
    const script = beside('-l 2', 'ps -p $P -o stat=,comm=; ps -L -p $P -o stat=,comm=; grep -c Vm /proc/$P/status');
    expect(await shown(script)).toEqual(['Zl   threads', 'Zl   threads', 'Sl   thread-1', 'Sl   thread-2', '0']);
  });

  it('why says what a zombie leader waits for, and what a thread does', async () => {
    const script = beside('-l 1', 'why $P; why $(ls /proc/$P/task | tail -n 1)');
    const text = (await shown(script)).join(' ');
    expect(text).toMatch(
      /^\d+ \(threads\) has ended, but other threads of it go on: (\d+) \(thread-1\)\. .* \1 \(thread-1\) /,
    );
  });

  it('a signal is taken by who does not block it; kill with the number of a thread asks that one first', async () => {
    const script = [
      'threads -b USR1 2 > said & P=$!; sleep 0.2',
      'kill -USR1 $P; sleep 0.1; kill -USR2 $P; sleep 0.1',
      'kill -USR2 $(ls /proc/$P/task | sed -n 2p); sleep 0.1; kill $P; wait $P; echo $?',
      "sed -n 's/(.*) //; /takes/p' said",
    ].join('\n');
    expect(await shown(script)).toEqual([
      '143',
      'thread-2 takes SIGUSR1',
      'main takes SIGUSR2',
      'thread-1 takes SIGUSR2',
    ]);
  });

  it('a thread that executes a program becomes the process', async () => {
    const script =
      'threads -e /bin/ps 2 > out & P=$!; wait $P; grep -c threads out; grep -q "^ *$P .* ps$" out; echo $?';
    // Its own lines, and no process of the old name.
    expect(await shown(script)).toEqual(['0', '0']);
  });

  it('refuses what it does not know', async () => {
    const { stderr, status } = await runScript({ script: 'threads -b NOTHING; threads x; threads 1 2' });
    expect(status).toBe(2);
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      'threads: NOTHING: invalid signal',
      "threads: invalid number of threads: 'x'",
    ]);
  });

  it('updates are lost by threads as by processes, and not with a mutex', async () => {
    const [, , none] = await shown('ipcmk -M 64; counter -t 3 -n 500 0; counter -m -t 3 -n 500 0');
    const [, from, to] = /from (\d+) to (\d+)/.exec(none ?? '') ?? [];
    expect(Number(to) - Number(from)).toBe(1500);
    expect(Number(from)).toBeLessThan(1500);
  });
});

describe('strace -f', () => {
  it('tells of each thread, and of the one that executes a program', async () => {
    const { stderr } = await runScript({ script: 'strace -f -e trace=pause,exit threads -e /bin/true 2 > /dev/null' });
    const [, t1, t2] = /^strace: Process (\d+) attached\nstrace: Process (\d+) attached\n/m.exec(stderr) ?? [];
    expect(stderr).toMatch(new RegExp(`\\[pid +\\d+\\] \\+\\+\\+ superseded by execve in pid ${t1} \\+\\+\\+`));
    expect(stderr).toMatch(new RegExp(`\\[pid +${t2}\\] <... pause resumed>\\) += \\?`));
    expect(stderr).toMatch(/\+\+\+ exited with 0 \+\+\+\n$/);
  });
});
