/**
 * top: shows processes, the busiest first, again and again. Knows nothing but what /proc tells.
 * Models batch mode and the full screen with its everyday keys. Leaves out what lib/top-keys.ts names, and threads: -H
 * shows what there is, one for each process. Authority: top(1) of procps-ng 4.0.2.
 */

import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { readText } from './lib/read-file.ts';
import { TOP_COLUMNS, topColumn, UNIT_LETTERS } from './lib/top-columns.ts';
import { press, type Session, userId } from './lib/top-keys.ts';
import { type Sample, Sampler } from './lib/top-sample.ts';
import { TopScreen } from './lib/top-screen.ts';
import { type Frame, frameOf, newView, plainText, type View } from './lib/top-view.ts';
import { type Names, readNames } from './lib/users.ts';

const options = {
  batch: { short: 'b', long: 'batch-mode', help: 'run in non-interactive batch mode' },
  cmdline: { short: 'c', long: 'cmdline-toggle', help: "reverse last remembered 'c' state" },
  delay: { short: 'd', long: 'delay', value: '=SECS [.TENTHS]', help: 'iterative delay as SECS [.TENTHS]' },
  summaryScale: {
    short: 'E',
    long: 'scale-summary-mem',
    value: '=SCALE',
    help: 'set mem as: k,m,g,t,p,e for SCALE',
  },
  taskScale: { short: 'e', long: 'scale-task-mem', value: '=SCALE', help: 'set mem with: k,m,g,t,p for SCALE' },
  threads: { short: 'H', long: 'threads-show', help: 'show tasks plus all their threads' },
  idle: { short: 'i', long: 'idle-toggle', help: "reverse last remembered 'i' state" },
  iterations: { short: 'n', long: 'iterations', value: '=NUMBER', help: 'exit on maximum iterations NUMBER' },
  fields: { short: 'O', long: 'list-fields', help: 'output all field names, then exit' },
  sort: { short: 'o', long: 'sort-override', value: '=FIELD', help: 'force sorting on this named FIELD' },
  pid: { short: 'p', long: 'pid', value: '=PIDLIST', help: 'monitor only the tasks in PIDLIST' },
  cumulative: { short: 'S', long: 'accum-time-toggle', help: "reverse last remembered 'S' state" },
  secure: { short: 's', long: 'secure-mode', help: 'run with secure mode restrictions' },
  anyUser: { short: 'U', long: 'filter-any-user', value: '=USER', help: 'show only processes owned by USER' },
  user: { short: 'u', long: 'filter-only-euser', value: '=USER', help: 'show only processes owned by USER' },
  width: { short: 'w', long: 'width', value: 'COLUMNS', optional: true, help: 'change print width [,use COLUMNS]' },
  eachCpu: { short: '1', long: 'single-cpu-toggle', help: "reverse last remembered '1' state" },
} as const;

type Name = keyof typeof options;

const DEFAULT_DELAY = 3;
/** Before the first frame, so that there is something to compare with. */
const FIRST_US = 150_000;
const WIDEST = 512;
const NARROWEST = 3;
const USUAL_COLS = 80;
const MOST_PIDS = 20;

/** The width may stand in the next word: `-w 100`. */
const rewrite = (args: readonly string[]): readonly string[] =>
  args.flatMap((word, i) => {
    const next = args[i + 1] ?? '';
    if ((word === '-w' || word === '--width') && /^\d+$/.test(next)) return [`--width=${next}`];
    return /^(-w|--width)$/.test(args[i - 1] ?? '') && /^\d+$/.test(word) ? [] : [word];
  });

interface Plan {
  readonly view: View;
  readonly delay: number;
  readonly iterations: number;
  readonly pids: readonly number[];
  /** Undefined: as wide as the screen. */
  readonly cols: number | undefined;
}

const startsWithNumber = (text: string): boolean => /^\s*\+?(\d+\.?\d*|\.\d+)$/.test(text);

