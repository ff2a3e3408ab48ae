/**
 * The shape of a lesson file and of lessons.yaml, and the types made from it.
 * A check is a condition over kernel state and events, never over what was typed; a prediction has no stored answer.
 * Leaves out everything that needs a machine (lint.ts) or the other files of the pack (load.ts).
 */
import { z } from 'zod';
import { MOST_CHOICES } from './choices.ts';
import { situations } from './coach.ts';
import { conditionSchema } from './condition-schema.ts';
import { nearest } from './nearest.ts';
import { paneIds } from './pane-ids.ts';
import { statePathSchema } from './paths.ts';
import { proseSchema } from './prose.ts';
import { scriptSchema } from './script.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'an id is lower-case letters, digits and hyphens');
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const terminalName = z.string().regex(/^[A-D]$/, 'a terminal is A, B, C or D');
const command = z.string().regex(/^(?:\.\/)?[\w.[-]+$/, 'a command name is one word, or one word after ./');

const filePath = z.string().regex(/^\/(tmp|home\/learner)\/[\w./-]+$/, 'a file stands in /tmp or /home/learner');
const paneList = z
  .array(
    z.enum(paneIds, {
      error: ({ input }) => `there is no pane \`${String(input)}\`${nearest(String(input), paneIds)}`,
    }),
  )
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'each pane once');

const predictChoice = z.strictObject({
  /** What `answer_from` must give for this choice to be the right one. */
  value: scalar,
  say: proseSchema,
  because: proseSchema.optional(),
  misconception: id.optional(),
});

const quizChoice = z.strictObject({
  say: proseSchema,
  right: z.literal(true, 'only `right: true`, on the one right choice; leave it out elsewhere').optional(),
  because: proseSchema.optional(),
  misconception: id.optional(),
});

const predict = z.strictObject({
  run: scriptSchema.min(1),
  ask: proseSchema,
  answer_from: statePathSchema,
  choices: z.array(predictChoice).min(2).max(MOST_CHOICES),
});

const quiz = z.strictObject({
  ask: proseSchema,
  choices: z.array(quizChoice).min(2).max(MOST_CHOICES),
});

const wrongAttempt = z.strictObject({
  try: scriptSchema.min(1),
  when: conditionSchema,
  misconception: id.optional(),
  say: proseSchema,
});

const stepFields = z.strictObject({
  id,
  heading: proseSchema,
  panes: paneList.optional(),
  explain: proseSchema.optional(),
  predict: predict.optional(),
  quiz: quiz.optional(),
  check: conditionSchema.optional(),
  explore: proseSchema.optional(),
  goal: proseSchema.optional(),
  hints: z.array(proseSchema).max(6).default([]),
  solution: scriptSchema.min(1).optional(),
  also_accept: z.array(scriptSchema.min(1)).default([]),
  wrong: z.array(wrongAttempt).default([]),
  debrief: proseSchema.optional(),
});
type StepFields = z.output<typeof stepFields>;

export const stepKinds = ['explain', 'predict', 'quiz', 'check', 'explore'] as const;
/** What may stand beside the kind, and what must: anything else on a step of that kind is a mistake of the author's. */
const company: Record<(typeof stepKinds)[number], { needs: (keyof StepFields)[]; allows: (keyof StepFields)[] }> = {
  explain: { needs: [], allows: [] },
  predict: { needs: ['debrief'], allows: ['hints'] },
  quiz: { needs: ['debrief'], allows: ['hints'] },
  check: { needs: ['goal', 'solution', 'debrief'], allows: ['hints', 'also_accept', 'wrong'] },
  explore: { needs: [], allows: ['hints'] },
};
const companions = ['goal', 'hints', 'solution', 'also_accept', 'wrong', 'debrief'] as const;

