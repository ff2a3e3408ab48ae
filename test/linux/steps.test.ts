/**
 * Random calls on both kernels: scripts of steps, in which a few processes open, write, lock, send, signal and wait in turn. The
 * real kernel runs them through test/linux/c/steps.c, the simulated one through test/support/steps, and the answers are
 * compared one by one. A difference that does not come again is none: what the real kernel did there was a matter of time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../../src/kernel/random.ts';
import { foundSteps } from '../kernel/found-steps.ts';
import { hostCompiler } from '../support/host.ts';
import {
  answersByStep,
  type Difference,
  differences,
  perform,
  type Script,
  written,
} from '../support/steps/compare.ts';
import { generate } from '../support/steps/generate.ts';
import { THEMES } from '../support/steps/themes.ts';

const SCRIPTS = 20;
const STEPS = 50;
/** Corners that were turned since are not those that are simulated. */
const KERNEL = 6.18;

function comparable(): boolean {
  if (!hostCompiler('what random calls answer')) return false;
  const isRoot = process.getuid?.() === 0;
  const isRecent = Number.parseFloat(release().replace(/^(\d+)\.(\d)\./, '$1.0$2.')) >= KERNEL;
  if (!isRoot) console.log('skipped: random calls are compared in namespaces of their own, which only root can make');
  else if (!isRecent) console.log(`skipped: random calls are compared with Linux ${KERNEL} or later`);
  return isRoot && isRecent;
}

const scriptsOf = (theme: string): Script[] =>
  Array.from({ length: SCRIPTS }, (_, seed) => ({
    name: `${theme} ${seed}`,
    steps: generate(seeded(seed), theme, STEPS),
  }));

const shown = ({ script, steps, real, simulated }: Difference): string =>
  [script.name, ...steps, `  real: ${real.join(', ')}`, `  simulated: ${simulated.join(', ')}`].join('\n');

describe.skipIf(!comparable())('random calls', () => {
  let directory = '';
  let program = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ipclab-steps-'));
    program = join(directory, 'steps');
    const source = new URL('c/steps.c', import.meta.url).pathname;
    await execa('gcc', ['-O1', '-Wall', '-Wextra', '-Werror', '-o', program, source]);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('answer what is written down', { timeout: 60_000 }, () => {
    const found = Object.entries(foundSteps).map(([says, script]) => ({ says, ...written(script) }));
    const scripts = found.map(({ steps }, at) => ({ name: `inet ${at}`, steps }));
    const real = perform(program, directory, scripts).map((lines) => answersByStep(lines));
    for (const [at, { says, lines }] of found.entries())
      expect([says, ...(real[at] ?? []).map((answers) => answers.join(' | '))]).toEqual([says, ...lines]);
  });

  for (const theme of Object.keys(THEMES)) {
    it(`answer what they answer on Linux: ${theme}`, { timeout: 60_000 }, () => {
      const found = differences(program, directory, scriptsOf(theme));
      const again = differences(
        program,
        directory,
        found.map(({ script }) => script),
      );
      const lasting = again.filter((one) => found.some((other) => shown(other) === shown(one)));
      expect(lasting.map(shown)).toEqual([]);
    });
  }
});
