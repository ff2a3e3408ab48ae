import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { loadPack } from '../../src/lessons/load.ts';
import { en, zh } from '../../src/text/cli.ts';
import { type Language, languages } from '../../src/text/index.ts';
import { Screen } from '../screen.ts';
import { atStep, isOver, LEAVE, type Player, playStep } from './player.ts';

const root = join(import.meta.dirname, '../..');
const bundle = join(root, 'dist/ipclab.js');
const built = existsSync(bundle);
if (!built) console.log('lesson.test.ts: skipped, there is no dist/ipclab.js; npm run build makes it');

const SIZES = [
  { cols: 80, rows: 24 },
  { cols: 120, rows: 40 },
] as const;

const { lessons } = loadPack(join(root, 'lessons.yaml'), (path) => readFileSync(path, 'utf8'));
/** Each lesson in each language; which one at which size goes round, so that both sizes see half of all. */
const plays = lessons.flatMap(({ lesson }, number) =>
  languages.map((language, i) => ({ lesson, language, id: lesson.id, ...sizeOf(number + i) })),
);
function sizeOf(number: number) {
  return number % 2 === 0 ? SIZES[0] : SIZES[1];
}

// A play mostly waits for the screen to come to rest.
vi.setConfig({ maxConcurrency: 3 });

/** A home of its own, so that nobody's progress is touched. */
function newHome(finished: (clean: () => void) => void): Readonly<Record<string, string>> {
  const home = mkdtempSync(join(tmpdir(), 'ipclab-lesson-'));
  finished(() => rmSync(home, { recursive: true, force: true }));
  return { XDG_DATA_HOME: home };
}

const arguments_ = (language: Language, ...words: string[]) => [bundle, '--lang', language, ...words];

/** The list of lessons with the progress in it. */
function listed(home: Readonly<Record<string, string>>, language: Language): string {
  const env = { ...process.env, ...home };
  return spawnSync(process.execPath, arguments_(language, 'lessons'), { env, encoding: 'utf8' }).stdout;
}

describe.skipIf(!built)('lessons played by keys, as their files tell', () => {
  test.concurrent.for(plays)(
    '$id in $language at $cols x $rows',
    { timeout: 120_000 },
    async ({ lesson, language, cols, rows }, { onTestFinished }) => {
      const home = newHome(onTestFinished);
      const words = { en, zh }[language];
      const start = (): Player => {
        const argv = [process.execPath, ...arguments_(language, 'lesson', lesson.id)];
        const screen = new Screen(argv, { cols, rows, env: home });
        onTestFinished(() => screen.close());
        return { screen, lesson, language };
      };
      const leave = async ({ screen }: Player) => {
        screen.key(LEAVE);
        await screen.exited();
        expect(screen.ended).toMatchObject({ exitCode: 0 });
        expect(screen.inAlternateScreen).toBe(false);
      };
      const count = lesson.steps.length;
      const middle = Math.floor(count / 2);

      const first = start();
      for (let step = 0; step < middle; step++) await playStep(first, step);
      await atStep(first, middle);
      await leave(first);
      expect(listed(home, language)).toContain(words.lessonStep(middle + 1, count));

      const second = start();
      for (let step = middle; step < count; step++) await playStep(second, step);
      await isOver(second);
      await leave(second);
      expect(listed(home, language)).toContain(words.lessonDone);

      const again = start();
      await atStep(again, 0);
      await leave(again);
    },
  );
});
