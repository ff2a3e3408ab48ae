/** `ipclab lesson …`, `repl`, `lint` and their kin: the commands that are not a shell call. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { type Lessons, loadLessons } from './curriculum.ts';
import { useLibraryOf } from './host-library.ts';
import { closest } from './lessons/nearest.ts';
import type { Notice, Saved } from './lessons/progress-file.ts';
import type { Lesson } from './lessons/schema.ts';
import { loadSettings, saveSettings } from './settings.ts';
import { type CliWords, en, zh } from './text/cli.ts';
import { chooseLanguage, type Language, languageNamed } from './text/index.ts';
import { chooseFrontEnd } from './tui/mode.ts';
import { fetchUserland } from './userland.ts';
import { textWidth } from './width.ts';

const USAGE = 2;

const readText = (path: string): string => readFileSync(path, 'utf8');

interface Asked {
  readonly language: Language;
  /** Nobody has said so far which language it shall be. */
  readonly chooses: boolean;
  readonly t: CliWords;
  readonly plain: boolean;
  readonly seed: number;
  /** The folder of the package. */
  readonly home: string;
  readonly keepCode: KeepCode;
}

/** Keeps the code that V8 has made of the program so far, for the next start. */
type KeepCode = () => Promise<void>;

/** Time enough for all that a start runs. Much later V8 has thrown away the code of what ran only then. */
const STARTED_MS = 3000;
const keepWhenStarted = ({ keepCode }: Asked): void => void setTimeout(keepCode, STARTED_MS).unref();

/** An error of ours, in one line; the status is that of a usage error. */
function complain(line: string): number {
  process.stderr.write(`ipclab: ${line}\n`);
  return USAGE;
}

const usesScreen = ({ plain }: Asked): boolean =>
  chooseFrontEnd({
    plain,
    stdinIsTty: process.stdin.isTTY === true,
    stdoutIsTty: process.stdout.isTTY === true,
    env: process.env,
  }).kind === 'screen';

/** Behind their own door, for they bring the schema library with them. */
const savedProgress = async () => (await import('./lessons/progress-file.ts')).progressStore();

const firstUnfinished = ({ lessons }: Lessons, { progress }: Saved): Lesson | undefined =>
  lessons.find(({ id }) => !progress.lessons[id]?.done) ?? lessons[0];

interface Named {
  readonly lesson?: Lesson | undefined;
  /** Without one: the ids that may have been meant. */
  readonly meant: readonly string[];
}

/** A lesson by its number, by its id, or by the beginning of one, where only one begins so. */
function lessonNamed({ lessons }: Lessons, name: string): Named {
  const beginning = lessons.filter(({ id }) => id.startsWith(name));
  const numbered = /^\d+$/.test(name) ? lessons[Number(name) - 1] : undefined;
  const exact = numbered ?? lessons.find(({ id }) => id === name);
  const lesson = exact ?? (beginning.length === 1 ? beginning[0] : undefined);
  if (lesson || beginning.length > 1) return { lesson, meant: beginning.map(({ id }) => id) };
  const near = closest(
    name,
    lessons.map(({ id }) => id),
  );
  return { meant: near === undefined ? [] : [near] };
}

async function openLesson(asked: Asked, id: string | undefined): Promise<number> {
  const pack = await loadLessons(asked.home);
  const saved = (await savedProgress()).load();
  const { lesson, meant }: Named =
    id === undefined ? { lesson: firstUnfinished(pack, saved), meant: [] } : lessonNamed(pack, id);
  if (!lesson) return complain(asked.t.noSuchLesson(id ?? '', meant));
  const screen = usesScreen(asked);
  const language = screen && asked.chooses ? await firstLanguage(asked.language) : asked.language;
  if (!language) return 0;
  const { playLesson } = await import('./play-lesson.ts');
  if (screen) keepWhenStarted(asked);
  return playLesson({ pack, lesson, language, screen, saved });
}

/** Asked once, at the first start; undefined: the learner has left. */
async function firstLanguage(suggested: Language): Promise<Language | undefined> {
  const language = await (await import('./tui/welcome.ts')).askLanguage(suggested);
  if (language) saveSettings({ language });
  return language;
}

