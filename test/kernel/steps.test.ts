/** Scripts of steps on the simulated kernel, with the answers of Linux beside them. */
import { describe, expect, it } from 'vitest';
import { answersByStep, written } from '../support/steps/compare.ts';
import { simulate } from '../support/steps/simulate.ts';
import { foundSteps } from './found-steps.ts';

describe('what random calls have shown', () => {
  for (const [says, script] of Object.entries(foundSteps)) {
    const { steps, lines } = written(script);
    it(says, () => expect(answersByStep(simulate(steps)).map((answers) => answers.join(' | '))).toEqual(lines));
  }
});
