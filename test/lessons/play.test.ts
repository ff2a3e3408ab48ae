import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/bytes.ts';
import { settle } from '../../src/lessons/lab.ts';
import { loadPack } from '../../src/lessons/load.ts';
import { LessonRun, type PlayOptions } from '../../src/lessons/play.ts';
import { currentStep } from '../../src/lessons/runner.ts';
import { keysOf, parseScriptLine, type ScriptLine } from '../../src/lessons/script.ts';
import { languages } from '../../src/text/index.ts';

const pack = loadPack('lessons.yaml', (path) => readFileSync(path, 'utf8'));
const fifo = pack.lessons.find(({ lesson }) => lesson.id === 'fifo-open-blocks')?.lesson;
if (!fifo) throw new Error('the FIFO lesson is not there');
const lesson = fifo;

const start = (options?: PlayOptions) => new LessonRun(lesson, { en: 'Pipes', zh: '管道' }, options);
const meet = lesson.steps.findIndex((step) => step.id === 'meet');

function type(run: LessonRun, ...lines: (ScriptLine | string)[]): void {
  for (const each of lines) {
    const line = typeof each === 'string' ? parseScriptLine(each) : each;
    if (!line) throw new Error(`no line: ${String(each)}`);
    run.machine.input(line.terminal, keysOf(line));
    run.observe(settle(run.machine));
  }
}

/** Does what a step asks. */
function solve(run: LessonRun): void {
  const step = currentStep(run.session);
  if (step.kind === 'check') type(run, ...step.solution);
  for (const choice of run.view('en').choices ?? []) if (!run.view('en').canGoOn) run.answer(choice.label);
}

describe('playing a lesson', () => {
  it.each(languages)('from start to end, in %s', (language) => {
    const run = start();
    for (const _ of lesson.steps) {
      solve(run);
      expect(run.view(language)).toMatchObject({ canGoOn: true, done: false });
      run.next();
    }
    expect(run.view(language)).toMatchObject({ done: true, stepNumber: lesson.steps.length });
    expect(run.record(1)).toMatchObject({ done: true });
  });

  it('begins at a later step with the machine that the step presumes', () => {
    const run = start({ index: meet + 1 });
    expect(run.view('en').stepNumber).toBe(meet + 2);
    expect(run.machine.atPrompt('A') && run.machine.atPrompt('B')).toBe(true);
  });

  it('says what the kernel answers, whatever the learner has done to the machine', () => {
    const run = start();
    run.next();
    type(run, 'B$ cat < /tmp/ff &');
    run.answer('b');
    expect(run.view('en').feedback?.tone).toBe('good');
  });

  it('takes what was begun in the step before', () => {
    const writer = start({ index: meet - 1 });
    type(writer, 'A$ echo hello > /tmp/ff');
    writer.answer('b');
    writer.next();
    type(writer, 'B$ cat < /tmp/ff');
    expect(writer.view('en').canGoOn).toBe(true);
    const readerFirst = lesson.steps.findIndex((step) => step.id === 'reader-first');
    const reader = start({ index: readerFirst - 1 });
    type(reader, 'B$ cat < /tmp/ff');
    reader.answer('a');
    reader.next();
    type(reader, 'A$ echo bye > /tmp/ff');
    expect(reader.view('en').canGoOn).toBe(true);
  });

  it('recognises a detour by a regular file', () => {
    const run = start({ index: meet });
    type(run, 'A$ echo hello > /tmp/other', 'B$ cat /tmp/other');
    expect(run.view('en').feedback).toMatchObject({ tone: 'bad', text: expect.stringContaining('nobody opened') });
  });

  it('does not take typing for doing', () => {
    const run = start({ index: meet });
    type(run, 'A$ echo hello > /tmp/ff', 'B$ : hello', 'B$ hello');
    expect(run.view('en').canGoOn).toBe(false);
  });
});

describe('going back', () => {
  it('undo takes back the last command of either terminal, and what it solved', () => {
    const run = start({ index: meet });
    solve(run);
    expect(run.view('en').canGoOn).toBe(true);
    expect(run.undo()).toBe(true);
    expect(run.view('en').canGoOn).toBe(false);
    expect(run.machine.atPrompt('B')).toBe(true);
    expect(run.machine.atPrompt('A')).toBe(false);
    type(run, 'B$ cat < /tmp/ff');
    expect(run.view('en').canGoOn).toBe(true);
  });

  it('undo stops where the learner began', () => {
    const run = start({ index: meet });
    expect(run.undo()).toBe(false);
    type(run, 'A$ ls');
    expect(run.undo()).toBe(true);
    expect(run.undo()).toBe(false);
    expect(run.machine.file('/tmp/ff')?.type).toBe('fifo');
  });

  it('a step begins again as it began, and repeats its output', () => {
    const shown: Record<string, string> = { A: '', B: '' };
    const run = start({ index: meet, onOutput: (name, bytes) => void (shown[name] += decode(bytes)) });
    const before = { ...shown };
    solve(run);
    shown.A = '';
    shown.B = '';
    run.resetStep();
    expect(shown).toEqual(before);
    expect(run.view('en').canGoOn).toBe(false);
    solve(run);
    expect(run.view('en').canGoOn).toBe(true);
  });
});
