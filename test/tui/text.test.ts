import { describe, expect, test } from 'vitest';
import type { EventKinds } from '../../src/kernel/event.ts';
import type { WaitReasons } from '../../src/kernel/wait-queue.ts';
import * as copying from '../../src/text/copying.ts';
import * as events from '../../src/text/events.ts';
import { chooseLanguage, speak } from '../../src/text/index.ts';
import * as paneWords from '../../src/text/panes.ts';
import * as reasons from '../../src/text/reasons.ts';
import * as screen from '../../src/text/screen.ts';
import { event, names } from './fixtures.ts';

/** The compiler proves that each reason of the kernel has words that take what the kernel gives. */
const covered: { [K in keyof WaitReasons]: (reason: WaitReasons[K], names: reasons.Names) => string } = reasons.en;

/** Happenings that are no line of the timeline. */
type Unsaid = 'syscall' | 'switch' | 'tty.input' | 'tty.output';
type Said = keyof events.EventWords;
const saysAll: [Exclude<keyof EventKinds, Said | Unsaid>] extends [never]
  ? true
  : Exclude<keyof EventKinds, Said | Unsaid> = true;

const all = { en: { ...screen.en, ...paneWords.en }, zh: { ...screen.zh, ...paneWords.zh } };
const areas = { events, reasons, screen, panes: paneWords, copying };

describe('our words', () => {
  test.each(Object.keys(areas) as (keyof typeof areas)[])('%s: both languages say the same things', (area) => {
    expect(Object.keys(areas[area].zh)).toEqual(Object.keys(areas[area].en));
  });

  test('the Chinese is Chinese', () => {
    const same = Object.keys(all.en).filter((key) => {
      const [en, zh] = [all.en, all.zh].map((words) => (words as unknown as Record<string, unknown>)[key]);
      return typeof en === 'string' && en === zh;
    });
    // What Linux calls it.
    expect(same).toEqual(['processes.where', 'events.where', 'terminal.group.shell']);
  });

  test('nothing is wider than a terminal agrees about', () => {
    const words = [all.en, all.zh].flatMap((words) => Object.values(words)).filter((word) => typeof word === 'string');
    expect(words.filter((word) => /[\u{1f000}-\u{1ffff}]|\ufe0f|\u200d/u.test(word))).toEqual([]);
  });

  test('every reason and event of the kernel is covered', () => {
    expect(Object.keys(covered).length).toBeGreaterThan(5);
    expect(saysAll).toBe(true);
  });
});

describe('why somebody waits', () => {
  const why = (reason: { kind: string }) => [
    speak('en').explainReason(reason, names),
    speak('zh').explainReason(reason, names),
  ];

  test.each([
    [
      { kind: 'fifo-open', path: '/tmp/ff', missing: 'writer' },
      'sleeps in open(): nobody has /tmp/ff open for writing yet',
      '睡在 open() 里：还没有进程以写方式打开 /tmp/ff',
    ],
    [
      { kind: 'pipe-empty', ino: 12, path: undefined, writers: 1 },
      'waits for bytes: pipe:[12] is empty, but 1 writer has it open',
      '等数据：pipe:[12] 是空的，但还有 1 个写端开着',
    ],
    [
      { kind: 'child', children: [7, 8] },
      'waits for its children cat(7), yes(8) to end',
      '等子进程 cat(7)、yes(8) 结束',
    ],
    [
      { kind: 'stopped', signal: 19 },
      'was stopped by SIGSTOP; SIGCONT lets it go on',
      '被 SIGSTOP 停住了，收到 SIGCONT 才继续',
    ],
    [{ kind: 'sleep', until: 1_500_000 }, 'sleeps until 1.500 s', '睡到 1.500 s'],
    [{ kind: 'of-a-later-version' }, 'of-a-later-version', 'of-a-later-version'],
  ])('%o', (reason, en, zh) => {
    expect(why(reason)).toEqual([en, zh]);
  });
});

describe('what happened', () => {
  const said = (type: string, payload: object) => speak('en').describeEvent(event(type, 7, payload), names);

  test('a death names its signal, an exit its status', () => {
    expect(said('exit', { status: 0x100 })).toBe('cat(7) exits with status 1');
    expect(said('exit', { status: 13 })).toBe('cat(7) dies of SIGPIPE');
  });

  test('a shell waiting for keys is not worth a line, a program waiting for a line is', () => {
    const reason = { kind: 'tty-input', tty: 'pts/0' };
    expect(said('block', { on: 'n_tty_read', reason: { ...reason, canonical: false } })).toBeUndefined();
    expect(said('block', { on: 'n_tty_read', reason: { ...reason, canonical: true } })).toContain('waits for a line');
    expect(said('wake', { on: 'n_tty_read', by: 0 })).toBeUndefined();
    expect(said('switch', { from: 1 })).toBeUndefined();
  });
});

test('the language: asked for, else of the environment, else English', () => {
  expect(chooseLanguage('zh', { LANG: 'en_US.UTF-8' })).toBe('zh');
  expect(chooseLanguage(undefined, { LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(chooseLanguage(undefined, { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' })).toBe('en');
  expect(chooseLanguage(undefined, { LC_MESSAGES: 'zh_TW.UTF-8', LANG: 'en_US.UTF-8' })).toBe('zh');
  expect(chooseLanguage(undefined, {})).toBe('en');
});
