/** A lesson on the screen or in line mode, begun where the learner left it, with the progress saved as it goes. */
import type { Lessons } from './curriculum.ts';
import type { LabOptions } from './lessons/lab.ts';
import { LessonRun } from './lessons/play.ts';
import { noProgress, withLesson } from './lessons/progress.ts';
import { type Notice, progressStore } from './lessons/progress-file.ts';
import { resumeIndex } from './lessons/runner.ts';
import type { Lesson } from './lessons/schema.ts';
import { runPlainLesson } from './plain.ts';
import type { Language } from './text/index.ts';
import { en, zh } from './text/lessons.ts';
import { fetchImage, fetchUserland, imageNames } from './userland.ts';

const UNTITLED = { en: '', zh: '' };

/** The title of the chapter that a lesson stands in. */
export const chapterOf = ({ curriculum }: Lessons, { id }: Lesson) =>
  curriculum?.chapters.find(({ lessons }) => lessons.some((entry) => entry.id === id))?.title ?? UNTITLED;

export interface PlayLesson {
  readonly pack: Lessons;
  readonly lesson: Lesson;
  readonly language: Language;
  readonly screen: boolean;
}

/** The exit status. */
export async function playLesson({ pack, lesson, language, screen }: PlayLesson): Promise<number> {
  const store = progressStore();
  const saved = store.load();
  const notices = new Set<string>();
  const tell = (notice: Notice | undefined): void => {
    if (notice) notices.add(noticeText(notice, language));
  };
  tell(saved.notice);
  const index = resumeIndex(lesson, saved.progress.lessons[lesson.id]);
  // The screen fetches the rest while the learner reads.
  await (screen ? fetchWhatRuns(lesson, index) : fetchUserland());
  const start = (lab: LabOptions = {}): LessonRun => new LessonRun(lesson, chapterOf(pack, lesson), { ...lab, index });
  const save = (run: LessonRun): void => {
    const { generation } = saved.progress;
    tell(store.save(withLesson({ ...noProgress, generation }, lesson.id, run.record(Date.now()))).notice);
  };
  const status = screen
    ? await (await import('./tui/main.tsx')).runScreen({ lang: language, lesson: start, changed: save })
    : await runLines(start(), language, save);
  for (const line of notices) process.stderr.write(`ipclab: ${line}\n`);
  return status;
}

/** The programs that run before the learner types: those that the scripts name. If that was not all, all there are. */
async function fetchWhatRuns(lesson: Lesson, index: number): Promise<void> {
  const solutions = lesson.steps.slice(0, index).flatMap((step) => (step.kind === 'check' ? step.solution : []));
  const scripts = [...lesson.setup.run, ...solutions];
  if (scripts.length === 0) return;
  const words = new Set(scripts.flatMap(({ text }) => text.match(/[\w.+-]+/g) ?? []));
  await Promise.all(imageNames.filter((name) => words.has(name)).map(fetchImage));
  try {
    new LessonRun(lesson, UNTITLED, { index });
  } catch {
    await fetchUserland();
  }
}

const runLines = (run: LessonRun, language: Language, save: (run: LessonRun) => void): Promise<number> =>
  runPlainLesson({ run, language, saved: () => save(run) });

export function noticeText(notice: Notice, language: Language): string {
  const said = { en, zh }[language].progress;
  switch (notice.kind) {
    case 'corrupt':
      return said.corrupt(notice.kept);
    case 'newer':
      return said.newer(notice.file, notice.beside);
    case 'unreadable':
    case 'unwritable':
      return said[notice.kind](notice.file, notice.why);
  }
}
