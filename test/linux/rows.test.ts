/** The rows of pipe(7) and fifo(7) on the host's own kernel: small C programs print what it answers, one line a row. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fifoRows } from '../kernel/fifo-rows.ts';
import { pipeRows } from '../kernel/pipe-rows.ts';
import { fifoScripts, pipeScripts } from '../kernel/shell-rows.ts';
import { hostBash, hostCompiler } from '../support/host.ts';
import type { Fact } from '../support/process.ts';
import { runInBash } from './same.ts';

/** Older kernels have other names for where a pipe's sleepers are (before about 6.15). */
const oldNames = (answers: string): string => answers.replaceAll('anon_pipe_', 'pipe_');

describe.skipIf(!hostCompiler('every row of pipe(7) and fifo(7)'))('the real kernel', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ipclab-rows-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  /** Compiles and runs one of the programs; its answers by row. */
  async function answers(name: string): Promise<ReadonlyMap<string, string>> {
    const source = new URL(`c/${name}.c`, import.meta.url).pathname;
    const program = join(directory, name);
    await execa('gcc', ['-Wall', '-Wno-unused-result', '-Werror', '-o', program, source]);
    const { stdout } = await execa(program, { cwd: directory });
    return new Map(stdout.split('\n').map((line) => [line.slice(0, 4), line.slice(5)]));
  }

  const isRoot = process.getuid?.() === 0;
  /** These need the rights to become another user. */
  const needsRoot = new Set(['PI25', 'FI21']);

  const suites: readonly (readonly [string, readonly Fact[]])[] = [
    ['pipe', pipeRows],
    ['fifo', fifoRows],
  ];
  for (const [name, facts] of suites) {
    it(`answers the rows of ${name}(7) as they are written down`, { timeout: 60_000 }, async () => {
      const real = await answers(name);
      const asked = facts.filter(({ id }) => isRoot || !needsRoot.has(id));
      const lines = (answerOf: (fact: Fact) => string | undefined): string[] =>
        asked.map((fact) => `${fact.id} ${oldNames(answerOf(fact) ?? 'no answer')}`);
      expect(lines(({ id }) => real.get(id))).toEqual(lines((fact) => fact.expect));
    });
  }
});

const scripts = [...pipeScripts, ...fifoScripts];

describe.skipIf(!hostBash('the rows that show in a shell'))('the real shell', () => {
  for (const { id, script, stdout, stderr = '' } of scripts) {
    it.concurrent(`prints what is written down for ${id}`, { timeout: 30_000 }, async () => {
      expect(await runInBash(script)).toEqual({ stdout, stderr, status: 0 });
    });
  }
});
