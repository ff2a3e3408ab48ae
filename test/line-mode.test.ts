/** Every lesson in line mode, in both languages, through standard input: as its own file tells, from start to end. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { choiceLabel } from '../src/lessons/choices.ts';
import { simulate } from '../src/lessons/lab.ts';
import { loadPack } from '../src/lessons/load.ts';
import { rightChoice } from '../src/lessons/runner.ts';
import type { Lesson, Step } from '../src/lessons/schema.ts';
import type { ScriptLine } from '../src/lessons/script.ts';
import { languages } from '../src/text/index.ts';
import { en, zh } from '../src/text/lessons.ts';
import { en as plainEn, zh as plainZh } from '../src/text/plain.ts';

const root = join(import.meta.dirname, '..');
const bundle = join(root, 'dist/ipclab.js');
const built = existsSync(bundle);
if (!built) console.log('line-mode.test.ts: skipped, there is no dist/ipclab.js; npm run build makes it');

const { lessons } = loadPack(join(root, 'lessons.yaml'), (path) => readFileSync(path, 'utf8'));
const SIDES = { en: { ...en, ...plainEn }, zh: { ...zh, ...plainZh } };

/** What is typed for a line of a script. */
function typed({ terminal, kind, text }: ScriptLine): string {
  if (kind === 'key') return `${terminal}^${text}`;
  return text === '' ? terminal : `${terminal} ${text}`;
}

function linesOf(lesson: Lesson, step: Step, index: number): string[] {
  switch (step.kind) {
    case 'explain':
    case 'explore':
      return [];
    case 'predict':
      return [choiceLabel(rightChoice(step, simulate(lesson, index, step)))];
    case 'quiz': {
      const right = step.quiz.choices.findIndex((choice) => choice.right);
      return [(right + 1) % step.quiz.choices.length, right].map(choiceLabel);
    }
    case 'check':
      return ['h', ...step.solution.map(typed)];
    default:
      return step satisfies never;
  }
}

function play(id: string, language: string, input: readonly string[]): string {
  const home = mkdtempSync(join(tmpdir(), 'ipclab-line-'));
  try {
    const { stdout, status, stderr } = spawnSync(
      process.execPath,
      [bundle, '--plain', '--lang', language, 'lesson', id],
      { input: `${input.join('\n')}\n`, encoding: 'utf8', env: { ...process.env, XDG_DATA_HOME: home } },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const plays = lessons.flatMap(({ lesson }) => languages.map((language) => ({ lesson, id: lesson.id, language })));

describe.skipIf(!built)('lessons in line mode', () => {
  test.for(plays)('$id in $language', { timeout: 60_000 }, ({ lesson, id, language }) => {
    const said = play(
      id,
      language,
      lesson.steps.flatMap((step, i) => [...linesOf(lesson, step, i), 'n']),
    );
    const words = SIDES[language];
    for (const step of lesson.steps) expect(said).toContain(step.heading[language]);
    expect(said).toContain(words.done);
    expect(said).not.toContain(words.notYet);
    // Keys of the screen, mark-up, and cursor tricks have no place here.
    expect(said).not.toMatch(/^[，。、；：？！）」』》]/m);
    expect(said).not.toMatch(/\bF\d\b|Ctrl-\]|\{\{|\}\}|\x1b/);
  });

  test('panes are printed when they are asked for, and a letter alone is Enter or an answer', () => {
    const said = play('fds', 'en', ['n', 'A exec 3< /tmp/list', 'v', 'v descriptors', 'v nothing', 'A', 'q']);
    expect(said).toContain('`v descriptors` Descriptors: descriptor → open file → object');
    expect(said).toMatch(/^ {2}3 {2}→ #\d+ +r- +0 +→ \/tmp\/list$/m);
    expect(said).toContain('There is no pane `nothing`. There are:');
    expect(said).not.toContain('means nothing here');
  });

  test('a key may stand apart from its terminal and in small letters, a letter of ours in capitals', () => {
    const said = play('fds', 'en', ['N', 'H', 'A cat', 'A ^C', 'A cat', 'A^c', 'A clear', 'A echo 2^3', 'Q']);
    // `cat` would have repeated what was typed.
    expect(said).not.toMatch(/\^C$|event not found|\x1b/m);
    expect(said).toContain('A| 2^3');
    expect(said).toContain('Hint 1:');
    expect(said).not.toContain('means nothing here');
  });

  test('whatever a program writes is printed, be it long', () => {
    const said = play('fds', 'en', ['A seq 1 3000 > /tmp/long', 'A cat /tmp/long', 'Q']);
    expect(said.match(/^A\| \d+$/gm)).toHaveLength(3000);
    expect(said).toContain('A| 3000');
  });
});
