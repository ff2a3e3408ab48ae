/**
 * The values of awk's expressions that read, run a command, or call a function. Of any other that has such operands these are
 * evaluated one after the other and put in their places as constants; then it is a plain one.
 */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { formatTime, makeTime } from './awk-builtins.ts';
import { PlainEvaluator } from './awk-evaluate.ts';
import type { MainInput } from './awk-input.ts';
import { waitingParts } from './awk-plain.ts';
import { Random } from './awk-random.ts';
import type { AwkState, Cell } from './awk-state.ts';
import { AwkFatal, hostText, type Streams } from './awk-streams.ts';
import { type Expression, isPlace, type Place, type Statement } from './awk-syntax.ts';
import { fromInput, isTrue, toNumber, type Value } from './awk-value.ts';
import { runShell } from './spawn.ts';
import { UTC, type Zone, zoneOf } from './zone.ts';

export interface Surroundings {
  readonly sys: Sys;
  readonly env: readonly string[];
  readonly state: AwkState;
  readonly streams: Streams;
  readonly input: MainInput;
}

const MAX_DEPTH = 1000;

const flag = (value: boolean): number => (value ? 1 : 0);

export abstract class Evaluator extends PlainEvaluator {
  protected readonly sys: Sys;
  protected readonly env: readonly string[];
  protected readonly streams: Streams;
  protected readonly input: MainInput;
  protected returned: Value;
  /** What is not plain. */
  protected readonly waiting: ReadonlySet<object>;
  private random: Random | undefined;
  private seed: Value;
  private depth = 0;

  constructor({ sys, env, state, streams, input }: Surroundings) {
    super(state);
    this.sys = sys;
    this.env = env;
    this.streams = streams;
    this.input = input;
    this.waiting = waitingParts(state.program);
  }

  private zone(): Zone {
    return zoneOf(this.env.find((entry) => entry.startsWith('TZ='))?.slice(3));
  }

  /** Runs a function's body. */
  protected abstract body(statement: Statement): Generator<void, unknown>;

  *evaluate(node: Expression): Generator<void, Value> {
    if (!this.waiting.has(node)) return this.value(node);
    switch (node.kind) {
      case 'group':
        return yield* this.evaluate(node.value);
      case 'conditional':
        return yield* this.evaluate((yield* this.holds(node.test)) ? node.yes : node.no);
      case 'or':
        return flag((yield* this.holds(node.left)) || (yield* this.holds(node.right)));
      case 'and':
        return flag((yield* this.holds(node.left)) && (yield* this.holds(node.right)));
      case 'call':
        return yield* this.call(node.name, node.args);
      case 'getline':
        return yield* this.getline(node);
      case 'builtin':
        return yield* this.waitingBuiltin(node.name, yield* this.operands(node.name, node.args));
      default:
        return this.value(yield* this.settled(node));
    }
  }

  protected *holds(node: Expression): Generator<void, boolean> {
    return isTrue(yield* this.evaluate(node));
  }

  private *constant(node: Expression): Generator<void, Expression> {
    return { kind: 'value', value: yield* this.evaluate(node) };
  }

  protected *constants(nodes: readonly Expression[]): Generator<void, Expression[]> {
    const values: Expression[] = [];
    for (const node of nodes) values.push(yield* this.constant(node));
    return values;
  }

  /** A regex literal stays what it is. */
  private *pattern(node: Expression): Generator<void, Expression> {
    return node.kind === 'regex' ? node : yield* this.constant(node);
  }

  private *place(place: Place): Generator<void, Place> {
    if (place.kind === 'field') return { kind: 'field', index: yield* this.constant(place.index) };
    return place.kind === 'element' ? { ...place, index: yield* this.constants(place.index) } : place;
  }

  /** The expression with its operands evaluated, in their order. */
  private *settled(node: Expression): Generator<void, Expression> {
    switch (node.kind) {
      case 'field':
      case 'element':
        return yield* this.place(node);
      case 'in':
        return { ...node, index: yield* this.constants(node.index) };
      case 'assign': {
        const to = yield* this.place(node.to);
        // The element is there while its value is made.
        if (to.kind === 'element') this.value(to);
        return { ...node, to, value: yield* this.constant(node.value) };
      }
      case 'step':
        return { ...node, place: yield* this.place(node.place) };
      case 'match':
        return { ...node, text: yield* this.constant(node.text), regex: yield* this.pattern(node.regex) };
      case 'compare':
      case 'concat':
      case 'binary':
        return { ...node, left: yield* this.constant(node.left), right: yield* this.constant(node.right) };
      case 'unary':
        return { ...node, value: yield* this.constant(node.value) };
      default:
        return node;
    }
  }

