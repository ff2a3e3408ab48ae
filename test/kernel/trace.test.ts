import { describe, expect, test } from 'vitest';
import { O_CREAT, O_RDONLY, O_TRUNC, O_WRONLY, WUNTRACED } from '../../src/kernel/abi.ts';
import { fail } from '../../src/kernel/errno.ts';
import { SIGCHLD, SIGINT, SIGUSR1, sigset } from '../../src/kernel/signum.ts';
import { callText, resultText } from '../../src/kernel/trace.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('calls as strace(1) prints them', () => {
  test.each([
    ['openat(AT_FDCWD, "ff", O_RDONLY)', 'open', ['ff', O_RDONLY]],
    ['openat(AT_FDCWD, "out", O_WRONLY|O_CREAT|O_TRUNC, 0666)', 'open', ['out', O_WRONLY | O_CREAT | O_TRUNC, 0o666]],
    ['write(1, "hi\\n")', 'write', [1, bytes('hi\n')]],
    ['write(1, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"...)', 'write', [1, bytes('a'.repeat(40))]],
    ['kill(42, SIGUSR1)', 'kill', [42, SIGUSR1]],
    ['rt_sigprocmask(SIG_BLOCK, [INT CHLD], 8)', 'sigprocmask', [0, sigset(SIGINT, SIGCHLD)]],
    ['wait4(-1, WSTOPPED, NULL)', 'wait4', [-1, WUNTRACED]],
    ['getpid()', 'getpid', []],
  ] as const)('%s', (shown, name, args) => {
    expect(callText(name, args)).toBe(shown);
  });

  test('results', () => {
    expect(resultText('read', [], 3)).toBe('= 3');
    expect(resultText('open', [], fail('ENXIO'))).toBe('= -1 ENXIO (No such device or address)');
    expect(resultText('wait4', [], { pid: 7, status: 0, rusage: {} })).toBe('= 7');
  });
});
