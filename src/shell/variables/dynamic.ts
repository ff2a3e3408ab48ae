/**
 * Variables that are computed when they are read: RANDOM, SECONDS, LINENO, FUNCNAME and their kind.
 * Authority: bash(1), Shell Variables.
 */
import type { Key } from '../expand/env.ts';
import { SET_OPTIONS, SHOPT_OPTIONS } from '../options.ts';
import { DYNAMIC, INTEGER, READONLY, type Shape, type ShellState, type Variable } from '../state.ts';
import { isAliasName } from '../syntax/aliases.ts';
import { printHead } from '../syntax/print.ts';
import { ALIAS_BUCKETS, COMMAND_BUCKETS, hashOrder } from './hash-order.ts';

interface Dynamic {
  readonly shape?: Shape;
  readonly flags?: number;
  /** A scalar. */
  readonly get?: (state: ShellState) => string;
  readonly list?: (state: ShellState) => readonly string[] | undefined;
  /** It was asked for by name, and not by a list of all. */
  readonly asked?: (state: ShellState) => void;
  /** An associative array, in the order in which it is walked. */
  readonly table?: (state: ShellState) => Map<string, string>;
  /** Other assignments are dropped silently. */
  readonly set?: (state: ShellState, value: string) => void;
  /** Puts an element there. Answers why it is refused. */
  readonly put?: (state: ShellState, key: string, value: string) => string | undefined;
}

const RANDOM_MAX = 0x7fff;
const LEHMER_MODULUS = 2147483647;

/** bash's generator: the minimal standard one of Park and Miller, folded to 15 bits. */
function nextRandom(state: ShellState): number {
  const seed = state.random === 0 ? 123459876 : state.random;
  const high = Math.trunc(seed / 127773);
  const low = seed - high * 127773;
  const next = 16807 * low - 2836 * high;
  state.random = next < 0 ? next + LEHMER_MODULUS : next;
  return ((state.random >>> 16) ^ (state.random & 0xffff)) & RANDOM_MAX;
}

const seconds = (us: number): number => Math.floor(us / 1e6);

const setOptionNames = (state: ShellState): string => SET_OPTIONS.filter((name) => state.options[name]).join(':');
const shoptNames = (state: ShellState): string => SHOPT_OPTIONS.filter((name) => state.shopt[name]).join(':');

/** Calls from the innermost to the outermost; there are none outside functions. */
const callers = <T>(state: ShellState, part: (call: ShellState['calls'][number]) => T): T[] =>
  state.calls.map(part).reverse();

/** bash makes the array anew for each look at it, which turns the order in a bucket of the old table around. */
const walked = <T>(table: ReadonlyMap<string, T>, buckets: number, text: (one: T) => string): Map<string, string> => {
  const entries = hashOrder([...table.keys()], buckets).map((key) => [key, table.get(key)] as const);
  const sorted = new Map(entries.flatMap(([key, one]) => (one === undefined ? [] : [[key, text(one)] as const])));
  return new Map(hashOrder([...sorted.keys()], buckets).map((key) => [key, sorted.get(key) ?? '']));
};

/** Outside of functions the shell's own arguments are remembered when somebody asks. */
function noteArguments(state: ShellState): void {
  if (state.calls.length === 0) state.arguments ??= state.positional.slice();
}

/** What each call that is under way was made with, the innermost first; at last the shell itself. */
const argumentLists = ({ calls, arguments: own }: ShellState): (readonly string[])[] => [
  ...calls.flatMap(({ args }) => (args ? [args] : [])).reverse(),
  ...(own ? [own] : []),
];

