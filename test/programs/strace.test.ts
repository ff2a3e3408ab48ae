/**
 * strace beside the host's: where a program makes the same calls, the lines are the same. The loader's calls, addresses and
 * process numbers are left out of the comparison; everything else stands as it was printed.
 */
import { describe, expect, test } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { runInBash } from '../linux/same.ts';

/** Pids as they appear become 1, 2, …; pointers PTR; what the loader and libc open is dropped. */
function normal(text: string): string {
  const pids = new Map<string, string>();
  const numbered = (pid: string): string => {
    const known = pids.get(pid) ?? `P${pids.size + 1}`;
    pids.set(pid, known);
    return known;
  };
  return text
    .split('\n')
    .filter((line) => !/\/lib|\/etc\/ld\.so|locale|pthread|gconv|177ELF/.test(line))
    .join('\n')
    .replace(/0x[0-9a-f]{6,}/g, 'PTR')
    .replace(/PTR \/\* \d+ vars \*\//g, 'ENV')
    .replace(/CLONE_CHILD_CLEARTID\|CLONE_CHILD_SETTID\|/g, '')
    .replace(/, child_tidptr=PTR/g, '')
    .replace(
      /(\[pid +|Process |si_pid=|kill\(|tgkill\()(\d{2,})/g,
      (_all, before, pid) => before.trim() + numbered(pid),
    )
    .replace(/^\d{3,} +/gm, (pid) => `${numbered(pid.trim())} `)
    .replace(/ += (\d{3,})$/gm, (_all, pid) => ` = ${numbered(pid)}`)
    .replace(/ +=( -?\d| \?| P)/g, ' =$1')
    .replace(/(line \d+:) +\d+ /g, '$1 ')
    .replace(/si_uid=\d+/g, 'si_uid=U');
}

const real = async (script: string): Promise<string> => (await runInBash(script)).stderr.trimEnd();

const ours = async (script: string): Promise<string> => (await runScript({ script })).stderr.trimEnd();

describe('the lines of the host', () => {
  test.each([
    'strace -e trace=write echo hi',
    'strace -e trace=write,close -e status=failed cat /nope 2>&1 | grep -v zzz >&2',
    'strace -e trace=read,write cat /dev/null',
    'strace -e trace=write printf "%s" "$(seq 30)"',
    'strace -s 5 -e write printf "a\\tb\\001c\\0332d\\"e"',
    'strace -e trace=%process true',
    'strace -f -e trace=execve,exit_group sh -c "/bin/true; exit 3"',
    'strace -qq -e trace=exit_group false',
    'strace -e trace=none sh -c "kill -TERM \\$\\$"; :',
    'strace -e trace=kill sh -c "kill -USR1 \\$\\$"; :',
    'strace -e trace=kill -e signal=none sh -c "kill -0 \\$\\$"',
    'strace -e trace=clock_nanosleep sleep 0.01',
    'strace -e trace=mkdir,rmdir sh -c "exec mkdir /nope/x"',
    'strace -e trace=renameat2,mknodat mkfifo /nope/x',
    'strace -a 20 -e trace=execve true',
    'strace /tmp',
    'strace nosuch',
    'strace',
    'strace -p 99999999',
    'strace -p abc',
    'strace -e trace=foo true',
    'strace -e signal=FOO true',
    'strace -e status=foo true',
    'strace -s x true',
    'strace -o /nope/x true',
    'strace -Q',
  ])('%s', async (script) => {
    expect(normal(await ours(script))).toBe(normal(await real(script)));
  });

  test('-o with -f: the process at the head of each line', async () => {
    const script =
      'cd /tmp; strace -f -o st.out -e trace=write sh -c "echo a; (echo b); echo c" >/dev/null; cat st.out >&2';
    expect(normal(await ours(script))).toBe(normal(await real(script)));
  });

  test('a pipeline under -f: unfinished, resumed, and who it is', async () => {
    const text = await ours("strace -f -e trace=pipe2,clone,execve,wait4,exit_group bash -c 'echo hi | cat; :'");
    expect(text).toContain('pipe2([3, 4], 0)                        = 0\n');
    expect(text).toMatch(/clone\(child_stack=NULL, flags=SIGCHLDstrace: Process (\d+) attached\n\) +=/);
    expect(text).toMatch(/\[pid +\d+\] wait4\(-1, {2}<unfinished \.\.\.>\n/);
    expect(text).toMatch(/<\.\.\. wait4 resumed>\[\{WIFEXITED\(s\) && WEXITSTATUS\(s\) == 0\}\], 0, NULL\) = \d+\n/);
    expect(text).toMatch(/\[pid +\d+\] execve\("\/usr\/bin\/cat", \["cat"\], 0x\w+ \/\* \d+ vars \*\/\) = 0\n/);
    expect(text.trimEnd().split('\n').at(-1)).toBe('+++ exited with 0 +++');
  });

  test('-c: the table of strace', async () => {
    const script = 'strace -c -e trace=write,openat,close,read cat /nope';
    const shape = (text: string): string[] =>
      text
        .split('\n')
        .map((line) => line.replace(/\d+\.\d+|\d+/g, (n) => '9'.repeat(n.length)).replace(/[a-z_]+$/, ''));
    const [rule, head] = [/^-{6}.*$/m, /^% time.*$/m];
    const [a, b] = [await ours(script), await real(script)];
    expect(rule.exec(a)?.[0]).toBe(rule.exec(b)?.[0]);
    expect(head.exec(a)?.[0]).toBe(head.exec(b)?.[0]);
    expect(shape(a).at(-1)?.length).toBe(shape(b).at(-1)?.length);
  });
});

describe('what only a simulation shows the same every time', () => {
  test('a writer asleep in the open of a FIFO: attached, it tries again; Ctrl-C lets it go', async () => {
    const script = [
      'mkfifo f; (echo hi > f) & w=$!; sleep 0.1; strace -p $w & s=$!; sleep 0.1',
      'kill -INT $s; wait $s; echo status $? >&2; grep -E "State|Tracer" /proc/$w/status >&2; cat f >&2',
    ].join('\n');
    const text = normal(await ours(script));
    expect(text).toBe(
      [
        'strace: ProcessP1 attached',
        'openat(AT_FDCWD, "f", O_WRONLY|O_CREAT|O_TRUNC, 0666strace: ProcessP1 detached',
        ' <detached ...>\nstatus 130\nState:\tS (sleeping)\nTracerPid:\t0\nhi',
      ].join('\n'),
    );
  });

  test('stop and continue of a sleeper: the call goes on under another name', async () => {
    const text = await ours(
      'strace -e trace=clock_nanosleep,restart_syscall sleep 1 & sleep 0.3; p=$(pgrep -x sleep | head -1); kill -STOP $p; sleep 0.1; grep State /proc/$p/status; kill -CONT $p; wait',
    );
    expect(
      text
        .replace(/si_pid=\d+, si_uid=\d+/g, 'WHO')
        .replace(/\{tv_sec=0, tv_nsec=\d+\}/, '{LEFT}')
        .split('\n'),
    ).toEqual([
      'clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=1, tv_nsec=0}, {LEFT}) = ? ERESTART_RESTARTBLOCK (Interrupted by signal)',
      '--- SIGSTOP {si_signo=SIGSTOP, si_code=SI_USER, WHO} ---',
      '--- stopped by SIGSTOP ---',
      '--- SIGCONT {si_signo=SIGCONT, si_code=SI_USER, WHO} ---',
      'restart_syscall(<... resuming interrupted clock_nanosleep ...>) = 0',
      '+++ exited with 0 +++',
    ]);
  });

  test('killed in the middle of a call; a learner may not look at root', async () => {
    const killed = 'strace -e trace=clock_nanosleep sleep 9 & sleep 0.2; kill -KILL $(pgrep -x sleep | head -1); wait';
    expect((await ours(killed)).split('\n').slice(0, 2)).toEqual([
      'clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=9, tv_nsec=0},  <unfinished ...>) = ?',
      '+++ killed by SIGKILL +++',
    ]);
    expect(await ours('strace -p 1')).toBe('strace: attach: ptrace(PTRACE_SEIZE, 1): Operation not permitted');
  });
});
