/**
 * Proves that a lesson pack is sound: its shape (load.ts), its words (lint/texts.ts), the commands it needs
 * (lint/commands.ts), and what happens when it is run (lint/runs.ts).
 */
import { proveCommands } from './lint/commands.ts';
import { proveRuns, type Score } from './lint/runs.ts';
import { proveTexts } from './lint/texts.ts';
import { loadPack, type Pack, type ReadText } from './load.ts';
import type { Lesson } from './schema.ts';
import { type Finding, formatFinding } from './source.ts';

export interface LintOptions {
  readonly readText: ReadText;
  /** Under how many seeds the runs must be the same. */
  readonly seeds?: number;
}

export interface LintReport {
  readonly findings: readonly Finding[];
  readonly scores: readonly Score[];
  readonly lessons: number;
  readonly seeds: number;
}

const defaultSeeds = 200;

/** Of a curriculum or of one lesson file. Lessons with mistakes in their shape are not run. */
export function lintPack(path: string, { readText, seeds = defaultSeeds }: LintOptions): LintReport {
  const pack = loadPack(path, readText);
  const findings = [...pack.findings];
  const scores: Score[] = [];
  for (const loaded of pack.lessons) {
    findings.push(...proveTexts(loaded));
    const known = knownCommands(loaded.lesson, pack);
    if (known) findings.push(...proveCommands(loaded, known));
    const proof = proveRuns(loaded, seeds);
    findings.push(...proof.findings);
    scores.push(...proof.scores);
  }
  return { findings, scores, lessons: pack.lessons.length, seeds };
}

/** What a learner with a shell prompt can do, for a lesson file outside a curriculum. */
const basics = ['echo', 'ls', 'cd', 'pwd'];

/** Commands that the learner brings along; undefined when that cannot be known. */
function knownCommands(lesson: Lesson, { curriculum, lessons }: Pack): ReadonlySet<string> | undefined {
  if (!curriculum) return lesson.requires.length > 0 ? undefined : new Set(basics);
  const known = new Set(curriculum.assumes);
  const visited = new Set<string>();
  const add = (id: string) => {
    const required = lessons.find((loaded) => loaded.lesson.id === id)?.lesson;
    if (!required || visited.has(id)) return;
    visited.add(id);
    for (const command of required.teaches) known.add(command);
    required.requires.forEach(add);
  };
  lesson.requires.forEach(add);
  return known;
}

/** The share of mutants that are told from the solution or declared, in per cent. */
export function mutationScore(scores: readonly Score[]): number {
  const total = scores.reduce((sum, score) => sum + score.total, 0);
  const good = scores.reduce((sum, score) => sum + score.rejected + score.declared, 0);
  return total === 0 ? 100 : Math.floor((100 * good) / total);
}

/** What `ipclab lint` prints before its last word. */
export function formatReport({ findings, scores }: LintReport): string[] {
  return [
    ...findings.map(formatFinding),
    ...scores.map(
      ({ lesson, step, rejected, declared, total }) =>
        `${lesson}/${step}: ${total} mutants, ${rejected} rejected, ${declared} declared, ${total - rejected - declared} passed`,
    ),
    ...(scores.length > 0 ? [`mutation score ${mutationScore(scores)} %`] : []),
  ];
}