function* delayOf(io: Io, word: string | undefined): Generator<void, number> {
  if (word === undefined) return DEFAULT_DELAY;
  if (/^-/.test(word)) return yield* io.die(1, '-d requires positive argument');
  return startsWithNumber(word) ? Number(word) : yield* io.die(1, `bad delay interval '${word}'`);
}

function* iterationsOf(io: Io, word: string | undefined): Generator<void, number> {
  if (word === undefined) return Number.POSITIVE_INFINITY;
  const count = /^\+?\d+$/.test(word) ? Number(word) : 0;
  return count > 0 ? count : yield* io.die(1, `bad iterations argument '${word}'`);
}

function* pidsOf(sys: Sys, io: Io, lists: readonly string[]): Generator<void, number[]> {
  const pids: number[] = [];
  for (const word of lists.flatMap((list) => list.split(','))) {
    if (!/^\d+$/.test(word)) return yield* io.die(1, `bad pid '${word}'`);
    if (pids.length >= MOST_PIDS) return yield* io.die(1, `pid limit (${MOST_PIDS}) exceeded`);
    const pid = Number(word) || (yield* sys.getpid());
    if (!pids.includes(pid)) pids.push(pid);
  }
  return pids;
}

function* scaleOf(io: Io, word: string | undefined, usual: number, letters: number): Generator<void, number> {
  if (word === undefined) return usual;
  const scale = UNIT_LETTERS.indexOf(word.toLowerCase());
  return scale >= 0 && scale < letters ? scale : yield* io.die(1, `bad memory scaling arg '${word}'`);
}

/** `+FIELD` from high to low, `-FIELD` from low to high. */
function* sortBy(io: Io, view: View, word: string | undefined): Generator<void, void> {
  if (word === undefined) return;
  const name = word.replace(/^[-+]/, '');
  if (!topColumn(name)) return yield* io.die(1, `unrecognized field name '${name}'`);
  view.sort = name;
  view.descending = !word.startsWith('-');
}

function* filterUser(sys: Sys, args: Args<Name>, io: Io, view: View): Generator<void, void> {
  const given = args.given.filter(({ option }) => option === 'user' || option === 'anyUser' || option === 'pid');
  if (
    new Set(given.map(({ option }) => option)).size > 1 ||
    given.filter(({ option }) => option !== 'pid').length > 1
  ) {
    return yield* io.die(1, 'conflicting process selections (U/p/u)');
  }
  const word = args.value('user') ?? args.value('anyUser');
  if (word === undefined) return;
  const uid = yield* userId(sys, word);
  if (uid === undefined) return yield* io.die(1, 'Invalid user');
  view.user = { uid, any: args.has('anyUser') };
}

function* widthOf(io: Io, args: Args<Name>): Generator<void, number | undefined> {
  const word = args.value('width');
  if (word !== undefined && !/^\d+$/.test(word)) return yield* io.die(1, `bad width arg '${word}'`);
  const columns = Number(io.getenv('COLUMNS') ?? 0);
  const wanted = word === undefined ? (args.has('width') ? columns || WIDEST : columns) : Number(word);
  return wanted > 0 ? Math.min(WIDEST, Math.max(NARROWEST, wanted)) : undefined;
}

function* planOf(sys: Sys, args: Args<Name>, io: Io): Generator<void, Plan> {
  const view = newView();
  view.commandLines = args.has('cmdline');
  view.idle = !args.has('idle');
  view.threads = args.has('threads');
  view.cumulative = args.has('cumulative');
  view.eachCpu = args.has('eachCpu');
  view.summaryScale = yield* scaleOf(io, args.value('summaryScale'), view.summaryScale, UNIT_LETTERS.length);
  view.taskScale = yield* scaleOf(io, args.value('taskScale'), view.taskScale, UNIT_LETTERS.length - 1);
  yield* sortBy(io, view, args.value('sort'));
  yield* filterUser(sys, args, io, view);
  return {
    view,
    delay: yield* delayOf(io, args.value('delay')),
    iterations: yield* iterationsOf(io, args.value('iterations')),
    pids: yield* pidsOf(sys, io, args.values('pid')),
    cols: yield* widthOf(io, args),
  };
}

