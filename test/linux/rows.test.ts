/** The rows on the host's own kernel: small C programs print what it answers, one line a row; scripts run in its bash. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cornerCases } from '../kernel/corner-cases.ts';
import { cornerIpcCases } from '../kernel/corner-ipc-cases.ts';
import { descriptorRows } from '../kernel/descriptor-rows.ts';
import { descriptorScripts, descriptorScriptsOfUsers } from '../kernel/descriptor-scripts.ts';
import { fifoRows } from '../kernel/fifo-rows.ts';
import { lockRows } from '../kernel/lock-rows.ts';
import { memoryRows } from '../kernel/memory-rows.ts';
import { mqueueRows } from '../kernel/mqueue-rows.ts';
import { msgRows } from '../kernel/msg-rows.ts';
import { pipeRows } from '../kernel/pipe-rows.ts';
import { processRows } from '../kernel/process-rows.ts';
import { processScripts } from '../kernel/process-scripts.ts';
import { procScripts, procScriptsOfUsers } from '../kernel/procfs-scripts.ts';
import { semRows } from '../kernel/sem-rows.ts';
import { fifoScripts, pipeScripts, type ScriptFact } from '../kernel/shell-rows.ts';
import { shmRows } from '../kernel/shm-rows.ts';
import { signalRows } from '../kernel/signal-rows.ts';
import { socketRows } from '../kernel/socket-rows.ts';
import { sysvIdsRows } from '../kernel/sysv-ids-rows.ts';
import { threadRows } from '../kernel/thread-rows.ts';
import { ttyRows } from '../kernel/tty-rows.ts';
import { hostBash, hostCompiler } from '../support/host.ts';
import type { Fact } from '../support/process.ts';
import { runInBash } from './same.ts';

/** Older kernels have other names for where a pipe's sleepers are (before about 6.15). */
const oldNames = (answers: string): string => answers.replaceAll('anon_pipe_', 'pipe_');

const isRoot = process.getuid?.() === 0;

describe.skipIf(!hostCompiler('every row of pipes, FIFOs and descriptors'))('the real kernel', () => {
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
    const empty = await mkdtemp(join(directory, 'empty-'));
    const { stdout } = await execa(program, { cwd: empty });
    return new Map(stdout.split('\n').map((line) => [line.slice(0, 4), line.slice(5)]));
  }

  /** These need the rights to become another user. */
  const needsRoot = new Set(['PI25', 'FI21', 'FD15', 'SG10', 'SG11', 'SG19', 'PR24', 'SO35']);

  async function compare(name: string, facts: readonly Fact[]): Promise<void> {
    const real = await answers(name);
    const asked = facts.filter(({ id }) => isRoot || !needsRoot.has(id));
    const lines = (answerOf: (fact: Fact) => string | undefined): string[] =>
      asked.map((fact) => `${fact.id} ${oldNames(answerOf(fact) ?? 'no answer')}`);
    expect(lines(({ id }) => real.get(id))).toEqual(lines((fact) => fact.expect));
  }

  const suites: readonly (readonly [string, readonly Fact[]])[] = [
    ['pipe', pipeRows],
    ['fifo', fifoRows],
    ['signal', signalRows],
    ['process', processRows],
    ['descriptor', descriptorRows],
    ['tty', ttyRows],
    ['memory', memoryRows],
    ['socket', socketRows],
    ['lock', lockRows],
    ['mqueue', mqueueRows],
    ['thread', threadRows],
    ['corner', cornerCases],
  ];
  for (const [name, facts] of suites) {
    it(`answers the rows of ${name} as they are written down`, { timeout: 60_000 }, () => compare(name, facts));
  }

  /** Each row in an IPC namespace of its own, which only root can make. */
  const apart: readonly (readonly [string, readonly Fact[]])[] = [
    ['sysv-ids', sysvIdsRows],
    ['msg', msgRows],
    ['sem', semRows],
    ['shm', shmRows],
    ['corner-ipc', cornerIpcCases],
  ];
  if (!isRoot) console.log('skipped: the rows of System V IPC need root for namespaces of their own');
  for (const [name, facts] of apart) {
    it.skipIf(!isRoot)(`answers the rows of ${name} as they are written down`, { timeout: 60_000 }, () =>
      compare(name, facts),
    );
  }
});

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const NOBODY = 'setpriv --reuid=65534 --regid=65534 --clear-groups';
/** As an ordinary user, whoever runs the tests. */
const asUser = (fact: ScriptFact): ScriptFact =>
  isRoot ? { ...fact, script: `chmod 777 .; exec ${NOBODY} bash -c ${quoted(fact.script)}` } : fact;

const scripts = [
  ...pipeScripts,
  ...fifoScripts,
  ...descriptorScripts,
  ...descriptorScriptsOfUsers.map(asUser),
  ...processScripts,
  ...procScripts,
  ...procScriptsOfUsers.map(asUser),
];

describe.skipIf(!hostBash('the rows that show in a shell'))('the real shell', () => {
  for (const { id, says, script, stdout, stderr = '' } of scripts) {
    it.concurrent(`prints what is written down for ${id} ${says}`, { timeout: 30_000 }, async () => {
      const real = await runInBash(script);
      expect({ ...real, stdout: oldNames(real.stdout) }).toEqual({ stdout: oldNames(stdout), stderr, status: 0 });
    });
  }
});
