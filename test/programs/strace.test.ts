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
    'strace -n -e trace=write,exit_group echo a >&2',
    'strace -x -e write printf "a\\001b\\n"; strace -xx -s4 -e write printf abcdef; strace --strings-in-hex=non-ascii -e write printf "a\\t"',
    'strace -e write=1 -e trace=write printf "hello world, this is a test\\n\\001"; strace -e write=2 -e write echo a',
    'strace -e trace=write -e inject=write:error=ENOSPC:when=2+ bash -c "echo a; echo b; echo c"',
    'strace -e trace=write -e inject=write:error=EIO:when=1..4+2 bash -c "echo a; echo b; echo c; echo d"',
    'strace -e trace=write -e inject=write:delay_enter=1ms echo a',
    'strace -e trace=write -e inject=write:signal=USR1:when=1 sh -c "trap \'echo got\' USR1; echo z"',
    'strace -f -e inject=clone:error=EAGAIN:when=1 -e trace=clone bash -c "true & wait" 2>&1 | grep -c retry >&2; strace -e inject=write:error=EIO -e trace=none echo a; strace -e inject=write:error=EIO -P /nope echo b; strace -z -e inject=write:error=EIO -e write echo c',
    'cd /tmp; rm -f pf; echo hi > pf; strace -P pf -e trace=read,close cat pf; strace -e trace=read -P /tmp/../tmp/pf -q cat /tmp/pf; rm pf',
    'strace -D -e trace=exit_group true; sleep 0.3; strace -o "|cat >&2" -e trace=exit_group true',
    'strace -f -b execve -e trace=execve sh -c "/bin/true; :" 2>&1 | grep -v "execve("/usr" >&2',
    'strace -e "trace=/^exit" true; strace -e "trace=/(" true; strace -e trace=exit_group@64,?nosuch true; strace -e "trace=!%%stat,/." true',
    'strace -zZ -e trace=exit_group true; strace -e signal=!all -z -e none true',
    'strace -w true; strace -U name true; strace -S name -e none true; strace -A -e none true; strace --output-separately -e none true',
    'strace -c -C true; strace -cff -o x true; strace -c -U foo true; strace -c -U calls,calls true; strace -c -S foo true; strace -DDDD true; strace -D -p 1',
    'strace -I 9 true; strace -b foo true; strace --absolute-timestamps=foo true; strace --relative-timestamps=x true; strace --syscall-times=x true; strace -c -O x true; strace --strings-in-hex=foo true; strace --daemonize=foo true',
    'for e in inject=foo:error=EIO inject=close inject=close:error=FOO inject=close:error=0 inject=close:when=2 inject=close:error=EIO:when=0 inject=close:error=EIO:when=2..1 inject=close:signal=FOO inject=close:delay_enter=x fault=close:signal=1 read=x write=x decode-fds=x abbrev=x quiet=x; do strace -e $e true; done; strace -y --decode-fds=path true',
    'for o in -i -n -r -t -T -y; do strace -c -e none $o true; done; strace -s 99999999999 true; strace -a 99999999999 true',
    'strace -c -S name -U name,calls,errors -e trace=write,execve sh -c "echo a; echo b"; strace -c -U errors,calls -e trace=mkdir mkdir /nope/x; strace -c -U syscall -e trace=write echo a',
  ])('%s', async (script) => {
    expect(normal(await ours(script))).toBe(normal(await real(script)));
  });

  test('moments and how long calls take, with digits for figures', async () => {
    const script = `for o in -t -tt -ttt -tttt -r -T '-r -t' '-n -tt' '-i -r -T' --timestamps=ms --absolute-timestamps=unix,s \
--absolute-timestamps=format:none --absolute-timestamps=time,ns '--relative-timestamps=s -t' --syscall-times=ns; do strace $o -e trace=execve true; done`;
    const shape = (text: string): string =>
      normal(text)
        .replace(/\[[0-9a-f]{16}\]/g, '[CODE]')
        .replace(/(?<![\w/-])\d+(?=[.:> ])/g, (digits) => '9'.repeat(digits.length > 9 ? 10 : digits.length))
        .replace(/[0-9](?=[0-9.:]*\d*[> )])/g, '9')
        .replace(/\.\d+/g, (digits) => `.${'9'.repeat(digits.length - 1)}`);
    const timeless = (text: string): string => shape(text).replace(/ +9+\.?9*(?=\)? )/g, ' T');
    expect(timeless(await ours(script))).toBe(timeless(await real(script)));
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
