/** sigtrap beside its twin in C on the host's kernel: what is lost, what is queued, in which order handlers run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { hostCompiler } from '../support/host.ts';
import { runInBash } from './same.ts';

/** `signals` are sent while sigtrap has them blocked; half a second later a line unblocks them. */
const blocked = (options: string, sending: string): string => `{ sleep 0.6; echo; sleep 0.2; } |
  sigtrap ${options} 12 10 15 36 35 34 & P=$!; sleep 0.3
  ${sending}
  wait`;

const fives = 'for n in 1 2 3 4 5; do kill -10 $P; kill -34 $P; done';
const downwards = 'for n in 1 2; do for s in 36 35 34 15 12 10; do kill -$s $P; done; done';

const scripts: Readonly<Record<string, string>> = {
  'five of a kind while blocked': blocked('-b', fives),
  'the lowest number first': blocked('-b', downwards),
  'the last frame is on top': blocked('-b -n', downwards),
  'values travel with real-time signals, the first one with a standard signal': blocked(
    '-b',
    'for n in 1 2 3; do /bin/kill -q $n -s USR1 $P; /bin/kill -q $n -s RTMIN $P; pkill -q $n -x -RTMIN+2 -g 0 sigtrap; done',
  ),
  'not blocked, each comes by itself': `{ sleep 1; } | sigtrap 10 & P=$!
    for n in 1 2 3; do sleep 0.2; kill -10 $P; done; wait`,
  'the end of the input unblocks nothing': 'sigtrap -b 10 < /dev/null; echo $?',
};

describe.skipIf(!hostCompiler('sigtrap'))('sigtrap and its twin', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ipclab-sigtrap-'));
    const source = new URL('c/sigtrap.c', import.meta.url).pathname;
    await execa('gcc', [
      '-Wall',
      '-Werror',
      '-Wno-unused-result',
      '-D_GNU_SOURCE',
      '-o',
      `${directory}/sigtrap`,
      source,
    ]);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const told = ({ stdout }: { readonly stdout: string }): string => stdout.replace(/PID \d+/g, 'PID N');

  it.each(Object.entries(scripts))('%s', { timeout: 40_000 }, async (_title, script) => {
    const [real, ours] = await Promise.all([runInBash(`PATH=${directory}:$PATH\n${script}`), runScript({ script })]);
    expect(told(ours)).toBe(told(real));
  });
});

describe('what sigtrap refuses', () => {
  it.each([
    ['KILL', 'sigtrap: cannot catch SIGKILL: Invalid argument\n'],
    ['STOP', 'sigtrap: cannot catch SIGSTOP: Invalid argument\n'],
    ['FOO', 'sigtrap: FOO: invalid signal\n'],
    ['32', 'sigtrap: 32: invalid signal\n'],
    ['', "sigtrap: missing operand\nTry 'sigtrap --help' for more information.\n"],
  ])('%s', async (signal, complaint) => {
    const { stderr, status } = await runScript({ script: `sigtrap ${signal}` });
    expect({ stderr, status }).toEqual({ stderr: complaint, status: 1 });
  });
});