async function openRepl(asked: Asked): Promise<number> {
  if (!usesScreen(asked)) {
    await fetchUserland();
    return (await import('./plain.ts')).runPlainRepl(asked.seed);
  }
  keepWhenStarted(asked);
  return (await import('./tui/main.tsx')).runScreen({ lang: asked.language, seed: asked.seed });
}

/** On standard error: what is printed is for the learner's eyes and for programs alike. */
async function tellNotice(notice: Notice, language: Language): Promise<void> {
  const { noticeText } = await import('./play-lesson.ts');
  process.stderr.write(`ipclab: ${noticeText(notice, language)}\n`);
}

async function listLessons(asked: Asked): Promise<number> {
  const { t, language } = asked;
  const { progress, notice } = (await savedProgress()).load();
  if (notice) await tellNotice(notice, language);
  const { resumeIndex } = await import('./lessons/runner.ts');
  const rows = (await loadLessons(asked.home)).lessons.map((lesson) => {
    const record = progress.lessons[lesson.id];
    const step = resumeIndex(lesson, record) + 1;
    const state = !record ? t.lessonNew : record.done ? t.lessonDone : t.lessonStep(step, lesson.steps.length);
    return [lesson.id, lesson.title[language], state];
  });
  const numbered = rows.map((row, i) => [String(i + 1).padStart(2), ...row]);
  for (const line of process.stdout.isTTY ? inColumns(numbered) : rows.map((row) => row.join('\t'))) {
    process.stdout.write(`${line}\n`);
  }
  return 0;
}

/** For eyes: each column as wide as its widest cell. */
function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => textWidth(row[column] ?? ''))));
  const cell = (text: string, column: number) => text + ' '.repeat((widths[column] ?? 0) - textWidth(text));
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}

/** The status of the refusal, when there is nothing to read. */
function cannotRead(t: CliWords, path: string): number | undefined {
  try {
    readText(path);
    return undefined;
  } catch (error) {
    return complain(t.cannotRead(path, error instanceof Error ? error.message : String(error)));
  }
}

const workersIn = (home: string): string => join(home, 'dist', 'parts', 'lint-workers.mjs');

/** 0: sound; 1: findings; 2: there is nothing to read. */
async function lint({ t, home }: Asked, path: string, seeds: number): Promise<number> {
  const unreadable = cannotRead(t, path);
  if (unreadable !== undefined) return unreadable;
  const { formatReport } = await import('./lessons/lint.ts');
  const { lintOnAllCores } = await import('./lint-workers.ts');
  const report = await lintOnAllCores(path, seeds, workersIn(home));
  for (const line of formatReport(report)) process.stdout.write(`${line}\n`);
  if (report.findings.length > 0) return 1;
  process.stdout.write(`${t.proved(report.lessons, report.seeds)}\n`);
  return 0;
}

async function develop({ t, home, language, ...asked }: Asked, file: string): Promise<number> {
  const unreadable = cannotRead(t, file);
  if (unreadable !== undefined) return unreadable;
  const [{ developLesson }] = await Promise.all([import('./dev.ts'), fetchUserland()]);
  const screen = usesScreen({ t, home, language, ...asked });
  return developLesson({ file, language, t, screen, readText, workerFile: workersIn(home) });
}

async function printSchema({ t }: Asked, name: string): Promise<number> {
  const { formats, jsonSchemaOf } = await import('./lessons/json-schema.ts');
  const format = formats.find((each) => each === name);
  if (!format) return complain(t.noSuchSchema(name));
  process.stdout.write(jsonSchemaOf(format));
  return 0;
}

async function showProgress(asked: Asked): Promise<number> {
  await listLessons(asked);
  const { progress } = (await savedProgress()).load();
  const { t, language } = asked;
  for (const { id, misconceptions } of (await loadLessons(asked.home)).lessons) {
    for (const [name, { held, overcome }] of Object.entries(progress.lessons[id]?.misconceptions ?? {})) {
      const belief = misconceptions[name]?.[language];
      if (held > 0 && belief !== undefined) process.stdout.write(`  ${(overcome ? t.overcome : t.held)(belief)}\n`);
    }
  }
  return 0;
}