  /** Arguments that are arrays, places or regex literals stay what they are. */
  private *operands(name: string, args: readonly Expression[]): Generator<void, Expression[]> {
    const settled: Expression[] = [];
    for (const [i, arg] of args.entries()) {
      const named = name === 'length' || (name === 'split' && i === 1) || (name.endsWith('sub') && i === 2);
      settled.push(named && isPlace(arg) ? yield* this.place(arg) : yield* this.pattern(arg));
    }
    return settled;
  }

  private *call(name: string, args: readonly Expression[]): Generator<void, Value> {
    const { state } = this;
    const called = state.program.functions.get(name);
    if (!called) throw new AwkFatal(`function ${name} never defined`);
    if (this.depth >= MAX_DEPTH) throw new AwkFatal('run time error: function call nesting too deep');
    const frame: Cell[] = [];
    for (const arg of args) {
      if (arg.kind === 'global' || arg.kind === 'local') {
        const cell = arg.name === 'NF' && arg.kind === 'global' ? undefined : state.cell(arg);
        if (cell === undefined) frame.push({ value: state.record.count });
        else frame.push(cell.value === undefined ? { value: undefined, origin: cell } : { value: cell.value });
      } else frame.push({ value: yield* this.evaluate(arg) });
    }
    const before = state.frame;
    state.frame = frame;
    this.depth += 1;
    this.returned = undefined;
    yield* this.body(called.body);
    yield* this.sys.work(1);
    this.depth -= 1;
    state.frame = before;
    const value = this.returned;
    this.returned = undefined;
    return value;
  }

  /** 1 for a record, 0 at the end, −1 if there is no such file. */
  private *getline(node: Extract<Expression, { kind: 'getline' }>): Generator<void, number> {
    const { state, input, streams } = this;
    if (node.from === 'main' || !node.source) {
      const record = yield* input.next();
      if (record === undefined) return 0;
      yield* this.store(node.place, record);
      return 1;
    }
    const name = state.text(yield* this.evaluate(node.source));
    const reader = yield* streams.input(node.from, name);
    if (isFailure(reader)) return -1;
    const record = yield* reader.record(state.text(state.special('RS')));
    if (record === undefined) return 0;
    yield* this.store(node.place, record);
    return 1;
  }

  private *store(place: Place | undefined, record: string): Generator<void, void> {
    if (place) this.set(yield* this.place(place), fromInput(record));
    else this.state.record.set(record);
  }

  private *waitingBuiltin(name: string, args: readonly Expression[]): Generator<void, Value> {
    const [first, second, third] = args;
    switch (name) {
      case 'rand':
        return (yield* this.generator()).fraction();
      case 'srand':
        return yield* this.reseed(first);
      case 'systime':
        return Math.floor((yield* this.sys.clock_gettime()) / 1e6);
      case 'strftime': {
        const format = first ? this.text(first) : '%c';
        const now = (yield* this.sys.clock_gettime()) / 1e6;
        const time = Math.floor(second ? this.number(second) : now);
        return formatTime(format, time, third && this.number(third) !== 0 ? UTC : this.zone());
      }
      case 'mktime':
        return first && makeTime(this.text(first), this.zone());
      case 'fflush':
        return yield* this.streams.flush(first && this.text(first));
      case 'close':
        return first && (yield* this.streams.close(this.text(first)));
      case 'system':
        return first && (yield* this.system(this.text(first)));
      default:
        return this.value({ kind: 'builtin', name, args });
    }
  }

  private *system(command: string): Generator<void, number> {
    yield* this.streams.flush();
    const status = yield* runShell(this.sys, hostText(command), this.env);
    return isFailure(status) ? -1 : status;
  }

  private *generator(): Generator<void, Random> {
    if (!this.random) {
      const now = yield* this.sys.clock_gettime();
      this.seed = Math.floor(now / 1e6);
      this.random = new Random(Math.floor(now) % 4294967296);
    }
    return this.random;
  }

  private *reseed(node: Expression | undefined): Generator<void, Value> {
    const random = yield* this.generator();
    const before = this.seed;
    this.seed = node ? this.value(node) : Math.floor((yield* this.sys.clock_gettime()) / 1e6);
    random.seed(Math.trunc(toNumber(this.seed)));
    return before;
  }
}
