import { describe, expect, it } from 'vitest';
import { loadPack } from '../../src/lessons/load.ts';
import { formatFinding } from '../../src/lessons/source.ts';
import { broken, curriculumOf, files, smallLesson } from './pack.ts';

const findings = (text: string) => loadPack('l.yaml', files({ 'l.yaml': text })).findings.map(formatFinding);

/** `line:column`, both from 1. */
function positionOf(part: string, text: string): string {
  const before = text.slice(0, text.indexOf(part)).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

describe('loading a lesson', () => {
  it('takes a sound one and infers the kinds of its steps', () => {
    const { lessons, findings } = loadPack('l.yaml', files({ 'l.yaml': smallLesson }));
    expect(findings).toEqual([]);
    expect(lessons[0]?.lesson.steps.map((step) => step.kind)).toEqual([
      'explain',
      'predict',
      'check',
      'quiz',
      'explore',
    ]);
  });

  /** What is replaced by what, the text the finding must point at, and what it says. */
  it.each([
    [
      'a missing key',
      'title: {en: "A small lesson", zh: "一节小课"}\n',
      '',
      'id: small',
      '`title` is missing (add `title: …`)',
    ],
    [
      'a missing language',
      ', zh: "猜一猜"}',
      '}',
      '{en: "Guess"}',
      '`zh` is missing (every text stands in en and in zh)',
    ],
    ['nothing at all', smallLesson, '', '', 'there is no lesson in it (begin with `id`, `title`, `setup`, `steps`)'],
    [
      'a list with nothing in it',
      '  terminals: [A, B]',
      '  terminals: []',
      '[]',
      'at least 1 entry must be here (add what is missing)',
    ],
    ['a misspelt key', '    hints:', '    hnits:', 'hnits', 'unknown key `hnits` (did you mean `hints`?)'],
    ['an empty text', 'en: "Guess"', 'en: ""', '""', 'this text is empty'],
    [
      'two kinds in a step',
      '    explore: {',
      '    explain: {en: a, zh: b}\n    explore: {',
      'id: play',
      'a step is exactly one of explain, predict, quiz, check, explore (this one has explain and explore)',
    ],
    [
      'what a kind does not have',
      '    explore: {',
      '    goal: {en: a, zh: b}\n    explore: {',
      '{en: a, zh: b}',
      'a step of kind explore has no `goal` (take it out)',
    ],
    [
      'too few hints',
      '      - {en: "Look.", zh: "看。"}\n',
      '',
      '- {en: "Think.',
      'a step of kind check needs at least three hints',
    ],
    [
      'a line of no terminal',
      '"B$ cat < /tmp/ff"]\n    also',
      '"cat < /tmp/ff"]\n    also',
      '"cat < /tmp/ff"]',
      'this is no script line (write `A$ command`, `A> text` or `A^C`)',
    ],
    [
      'an unknown terminal',
      'run: ["A$ mkfifo /tmp/ff"]',
      'run: ["C$ mkfifo /tmp/ff"]',
      '"C$',
      'there is no terminal `C` (there is `A`, `B`)',
    ],
    ['an unknown state', 'tty(B)', 'tyt(B)', 'tyt(B)', 'there is no state `tyt(…)` (did you mean `tty`?)'],
    [
      'an unknown property',
      'proc(A).wchan',
      'proc(A).wchn',
      'proc(A).wchn',
      '`proc(…)` has no `wchn` (did you mean `wchan`?)',
    ],
    [
      'two comparisons',
      'contains: hello}\n    hints',
      'contains: hello, is: hello}\n    hints',
      '{state: tty(B)',
      'compare with exactly one of is, contains, matches, at_least, at_most (this has is and contains)',
    ],
    [
      'a slow pattern',
      'contains: hello}\n    hints',
      'matches: "(a+)+"}\n    hints',
      '"(a+)+"',
      'a repeated group that repeats inside, or a back reference, can take for ever (write it without)',
    ],
    [
      'an unknown misconception',
      '        misconception: it-stores',
      '        misconception: it-store',
      'it-store\n',
      'there is no misconception `it-store` (did you mean `it-stores`?)',
    ],
    [
      'two right answers',
      'because: {en: "It does not.", zh: "它不会。"}',
      'right: true',
      '- {say: {en: "It stores."',
      '2 choices are right (mark exactly one with `right: true`)',
    ],
    [
      'a repeated step',
      '- id: play',
      '- id: ask',
      'ask\n    heading: {en: "Play"',
      'a second step `ask` (give it another name)',
    ],
  ])('refuses %s', (_, from, to, pointsAt, message) => {
    const text = broken(from, to);
    expect(findings(text).join('\n')).toContain(`l.yaml:${positionOf(pointsAt, text)}: ${message}`);
  });

  it('lists every mistake', () => {
    const text = broken('    hints:', '    hnits:', broken(', zh: "猜一猜"}', '}'));
    expect(findings(text).length).toBeGreaterThanOrEqual(2);
  });

  it('says where broken YAML breaks', () => {
    expect(findings('id: [a\nb: c\n')[0]).toMatch(/^l\.yaml:[12]:\d+: /);
  });
});

describe('ambiguous YAML (13)', () => {
  it.each([
    ['0600', 'is octal or decimal'],
    ['0o600', 'is octal or decimal'],
    ['on', 'is true or false in YAML 1.1'],
    ['y', 'is true or false in YAML 1.1'],
    ['NO', 'is true or false in YAML 1.1'],
    ['1:30', 'to base 60'],
    ['1_000', 'is a number in YAML 1.1'],
    ['2026-01-01', 'is a date'],
    ['~', 'is an empty value'],
    ['', 'is an empty value'],
  ])('refuses %s', (scalar, why) => {
    const [finding] = findings(broken('contains: hello}\n    hints', `contains: ${scalar} }\n    hints`));
    expect(finding).toMatch(/^l\.yaml:\d+:\d+: /);
    expect(finding).toContain(why);
  });

  it.each(["'0600'", '"on"', '0', '7', 'true', 'hello'])('takes %s', (scalar) => {
    const all = findings(broken('contains: hello}\n    hints', `is: ${scalar} }\n    hints`));
    expect(all).toEqual([]);
  });

  it('takes the key `on` of an event, and refuses aliases', () => {
    expect(findings(smallLesson)).toEqual([]);
    expect(findings('id: &a x\ntitle: *a\n')[0]).toContain('l.yaml:2:8: a lesson says everything where it stands');
  });
});

describe('loading a curriculum', () => {
  const other = broken('id: small', 'id: other');

  it('takes the lessons in order', () => {
    const pack = loadPack(
      'p/lessons.yaml',
      files({
        'p/lessons.yaml': curriculumOf('small', 'other'),
        'p/lessons/small.yaml': smallLesson,
        'p/lessons/other.yaml': broken('teaches:', 'requires: [small]\nteaches:', other),
      }),
    );
    expect(pack.findings).toEqual([]);
    expect(pack.lessons.map(({ lesson }) => lesson.id)).toEqual(['small', 'other']);
  });

  it('names a file that is not there, a wrong id, an unknown requirement', () => {
    const pack = loadPack(
      'lessons.yaml',
      files({
        'lessons.yaml': curriculumOf('small', 'gone'),
        'lessons/small.yaml': broken('teaches:', 'requires: [smoll]\nteaches:', other),
      }),
    );
    expect(pack.findings.map(formatFinding)).toEqual([
      'lessons/small.yaml:1:5: the curriculum calls this lesson `small` (make both the same)',
      'lessons/small.yaml:3:12: no earlier lesson is called `smoll` (there is none)',
      'lessons.yaml:8:26: cannot read lessons/gone.yaml: no such file',
    ]);
  });

  it('refuses a file outside the pack', () => {
    const text = curriculumOf('small').replace('lessons/small.yaml', '../../etc/passwd.yaml');
    expect(loadPack('lessons.yaml', files({ 'lessons.yaml': text })).findings.map(formatFinding)).toEqual([
      'lessons.yaml:7:27: a file is a relative path inside the pack, ending in .yaml',
    ]);
  });
});
