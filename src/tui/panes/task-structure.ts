/**
 * struct task_struct and signal_struct of one process, from include/linux/sched.h and sched/signal.h of Linux 6.18, and
 * what was copied for it between user and kernel space.
 */
import type { ProcessView } from '../../kernel/view.ts';
import { span } from '../line.ts';
import { copiesEntry } from './copied.ts';
import { type Entry, entry, type PaneContext, subjectOf } from './pane.ts';
import { field, hexSet, legend, structure } from './structure.ts';

/** include/linux/sched.h */
const STATES = {
  R: '0x0 TASK_RUNNING',
  S: '0x1 TASK_INTERRUPTIBLE',
  T: '0x104 TASK_STOPPED',
  t: '0x108 TASK_TRACED',
  Z: '0x80 TASK_DEAD',
  X: '0x80 TASK_DEAD',
} as const;
const EXIT_STATES = { Z: '0x20 EXIT_ZOMBIE', X: '0x10 EXIT_DEAD' } as const;
const NICE_0_PRIO = 120;

export function taskStructure(context: PaneContext): Entry[] {
  const process = subjectOf(context);
  if (!process) return [entry([span(context.speech.t('pane.nobody'), 'quiet')])];
  const whose = context.names.process(process.pid);
  return [
    structure('task_struct', whose, taskFields(process, context), context),
    structure('signal_struct', whose, sharedFields(process), context),
    copiesEntry(process.pid, context),
    legend(context),
  ];
}

function taskFields(process: ProcessView, { kernel, names }: PaneContext) {
  const { state, signals } = process;
  const children = kernel.processes.filter(({ ppid }) => ppid === process.pid).map(({ pid }) => pid);
  return [
    field('__state', STATES[state], 'ULK state, xv6 state'),
    field('exit_state', state === 'Z' || state === 'X' ? EXIT_STATES[state] : '0'),
    field('exit_code', `0x${(process.exitStatus ?? 0).toString(16)}`, 'xv6 xstate'),
    field('tgid', process.pid, 'xv6 pid'),
    field('comm', `"${process.comm}"`, 'xv6 name'),
    field('real_parent', process.ppid === 0 ? '0' : names.process(process.ppid), 'xv6 parent'),
    field('children', children.length === 0 ? '{}' : `{ ${children.join(', ')} }`),
    field('static_prio', NICE_0_PRIO + process.nice),
    field('cred->euid', process.uid, 'ULK euid'),
    field('cred->egid', process.gid, 'ULK egid'),
    field('fs->pwd', `"${process.cwd}"`, 'xv6 cwd'),
    field('fs->umask', `0${process.umask.toString(8)}`),
    field('files->fdt->fd', `{ ${process.fds.map(({ fd }) => fd).join(', ')} }`, 'ULK files->fd, xv6 ofile'),
    field('blocked', hexSet(signals.blocked), 'BSD p_sigmask'),
    field('pending.signal', hexSet(signals.pending), 'BSD p_siglist'),
    field('get_wchan()', process.wchan, 'xv6 chan'),
  ];
}

/** What the threads of a process have in common. */
const sharedFields = (process: ProcessView) => [
  field('nr_threads', process.threads.length, 'ULK count'),
  field('pids[PIDTYPE_PGID]', process.pgid, 'ULK pgrp'),
  field('pids[PIDTYPE_SID]', process.sid, 'ULK session'),
  field('leader', process.pid === process.sid ? 1 : 0),
  field('tty', process.tty ?? 'NULL'),
  field('shared_pending.signal', hexSet(process.signals.shared)),
];
