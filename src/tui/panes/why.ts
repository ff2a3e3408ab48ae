/** Why a process does not run, as the program `why` says it, in the learner's language. */
import { circleOf, waitsOf, wakersOf } from '../../kernel/deadlock.ts';
import type { KernelView } from '../../kernel/view.ts';
import type { Names, Speech } from '../../text/index.ts';
import { type Line, span, wrap } from '../line.ts';

interface Speaker {
  readonly speech: Speech;
  readonly names: Names;
}

export function whyLines(pid: number, kernel: KernelView, { speech, names }: Speaker, width: number): Line[] {
  const process = kernel.processes.find((each) => each.pid === pid);
  const [thread] = process?.threads ?? [];
  if (!process) return wrap([span(speech.t('why.gone', names.process(pid)))], width);
  const waiting = {
    state: process.state,
    reason: process.reason,
    wakers: thread ? wakersOf(kernel, thread).pids : [],
    circle: circleOf(waitsOf(kernel), pid),
    parent: process.ppid,
  };
  const tint = waiting.circle ? 'danger' : undefined;
  return wrap([span(speech.explainWait(pid, waiting, names), tint)], width);
}
