/** The last events as records: Linux's tracepoint for the same, where there is one, and the fields with their values. */

import { isFailure } from '../../kernel/errno.ts';
import type { KernelEvent } from '../../kernel/event.ts';
import { bold, type Line, span, wrap } from '../line.ts';
import { type Entry, entry, type PaneContext } from './pane.ts';

/** `subsystem:event` under /sys/kernel/tracing/events, else the function where it happens. */
const TRACEPOINTS: Readonly<Partial<Record<KernelEvent['type'], string>>> = {
  fork: 'sched:sched_process_fork',
  exec: 'sched:sched_process_exec',
  exit: 'sched:sched_process_exit',
  reap: 'release_task()',
  orphan: 'reparent_leader()',
  block: 'sched:sched_switch',
  wake: 'sched:sched_waking',
  syscall: 'raw_syscalls:sys_exit',
  'signal.send': 'signal:signal_generate',
  'signal.deliver': 'signal:signal_deliver',
  'signal.return': 'rt_sigreturn()',
  stop: 'do_signal_stop()',
  'pipe.write': 'anon_pipe_write()',
  'pipe.read': 'anon_pipe_read()',
  'pipe.eof': 'anon_pipe_read()',
  'pipe.epipe': 'anon_pipe_write()',
  'pipe.close': 'pipe_release()',
  'fifo.open': 'fifo_open()',
  'fifo.meet': 'fifo_open()',
  'tty.signal': 'n_tty_receive_signal_char()',
  'tty.foreground': 'tiocspgrp()',
};

const LAST = 60;

export function eventStructure({ recent, speech: { t }, width }: PaneContext): Entry[] {
  const entries = recent
    .slice(-LAST)
    .map((event): Entry => ({ id: `event:${event.seq}`, lines: record(event, width) }));
  return entries.length > 0 ? entries : [entry([span(t('events.none'), 'quiet')])];
}

function record(event: KernelEvent, width: number): Line[] {
  const { seq, time, pid, type, ...fields } = event;
  const text = Object.entries(fields).map(([name, value]) => ` ${name}=${valueText(value)}`);
  const head = [span(`${seq} ${(time / 1e6).toFixed(6)} `, 'quiet'), span(`pid=${pid} `), bold(type)];
  const like = TRACEPOINTS[type] === undefined ? [] : [span(`  ← ${TRACEPOINTS[type]}`, 'quiet')];
  return wrap([...head, span(text.join('')), ...like], width, 2);
}

function valueText(value: unknown): string {
  if (isFailure(value)) return `-${value.errno}`;
  if (value instanceof Uint8Array) return `<${value.length} B>`;
  if (Array.isArray(value)) return `[${value.map(valueText).join(',')}]`;
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([name, each]) => `${name}=${valueText(each)}`)
      .join(' ')}}`;
  return typeof value === 'bigint' ? `0x${value.toString(16)}` : String(value);
}
