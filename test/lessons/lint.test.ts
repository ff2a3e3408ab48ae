import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandsIn } from '../../src/lessons/lint/commands.ts';
import { mutantsOf, scriptKey } from '../../src/lessons/lint/mutants.ts';
import { formatReport, lintPack } from '../../src/lessons/lint.ts';
import { loadPack } from '../../src/lessons/load.ts';
import { parseScriptLine } from '../../src/lessons/script.ts';
import { formatFinding } from '../../src/lessons/source.ts';
import { broken, files, smallLesson } from './pack.ts';

const lint = (text: string, seeds = 2) => lintPack('l.yaml', { readText: files({ 'l.yaml': text }), seeds });
const findings = (text: string, seeds?: number) => lint(text, seeds).findings.map(formatFinding).join('\n');

/** A lesson of one step, for proofs that need only one terminal. */
const oneStep = (fields: string) => `id: one
title: {en: "One", zh: "一"}
teaches: [mkfifo, touch, rm, sleep]
setup: {seed: 3, terminals: [A]}
steps:
  - id: intro
    heading: {en: "Hello", zh: "你好"}
    explain: {en: "\`mkfifo\` \`touch\` \`rm\` \`sleep\`", zh: "看 \`mkfifo\` \`touch\` \`rm\` \`sleep\`"}
  - id: make
    heading: {en: "Make", zh: "做"}
    goal: {en: "Make it.", zh: "做出来。"}
    hints: [{en: a, zh: 一}, {en: b, zh: 二}, {en: c, zh: 三}]
    debrief: {en: "Made.", zh: "做好了。"}
${fields}`;

/** Solved or not, as the scheduler likes it. */
const race = oneStep(
  '    check: {state: tty(A).output, matches: "^second$"}\n    solution: ["A$ (echo first > /tmp/r) & (echo second > /tmp/r) & wait; cat /tmp/r"]\n',
)
  .replace('[mkfifo, ', '[cat, wait, mkfifo, ')
  .replaceAll('`mkfifo` ', '`mkfifo` `cat` `wait` ');

const bundle = join(import.meta.dirname, '../../dist/ipclab.js');
const built = existsSync(bundle);
if (!built) console.log('lint.test.ts: partly skipped, there is no dist/ipclab.js; npm run build makes it');
const ipclab = (...words: string[]) => spawnSync(process.execPath, [bundle, ...words], { encoding: 'utf8' });

describe.skipIf(!built)('ipclab lint', () => {
  it('proves the lessons of the product, under 200 seeds', { timeout: 900_000 }, () => {
    const { status, stdout } = ipclab('lint', 'lessons.yaml');
    expect(stdout).toMatch(/over 200 seeds\n$/);
    expect(status).toBe(0);
    const scores = [...stdout.matchAll(/mutation score (\d+) %/g)].map(([, score]) => Number(score));
    expect(scores).toHaveLength(loadPack('lessons.yaml', (path) => readFileSync(path, 'utf8')).lessons.length);
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(95);
  });

  it('says what one core says, once for all seeds', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ipclab-lint-')), 'race.yaml');
    writeFileSync(file, race);
    const { status, stdout } = ipclab('lint', '--seeds', '60', file);
    const told = stdout.split('\n').filter((line) => line.startsWith(file));
    const alone = lintPack(file, { readText: () => race, seeds: 60 }).findings.map(formatFinding);
    expect(told).toEqual(alone);
    expect(status).toBe(1);
  });

  it('is 2 for a file that is not there', () => {
    const { status, stderr } = ipclab('--lang', 'en', 'lint', '/nowhere.yaml');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^ipclab: cannot read \/nowhere.yaml: ENOENT/)]);
  });
});

describe('a sound lesson', () => {
  it('has no findings, and says its mutation score', () => {
    const report = lint(smallLesson);
    expect(formatReport(report)).toEqual([
      expect.stringMatching(/^small\/meet: \d+ mutants, \d+ rejected, 4 declared, 0 passed$/),
      'small: mutation score 100 %',
    ]);
  });
});

