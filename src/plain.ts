/**
 * Line mode: no screen, no cursor tricks. Two things live here: `repl --plain`, a shell on the simulated machine in this very
 * terminal, and a lesson for screen readers and dumb terminals, where each line is a command for a terminal or an answer.
 */
import { createInterface } from 'node:readline';
import { decode, encode } from './bytes.ts';
import { guardTerminal, reportCrash } from './crash.ts';
import type { RunState } from './kernel/kernel.ts';
import { signalName } from './kernel/signum.ts';
import type { ProcessView } from './kernel/view.ts';
import { withoutSequences } from './lessons/control-sequences.ts';
import { settle } from './lessons/lab.ts';
import { playPlain } from './lessons/plain.ts';
import type { LessonRun } from './lessons/play.ts';
import type { LessonView } from './lessons/view.ts';
import { boot, type Machine } from './machine.ts';
import { type Language, type Names, speak } from './text/index.ts';
import { en, type PlainWords, zh } from './text/plain.ts';
import { Driver } from './tui/driver.ts';
import { paneText } from './tui/panes/as-text.ts';
import { paneById, panes } from './tui/panes/index.ts';

const TERMINAL = 'A';
const CTRL_CLOSE = 0x1d;
const CTRL_D = 0x04;

/** What `bash -i` is to Linux. Ends with the shell, or with Ctrl-] typed twice. The exit status. */
export function runPlainRepl(seed: number): Promise<number> {
  const { stdin, stdout } = process;
  const size = () => ({ cols: stdout.columns || 80, rows: stdout.rows || 24 });
  let shellStatus: (() => number | undefined) | undefined;
  let writes = 0;
  const machine = boot({
    seed,
    terminals: [{ name: TERMINAL, ...size() }],
    // The shell that init starts after the last one has nothing to say to anybody.
    onOutput: (_terminal, bytes) => {
      writes++;
      if (shellStatus?.() === undefined) stdout.write(bytes);
    },
  });
  shellStatus = loginShell(machine);
  return new Promise((resolve) => {
    let closing = false;
    const restore = (): void => {
      driver.pause();
      if (stdin.isTTY) stdin.setRawMode(false);
    };
    const unguard = guardTerminal(restore, () => machine.log);
    const end = (status: number): void => {
      unguard();
      restore();
      stdin.pause();
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      resolve(status);
    };
    let ended = false;
    const ran = (state: RunState['state'], nextTimer?: number): void => {
      const status = shellStatus?.();
      if (status !== undefined) end(status);
      else if (ended && state === 'idle' && nextTimer === undefined) setImmediate(onNothingMore);
    };
    /** Standard input is no terminal and has ended: what it said is run to its end, then the shell reads end of file. */
    const onNothingMore = (): void => {
      const asks = machine.atPrompt(TERMINAL);
      driver.input(() => (asks ? machine.input(TERMINAL, Uint8Array.of(CTRL_D)) : machine.hangUp(TERMINAL)));
    };
    const onEnd = (): void => {
      ended = true;
      driver.input(() => {});
    };
    const driver = new Driver(machine, { ran, ready: () => stdout.writableLength < 1 << 16, able: () => true });
    const onData = (bytes: Buffer): void => {
      if (closing && bytes[0] === CTRL_CLOSE) {
        end(0);
        return;
      }
      closing = bytes.at(-1) === CTRL_CLOSE;
      const before = writes;
      driver.input(
        () => machine.input(TERMINAL, bytes),
        () => writes !== before,
      );
    };
    stdout.on('resize', () => {
      const { cols, rows } = size();
      driver.input(() => machine.resize(TERMINAL, cols, rows));
    });
    if (stdin.isTTY) stdin.setRawMode(true);
    stdin.on('data', onData);
    stdin.on('end', onEnd);
    stdin.resume();
    driver.resume();
  });
}