const stepSchema = stepFields
  .superRefine((step, ctx) => {
    const issue = (message: string, ...path: string[]) => ctx.addIssue({ code: 'custom', message, path });
    const found = stepKinds.filter((kind) => step[kind] !== undefined);
    const [kind] = found;
    if (kind === undefined || found.length > 1) {
      issue(`a step is exactly one of ${stepKinds.join(', ')}; this one has ${found.join(' and ') || 'none'}`);
      return;
    }
    for (const key of company[kind].needs)
      if (step[key] === undefined) issue(`a step of kind ${kind} needs \`${key}\``);
    for (const key of companions) {
      const value = step[key];
      const present = Array.isArray(value) ? value.length > 0 : value !== undefined;
      if (!present || company[kind].needs.includes(key) || company[kind].allows.includes(key)) continue;
      issue(`a step of kind ${kind} has no \`${key}\`; take it out`, key);
    }
    if (kind === 'check' && step.hints.length < 3) issue('a step of kind check needs at least three hints', 'hints');
  })
  .transform(toStep);

/** The checked fields of a step as one of a union; the refinement above has made sure that what is taken is there. */
function toStep(fields: StepFields) {
  const { id, heading, panes, explain, predict, quiz, check, explore, goal, hints, solution, debrief } = fields;
  const common = { id, heading, ...(panes && { panes }), hints, ...(debrief && { debrief }) };
  if (predict) return { kind: 'predict' as const, ...common, predict };
  if (quiz) return { kind: 'quiz' as const, ...common, quiz };
  if (check && goal && solution) {
    const { also_accept: alsoAccept, wrong } = fields;
    return { kind: 'check' as const, ...common, check, goal, solution, alsoAccept, wrong };
  }
  if (explore) return { kind: 'explore' as const, ...common, text: explore };
  return { kind: 'explain' as const, ...common, text: explain ?? { en: '', zh: '' } };
}

export const lessonSchema = z.strictObject({
  id,
  title: proseSchema,
  /** Lessons whose commands this one may use. */
  requires: z.array(id).default([]),
  /** Commands that this lesson introduces. */
  teaches: z.array(command).default([]),
  misconceptions: z.record(id, proseSchema).default({}),
  setup: z.strictObject({
    seed: z.number().int().min(0).max(0xffffffff),
    terminals: z.array(terminalName).min(1).max(4),
    /** Terminals that belong to another machine of the network. */
    hosts: z.partialRecord(terminalName, z.enum(['beta', 'gamma'])).default({}),
    /** Scripts and data that stand there from the beginning: path → text. */
    files: z.record(filePath, z.string('a file is text')).default({}),
    run: scriptSchema.default([]),
  }),
  /** Situations that the lesson is about itself: the coach leaves them alone. */
  quiet: z
    .array(
      z.enum(situations, {
        error: ({ input }) => `the coach knows no \`${String(input)}\`${nearest(String(input), situations)}`,
      }),
    )
    .default([]),
  /** What the screen opens beside the terminals; a step may say otherwise. */
  panes: paneList.optional(),
  steps: z.array(stepSchema).min(1).max(30),
});

export const curriculumSchema = z.strictObject({
  /** Version of the format. */
  ipclab: z.literal(1, 'this ipclab reads format 1'),
  /** Commands that a learner is taken to know. */
  assumes: z.array(command).default([]),
  chapters: z
    .array(
      z.strictObject({
        id,
        title: proseSchema,
        lessons: z
          .array(
            z.strictObject({
              id,
              file: z
                .string()
                .regex(/^(?!.*\.\.)[\w][\w./-]*\.ya?ml$/, 'a file is a relative path inside the pack, ending in .yaml'),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
});

export type Lesson = z.output<typeof lessonSchema>;
export type Step = Lesson['steps'][number];
export type CheckStep = Extract<Step, { kind: 'check' }>;
export type PredictStep = Extract<Step, { kind: 'predict' }>;
export type QuizStep = Extract<Step, { kind: 'quiz' }>;
export type WrongAttempt = CheckStep['wrong'][number];
export type Curriculum = z.output<typeof curriculumSchema>;
