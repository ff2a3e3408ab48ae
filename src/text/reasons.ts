/**
 * Why a process waits, in words: one entry for each kind of `WaitReason`. The parameters are only what the sentence
 * needs, so that this floor imports nothing.
 */

import { futexReasons } from './futex.ts';
import { lockReasons } from './lock.ts';
import { mqueueReasons } from './mqueue.ts';
import { netReasons } from './net.ts';
import type { Names } from './say.ts';
import { sysvReasons } from './sysv.ts';

export type { Names };

/** So many children are told by their names. */
const NAMED_CHILDREN = 3;

interface PipeReason {
  readonly ino: number;
  readonly path?: string | undefined;
}

export const en = {
  'fifo-open': ({ path, missing }: { path: string; missing: 'reader' | 'writer' }, _names: Names) =>
    `sleeps in open(): nobody has ${path} open for ${missing === 'reader' ? 'reading' : 'writing'} yet`,
  'pipe-empty': ({ writers, ...pipe }: PipeReason & { writers: number }, _names: Names) =>
    `waits for bytes: ${pipe.path ?? `pipe:[${pipe.ino}]`} is empty, but ${writers === 1 ? '1 writer has' : `${writers} writers have`} it open`,
  'pipe-full': (
    { used, capacity, ...pipe }: PipeReason & { used: number; capacity: number; readers: number },
    _names: Names,
  ) =>
    `waits for room: ${pipe.path ?? `pipe:[${pipe.ino}]`} is full, ${used} of ${capacity} bytes; a reader must empty a page`,
  'tty-input': ({ tty, canonical }: { tty: string; canonical: boolean }, _names: Names) =>
    canonical ? `waits for a line to be typed on ${tty}` : `waits for a key on ${tty}`,
  'pty-empty': ({ tty }: { tty: string }, _names: Names) => `waits for what a program prints on ${tty}`,
  'tty-output': ({ tty }: { tty: string }, _names: Names) => `waits to write to ${tty}, whose output is held up`,
  child: ({ children }: { children: readonly number[] }, names: Names) =>
    children.length === 0
      ? 'waits for a child to end'
      : children.length > NAMED_CHILDREN
        ? `waits for one of its ${children.length} children to end`
        : `waits for its ${children.length === 1 ? 'child' : 'children'} ${children.map(names.process).join(', ')} to end`,
  sleep: ({ until }: { until: number }, names: Names) => `sleeps until ${names.time(until)}`,
  pause: (_reason: object, _names: Names) => 'waits for a signal, nothing else wakes it',
  stopped: ({ signal }: { signal: number }, names: Names) =>
    `was stopped by ${names.signal(signal)}; SIGCONT lets it go on`,
  traced: ({ tracer }: { tracer: number }, names: Names) =>
    `stands still for ${names.process(tracer)}, which traces it and lets it go on`,
  poll: (_reason: object, _names: Names) => 'waits until one of its descriptors is ready',
  signal: (_reason: object, _names: Names) => 'waits for a signal that it takes itself, without a handler',
  eventfd: ({ wants }: { wants: 'read' | 'write' }, _names: Names): string =>
    wants === 'read' ? 'waits until somebody adds to the eventfd' : 'waits until somebody takes from the eventfd',
  ...futexReasons.en,
  ...lockReasons.en,
  ...mqueueReasons.en,
  ...sysvReasons.en,
  ...netReasons.en,
};

export type ReasonWords = typeof en;

export const zh: ReasonWords = {
  'fifo-open': ({ path, missing }) =>
    `睡在 open() 里：还没有进程以${missing === 'reader' ? '读' : '写'}方式打开 ${path}`,
  'pipe-empty': ({ writers, ...pipe }) =>
    `等数据：${pipe.path ?? `pipe:[${pipe.ino}]`} 是空的，但还有 ${writers} 个写端开着`,
  'pipe-full': ({ used, capacity, ...pipe }) =>
    `等空位：${pipe.path ?? `pipe:[${pipe.ino}]`} 已满（${used}/${capacity} 字节），要等读进程读空一页`,
  'tty-input': ({ tty, canonical }) => (canonical ? `等人在 ${tty} 上输入一行` : `等 ${tty} 上的按键`),
  'pty-empty': ({ tty }) => `等着程序在 ${tty} 上输出`,
  'tty-output': ({ tty }) => `等着写 ${tty}：它的输出被暂停了`,
  child: ({ children }, names) =>
    children.length === 0
      ? '等子进程结束'
      : children.length > NAMED_CHILDREN
        ? `等 ${children.length} 个子进程中的任何一个结束`
        : `等子进程 ${children.map(names.process).join('、')} 结束`,
  sleep: ({ until }, names) => `睡到 ${names.time(until)}`,
  pause: () => '等信号，别的都叫不醒它',
  stopped: ({ signal }, names) => `被 ${names.signal(signal)} 停住了，收到 SIGCONT 才继续`,
  traced: ({ tracer }, names) => `停在原地：${names.process(tracer)} 正在跟踪它，由它放行`,
  poll: () => '等它的某个描述符就绪',
  signal: () => '等一个由它自己取走的信号，不经过处理函数',
  eventfd: ({ wants }) => (wants === 'read' ? '等别人给 eventfd 加数' : '等别人从 eventfd 取走数'),
  ...futexReasons.zh,
  ...lockReasons.zh,
  ...mqueueReasons.zh,
  ...sysvReasons.zh,
  ...netReasons.zh,
};

/** A reason of a kind that has no words yet is said by its name: a front end must not fail for it. */
export function explainReason(words: ReasonWords, reason: { readonly kind: string }, names: Names): string {
  const say = (words as Record<string, ((reason: never, names: Names) => string) | undefined>)[reason.kind];
  return say ? say(reason as never, names) : reason.kind;
}
