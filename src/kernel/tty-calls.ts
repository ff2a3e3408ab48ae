/** Rows of the system call table: terminals. All of them are ioctl(2) underneath. Authority: tty_ioctl(4), tcgetattr(3). */
import type { Termios, Winsize } from './abi.ts';
import { type Failure, fail } from './errno.ts';
import { fileOf } from './file.ts';
import { call } from './row.ts';
import type { Task } from './task.ts';
import type { Tty } from './tty.ts';
import type { Wait } from './wait-queue.ts';

const USHRT_MAX = 0xffff;

/** Throws EBADF, ENOTTY. */
const ttyOf = (task: Task, fd: number): Tty => {
  const { tty } = fileOf(task, fd);
  if (!tty) throw fail('ENOTTY');
  return tty;
};

const tcgetpgrp = (task: Task, fd: number): number | Failure => {
  const tty = ttyOf(task, fd);
  return task.group.session.tty === tty ? tty.foreground : fail('ENOTTY');
};

const tcsetattr = (task: Task, fd: number, termios: Termios): 0 | Failure | Wait =>
  ttyOf(task, fd).setTermios(termios, task);
const tcsetpgrp = (task: Task, fd: number, pgid: number): 0 | Failure | Wait =>
  ttyOf(task, fd).setForeground(pgid, task);

/** The size is only told to who asks, and its change to the foreground group: the screen stays as it is. */
const tiocswinsz = (task: Task, fd: number, size: Winsize): 0 => {
  ttyOf(task, fd).resize({ cols: size.cols & USHRT_MAX, rows: size.rows & USHRT_MAX });
  return 0;
};

export const ttyCalls = {
  tcgetattr: call({
    args: ['fd'],
    restart: 'sys',
    shown: 'ioctl',
    // Answered, not thrown: every program asks this of its standard output.
    run: (task: Task, fd: number) => fileOf(task, fd).tty?.line.termios ?? fail('ENOTTY'),
  }),
  tcsetattr: call({ args: ['fd', 'termios'], restart: 'sys', shown: 'ioctl', run: tcsetattr }),
  tcgetpgrp: call({ args: ['fd'], restart: 'sys', shown: 'ioctl', run: tcgetpgrp }),
  tcsetpgrp: call({ args: ['fd', 'pid'], restart: 'sys', shown: 'ioctl', run: tcsetpgrp }),
  tiocgwinsz: call({
    args: ['fd'],
    restart: 'sys',
    shown: 'ioctl',
    run: (task: Task, fd: number): Winsize => ttyOf(task, fd).size,
  }),
  tiocswinsz: call({ args: ['fd', 'winsize'], restart: 'sys', shown: 'ioctl', run: tiocswinsz }),
  ttyname: call({
    args: ['fd'],
    restart: 'never',
    shown: 'ioctl',
    run: (task: Task, fd: number) => ttyOf(task, fd).path,
  }),
};