/** Tells the status of the login shell – the first bash there is – once it has left. Looks at each event once. */
function loginShell({ events }: Machine): () => number | undefined {
  let seen = 0;
  let shell: number | undefined;
  let status: number | undefined;
  return () => {
    for (const event of events.since(seen)) {
      if (event.type === 'exec' && event.argv[0] === 'bash') shell ??= event.pid;
      else if (event.type === 'reap' && event.child === shell) status ??= statusOf(event.status);
    }
    seen = events.nextSeq;
    return status;
  };
}

/** As a shell says it: 128 and the signal for whom a signal has killed. */
const statusOf = (status: number): number => (status & 0x7f ? 128 + (status & 0x7f) : (status >> 8) & 0xff);

/** A line that is a command for a terminal: `A ls -l`, `A` for Enter alone, or `A^C` (`A ^c`) for a key. */
const TO_TERMINAL = /^([A-D])(?: *\^([A-Za-z\\[\]])| (.*))?$/;
/** Letters that name no terminal mean the same in capitals. */
const lowered = (line: string): string => (/^[E-Z]$/.test(line) ? line.toLowerCase() : line);

export interface PlainLesson {
  readonly run: LessonRun;
  readonly language: Language;
  /** After each change, so that progress can be saved. */
  readonly saved: () => void;
  /** Ends the lesson from outside. */
  readonly until?: AbortSignal;
}

/** Plays a lesson by lines of standard input. The exit status: 0 when it was finished or left. */
export async function runPlainLesson(lesson: PlainLesson): Promise<number> {
  try {
    return await playLines(lesson);
  } catch (error) {
    return reportCrash(error, lesson.run.machine.log);
  }
}

async function playLines({ run, language, saved, until }: PlainLesson): Promise<number> {
  const columns = process.stdout.columns || 80;
  const print = (lines: readonly string[]): void => {
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  };
  let shown: LessonView | undefined;
  const show = (): void => {
    const view = run.view(language, 'line');
    print(playPlain(view, shown, { language, columns }));
    shown = view;
    saved();
  };
  show();
  for await (const raw of createInterface({ input: process.stdin, ...(until && { signal: until }) })) {
    const line = lowered(raw.trim());
    if (line === 'q') return 0;
    print(respond(run, line, { language, columns }));
    show();
    if (shown?.done) return 0;
  }
  return 0;
}

/** What is said of an action that the lesson itself does not tell. */
type Said = string | undefined;

/** Says it when the lesson is as it was before. */
function unlessChanged(run: LessonRun, act: () => void, otherwise: Said): Said {
  const before = run.session;
  act();
  return run.session === before ? otherwise : undefined;
}

/** One letter each; answers are letters too, but those of choices. */
const ACTIONS: Readonly<Record<string, (run: LessonRun, t: PlainWords) => Said>> = {
  n: (run, t) => unlessChanged(run, () => run.next(), t.notYet),
  p: (run) => unlessChanged(run, () => run.previous(), undefined),
  h: (run, t) => unlessChanged(run, () => run.hint(), t.noHint),
  u: (run, t) => (run.undo() ? t.undone : t.nothingToUndo),
  r: (run, t) => {
    run.resetStep();
    return t.reset;
  },
  '?': (_run, t) => t.help.join('\n'),
};

/** A pane by its name, or the list of them. */
const TO_PANE = /^v(?: (\S+))?$/;

interface Reading {
  readonly language: Language;
  readonly columns: number;
}

/** Does what a line asks for; what the terminals printed, and who sleeps now. */
function respond(run: LessonRun, line: string, reading: Reading): string[] {
  const { language } = reading;
  const command = TO_TERMINAL.exec(line);
  // Where something is asked, one letter is an answer.
  const answers = line.length === 1 && run.view(language).choices !== undefined && !run.view(language).canGoOn;
  if (command && !answers) {
    const [, terminal = '', key, text = ''] = command;
    const bytes = key === undefined ? encode(`${text}\r`) : Uint8Array.of(key.charCodeAt(0) & 0x1f);
    return typeInto(run, terminal, bytes, language);
  }
  if (line === '') return [];
  const pane = TO_PANE.exec(line);
  if (pane) return lookAt(run, pane[1], reading);
  const t = { en, zh }[language];
  const action = ACTIONS[line];
  const said = action ? action(run, t) : unlessChanged(run, () => run.answer(line), t.unknown(line));
  return said === undefined ? [] : said.split('\n');
}

