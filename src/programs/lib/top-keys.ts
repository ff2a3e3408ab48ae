/**
 * The keys of top: each changes what is shown, or asks and does something to a process.
 * Leaves out colours, several windows, the fields screen, forest view, searching and the configuration file.
 * Authority: top(1), INTERACTIVE Commands.
 */

import { PRIO_PROCESS } from '../../kernel/abi.ts';
import { isFailure, strerror } from '../../kernel/errno.ts';
import { SIGTERM } from '../../kernel/signum.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { parseSignal } from './signals.ts';
import { SHOWN_COLUMNS } from './top-columns.ts';
import type { TopScreen } from './top-screen.ts';
import { type Frame, STRONG, type View, WEAK } from './top-view.ts';
import { readUsers } from './users.ts';

export interface Session {
  readonly sys: Sys;
  readonly screen: TopScreen;
  readonly view: View;
  /** -s: keys that could do harm are refused. */
  readonly secure: boolean;
  /** Seconds between frames. */
  delay: number;
}

type Action = (session: Session, frame: Frame) => Generator<void, void>;

interface Key {
  readonly keys: readonly string[];
  readonly harmful?: boolean;
  readonly act: Action;
}

const changing = (keys: string, change: (view: View) => void): Key => ({
  keys: [...keys],
  *act({ view }) {
    change(view);
  },
});

const telling = (key: string, what: string, flip: (view: View) => boolean): Key => ({
  keys: [key],
  *act({ view, screen }) {
    yield* screen.message(`${what} ${flip(view) ? 'On' : 'Off'}`);
  },
});

const sorting = (key: string, column: string): Key =>
  changing(key, (view) => {
    view.sort = column;
    view.descending = true;
  });

/** To the neighbour of the column that is sorted by. */
const movedSort =
  (step: 1 | -1) =>
  (view: View): void => {
    const at = SHOWN_COLUMNS.findIndex(({ name }) => name === view.sort);
    view.sort = SHOWN_COLUMNS[at + step]?.name ?? view.sort;
  };

const scrolling = (key: string, scroll: (view: View, screen: TopScreen) => void): Key => ({
  keys: [key],
  *act({ view, screen }) {
    scroll(view, screen);
    view.firstTask = Math.max(0, view.firstTask);
    view.firstColumn = Math.max(0, Math.min(SHOWN_COLUMNS.length - 1, view.firstColumn));
  },
});

const integer = (text: string): number | undefined => (/^[-+]?\d+$/.test(text) ? Number(text) : undefined);

function* askPid({ screen }: Session, frame: Frame, purpose: string): Generator<void, number | undefined> {
  const first = frame.tasks[0]?.pid ?? 0;
  const answer = yield* screen.ask(`PID to ${purpose} [default pid = ${first}]`);
  if (answer === undefined) return undefined;
  if (answer === '') return first;
  const pid = integer(answer);
  if (pid === undefined) yield* screen.message('Unacceptable integer');
  return pid;
}

function* killTask(session: Session, frame: Frame): Generator<void, void> {
  const { sys, screen } = session;
  const pid = yield* askPid(session, frame, 'signal/kill');
  if (pid === undefined) return;
  const answer = yield* screen.ask(`Send pid ${pid} signal [15/sigterm]`);
  if (answer === undefined) return;
  const signal = answer === '' ? SIGTERM : (parseSignal(answer) ?? -1);
  const sent = signal > 0 ? yield* sys.kill(pid, signal) : 0;
  if (signal < 0) yield* screen.message('Invalid signal');
  else if (isFailure(sent)) {
    yield* screen.message(`Failed signal pid '${pid}' with '${signal}': ${strerror(sent.errno)}`);
  }
}

function* reniceTask(session: Session, frame: Frame): Generator<void, void> {
  const { sys, screen } = session;
  const pid = yield* askPid(session, frame, 'renice');
  if (pid === undefined) return;
  const answer = yield* screen.ask(`Renice PID ${pid} to value`);
  if (answer === undefined || answer === '') return;
  const value = integer(answer);
  if (value === undefined) return yield* screen.message('Unacceptable integer');
  const set = yield* sys.setpriority(PRIO_PROCESS, pid, value);
  if (isFailure(set)) yield* screen.message(`Failed renice of PID ${pid} to ${value}: ${strerror(set.errno)}`);
}

/** A number or a name; undefined if there is no such user. */
export function* userId(sys: Sys, word: string): Generator<void, number | undefined> {
  return (
    (yield* readUsers(sys)).find(({ name }) => name === word)?.uid ?? (/^\d+$/.test(word) ? Number(word) : undefined)
  );
}

const askUser = (any: boolean): Action =>
  function* ({ sys, screen, view }) {
    const answer = yield* screen.ask('Which user (blank for all)');
    if (answer === undefined) return;
    const uid = answer === '' ? undefined : yield* userId(sys, answer);
    if (answer !== '' && uid === undefined) return yield* screen.message('Invalid user');
    view.user = uid === undefined ? undefined : { uid, any };
    view.firstTask = 0;
  };

