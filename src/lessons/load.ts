/**
 * A lesson file or a whole curriculum: text → validated data, or findings that name file, line, column and the fix.
 * Pure: reading goes through `readText`, so that a pack can come from the disk, from the bundle or from a test.
 */
import type { z } from 'zod';
import { complaintsAbout } from './consistency.ts';
import { nearest } from './nearest.ts';
import { type Curriculum, curriculumSchema, type Lesson, lessonSchema } from './schema.ts';
import { type Finding, type KeyPath, readSource, type Source } from './source.ts';

/** The text of a file; throws when there is none. */
export type ReadText = (path: string) => string;

export interface LoadedLesson {
  readonly lesson: Lesson;
  readonly source: Source;
}

export interface Pack {
  /** Missing when a single lesson file was loaded, or when the curriculum has mistakes. */
  readonly curriculum?: Curriculum;
  /** In the order of the curriculum; those with mistakes are not among them. */
  readonly lessons: readonly LoadedLesson[];
  readonly findings: readonly Finding[];
}

/** Loads `lessons.yaml` with all its lessons, or one lesson file. */
export function loadPack(path: string, readText: ReadText): Pack {
  const opened = open(path, readText);
  if ('finding' in opened) return { lessons: [], findings: [opened.finding] };
  const { source } = opened;
  if (source.findings.length > 0) return { lessons: [], findings: source.findings };
  if (!isRecord(source.value) || !('chapters' in source.value)) {
    const { lesson, findings } = checkLesson(source);
    return { lessons: lesson ? [{ lesson, source }] : [], findings };
  }
  const curriculum = parse(curriculumSchema, source);
  if (!curriculum.value) return { lessons: [], findings: curriculum.findings };
  return { curriculum: curriculum.value, ...loadLessons(curriculum.value, source, readText) };
}

function loadLessons(curriculum: Curriculum, source: Source, readText: ReadText): Omit<Pack, 'curriculum'> {
  const lessons: LoadedLesson[] = [];
  const findings: Finding[] = [];
  const known: string[] = [];
  curriculum.chapters.forEach((chapter, c) => {
    chapter.lessons.forEach((entry, l) => {
      const at = (key: string, message: string) => source.at(['chapters', c, 'lessons', l, key], message);
      if (known.includes(entry.id)) findings.push(at('id', `a second lesson \`${entry.id}\`; give it another id`));
      const opened = open(folderOf(source.file) + entry.file, readText, (message) => at('file', message));
      if ('finding' in opened) {
        findings.push(opened.finding);
        return;
      }
      const { lesson, findings: own } = checkLesson(opened.source);
      findings.push(...own);
      if (lesson) {
        if (lesson.id !== entry.id) {
          findings.push(
            opened.source.at(['id'], `the curriculum calls this lesson \`${entry.id}\`; make both the same`),
          );
        }
        lesson.requires.forEach((name, i) => {
          if (known.includes(name)) return;
          findings.push(
            opened.source.at(['requires', i], `no earlier lesson is called \`${name}\`${nearest(name, known)}`),
          );
        });
        lessons.push({ lesson, source: opened.source });
      }
      known.push(entry.id);
    });
  });
  return { lessons, findings };
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

type Opened = { readonly source: Source } | { readonly finding: Finding };

function open(path: string, readText: ReadText, complain?: (message: string) => Finding): Opened {
  try {
    return { source: readSource(path, readText(path)) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `cannot read ${path}: ${why}`;
    return { finding: complain?.(message) ?? { file: path, line: 1, column: 1, message } };
  }
}

function checkLesson(source: Source): { readonly lesson?: Lesson; readonly findings: readonly Finding[] } {
  if (source.findings.length > 0) return { findings: source.findings };
  const { value: lesson, findings } = parse(lessonSchema, source);
  if (!lesson) return { findings };
  const complaints = complaintsAbout(lesson).map(({ path, message }) => source.at(path, message));
  return complaints.length > 0 ? { findings: complaints } : { lesson, findings: [] };
}

function parse<T extends z.ZodType>(schema: T, source: Source): { value?: z.output<T>; findings: Finding[] } {
  const result = schema.safeParse(source.value);
  if (result.success) return { value: result.data, findings: [] };
  return { findings: result.error.issues.flatMap((issue) => describe(issue, source, [])) };
}

/** What the validator says, in an author's words. */
function describe(issue: z.core.$ZodIssue, source: Source, prefix: KeyPath): Finding[] {
  const path = [...prefix, ...(issue.path as KeyPath)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        source.at([...path, key], `unknown key \`${key}\`${closeKey(key)}`, { key: true }),
      );
    case 'invalid_type': {
      if (path.length === 0)
        return [source.at(path, 'there is no lesson in it; begin with `id`, `title`, `setup`, `steps`')];
      if (valueAt(source.value, path) !== undefined) break;
      const key = String(path.at(-1) ?? '');
      const fix = key === 'en' || key === 'zh' ? 'every text stands in en and in zh' : `add \`${key}: …\``;
      return [source.at(path, `\`${key}\` is missing; ${fix}`)];
    }
    case 'too_small':
      return [source.at(path, `at least ${amount(issue.origin, issue.minimum)} must be here; add what is missing`)];
    case 'too_big':
      return [source.at(path, `at most ${amount(issue.origin, issue.maximum)} may be here; take out the rest`)];
    case 'invalid_key':
      return [source.at(path, issue.issues[0]?.message ?? issue.message, { key: true })];
    default:
  }
  return [source.at(path, issue.message.replace(/^Invalid input: /, ''))];
}

/** How much of it: entries of a list, characters of a text, else a number. */
function amount(origin: string, bound: number | bigint): string {
  if (origin === 'array') return `${bound} ${bound === 1 ? 'entry' : 'entries'}`;
  return origin === 'string' ? `${bound} ${bound === 1 ? 'character' : 'characters'}` : String(bound);
}

const keys = [
  ...Object.keys(lessonSchema.shape),
  ...Object.keys(lessonSchema.shape.setup.shape),
  ...Object.keys(curriculumSchema.shape),
  ...'heading explain predict quiz check explore goal hints solution also_accept wrong debrief'.split(' '),
  ...'ask answer_from choices value say because misconception right try when line optional en zh lessons file'.split(
    ' ',
  ),
  ...'state trace never exit all any not exists_schedule forall_schedules schedules event in'.split(' '),
  ...'contains matches at_least at_most'.split(' '),
];

/** `; did you mean x?` when a key of the format is near, else how to get rid of it. */
function closeKey(key: string): string {
  const near = nearest(key, keys);
  return near.startsWith('; did') ? near : '; take it out';
}

function valueAt(value: unknown, path: KeyPath): unknown {
  let at = value;
  for (const key of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined;
  return at;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
