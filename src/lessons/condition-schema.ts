/**
 * Conditions as an author writes them: `{state: tty(B).output, contains: hi}`, `{all: […]}`. One key says the kind; the
 * result is a union that conditions.ts evaluates.
 */
import { z } from 'zod';
import { signalNumber } from '../kernel/signum.ts';
import { type StatePath, statePathSchema } from './paths.ts';
import type { KeyPath } from './source.ts';

export type Test =
  | { readonly op: 'is'; readonly value: string | number | boolean }
  | { readonly op: 'contains'; readonly value: string }
  /** The source of a regular expression: a lesson stays data that can be written down. */
  | { readonly op: 'matches'; readonly value: string }
  | { readonly op: 'at_least' | 'at_most'; readonly value: number };

/**
 * An event's `type` and any of its fields that must be equal. `in` asks for the terminal that the process belongs to, `who`
 * for the command that it was running, `signal` for the signal that the event is about.
 */
export interface EventPattern {
  readonly event: string;
  readonly in?: string;
  readonly who?: string;
  readonly signal?: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

export type Condition =
  | { readonly kind: 'state'; readonly path: StatePath; readonly test: Test }
  | { readonly kind: 'trace'; readonly events: readonly EventPattern[] }
  | { readonly kind: 'never'; readonly event: EventPattern }
  | { readonly kind: 'count'; readonly event: EventPattern; readonly test: Test }
  | { readonly kind: 'exit'; readonly comm: string; readonly in?: string; readonly test: Test }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'schedules'; readonly every: boolean; readonly count: number; readonly of: Condition };

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const terminal = z.string().regex(/^[A-D]$/, 'a terminal is A, B, C or D');
const signalName = z.string().refine((name) => signalNumber(name) !== undefined && name.startsWith('SIG'), {
  error: 'there is no such signal; write `SIGINT` or `SIGRTMIN+1`',
});

const eventSchema = z
  .object({
    event: z.string(),
    in: terminal.optional(),
    who: z.string('who names a command').optional(),
    signal: signalName.optional(),
  })
  .catchall(scalar)
  .transform(
    ({ event, in: terminal, who, signal, ...fields }): EventPattern => ({
      event,
      ...(terminal && { in: terminal }),
      ...(who && { who }),
      ...(signal && { signal }),
      fields,
    }),
  );