async function reset({ t, language }: Asked): Promise<number> {
  const { forgotten } = await import('./lessons/progress.ts');
  const store = await savedProgress();
  const { notice } = store.save(forgotten(store.load().progress));
  if (notice) await tellNotice(notice, language);
  if (notice?.kind === 'unwritable') return 1;
  process.stdout.write(`${t.forgotten}\n`);
  return 0;
}

/** The exit status. */
export async function main(words: readonly string[], home: string, keepCode: KeepCode): Promise<number> {
  useLibraryOf(home);
  const said = languageAsked(words) ?? loadSettings().language;
  const language = chooseLanguage(said, process.env);
  const t = { en, zh }[language];
  let status = 0;
  const program = new Command('ipclab')
    .description(t.description)
    .usage('[-c command | script [args…] | command]')
    .helpOption('--help', t.help)
    .version(versionOf(home), '--version', t.version)
    .option('--lang <language>', t.lang, languageOption(t))
    .option('--plain', t.plain)
    .option('--seed <n>', t.seed, wholeNumber(t), 0)
    .exitOverride()
    .configureHelp({
      styleTitle: (title) => t.headings[title] ?? title,
      // Without the default values, which Commander tells in English; ours are in the words.
      optionDescription: ({ description }) => description,
    })
    .configureOutput({ outputError: () => undefined });
  const asked = (): Asked => {
    const { plain, seed } = program.opts<{ plain?: boolean; seed: number }>();
    return {
      language,
      chooses: said === undefined && words.length === 0,
      t,
      plain: plain === true,
      seed,
      home,
      keepCode,
    };
  };
  const does =
    (run: (...args: string[]) => Promise<number> | number) =>
    async (...args: unknown[]) => {
      status = await run(...args.filter((arg) => typeof arg === 'string'));
    };
  program.action(does(() => openLesson(asked(), undefined)));
  program
    .command('lesson <id>')
    .description(t.lesson)
    .action(does((id = '') => openLesson(asked(), id)));
  program
    .command('lessons')
    .description(t.lessons)
    .action(does(() => listLessons(asked())));
  program
    .command('repl')
    .option('--plain', t.plain)
    .description(t.repl)
    .action(async (options: { plain?: boolean }) => {
      status = await openRepl({ ...asked(), plain: asked().plain || options.plain === true });
    });
  program
    .command('lint <file>')
    .description(t.lint)
    .option('--seeds <n>', t.seeds, wholeNumber(t), 200)
    .action(async (path: string, { seeds }: { seeds: number }) => {
      status = await lint(asked(), path, seeds);
    });
  program
    .command('progress')
    .description(t.progress)
    .action(does(() => showProgress(asked())));
  program
    .command('dev <file>')
    .description(t.dev)
    .action(does((file = '') => develop(asked(), file)));
  program
    .command('schema [format]')
    .description(t.schema)
    .action(does((format = 'lesson') => printSchema(asked(), format)));
  program
    .command('reset')
    .description(t.reset)
    .action(does(() => reset(asked())));
  program.command('help', { hidden: true }).action(() => program.help());
  program.helpCommand(false);
  try {
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : complain(usageMistake(error, t));
  }
}

function usageMistake({ code, message }: CommanderError, { usage }: CliWords): string {
  const text = message.replace(/^error: /, '').replaceAll('\n', ' ');
  return usage(
    code,
    text,
    [...text.matchAll(/'([^']*)'/g)].flatMap(([, name]) => name ?? []),
  );
}

const languageAsked = (words: readonly string[]): string | undefined => {
  const inline = words.find((word) => word.startsWith('--lang='));
  if (inline) return inline.slice('--lang='.length);
  const at = words.indexOf('--lang');
  return at < 0 ? undefined : words[at + 1];
};

const wholeNumber =
  (t: CliWords) =>
  (text: string): number => {
    if (!/^\d+$/.test(text)) throw new InvalidArgumentError(t.wholeNumber);
    return Number(text);
  };

const languageOption =
  (t: CliWords) =>
  (text: string): Language => {
    const named = languageNamed(text);
    if (!named) throw new InvalidArgumentError(t.languages);
    return named;
  };

function versionOf(home: string): string {
  const { version } = JSON.parse(readText(join(home, 'package.json'))) as { version: string };
  return version;
}
