/**
 * The lessons that come with the program. The build checks them once and leaves them ready to use (`dist/parts/lessons.json`);
 * where a lesson is newer than the build, or there is no build, they are read and checked from their YAML.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Curriculum, Lesson } from './lessons/schema.ts';

export interface Lessons {
  /** Missing when it has mistakes; `ipclab lint` tells which. */
  readonly curriculum?: Curriculum;
  /** In the order of the curriculum. */
  readonly lessons: readonly Lesson[];
}

const readText = (path: string): string => readFileSync(path, 'utf8');

/** `home` is the folder of the package. */
export async function loadLessons(home: string): Promise<Lessons> {
  const built = ready(home);
  if (built) return built;
  const { loadPack } = await import('./lessons/load.ts');
  const { lessons, ...rest } = loadPack(join(home, 'lessons.yaml'), readText);
  return { ...rest, lessons: lessons.map(({ lesson }) => lesson) };
}

function ready(home: string): Lessons | undefined {
  try {
    const file = join(home, 'dist', 'parts', 'lessons.json');
    const built = statSync(file).mtimeMs;
    const { files, ...lessons } = JSON.parse(readText(file)) as Lessons & { readonly files: readonly string[] };
    return files.every((source) => statSync(join(home, source)).mtimeMs <= built) ? lessons : undefined;
  } catch {
    return undefined;
  }
}