const DYNAMICS: Readonly<Record<string, Dynamic>> = {
  RANDOM: {
    flags: INTEGER,
    get: (state) => String(nextRandom(state)),
    set: (state, value) => {
      state.random = Math.abs(Number.parseInt(value, 10) || 0) % 2 ** 32;
    },
  },
  SRANDOM: { flags: INTEGER, get: (state) => String(nextRandom(state) * 65536 + nextRandom(state) * 2) },
  SECONDS: {
    flags: INTEGER,
    get: (state) => String(seconds(state.clock) - state.secondsBase),
    set: (state, value) => {
      state.secondsBase = seconds(state.clock) - (Number.parseInt(value, 10) || 0);
    },
  },
  EPOCHSECONDS: { get: (state) => String(seconds(state.clock)) },
  EPOCHREALTIME: {
    get: (state) => `${seconds(state.clock)}.${String(Math.floor(state.clock) % 1e6).padStart(6, '0')}`,
  },
  COMP_WORDBREAKS: {
    get: (state) => state.wordBreaks,
    set: (state, value) => {
      state.wordBreaks = value;
    },
  },
  LINENO: { get: (state) => String(state.line) },
  BASH_COMMAND: { get: ({ command = '' }) => (typeof command === 'string' ? command : printHead(command)) },
  BASHPID: { flags: INTEGER, get: (state) => String(state.pid) },
  BASH_SUBSHELL: { get: (state) => String(state.shownSubshells) },
  BASH_ARGV0: {
    get: (state) => state.name0,
    set: (state, value) => {
      state.name0 = value;
    },
  },
  _: { get: (state) => state.lastArgument },
  HISTCMD: {
    flags: INTEGER,
    get: ({ options, history }) => String(options.history ? history.dropped + history.entries.length : 0),
  },
  SHELLOPTS: { flags: READONLY, get: setOptionNames },
  BASHOPTS: { flags: READONLY, get: shoptNames },
  PIPESTATUS: { shape: 'indexed', list: (state) => state.pipeStatus.map(String) },
  FUNCNAME: {
    shape: 'indexed',
    list: (state) =>
      state.functionDepth === 0
        ? undefined
        : [...callers(state, (call) => call.name), ...outermost(state).map(() => 'main')],
  },
  BASH_SOURCE: { shape: 'indexed', list: (state) => [...callers(state, (call) => call.source), ...outermost(state)] },
  BASH_LINENO: {
    shape: 'indexed',
    list: (state) => [...callers(state, (call) => String(call.line)), ...outermost(state).map(() => '0')],
  },
  BASH_ARGC: {
    shape: 'indexed',
    asked: noteArguments,
    list: (state) => argumentLists(state).map(({ length }) => String(length)),
  },
  BASH_ARGV: {
    shape: 'indexed',
    asked: noteArguments,
    list: (state) => argumentLists(state).flatMap((args) => args.toReversed()),
  },
  BASH_ALIASES: {
    shape: 'associative',
    table: ({ aliases }) => walked(aliases, ALIAS_BUCKETS, (value) => value),
    put: ({ aliases }, name, value) => {
      if (!isAliasName(name)) return `\`${name}': invalid alias name`;
      aliases.set(name, value);
      return undefined;
    },
  },
  BASH_CMDS: {
    shape: 'associative',
    table: ({ hashed }) => walked(hashed, COMMAND_BUCKETS, ({ path }) => path),
    put: ({ hashed, restricted }, name, path) => {
      if (restricted && path.includes('/')) return `${path}: restricted`;
      hashed.set(name, { path, hits: 0 });
      return undefined;
    },
  },
  DIRSTACK: {
    shape: 'indexed',
    list: (state) => [state.directory, ...state.directoryStack],
    put: ({ directoryStack }, index, path) => {
      if (Number(index) - 1 in directoryStack) directoryStack[Number(index) - 1] = path;
      return undefined;
    },
  },
};

/** A script file is at the bottom of BASH_SOURCE. */
const outermost = (state: ShellState): string[] => (state.origin.kind === 'file' ? [state.name0] : []);

export function defineDynamics(state: ShellState): void {
  for (const [name, { shape = 'scalar', flags = 0 }] of Object.entries(DYNAMICS)) {
    state.variables.set(name, { shape, value: undefined, elements: undefined, flags: flags | DYNAMIC });
  }
}

export const isDynamic = (v: Variable): boolean => (v.flags & DYNAMIC) !== 0;

/** Names that `set` lists from the start; others only when they have been asked for. */
const LISTED = new Set(['SHELLOPTS', 'BASHOPTS', '_']);

/** Does `set` know of a value? bash keeps what was computed last. */
export const isKnown = (name: string, v: Variable): boolean => v.value !== undefined || LISTED.has(name);

/** `v` remembers that it was asked for. */
export const dynamicValue = (state: ShellState, name: string, v?: Variable): string | undefined => {
  const dynamic = DYNAMICS[name];
  dynamic?.asked?.(state);
  const value = dynamic?.get?.(state);
  if (v) v.value = value;
  if (dynamic?.get) return value;
  return dynamic?.table ? dynamic.table(state).get('0') : dynamic?.list?.(state)?.[0];
};

export function dynamicElements(
  state: ShellState,
  name: string,
  listing = false,
): Map<number | string, string> | undefined {
  const dynamic = DYNAMICS[name];
  if (!listing) dynamic?.asked?.(state);
  if (dynamic?.table) return dynamic.table(state);
  const list = dynamic?.list?.(state);
  return list && new Map(list.map((value, index) => [index, value]));
}

/** An element; of what it refuses it answers why. */
export const setDynamicElement = (state: ShellState, name: string, key: Key, value: string): string | undefined =>
  DYNAMICS[name]?.put?.(state, String(key), value);

export const setDynamic = (state: ShellState, name: string, value: string): void => DYNAMICS[name]?.set?.(state, value);
