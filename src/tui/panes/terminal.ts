/**
 * One terminal: its line discipline between keyboard and processes, what is typed and not yet read, its session, and the
 * process groups of that session, one of which is in the foreground. Linux shows it in `stty -a` and
 * `ps -o pid,pgid,sid,tpgid,tty`; what a shell calls a job is a group.
 */
import type { ProcessView, TtyView } from '../../kernel/view.ts';
import { blank, bold, type Line, type Span, span, wrap } from '../line.ts';
import type { Tint } from '../theme.ts';
import { fact } from './fact.ts';
import { type Entry, entry, type Pane, type PaneContext, rowsOf, ttyOf } from './pane.ts';
import { quoted } from './quoted.ts';
import { keysOf, modesOf } from './terminal-modes.ts';
import { terminalStructure } from './terminal-structure.ts';

export const terminal: Pane = {
  id: 'terminal',
  title: 'terminal.title',
  shows: 'terminal.shows',
  where: 'terminal.where',
  weight: 4,
  anchor: 'top',
  watches: ['ttys', 'processes', 'subject'],
  entries: terminalEntries,
  behind: { watches: ['ttys', 'subject'], entries: terminalStructure },
};

function terminalEntries(context: PaneContext): Entry[] {
  const { speech, width, height } = context;
  const tty = ttyOf(context);
  if (!tty) return [entry(...wrap([span(speech.t('terminal.none'), 'quiet')], width))];
  const head = headEntry(tty, context);
  const [modes, keys, input] = [modeEntry(tty, context), keyEntry(tty, context), inputEntry(tty, context)];
  const title = wrap([span(speech.t('terminal.groups', tty.sid ?? 0), 'accent')], width);
  const groups = groupEntries(tty, context);
  const whole = [head, modes, keys, input, entry(blank, ...title), ...groups];
  // Who is in the foreground changes all the time, the modes seldom: with little room the groups go first.
  return rowsOf(whole) <= height ? whole : [head, entry(...title), ...groups, input, modes, keys];
}

function headEntry({ name, cols, rows, sid, held }: TtyView, { speech: { t }, names, width }: PaneContext): Entry {
  const whose = sid === undefined ? t('terminal.noSession') : t('terminal.session', sid, names.process(sid));
  const spans: Span[] = [bold(`/dev/${name}`), span(`  ${cols}x${rows}  ${whose}`)];
  if (held) spans.push(span(`  ${t('terminal.held')}`, 'alarm'));
  return entry(...wrap(spans, width, 2));
}

/** How the keyboard is read, and the flags as stty prints them. */
function modeEntry(tty: TtyView, { speech: { t }, width }: PaneContext): Entry {
  const words = t(tty.canonical ? 'terminal.lines' : 'terminal.raw', t(tty.echo ? 'terminal.echo' : 'terminal.noEcho'));
  const modes = modesOf(tty.termios);
  const flags = modes.map(({ name, on }) => span(`${on ? '' : '-'}${name} `, on ? undefined : 'quiet'));
  const details = () =>
    modes.flatMap(({ name, on }) => fact(`${on ? '' : '-'}${name}`, t(`terminal.mode.${name}`), width));
  return { id: 'modes', lines: [...wrap([span(words)], width, 2), ...wrap([span('  '), ...flags], width, 2)], details };
}

function keyEntry({ termios, foreground, isig }: TtyView, { speech: { t }, width }: PaneContext): Entry {
  const keys = keysOf(termios);
  const line: Line = [
    span(t('label', t('terminal.keys')), 'quiet'),
    ...keys.flatMap(({ key, name }) => [bold(key), span(` ${name}  `)]),
  ];
  const details = () => [
    ...(isig ? fact('isig', t('terminal.signalsGo', foreground), width) : []),
    ...keys.flatMap(({ key, name, does }) => fact(key, t('label', name) + t(`terminal.key.${does}`), width)),
  ];
  return { id: 'keys', lines: wrap(line, width, 2), details };
}

/** What has been typed and not been read. */
function inputEntry({ queued, typing, preview }: TtyView, { speech: { t }, width }: PaneContext): Entry {
  const code = (bytes: Uint8Array) => span(quoted(bytes), 'code');
  const lines: Line[] = [];
  if (typing > 0) lines.push([span(`${t('terminal.typing', typing)} `, 'waiting'), code(preview.typing)]);
  if (queued > 0) lines.push([span(`${t('terminal.queued', queued)} `, 'good'), code(preview.queued)]);
  if (lines.length === 0) lines.push([span(t('terminal.empty'), 'quiet')]);
  return entry(...lines.flatMap((line) => wrap(line, width, 2)));
}

function groupEntries(tty: TtyView, context: PaneContext): Entry[] {
  const { kernel, width } = context;
  const members = kernel.processes.filter(({ sid }) => sid === tty.sid);
  const groups = [...new Set(members.map(({ pgid }) => pgid))].sort((a, b) => a - b);
  return groups.map((pgid): Entry => {
    const of = members.filter((process) => process.pgid === pgid);
    const lines = wrap(groupLine(pgid, of, tty, context), width, 9);
    return { id: `group:${pgid}`, pid: of[0]?.pid ?? pgid, lines, details: () => groupDetails(pgid, of, tty, context) };
  });
}

/** `*   7  running   cat(7), head(8)`: as `jobs -l` would tell it, the foreground with a star. */
function groupLine(
  pgid: number,
  of: readonly ProcessView[],
  tty: TtyView,
  { speech: { t }, names }: PaneContext,
): Line {
  const front = pgid === tty.foreground;
  const state = stateOf(of, tty);
  return [
    front ? span('*', 'accent') : span(' '),
    span(`${String(pgid).padStart(5)}  `),
    span(`${t(`terminal.group.${state}`)} `, STATE_TINTS[state]),
    span(of.map(({ pid, state: letter }) => `${names.process(pid)} ${letter}`).join(', ')),
  ];
}

type GroupState = 'shell' | 'stopped' | 'dead' | 'running';
const STATE_TINTS: Readonly<Record<GroupState, Tint>> = {
  shell: 'quiet',
  stopped: 'alarm',
  dead: 'alarm',
  running: 'good',
};

function stateOf(of: readonly ProcessView[], tty: TtyView): GroupState {
  if (of.some(({ pid }) => pid === tty.sid)) return 'shell';
  if (of.every(({ state }) => state === 'Z')) return 'dead';
  return of.some(({ state }) => state === 'T') ? 'stopped' : 'running';
}

function groupDetails(pgid: number, of: readonly ProcessView[], tty: TtyView, context: PaneContext): Line[] {
  const { names, speech, width } = context;
  const { t } = speech;
  const front = pgid === tty.foreground;
  const tostop = modesOf(tty.termios).some(({ name, on }) => name === 'tostop' && on);
  const may = front ? t('terminal.frontMay') : t(tostop ? 'terminal.backStops' : 'terminal.backMay');
  return [
    ...fact('tty', may, width),
    ...of.flatMap((process) => {
      const why = process.reason ? speech.explainReason(process.reason, names) : t(`processes.state.${process.state}`);
      return fact(
        String(process.pid),
        t('label', `${process.args.join(' ') || process.comm} (${process.stat})`) + why,
        width,
      );
    }),
  ];
}
