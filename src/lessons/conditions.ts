/**
 * Is a condition true of a world? Pure. A third answer exists beside true and false: a problem (the events needed are no
 * longer kept, a schedule did not come to rest). A problem is never a pass, not even under `not`.
 */

import { isFailure } from '../kernel/errno.ts';
import type { KernelEvent } from '../kernel/event.ts';
import { signalNumber } from '../kernel/signum.ts';
import { type Condition, type EventPattern, regexOf, type Test } from './condition-schema.ts';
import { readState } from './paths.ts';
import type { Value } from './state-objects.ts';
import { belongs, lastExit, type World } from './world.ts';

export type Verdict = { readonly holds: boolean } | { readonly problem: string };

const verdict = (holds: boolean): Verdict => ({ holds });
export const isTrue = (of: Verdict): boolean => 'holds' in of && of.holds;
export const isFalse = (of: Verdict): boolean => 'holds' in of && !of.holds;

export function evaluate(condition: Condition, world: World): Verdict {
  try {
    return judge(condition, world);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

export const holds = (condition: Condition, world: World): boolean => isTrue(evaluate(condition, world));

function judge(condition: Condition, world: World): Verdict {
  switch (condition.kind) {
    case 'state':
      return verdict(passes(condition.test, readState(world, condition.path)));
    case 'trace':
      return happened(condition.events, world) ? verdict(true) : unseen(world, false);
    case 'never':
      return happened([condition.event], world) ? verdict(false) : unseen(world, true);
    case 'count':
      return world.forgetful
        ? unseen(world, false)
        : verdict(passes(condition.test, occurrences(condition.event, world)));
    case 'exit': {
      const status = lastExit(world, condition.comm, condition.in);
      return status === undefined ? unseen(world, false) : verdict(passes(condition.test, status));
    }
    case 'all':
      return combine(condition.of, world, (verdicts) => verdicts.every(isTrue));
    case 'any':
      return combine(condition.of, world, (verdicts) => verdicts.some(isTrue));
    case 'not':
      return combine([condition.of], world, (verdicts) => verdicts.every(isFalse));
    case 'schedules':
      return overSchedules(condition.of, condition.every, world.schedules(condition.count));
    default:
      return condition satisfies never;
  }
}

/** What was not found among the events did not happen, unless some are gone. */
const unseen = (world: World, otherwise: boolean): Verdict =>
  world.forgetful
    ? { problem: 'too much has happened since the step began: its first events are no longer kept' }
    : verdict(otherwise);

/** All parts are looked at, so that a problem in any of them is not hidden by the others. */
function combine(parts: readonly Condition[], world: World, join: (verdicts: Verdict[]) => boolean): Verdict {
  const verdicts = parts.map((part) => judge(part, world));
  return verdicts.find((each) => 'problem' in each) ?? verdict(join(verdicts));
}

function overSchedules(condition: Condition, every: boolean, worlds: Iterable<World>): Verdict {
  let count = 0;
  for (const world of worlds) {
    count++;
    const each = judge(condition, world);
    if ('problem' in each) return each;
    if (each.holds !== every) return verdict(!every);
  }
  return count === 0 ? { problem: 'no schedule could be run' } : verdict(every);
}

export function passes(test: Test, value: Value): boolean {
  if (value === undefined) return false;
  switch (test.op) {
    case 'is':
      return value === test.value;
    case 'contains':
      return String(value).includes(test.value);
    case 'matches':
      return regexOf(test.value).test(String(value));
    case 'at_least':
      return typeof value === 'number' && value >= test.value;
    case 'at_most':
      return typeof value === 'number' && value <= test.value;
    default:
      return test satisfies never;
  }
}

/** The patterns match events in this order; other events may stand between them. */
function happened(patterns: readonly EventPattern[], world: World): boolean {
  let wanted = 0;
  for (const event of world.events()) {
    const pattern = patterns[wanted];
    if (!pattern) break;
    if (fits(pattern, event, world)) wanted++;
  }
  return wanted === patterns.length;
}

const occurrences = (pattern: EventPattern, world: World): number => {
  let count = 0;
  for (const event of world.events()) if (fits(pattern, event, world)) count++;
  return count;
};

/** A field as an author writes it: a failed call's result is its errno, a wait reason its kind. */
function field(event: KernelEvent, name: string): unknown {
  const value = (event as unknown as Record<string, unknown>)[name];
  if (isFailure(value)) return value.errno;
  return typeof value === 'object' && value !== null && 'kind' in value ? value.kind : value;
}

function fits(pattern: EventPattern, event: KernelEvent, world: World): boolean {
  if (event.type !== pattern.event) return false;
  if (pattern.in !== undefined && !belongs(event.pid, pattern.in, world)) return false;
  if (pattern.signal !== undefined && field(event, 'signo') !== signalNumber(pattern.signal)) return false;
  if (pattern.who !== undefined && world.nameAt(event) !== pattern.who) return false;
  return Object.entries(pattern.fields).every(([name, value]) => field(event, name) === value);
}
