/**
 * The same script in the host's bash and in ipclab: same standard output, same exit status.
 * In bash it runs in an empty directory of its own, which is HOME and the working directory, with LC_ALL=C. With --norc, for
 * bash takes the socket that Node gives it for a connection from afar, and would read /etc/bash.bashrc.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { runScript, type ScriptRun } from '../../src/headless.ts';
import { hostBash } from '../support/host.ts';

export interface SameOptions {
  /** Compare what goes to standard error too. */
  readonly stderr?: boolean;
  /** What the script finds on its standard input. */
  readonly stdin?: string;
}

/** The programs of a Debian, wherever the host has them. */
const PATH = '/usr/local/bin:/usr/bin:/bin';
/** What both kinds of machine are given at most, in ms. */
const PATIENCE = 20_000;

export async function runInBash(script: string, stdin = ''): Promise<ScriptRun> {
  const directory = await mkdtemp(join(tmpdir(), 'ipclab-same-'));
  try {
    const { stdout, stderr, exitCode, signal } = await execa('bash', ['--norc', '-c', script], {
      cwd: directory,
      env: { PATH, HOME: directory, LC_ALL: 'C' },
      extendEnv: false,
      // What it sends to its process group must not reach the tests.
      detached: true,
      input: stdin,
      reject: false,
      stripFinalNewline: false,
      timeout: PATIENCE,
    });
    if (exitCode === undefined) throw new Error(`bash did not come to its end: ${signal ?? 'no status'}\n${script}`);
    return { stdout, stderr, status: exitCode };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Registers a comparison for each script of a table `title: script`. */
export function sameAsLinux(
  group: string,
  scripts: Readonly<Record<string, string>>,
  { stderr = false, stdin }: SameOptions = {},
): void {
  const seen = ({ stdout, stderr: errors, status }: ScriptRun): Partial<ScriptRun> =>
    stderr ? { stdout, stderr: errors, status } : { stdout, status };
  describe.skipIf(!hostBash(group))(group, () => {
    for (const [title, script] of Object.entries(scripts)) {
      it.concurrent(title, { timeout: 2 * PATIENCE }, async () => {
        const input = stdin !== undefined && { stdin };
        const [real, ours] = await Promise.all([runInBash(script, stdin), runScript({ script, ...input })]);
        expect(seen(ours)).toEqual(seen(real));
      });
    }
  });
}