/** Enough digits for every pid that there may be. */
function* pidWidth(sys: Sys): Generator<void, number> {
  const text = yield* readText(sys, '/proc/sys/kernel/pid_max');
  return isFailure(text) ? 5 : Math.max(5, String(Number(text) - 1).length);
}

interface Setting {
  readonly names: Names;
  readonly pidWidth: number;
}

function* batch(sys: Sys, io: Io, plan: Plan, sampler: Sampler, setting: Setting): Generator<void, number> {
  const size = yield* sys.tiocgwinsz(1);
  const cols = plan.cols ?? (isFailure(size) || size.cols === 0 ? USUAL_COLS : size.cols);
  for (let shown = 1; ; shown += 1) {
    const room = { cols, rows: Number.POSITIVE_INFINITY, pidWidth: setting.pidWidth };
    const { summary, header, rows } = frameOf(yield* sampler.take(plan.view.threads), plan.view, setting.names, room);
    const lines = [
      ...summary.map(plainText),
      '',
      ...[header, ...rows.map(({ text }) => text)].map((row) => row.trimEnd()),
    ];
    yield* io.print(`${lines.join('\n')}\n`);
    yield* io.out.flush();
    if (shown >= plan.iterations) return 0;
    yield* sys.nanosleep(Math.round(plan.delay * 1e6));
    yield* io.print('\n');
  }
}

function* screenful(screen: TopScreen, sample: Sample, plan: Plan, setting: Setting): Generator<void, Frame> {
  const cols = Math.min(plan.cols ?? screen.size.cols, screen.size.cols);
  const bare = frameOf(sample, plan.view, setting.names, { cols, rows: 0, pidWidth: setting.pidWidth });
  const rows = Math.max(0, screen.size.rows - bare.summary.length - 2);
  plan.view.firstTask = Math.max(0, Math.min(plan.view.firstTask, sample.tasks.length - 1));
  const frame = frameOf(sample, plan.view, setting.names, { cols, rows, pidWidth: setting.pidWidth });
  yield* screen.draw(frame);
  return frame;
}

function* interactive(
  io: Io,
  session: Session,
  sampler: Sampler,
  plan: Plan,
  setting: Setting,
): Generator<void, number> {
  const { screen } = session;
  for (let left = plan.iterations; left > 0 && !screen.over; ) {
    const frame = yield* screenful(screen, yield* sampler.take(plan.view.threads), plan, setting);
    const key = yield* screen.key(left === 1 ? 0 : Math.round(session.delay * 1000));
    if (key === 'q') break;
    if (key === undefined) left -= 1;
    else yield* press(session, key, frame);
  }
  yield* screen.close();
  yield* io.out.flush();
  return 0;
}

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const [extra] = args.operands;
  if (extra !== undefined) return yield* io.die(1, `unknown option '${extra}'`);
  if (args.has('fields')) {
    yield* io.print(TOP_COLUMNS.map(({ name }) => `${name}\n`).join(''));
    return 0;
  }
  const plan = yield* planOf(sys, args, io);
  const setting = { names: yield* readNames(sys), pidWidth: yield* pidWidth(sys) };
  const sampler = new Sampler(sys, io.zone, plan.pids);
  if (args.has('batch')) {
    yield* sampler.take(plan.view.threads);
    yield* sys.nanosleep(FIRST_US);
    return yield* batch(sys, io, plan, sampler, setting);
  }
  const screen = yield* TopScreen.open(sys, io);
  if (!screen) return yield* io.die(1, 'failed tty get');
  yield* sampler.take(plan.view.threads);
  yield* sys.nanosleep(FIRST_US);
  const session = { sys, screen, view: plan.view, secure: args.has('secure'), delay: plan.delay };
  return yield* interactive(io, session, sampler, plan, setting);
}

export const top = program(
  {
    name: 'top',
    summary: 'display Linux processes',
    usage: '[options]',
    family: 'procps',
    options,
    hint: '',
    usageStatus: 0,
    failureStatus: 1,
    rewrite,
  },
  run,
);