describe('what each proof refuses', () => {
  it.each<[string, string, string]>([
    [
      '1: true at the start',
      broken(
        '{state: tty(B).output, contains: hello}\n    hints',
        '{not: {state: tty(B).output, contains: x}}\n    hints',
        broken('        - {trace: [{event: block, on: wait_for_partner}, {event: fifo.meet}]}\n', ''),
      ),
      'the check is already true at the start of the step',
    ],
    [
      '1: true after idling',
      oneStep(
        '    check: {state: file(/tmp/later).type, is: regular}\n    solution: ["A$ touch /tmp/later"]\n',
      ).replace('terminals: [A]}', 'terminals: [A], run: ["A$ (sleep 3; echo > /tmp/later) &"]}'),
      'the check is already true when nobody does anything',
    ],
    [
      '2: a solution that solves nothing',
      broken('"B$ cat < /tmp/ff"]\n    also', '"B$ cat < /tmp/fg"]\n    also'),
      'this does not solve the step: the check is false',
    ],
    [
      '2: an accepted one that does not',
      broken('- ["B$ cat < /tmp/ff", "A$ echo hello', '- ["B$ cat < /tmp/ff", "A$ echo hullo'),
      'this does not solve the step: the check is false',
    ],
    [
      '3: a line too many',
      broken('"B$ cat < /tmp/ff"]\n    also', '"B$ cat < /tmp/ff", "B$ ls"]\n    also'),
      'the step is solved without this line',
    ],
    [
      '4: a mutant that passes',
      broken('      - ["A$ echo hello >> /tmp/ff", "B$ cat < /tmp/ff"]\n', ''),
      'the check passes a mutant (appending): ["A$ echo hello >> /tmp/ff", "B$ cat < /tmp/ff"]',
    ],
    [
      '5: a mistake that is not rejected',
      broken('"B$ cat < /tmp/f2"]', '"B$ cat < /tmp/f2", "A$ echo hello > /tmp/ff", "B$ cat < /tmp/ff"]'),
      'these lines are not rejected by the check',
    ],
    [
      '5: feedback that never comes',
      broken('contains: hello}, {never', 'contains: hullo}, {never'),
      'this is not true after its own `try`',
    ],
    [
      '5: feedback on the solution',
      broken(
        'when: {all: [{state: tty(B).output, contains: hello}, {never: {event: fifo.open}}]}',
        'when: {state: tty(B).output, contains: hello}',
      ),
      'this fires on `A$ echo hello > /tmp/ff`, `B$ cat < /tmp/ff`, which is right',
    ],
    [
      '5: feedback for another mistake',
      broken(
        '    wrong:\n',
        '    wrong:\n      - {try: ["B$ echo hello"], when: {state: tty(B).output, contains: hello}, say: {en: "No.", zh: "不。"}}\n',
      ),
      'this fires on the `try` of wrong attempt 2, too',
    ],
    [
      '6: no right choice',
      broken('value: wait_for_partner', 'value: anon_pipe_write'),
      'the simulation answers `wait_for_partner`, which is none of the choices',
    ],
    [
      '5: an event that does not exist',
      broken('{never: {event: fifo.open}}', '{never: {event: fifo.opne}}'),
      'no attempt ever gave the event `fifo.opne` (did you mean `fifo.open`?)',
    ],
    [
      '6: a wrong choice without a reason',
      broken(
        'say: {en: "It sleeps.", zh: "它睡着了。"}}',
        'say: {en: "It sleeps.", zh: "它睡着了。"}, because: {en: "Yes.", zh: "对。"}}',
        broken(' because: {en: "It waits.", zh: "它在等。"},', ''),
      ),
      'this choice is wrong and needs `because`',
    ],
    [
      '7: a hint that is the solution',
      broken('Read with `cat`', 'Type `cat  < /tmp/ff`', broken('用 `cat` 来读', '输入 `cat  < /tmp/ff`')),
      "this hint contains the solution's `cat < /tmp/ff`",
    ],
    [
      '7: a hint that finishes the step',
      oneStep('    check: {state: file(/tmp/made).type, is: fifo}\n    solution: ["A$ mkfifo /tmp/made"]\n').replace(
        '{en: c, zh: 三}',
        '{en: "`mkfifo -m 600 /tmp/made`", zh: "试 `mkfifo -m 600 /tmp/made`"}',
      ),
      'typing the code of this hint finishes the step',
    ],
    ['8: a copy', broken('zh: "猜一猜"', 'zh: "Guess"'), 'zh is a copy of en'],
    ['8: not translated', broken('zh: "猜一猜"', 'zh: "Guess!"'), 'there is no Chinese in this text'],
    [
      '8: other code',
      broken('用 `cat` 来读', '用 `tac` 来读'),
      'the languages differ in their code: zh lacks `cat`, en lacks `tac`',
    ],
    ['8: a code span without end', broken('Read with `cat`', 'Read with `cat'), 'a code span is not closed'],
    [
      '10: a command nobody taught',
      broken('teaches: [cat, mkfifo]', 'teaches: [mkfifo]'),
      '`cat` is needed here and was never taught',
    ],
    [
      '10: taught, but never shown',
      broken('teaches: [cat, mkfifo]', 'teaches: [cat, mkfifo, ps]'),
      'no step shows `ps`',
    ],
    [
      '11: a solution that never rests',
      broken('"B$ cat < /tmp/ff"]\n    also', '"B$ cat < /tmp/ff; while :; do :; done"]\n    also'),
      'this does not solve the step: the machine does not come to rest',
    ],
    ['12: too long for a screen', broken('en: "Look."', `en: "${'word '.repeat(400)}"`), 'more than 20 lines in en'],
    [
      '12: code that must be cut',
      broken('Read with `cat`', `Read with \`cat ${'x'.repeat(50)}\``),
      'is wider than 43 columns',
    ],
    [
      '12: signs that not every terminal shows',
      broken('en: "Look."', 'en: "Look ⚠️"'),
      'not every terminal can show U+',
    ],
    ['12: a key that line mode has not', broken('en: "Look."', 'en: "F7, then look."'), 'line mode has no F7'],
    ['12: half of a choice of words', broken('en: "Look."', 'en: "{{F7|u and look."'), 'written {{screen|line}}'],
    ['12: quotes of disputed width', broken('zh: "看。"', 'zh: "看“这里”。"'), 'not every terminal can show U+201C “'],
  ])('%s', (_, text, message) => {
    const all = findings(text);
    expect(all).toContain(message);
    expect(all).toMatch(/^l\.yaml:\d+:\d+: /);
  });

  it('9: what depends on the seed', () => {
    expect(findings(race, 20)).toMatch(/with seed \d+: this does not solve the step/);
  });
});

