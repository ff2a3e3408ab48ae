/** The last signals: a line for each, and for the one that is opened (else the last) its course over two lanes. */
import { SIGCHLD, SIGWINCH } from '../../kernel/signum.ts';
import { type Line, lineWidth, span, wrap } from '../line.ts';
import type { Tint } from '../theme.ts';
import { type Entry, entry, type PaneContext } from './pane.ts';
import { type Course, coursesOf, type Step } from './signal-course.ts';

/** Older ones are in the timeline. */
const LAST = 6;

/** The newest first. Of a pinned process; else of all that belong to the terminal, without what a shell gets all the time. */
export function courseEntries(context: PaneContext): Entry[] {
  const { recent, width } = context;
  const courses = coursesOf(recent)
    .filter((course) => concerns(course, context))
    .slice(-LAST)
    .reverse();
  if (courses.length === 0) return [entry(...wrap([span(nothingYet(context), 'quiet')], width))];
  const drawn = context.cursor.row?.startsWith('course:') ? undefined : courses[0];
  return courses.map((course): Entry => {
    const id = `course:${course.send.seq}`;
    const head = wrap(headLine(course, context), width, 2);
    const lanes = () => lanesOf(course, context);
    return { id, pid: course.send.pid, lines: course === drawn ? [...head, ...lanes()] : head, details: lanes };
  });
}

const nothingYet = ({ subject: { pid, pinned }, names, speech: { t } }: PaneContext): string =>
  pinned && pid !== undefined ? t('signals.noneTo', names.process(pid)) : t('signals.none');

function concerns({ send, action }: Course, { kernel, subject }: PaneContext): boolean {
  if (subject.pinned) return send.pid === subject.pid;
  const routine = send.signo === SIGCHLD || send.signo === SIGWINCH;
  if (routine) return false;
  const target = kernel.processes.find(({ pid }) => pid === send.pid);
  return target === undefined || target.tty === subject.tty || action !== undefined;
}

function headLine({ send, key, action }: Course, { names, speech: { t } }: PaneContext): Line {
  const from = key !== undefined ? t('signals.key', key) : senderOf(send.from, send.pid, names.process, t);
  const end = action ?? (send.fate === 'ignored' ? 'ignore' : send.blocked ? 'waits' : 'soon');
  const tint: Tint = end === 'terminate' || end === 'core' ? 'alarm' : end === 'handler' ? 'good' : 'waiting';
  return [
    span(`${(send.time / 1e6).toFixed(3)} `, 'quiet'),
    span(t('label', `${names.signal(send.signo)} ${from} → ${names.process(send.pid)}`)),
    span(t(`signals.end.${end}`), tint),
  ];
}

const senderOf = (from: number, to: number, process: (pid: number) => string, t: PaneContext['speech']['t']): string =>
  from === 0 ? t('signals.fromKernel') : from === to ? t('signals.fromItself') : t('signals.kill', process(from));

/** The user's lane left of the bar, the kernel's right of it; the kernel's words are longer. */
function lanesOf({ steps }: Course, context: PaneContext): Line[] {
  const { speech, width } = context;
  const left = Math.max(10, Math.floor((width - 3) * 0.38));
  const right = Math.max(12, width - left - 3);
  const head: Line = [
    span(fill([span(speech.t('signals.userMode'))], left), 'accent'),
    span('│ ', 'quiet'),
    span(speech.t('signals.kernelMode'), 'accent'),
  ];
  return [head, ...steps.flatMap((step) => stepLines(step, left, right, context))];
}

function stepLines(step: Step, left: number, right: number, { speech: { t } }: PaneContext): Line[] {
  const { does } = step;
  const words = 'call' in does ? t(`signals.step.${does.is}`, does.call) : t(`signals.step.${does.is}`);
  const text = span(words, TINTS[does.is]);
  if (step.lane === 'kernel')
    return wrap([text], right).map((line) => [span(`${' '.repeat(left)}│ `, 'quiet'), ...line]);
  return wrap([text], left - 1).map((line) => [...line, span(' '.repeat(left - lineWidth(line))), span('│', 'quiet')]);
}

const fill = (line: Line, columns: number): string =>
  line.map(({ text }) => text).join('') + ' '.repeat(Math.max(0, columns - lineWidth(line)));

const TINTS: Readonly<Partial<Record<Step['does']['is'], Tint>>> = {
  asleep: 'waiting',
  pending: 'waiting',
  blocked: 'alarm',
  killed: 'alarm',
  stopped: 'alarm',
  eintr: 'alarm',
  failed: 'alarm',
  handler: 'good',
  restart: 'good',
};
