import { describe, expect, it } from 'vitest';
import { settle } from '../../src/lessons/lab.ts';
import { loadPack } from '../../src/lessons/load.ts';
import { LessonRun } from '../../src/lessons/play.ts';
import { keysOf, parseScriptLine } from '../../src/lessons/script.ts';
import { languages } from '../../src/text/index.ts';
import { broken, files, smallLesson } from './pack.ts';

function start(text = smallLesson): LessonRun {
  const [loaded] = loadPack('l', files({ l: text })).lessons;
  if (!loaded) throw new Error('the lesson is broken');
  return new LessonRun(loaded.lesson, { en: 'One', zh: '第一章' }, { index: 2 });
}

function type(run: LessonRun, ...lines: string[]): void {
  for (const text of lines) {
    const line = parseScriptLine(text);
    if (!line) throw new Error(`no line: ${text}`);
    run.machine.input(line.terminal, keysOf(line));
    run.observe(settle(run.machine));
  }
}

const remark = (run: LessonRun): string | undefined => run.view('en').remark;

describe('the coach', () => {
  it.each([
    [
      'a prompt that hangs',
      ['A$ echo hello > /tmp/ff'],
      /^Terminal A has no prompt: bash\(\d+\) sleeps in open\(\): nobody/,
    ],
    ['a reader that hangs', ['B$ cat < /tmp/ff & cat | cat'], undefined],
    ['a typo', ['A$ ehco hello'], 'There is no command `ehco`. Did you mean `echo`?'],
    ['a typo on a cleared screen', ['A$ clear', 'A$ ehco hello'], 'There is no command `ehco`. Did you mean `echo`?'],
    ['a command of nowhere', ['A$ frobnicate'], 'There is no command `frobnicate` here. Is it spelt right?'],
    [
      'the wrong terminal',
      ['A$ cat  < /tmp/ff'],
      '`cat < /tmp/ff` is right, but this was terminal A; it belongs in B.',
    ],
    ['a stopped job', ['A$ cat', 'A^Z'], /^Ctrl-Z has stopped cat\(\d+\); it has not ended/],
    [
      'reading in the background',
      ['B$ cat &'],
      /^cat\(\d+\) wanted to read from terminal B while it was in the background/,
    ],
    ['nothing', ['A$ ls', 'A$ sleep 1000'], undefined],
    ['a program that waits for the learner', ['A$ cat'], undefined],
  ])('%s', (_, lines, wanted) => {
    const run = start();
    type(run, ...lines);
    if (wanted === undefined) expect(remark(run)).toBeUndefined();
    else expect(remark(run)).toMatch(wanted);
    expect(languages.every((language) => (run.view(language).remark === undefined) === (wanted === undefined))).toBe(
      true,
    );
  });

  it('says a thing once in a lesson, and takes it back when it is over', () => {
    const run = start();
    type(run, 'A$ echo hello > /tmp/ff');
    expect(remark(run)).toBeDefined();
    type(run, 'A^C');
    expect(remark(run)).toBeUndefined();
    type(run, 'A$ echo hello > /tmp/ff');
    expect(remark(run)).toBeUndefined();
  });

  it('can be sent away, and is silent when the step is solved or begins anew', () => {
    const run = start();
    type(run, 'A$ ehco');
    run.dismiss();
    expect(remark(run)).toBeUndefined();
    type(run, 'B$ ct');
    expect(remark(run)).toContain('`cat`');
    run.resetStep();
    expect(remark(run)).toBeUndefined();
    type(run, 'A$ lss', 'A$ echo hello > /tmp/ff', 'B$ cat < /tmp/ff');
    expect(run.view('en')).toMatchObject({ canGoOn: true });
    expect(remark(run)).toBeUndefined();
  });

  it('leaves alone what the lesson is about', () => {
    const run = start(broken('misconceptions:', 'quiet: [hang]\nmisconceptions:'));
    type(run, 'A$ echo hello > /tmp/ff');
    expect(remark(run)).toBeUndefined();
    type(run, 'B$ ehco');
    expect(remark(run)).toContain('`echo`');
  });

  it('is told by an author of a situation that does not exist', () => {
    const { findings } = loadPack('l', files({ l: broken('misconceptions:', 'quiet: [hangs]\nmisconceptions:') }));
    expect(findings.map(({ message, fix }) => [message, fix])).toEqual([
      ['the coach knows no `hangs`', 'did you mean `hang`?'],
    ]);
  });
});

describe('the story of a solved step', () => {
  it('tells what happened to the processes of the terminals, in words and in order', () => {
    const run = start();
    type(run, 'A$ echo hello > /tmp/ff', 'B$ cat < /tmp/ff');
    const story = run.view('en').story ?? [];
    const words = story.map((line) => line.replace(/^\d+\.\d{3} /, '').replace(/\(\d+\)/g, ''));
    expect(words.slice(0, 2)).toEqual([
      'bash opens /tmp/ff for writing',
      'bash sleeps in open(): nobody has /tmp/ff open for reading yet',
    ]);
    // It is the shell's child that opens what stands behind `<`; it is not `cat` yet.
    expect(words).toContain('bash opens /tmp/ff for reading');
    expect(words).toContain('cat reads 0 bytes: end of file, no writer is left');
    expect(run.view('zh').story).toHaveLength(story.length);
    run.resetStep();
    expect(run.view('en').story).toBeUndefined();
  });
});