function* askDelay(session: Session): Generator<void, void> {
  const { screen } = session;
  const answer = yield* screen.ask(`Change delay from ${session.delay.toFixed(1)} to`);
  if (answer === undefined || answer === '') return;
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(answer)) return yield* screen.message('Unacceptable floating point');
  if (Number(answer) >= 0) session.delay = Number(answer);
}

function* askMost({ screen, view }: Session): Generator<void, void> {
  const answer = yield* screen.ask(`Maximum tasks = ${view.mostTasks}, change to (0 is unlimited)`);
  if (answer === undefined || answer === '') return;
  const most = integer(answer);
  if (most === undefined) yield* screen.message('Unacceptable integer');
  else if (most >= 0) view.mostTasks = most;
}

const HELP: readonly string[] = [
  "E,e       Global: 'E'/'e' summary/task memory scale",
  "l,1       Toggle: 'l' load avg; '1' each cpu",
  "<,> .     Move sort column: '<'/'>' left/right",
  "M,N,P,T . Sort by: 'M' %MEM; 'N' PID; 'P' %CPU; 'T' TIME+",
  "R,H     . Toggle: 'R' Sort; 'H' Threads",
  "c,i,S   . Toggle: 'c' Cmd name/line; 'i' Idle; 'S' Time",
  "u,U     . Filter by: 'u'/'U' effective/any user",
  "n,#     . Set: 'n'/'#' max tasks displayed",
  "d,k,r   . 'd' set delay; 'k' kill; 'r' renice",
  '=       . Everything again: no filters, no limits',
  'arrows  . Scroll; also PgUp, PgDn, Home, End',
  'q         Quit',
];

/** Names of keys stand out. */
const strongKeys = (line: string): string => line.replace(/'(.)'/g, `'${STRONG}$1${WEAK}'`);

function* help({ screen, view, delay, secure }: Session): Generator<void, void> {
  const on = (flag: boolean): string => `${STRONG}${flag ? 'On' : 'Off'}${WEAK}`;
  const lines = [
    `${STRONG}Help for Interactive Commands${WEAK} - procps-ng 4.0.2`,
    `Window 1:Def: Cumulative mode ${on(view.cumulative)}.  System: Delay ${delay.toFixed(1)} secs; Secure mode ${on(secure)}.`,
    '',
    ...HELP.map((line) => `  ${strongKeys(line)}`),
    '',
    "Type 'q' or <Esc> to continue ",
  ];
  yield* screen.page(lines, ['q', '\x1b']);
}

const LAST_SCALE = 5;
const LAST_TASK_SCALE = 4;

const KEYS: readonly Key[] = [
  changing(' \r\n', () => {}),
  changing('c', (view) => {
    view.commandLines = !view.commandLines;
  }),
  changing('i', (view) => {
    view.idle = !view.idle;
  }),
  changing('l', (view) => {
    view.loadLine = !view.loadLine;
  }),
  changing('1', (view) => {
    view.eachCpu = !view.eachCpu;
  }),
  changing('R', (view) => {
    view.descending = !view.descending;
  }),
  changing('E', (view) => {
    view.summaryScale = (view.summaryScale + 1) % (LAST_SCALE + 1);
  }),
  changing('e', (view) => {
    view.taskScale = (view.taskScale + 1) % (LAST_TASK_SCALE + 1);
  }),
  changing('<', movedSort(-1)),
  changing('>', movedSort(1)),
  changing('=', (view) => {
    Object.assign(view, { user: undefined, mostTasks: 0, idle: true, firstTask: 0, firstColumn: 0 });
  }),
  sorting('M', '%MEM'),
  sorting('N', 'PID'),
  sorting('P', '%CPU'),
  sorting('T', 'TIME+'),
  telling('S', 'Cumulative time', (view) => (view.cumulative = !view.cumulative)),
  telling('H', 'Show threads', (view) => (view.threads = !view.threads)),
  scrolling('up', (view) => {
    view.firstTask -= 1;
  }),
  scrolling('down', (view) => {
    view.firstTask += 1;
  }),
  scrolling('left', (view) => {
    view.firstColumn -= 1;
  }),
  scrolling('right', (view) => {
    view.firstColumn += 1;
  }),
  scrolling('pageup', (view, { size }) => {
    view.firstTask -= size.rows;
  }),
  scrolling('pagedown', (view, { size }) => {
    view.firstTask += size.rows;
  }),
  scrolling('home', (view) => {
    view.firstTask = 0;
    view.firstColumn = 0;
  }),
  scrolling('end', (view) => {
    view.firstTask = Number.MAX_SAFE_INTEGER;
  }),
  { keys: ['h', '?'], act: help },
  { keys: ['u'], act: askUser(false) },
  { keys: ['U'], act: askUser(true) },
  { keys: ['n', '#'], act: askMost },
  { keys: ['d', 's'], act: askDelay, harmful: true },
  { keys: ['k'], act: killTask, harmful: true },
  { keys: ['r'], act: reniceTask, harmful: true },
];

export function* press(session: Session, key: string, frame: Frame): Generator<void, void> {
  const found = KEYS.find(({ keys }) => keys.includes(key));
  if (!found) return yield* session.screen.message("Unknown command - try 'h' for help");
  if (found.harmful && session.secure) return yield* session.screen.message('Unavailable in secure mode');
  yield* found.act(session, frame);
}
