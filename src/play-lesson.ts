/** A lesson on the screen or in line mode, begun where the learner left it, with the progress saved as it goes. */
import type { Lessons } from './curriculum.ts';
import type { LabOptions } from './lessons/lab.ts';
import { LessonRun } from './lessons/play.ts';
import { noProgress, withLesson } from './lessons/progress.ts';
import { type Notice, progressStore, type Saved } from './lessons/progress-file.ts';
import { resumeIndex } from './lessons/runner.ts';
import type { Lesson } from './lessons/schema.ts';
import { NotFetched } from './machine.ts';
import { runPlainLesson } from './plain.ts';
import type { Language } from './text/index.ts';
import { en, zh } from './text/lessons.ts';
import type { ScreenOptions } from './tui/main.tsx';
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
  /** The progress as it was read; what was wrong with it is told once. */
  readonly saved?: Saved | undefined;
}

/** Plays a lesson, and on the screen those after it for as long as the learner goes on. The exit status. */
export async function playLesson(first: PlayLesson): Promise<number> {
  for (let play = first; ; ) {
    const { status, opened } = await playOne(play);
    if (!opened) return status;
    play = { ...play, lesson: opened, saved: undefined };
  }
}

interface Played {
  readonly status: number;
  /** The lesson that was asked for at the end. */
  readonly opened?: Lesson | undefined;
}

async function playOne({ pack, lesson, language, screen, saved: read }: PlayLesson): Promise<Played> {
  const store = progressStore();
  const saved = read ?? store.load();
  const notices = new Set<string>();
  const untold: string[] = [];
  const tell = (notice: Notice | undefined): void => {
    if (!notice) return;
    const text = noticeText(notice, language);
    if (notices.has(text)) return;
    notices.add(text);
    untold.push(shortNotice(notice, language));
  };
  tell(saved.notice);
  const index = resumeIndex(lesson, saved.progress.lessons[lesson.id]);
  await (screen ? fetchWhatRuns(lesson, index) : fetchUserland());
  const start = (lab: LabOptions = {}): LessonRun => new LessonRun(lesson, chapterOf(pack, lesson), { ...lab, index });
  const save = (run: LessonRun): void => {
    const { generation } = saved.progress;
    tell(store.save(withLesson({ ...noProgress, generation }, lesson.id, run.record(Date.now()))).notice);
  };
  const after = pack.lessons[pack.lessons.findIndex(({ id }) => id === lesson.id) + 1];
  const left = screen
    ? await runFullScreen({ lang: language, lesson: start, changed: save, notice: () => untold.shift() }, after)
    : { status: await runLines(start(), language, save, after) };
  for (const line of notices) process.stderr.write(`ipclab: ${line}\n`);
  return left;
}

/** Where more programs run before the learner types than had been fetched, nothing has been drawn yet: all are, and it begins anew. */
async function runFullScreen(options: ScreenOptions, after: Lesson | undefined): Promise<Played> {
  const { runScreen } = await import('./tui/main.tsx');
  const end = new AbortController();
  const following = after && { title: after.title, open: () => end.abort() };
  const run = () => runScreen({ ...options, following, until: end.signal });
  const status = await run().catch(async (error) => {
    if (!(error instanceof NotFetched)) throw error;
    await fetchUserland();
    return run();
  });
  return { status, opened: end.signal.aborted ? after : undefined };
}

/** The programs that the scripts name which run before the learner types. The screen fetches the rest while he reads. */
async function fetchWhatRuns(lesson: Lesson, index: number): Promise<void> {
  const solutions = lesson.steps.slice(0, index).flatMap((step) => (step.kind === 'check' ? step.solution : []));
  const scripts = [...lesson.setup.run, ...solutions];
  const words = new Set(scripts.flatMap(({ text }) => text.match(/[\w.+-]+/g) ?? []));
  await Promise.all(imageNames.filter((name) => words.has(name)).map(fetchImage));
}

async function runLines(
  run: LessonRun,
  language: Language,
  save: (run: LessonRun) => void,
  after: Lesson | undefined,
): Promise<number> {
  const status = await runPlainLesson({ run, language, saved: () => save(run) });
  const { next } = { en, zh }[language];
  if (run.session.over && after) process.stdout.write(`\n${next(after.title[language], after.id)}\n`);
  return status;
}

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

/** In the one line that the screen has for it; what is told after leaving has the paths. */
function shortNotice(notice: Notice, language: Language): string {
  const said = { en, zh }[language].progress.short;
  return 'why' in notice ? said[notice.kind](notice.why) : said[notice.kind];
}