describe('mutants', () => {
  const script = (...lines: string[]) =>
    lines.map((line) => parseScriptLine(line)).filter((line) => line !== undefined);

  it('are small mistakes, each once, and never the solution', () => {
    const solution = script('A$ echo hi > /tmp/ff', 'B$ cat < /tmp/ff');
    const keys = mutantsOf(solution, ['A', 'B']).map((mutant) => scriptKey(mutant.script));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).not.toContain(scriptKey(solution));
    expect(keys).toEqual(
      expect.arrayContaining([
        'A$ echo hi < /tmp/ff\nB$ cat < /tmp/ff',
        'A$ echo hi > /tmp/ff\nB$ cat > /tmp/ff',
        'B$ echo hi > /tmp/ff\nB$ cat < /tmp/ff',
        'A$ echo hi > /tmp/ffx\nB$ cat < /tmp/ff',
        'B$ cat < /tmp/ff\nA$ echo hi > /tmp/ff',
        'B$ echo hi > /tmp/ff\nA$ cat < /tmp/ff',
      ]),
    );
  });
});

describe('commands in a line', () => {
  it.each([
    ['echo hi > /tmp/ff', ['echo']],
    ['cat < f | grep x 2>/dev/null; wc -l &', ['cat', 'grep', 'wc']],
    ['X=1 sort f && ls || true', ['sort', 'ls', 'true']],
    ['for f in a b; do rm "$f"; done', ['rm']],
    ['exec 2>&1', ['exec']],
    ["echo 'a; b' > f", ['echo']],
  ])('%s', (line, names) => {
    expect(commandsIn(line)).toEqual(names);
  });
});