/** The pane as it is now, seen from the terminal that was typed into last. */
function lookAt(run: LessonRun, name: string | undefined, { language, columns }: Reading): string[] {
  const speech = speak(language);
  const { machine, session } = run;
  const pane = name === undefined ? undefined : paneById(name);
  if (pane) {
    const since = session.start.seq;
    return paneText(pane, { machine, speech, columns, terminal: lastTerminal(run), since });
  }
  const words = { en, zh }[language];
  const wanted = run.view(language).panes ?? panes.map(({ id }) => id);
  const list = wanted.flatMap((id) => {
    const known = paneById(id);
    return known ? [words.pane(id, speech.t(known.title), speech.t(known.shows))] : [];
  });
  return name === undefined ? list : [words.noPane(name), ...list];
}

function lastTerminal({ machine: { log } }: LessonRun): string {
  const keys = log.entries.findLast(({ input }) => input.kind === 'keys')?.input;
  return keys?.kind === 'keys' ? keys.terminal : (log.terminals[0]?.name ?? 'A');
}

function typeInto(run: LessonRun, terminal: string, bytes: Uint8Array, language: Language): string[] {
  const { machine } = run;
  const terminals = machine.log.terminals.map(({ name }) => name);
  if (!terminals.includes(terminal)) return [{ en, zh }[language].noTerminal(terminal)];
  const from = machine.events.nextSeq;
  machine.input(terminal, bytes);
  run.observe(settle(machine));
  const names = new Map(terminals.map((name) => [machine.ttyName(name), name]));
  return [...printed(machine, from, names), ...asleep(machine, names, language)];
}

/** What programs wrote, a line at a time, with the terminal before it; not what the shell draws while a line is edited. */
function printed(machine: Machine, from: number, names: ReadonlyMap<string, string>): string[] {
  const shells = new Set(machine.view().ttys.map(({ sid }) => sid));
  const texts = new Map<string, string>();
  for (const event of machine.events.since(from)) {
    if (event.type !== 'tty.output' || event.pid === 0 || (event.raw && shells.has(event.pid))) continue;
    const name = names.get(event.tty) ?? event.tty;
    texts.set(name, (texts.get(name) ?? '') + decode(event.bytes));
  }
  const lines = (text: string): string[] => withoutSequences(text).split(/\r?\n/).filter(Boolean);
  return [...texts].flatMap(([name, text]) => lines(text).map((line) => `${name}| ${line}`));
}

/** Foreground processes that keep a prompt away, and why. */
function asleep(machine: Machine, names: ReadonlyMap<string, string>, language: Language): string[] {
  const speech = speak(language);
  const { processes } = machine.view();
  const process = (pid: number): string => `${processes.find((one) => one.pid === pid)?.comm ?? ''}(${pid})`;
  const said: Names = {
    process,
    signal: (n) => signalName(n) ?? String(n),
    time: (us) => `${(us / 1e6).toFixed(3)} s`,
  };
  return processes.filter(keepsPrompt).map(({ tty = '', pid, reason, wchan }) => {
    const why = reason && speech.explainReason(reason, said);
    return `${names.get(tty) ?? tty}: ${process(pid)}: ${why ?? wchan}`;
  });
}

const IDLE_REASONS: readonly string[] = ['child', 'tty-input'];
const keepsPrompt = ({ state, foreground, reason }: ProcessView): boolean =>
  state === 'S' && foreground && reason !== undefined && !IDLE_REASONS.includes(reason.kind);