/** A lesson pack may come from anybody: a pattern that takes exponential time would stop the program. */
const slow = /\([^)]*[+*}][^)]*\)[+*{]|\\[1-9]/;
/** `^` and `$` are the ends of a line. */
export const regexOf = (source: string): RegExp => new RegExp(source, 'mu');

const regex = z
  .string()
  .max(200)
  .transform((source, ctx): string => {
    try {
      if (!slow.test(source)) {
        regexOf(source);
        return source;
      }
      ctx.addIssue('a repeated group that repeats inside, or a back reference, can take for ever; write it without');
    } catch (error) {
      ctx.addIssue(error instanceof Error ? error.message : 'not a regular expression');
    }
    return z.NEVER;
  });

export const conditionKinds = [
  'state',
  'trace',
  'never',
  'count',
  'exit',
  'all',
  'any',
  'not',
  'exists_schedule',
  'forall_schedules',
] as const;
export const tests = ['is', 'contains', 'matches', 'at_least', 'at_most'] as const;

const many = z.array(z.lazy(() => conditionSchema)).min(1);
const one = z.lazy(() => conditionSchema);

const fields = z.strictObject(
  {
    state: statePathSchema.optional(),
    trace: z.array(eventSchema).min(1).optional(),
    never: eventSchema.optional(),
    count: eventSchema.optional(),
    exit: z.string('exit names a command').optional(),
    in: terminal.optional(),
    is: scalar.optional(),
    contains: z.string('`contains` takes text').optional(),
    matches: regex.optional(),
    at_least: z.number().optional(),
    at_most: z.number().optional(),
    all: many.optional(),
    any: many.optional(),
    not: one.optional(),
    exists_schedule: one.optional(),
    forall_schedules: one.optional(),
    schedules: z.number().int().min(2).max(1000).optional(),
  },
  {
    error: (issue) => (issue.code === 'invalid_type' ? 'a condition is a map, such as `{state: …, is: …}`' : undefined),
  },
);
interface Fields extends Partial<Record<(typeof conditionKinds)[number] | (typeof tests)[number], unknown>> {
  state?: StatePath | undefined;
  trace?: EventPattern[] | undefined;
  never?: EventPattern | undefined;
  count?: EventPattern | undefined;
  exit?: string | undefined;
  in?: string | undefined;
  is?: string | number | boolean | undefined;
  contains?: string | undefined;
  matches?: string | undefined;
  at_least?: number | undefined;
  at_most?: number | undefined;
  all?: Condition[] | undefined;
  any?: Condition[] | undefined;
  not?: Condition | undefined;
  exists_schedule?: Condition | undefined;
  forall_schedules?: Condition | undefined;
  schedules?: number | undefined;
}

function toTest(fields: Fields): Test | undefined {
  if (fields.is !== undefined) return { op: 'is', value: fields.is };
  if (fields.contains !== undefined) return { op: 'contains', value: fields.contains };
  if (fields.matches !== undefined) return { op: 'matches', value: fields.matches };
  if (fields.at_least !== undefined) return { op: 'at_least', value: fields.at_least };
  return fields.at_most === undefined ? undefined : { op: 'at_most', value: fields.at_most };
}

/** The condition, or what is wrong with it. */
function toCondition(fields: Fields): Condition | string {
  const found = conditionKinds.filter((kind) => fields[kind] !== undefined);
  if (found.length !== 1)
    return `a condition has exactly one of ${conditionKinds.join(', ')}; this one has ${found.join(' and ') || 'none'}`;
  const compared = tests.filter((test) => fields[test] !== undefined);
  const comparable = fields.state !== undefined || fields.exit !== undefined || fields.count !== undefined;
  if (!comparable && compared.length > 0) return `\`${compared[0]}\` goes with \`state\`, \`exit\` or \`count\``;
  if (comparable && compared.length !== 1)
    return `compare with exactly one of ${tests.join(', ')}; this has ${compared.join(' and ') || 'none'}`;
  if (fields.in !== undefined && fields.exit === undefined) return '`in` goes with `exit`, or with an event';
  const ofSchedules = fields.exists_schedule ?? fields.forall_schedules;
  if (fields.schedules !== undefined && !ofSchedules)
    return '`schedules` goes with exists_schedule or forall_schedules';
  const test = toTest(fields);
  if (fields.state && test) return { kind: 'state', path: fields.state, test };
  if (fields.exit !== undefined && test)
    return { kind: 'exit', comm: fields.exit, ...(fields.in && { in: fields.in }), test };
  if (fields.count && test) return { kind: 'count', event: fields.count, test };
  if (fields.trace) return { kind: 'trace', events: fields.trace };
  if (fields.never) return { kind: 'never', event: fields.never };
  if (fields.all) return { kind: 'all', of: fields.all };
  if (fields.any) return { kind: 'any', of: fields.any };
  if (fields.not) return { kind: 'not', of: fields.not };
  if (!ofSchedules) return 'this condition is empty';
  return {
    kind: 'schedules',
    every: fields.forall_schedules !== undefined,
    count: fields.schedules ?? 20,
    of: ofSchedules,
  };
}

export const conditionSchema: z.ZodType<Condition, unknown> = fields.transform((given, ctx): Condition => {
  const condition = toCondition(given);
  if (typeof condition !== 'string') return condition;
  ctx.addIssue(condition);
  return z.NEVER;
});

/** Calls `visit` for a condition and each of its parts, with their places in the file. */
export function visitConditions(
  condition: Condition,
  path: KeyPath,
  visit: (part: Condition, path: KeyPath) => void,
): void {
  visit(condition, path);
  switch (condition.kind) {
    case 'all':
    case 'any':
      condition.of.forEach((part, i) => {
        visitConditions(part, [...path, condition.kind, i], visit);
      });
      return;
    case 'not':
      visitConditions(condition.of, [...path, 'not'], visit);
      return;
    case 'schedules':
      visitConditions(condition.of, [...path, condition.every ? 'forall_schedules' : 'exists_schedule'], visit);
      return;
    default:
  }
}
