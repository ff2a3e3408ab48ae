/**
 * `ipclab dev`: an author's loop. Each time the file is saved it is proved quickly and opened again at the step where its
 * author was; findings stand on the screen in the lesson's place until the next save. Nothing is saved of the progress.
 */
import { watchFile } from 'node:fs';
import { createInterface } from 'node:readline';
import { formatReport, type LintReport } from './lessons/lint.ts';
import { loadPack, type ReadText } from './lessons/load.ts';
import { LessonRun } from './lessons/play.ts';
import type { Lesson } from './lessons/schema.ts';
import { formatFinding } from './lessons/source.ts';
import { lintOnAllCores } from './lint-workers.ts';
import { runPlainLesson } from './plain.ts';
import type { CliWords } from './text/cli.ts';
import type { Language } from './text/index.ts';

export interface Develop {
  readonly file: string;
  readonly language: Language;
  readonly t: CliWords;
  readonly screen: boolean;
  readonly readText: ReadText;
  readonly workerFile: string;
}

/** Enough to find what is wrong now; `ipclab lint` proves the rest. */
const SEEDS = 3;
const LOOK_EVERY_MS = 200;

/** The exit status. */
export async function developLesson(dev: Develop): Promise<number> {
  const { file, language, screen, t, readText } = dev;
  const saves = new Saves(file);
  let index = 0;
  for (;;) {
    const saved = saves.next();
    const report = await lintOnAllCores(file, SEEDS, dev.workerFile);
    tell(report, t);
    const [loaded] = loadPack(file, readText).lessons;
    if (report.findings.length > 0 || !loaded) {
      const goOn = await enterOrSave(loaded ? t.devOpen : t.devWait, saved);
      if (!goOn) return 1;
      if (saved.aborted || !loaded) continue;
    }
    if (!loaded || saved.aborted) continue;
    const run = (lab = {}) =>
      new LessonRun(loaded.lesson, NO_CHAPTER, { ...lab, index: Math.min(index, last(loaded.lesson)) });
    const changed = (played: LessonRun): void => {
      index = played.session.index;
    };
    const status = screen
      ? await (await import('./tui/main.tsx')).runScreen({ lang: language, lesson: run, changed, until: saved })
      : await playLines(run(), language, changed, saved);
    if (!saved.aborted) return status;
  }
}

const NO_CHAPTER = { en: '', zh: '' };
const last = ({ steps }: Lesson): number => steps.length - 1;

const playLines = (
  run: LessonRun,
  language: Language,
  changed: (run: LessonRun) => void,
  until: AbortSignal,
): Promise<number> => runPlainLesson({ run, language, saved: () => changed(run), until });

function tell(report: LintReport, t: CliWords): void {
  const { findings, lessons, seeds } = report;
  const lines = findings.length > 0 ? findings.map(formatFinding) : [...formatReport(report), t.proved(lessons, seeds)];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** False: the author has left. */
async function enterOrSave(question: string, saved: AbortSignal): Promise<boolean> {
  process.stdout.write(`${question}\n`);
  if (saved.aborted) return true;
  const lines = createInterface({ input: process.stdin, signal: saved });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line.trim() !== 'q');
      lines.close();
    });
    lines.once('close', () => resolve(saved.aborted));
  });
}

/** A signal for each save, from the moment on when the file is read. */
class Saves {
  #next = new AbortController();

  constructor(file: string) {
    watchFile(file, { interval: LOOK_EVERY_MS }, (now, before) => {
      // An editor may write a new file and rename it; while there is none nothing was saved.
      if (now.nlink > 0 && (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino)) this.#next.abort();
    });
  }

  next(): AbortSignal {
    this.#next = new AbortController();
    return this.#next.signal;
  }
}
