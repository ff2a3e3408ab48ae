/**
 * Proves that a lesson pack is sound: its shape (load.ts), its words (lint/texts.ts), the commands it needs
 * (lint/commands.ts), and what happens when it is run (lint/runs.ts). The runs are cut into jobs, which know nothing of each
 * other: `lintPack` does them one after another, lint-workers.ts on all cores.
 */
import { proveCommands } from './lint/commands.ts';
import { proveRuns, proveSeeds, type Score } from './lint/runs.ts';
import { proveTexts } from './lint/texts.ts';
import { type LoadedLesson, loadPack, type Pack, type ReadText } from './load.ts';
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

export const defaultSeeds = 200;

/** Runs of one lesson: under its own seed with all mutants, or under a range of seeds. */
export interface Job {
  readonly lesson: string;
  /** From … to, the last not among them; without it the lesson's own. */
  readonly seeds?: readonly [from: number, to: number];
}

export interface JobResult {
  readonly findings: readonly Finding[];
  readonly scores: readonly Score[];
}

/** A lesson that cannot be solved at all is not tried two hundred times, nor is one that failed under some seed. */
export const isHopeless = ({ findings, scores }: JobResult): boolean =>
  scores.length > 0 ? scores.some(({ total }) => total === 0) : findings.length > 0;

export function runJob(loaded: LoadedLesson, { seeds }: Job): JobResult {
  return seeds ? { findings: proveSeeds(loaded, ...seeds), scores: [] } : proveRuns(loaded);
}

/** What is found without running anything. Lessons with mistakes in their shape are not run. */
export function lintStatic(path: string, readText: ReadText): { pack: Pack; findings: readonly Finding[] } {
  const pack = loadPack(path, readText);
  const proved = pack.lessons.flatMap((loaded) => {
    const known = knownCommands(loaded.lesson, pack);
    return [...proveTexts(loaded), ...(known ? proveCommands(loaded, known) : [])];
  });
  return { pack, findings: [...pack.findings, ...proved] };
}

/** Of a curriculum or of one lesson file. */
export function lintPack(path: string, { readText, seeds = defaultSeeds }: LintOptions): LintReport {
  const { pack, findings } = lintStatic(path, readText);
  const results = pack.lessons.flatMap((loaded): JobResult[] => {
    const lesson = loaded.lesson.id;
    const own = runJob(loaded, { lesson });
    return isHopeless(own) ? [own] : [own, runJob(loaded, { lesson, seeds: [0, seeds] })];
  });
  return reportOf(findings, results, pack.lessons.length, seeds);
}

export function reportOf(
  findings: readonly Finding[],
  results: readonly JobResult[],
  lessons: number,
  seeds: number,
): LintReport {
  return {
    findings: onceEach([...findings, ...results.flatMap((result) => result.findings)]),
    scores: results.flatMap((result) => result.scores),
    lessons,
    seeds,
  };
}

/** What fails under one seed mostly fails under all: it is told once, without the seed where it does not matter. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const told = new Set<string>();
  return findings.filter((finding) => {
    const key = formatFinding({ ...finding, message: finding.message.replace(/^with seed \d+: /, '') });
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
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
  const lessons = [...new Set(scores.map(({ lesson }) => lesson))];
  return [
    ...findings.map(formatFinding),
    ...scores.map(
      ({ lesson, step, rejected, declared, total }) =>
        `${lesson}/${step}: ${total} mutants, ${rejected} rejected, ${declared} declared, ${total - rejected - declared} passed`,
    ),
    ...lessons.map((id) => `${id}: mutation score ${mutationScore(scores.filter(({ lesson }) => lesson === id))} %`),
  ];
}
