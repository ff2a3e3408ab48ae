/** The demonstrations: scripts that run here, C programs that compile on the host and come to the same. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { shelf } from '../../src/library.ts';
import { hostCompiler } from '../support/host.ts';

const sorted = (text: string): string[] =>
  text
    .replaceAll('client1:', 'client 1:')
    .replaceAll('client2:', 'client 2:')
    .replaceAll(/ with forks \d and \d$|^philosopher \d has .*\n/gm, '')
    .trim()
    .split('\n')
    .sort();

const PATIENCE = 20_000;

async function here(command: string): Promise<string> {
  const { stdout, stderr, status } = await runScript({ script: `cd /usr/share/ipclab/demos; sh ${command}` });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

/** Written in C, run by the host. */
function there(name: string, ...args: readonly string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'ipclab-demo-'));
  try {
    writeFileSync(join(dir, 'demo.c'), shelf('demos').get(`${name}.c`) ?? '');
    execFileSync('gcc', ['-Wall', '-Wextra', '-Werror', '-pthread', '-o', join(dir, 'demo'), join(dir, 'demo.c')]);
    return execFileSync(join(dir, 'demo'), args, { encoding: 'utf8', timeout: PATIENCE });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe.skipIf(!hostCompiler('demonstrations in C'))('a script does what its C program does', () => {
  for (const name of [
    'producer-consumer',
    'readers-writers',
    'fifo-server',
    'queue-server',
    'shared-ring',
    'echo-server',
    'threads',
  ])
    it(name, { timeout: 2 * PATIENCE }, async () => {
      expect(sorted(await here(`${name}.sh`))).toEqual(sorted(there(name)));
    });

  for (const cure of ['both', 'order'])
    it(`philosophers ${cure}`, { timeout: 2 * PATIENCE }, async () => {
      expect(sorted(await here(`philosophers.sh ${cure}`))).toEqual(sorted(there('philosophers', cure)));
    });
});

describe('the threads', () => {
  it('wait in a circle, which is named thread by thread', async () => {
    const { stdout } = await runScript({ script: 'sh /usr/share/ipclab/demos/threads.sh circle 2> /dev/null' });
    const text = stdout.replaceAll(/\s+/g, ' ').replaceAll(/\d{4} \(([^)]*)\)/g, '$1');
    expect(text).toContain('threads waits for thread thread-1 to end. The end of that thread would wake it');
    expect(text).toContain('thread-1 waits for thread-2, thread-2 for thread-3, thread-3 for thread-1.');
    expect(text.match(/which thread-\d has locked/g)).toHaveLength(3);
    expect(text.match(/Behind it is a deadlock/g)).toHaveLength(1);
  });
});

describe('the philosophers', () => {
  it('sit in a deadlock, which is named', async () => {
    const { stdout } = await runScript({ script: 'sh /usr/share/ipclab/demos/philosophers.sh 2> /dev/null; ipcs -s' });
    expect(stdout).toMatch(/This is a deadlock:/);
    expect(stdout.match(/has fork/g)).toHaveLength(5);
    expect(stdout).not.toContain('eats');
  });

  it('refuse a place that is none', async () => {
    const script = 'exec 2>&1; ipcmk -S 3 >/dev/null; philosopher 0 3; philosopher 7 0; philosopher; echo $?';
    const { stdout } = await runScript({ script });
    expect(stdout).toBe(
      [
        "philosopher: invalid seat: '3'",
        "Try 'philosopher --help' for more information.",
        'philosopher: semctl: Invalid argument',
        'philosopher: missing operand',
        "Try 'philosopher --help' for more information.",
        '2\n',
      ].join('\n'),
    );
  });
});
