/** Evaluating awk's expressions. Each may read, or run a command, so all of it is a generator; plain ones take a short way. */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { lowerCase, upperCase } from './ascii-case.ts';
import { AwkArray } from './awk-array.ts';
import { formatTime, MATHEMATICS, makeTime, substitute, substring } from './awk-builtins.ts';
import { awkFormat } from './awk-format.ts';
import type { MainInput } from './awk-input.ts';
import { Random } from './awk-random.ts';
import { splitByRegex, splitText } from './awk-record.ts';
import { awkRegex } from './awk-regex.ts';
import type { AwkState, Cell } from './awk-state.ts';
import { AwkFatal, hostText, type Streams } from './awk-streams.ts';
import type { BinaryOperator, Expression, Place, Statement } from './awk-syntax.ts';
import { compareValues, fromInput, isTrue, toNumber, type Value } from './awk-value.ts';
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

const calculate = (operator: BinaryOperator, a: number, b: number): number => {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    default:
      return a ** b;
  }
};

const compared = (operator: string, difference: number): boolean => {
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '==':
      return difference === 0;
    case '!=':
      return difference !== 0;
    case '>':
      return difference > 0;
    default:
      return difference >= 0;
  }
};

const flag = (value: boolean): number => (value ? 1 : 0);

export abstract class Evaluator {
  protected readonly sys: Sys;
  protected readonly env: readonly string[];
  protected readonly state: AwkState;
  protected readonly streams: Streams;
  protected readonly input: MainInput;
  protected returned: Value;
  private random: Random | undefined;
  private seed: Value;
  private depth = 0;

  constructor({ sys, env, state, streams, input }: Surroundings) {
    this.sys = sys;
    this.env = env;
    this.state = state;
    this.streams = streams;
    this.input = input;
  }

  private zone(): Zone {
    return zoneOf(this.env.find((entry) => entry.startsWith('TZ='))?.slice(3));
  }

  /** Runs a function's body. */
  protected abstract body(statement: Statement): Generator<void, unknown>;

  *evaluate(node: Expression): Generator<void, Value> {
    const { state } = this;
    switch (node.kind) {
      case 'number':
      case 'string':
        return node.value;
      case 'regex':
        return flag(awkRegex(node.source).test(state.record.text));
      case 'global':
      case 'local':
        return state.variable(node);
      case 'group':
        return yield* this.evaluate(node.value);
      case 'field':
        return state.record.field(yield* this.fieldIndex(node.index));
      case 'element':
        return state.array(node.array).get(yield* this.key(node.index));
      case 'assign':
        return yield* this.assign(node.to, node.operator, node.value);
      case 'conditional':
        return yield* this.evaluate(isTrue(yield* this.evaluate(node.test)) ? node.yes : node.no);
      case 'or':
        return flag(isTrue(yield* this.evaluate(node.left)) || isTrue(yield* this.evaluate(node.right)));
      case 'and':
        return flag(isTrue(yield* this.evaluate(node.left)) && isTrue(yield* this.evaluate(node.right)));
      case 'in':
        return flag(state.array(node.array).elements.has(yield* this.key(node.index)));
      case 'match': {
        const text = yield* this.text(node.text);
        return flag(awkRegex(yield* this.regex(node.regex)).test(text) !== node.negated);
      }
      case 'compare': {
        const left = yield* this.evaluate(node.left);
        const right = yield* this.evaluate(node.right);
        return flag(compared(node.operator, compareValues(left, right, state.convert)));
      }
      case 'concat':
        return (yield* this.text(node.left)) + (yield* this.text(node.right));
      case 'binary': {
        const left = yield* this.number(node.left);
        return calculate(node.operator, left, yield* this.number(node.right));
      }
      case 'unary': {
        if (node.operator === '!') return flag(!isTrue(yield* this.evaluate(node.value)));
        const value = yield* this.number(node.value);
        return node.operator === '-' ? -value : value;
      }
      case 'step':
        return yield* this.step(node.place, node.by, node.prefix);
      case 'builtin':
        return yield* this.builtin(node.name, node.args);
      case 'call':
        return yield* this.call(node.name, node.args);
      case 'getline':
        return yield* this.getline(node);
      default: {
        const never: never = node;
        return never;
      }
    }
  }

  *number(node: Expression): Generator<void, number> {
    if (node.kind === 'number') return node.value;
    if (node.kind === 'global' || node.kind === 'local') return toNumber(this.state.variable(node));
    return toNumber(yield* this.evaluate(node));
  }

  *text(node: Expression): Generator<void, string> {
    return node.kind === 'string' ? node.value : this.state.text(yield* this.evaluate(node));
  }

  protected *key(index: readonly Expression[]): Generator<void, string> {
    const [only] = index;
    if (only && index.length === 1) return this.state.key([yield* this.evaluate(only)]);
    const values: Value[] = [];
    for (const one of index) values.push(yield* this.evaluate(one));
    return this.state.key(values);
  }

  private *fieldIndex(node: Expression): Generator<void, number> {
    return Math.trunc(yield* this.number(node));
  }

  /** A regex literal as itself, anything else as text. */
  private *regex(node: Expression): Generator<void, string> {
    return node.kind === 'regex' ? node.source : yield* this.text(node);
  }

  private *assign(to: Place, operator: '=' | BinaryOperator, node: Expression): Generator<void, Value> {
    if (to.kind === 'global' || to.kind === 'local') {
      const value = yield* this.evaluate(node);
      const set = operator === '=' ? value : calculate(operator, toNumber(this.state.variable(to)), toNumber(value));
      this.state.setVariable(to, set);
      return set;
    }
    if (to.kind === 'field') {
      const index = yield* this.fieldIndex(to.index);
      const value = yield* this.evaluate(node);
      const { record } = this.state;
      const set = operator === '=' ? value : calculate(operator, toNumber(record.field(index)), toNumber(value));
      record.setField(index, set);
      return set;
    }
    const key = yield* this.key(to.index);
    const array = this.state.array(to.array);
    array.get(key);
    const value = yield* this.evaluate(node);
    const set = operator === '=' ? value : calculate(operator, toNumber(array.get(key)), toNumber(value));
    array.set(key, set);
    return set;
  }

  private *step(place: Place, by: number, prefix: boolean): Generator<void, Value> {
    const { state } = this;
    if (place.kind === 'global' || place.kind === 'local') {
      const before = toNumber(state.variable(place));
      state.setVariable(place, before + by);
      return prefix ? before + by : before;
    }
    if (place.kind === 'field') {
      const index = yield* this.fieldIndex(place.index);
      const before = toNumber(state.record.field(index));
      state.record.setField(index, before + by);
      return prefix ? before + by : before;
    }
    const key = yield* this.key(place.index);
    const array = state.array(place.array);
    const before = toNumber(array.get(key));
    array.set(key, before + by);
    return prefix ? before + by : before;
  }

  protected *set(place: Place, value: Value): Generator<void, void> {
    const { state } = this;
    if (place.kind === 'global' || place.kind === 'local') state.setVariable(place, value);
    else if (place.kind === 'field') state.record.setField(yield* this.fieldIndex(place.index), value);
    else state.array(place.array).set(yield* this.key(place.index), value);
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
    const name = yield* this.text(node.source);
    const reader = yield* streams.input(node.from, name);
    if (isFailure(reader)) return -1;
    const record = yield* reader.record(state.text(state.special('RS')));
    if (record === undefined) return 0;
    yield* this.store(node.place, record);
    return 1;
  }

  private *store(place: Place | undefined, record: string): Generator<void, void> {
    if (place) yield* this.set(place, fromInput(record));
    else this.state.record.set(record);
  }

  private *builtin(name: string, args: readonly Expression[]): Generator<void, Value> {
    const { state } = this;
    const [first, second, third] = args;
    switch (name) {
      case 'length':
        return yield* this.length(first);
      case 'sub':
      case 'gsub':
        return yield* this.substitution(name === 'gsub', args);
      case 'split':
        return yield* this.split(args);
      case 'rand':
        return (yield* this.generator()).fraction();
      case 'srand':
        return yield* this.reseed(first);
      case 'systime':
        return Math.floor((yield* this.sys.clock_gettime()) / 1e6);
      case 'strftime': {
        const format = first ? yield* this.text(first) : '%c';
        const now = (yield* this.sys.clock_gettime()) / 1e6;
        const time = Math.floor(second ? yield* this.number(second) : now);
        const utc = third !== undefined && (yield* this.number(third)) !== 0;
        return formatTime(format, time, utc ? UTC : this.zone());
      }
      case 'fflush':
        return yield* this.streams.flush(first && (yield* this.text(first)));
      default:
        break;
    }
    if (!first) return undefined;
    if (name === 'sprintf') {
      const values: Value[] = [];
      for (const arg of args.slice(1)) values.push(yield* this.evaluate(arg));
      return this.format('sprintf', yield* this.text(first), values);
    }
    const mathematics = MATHEMATICS[name];
    if (mathematics) {
      const x = yield* this.number(first);
      return mathematics(x, second ? yield* this.number(second) : 0);
    }
    const text = yield* this.text(first);
    switch (name) {
      case 'substr': {
        const begin = second ? yield* this.number(second) : 1;
        return substring(text, begin, third && (yield* this.number(third)));
      }
      case 'index':
        return text.indexOf(second ? yield* this.text(second) : '') + 1;
      case 'match': {
        const found = second && awkRegex(yield* this.regex(second)).exec(text);
        state.setSpecial('RSTART', found ? found.start + 1 : 0);
        state.setSpecial('RLENGTH', found ? found.end - found.start : -1);
        return found ? found.start + 1 : 0;
      }
      case 'toupper':
        return upperCase(text);
      case 'tolower':
        return lowerCase(text);
      case 'mktime':
        return makeTime(text, this.zone());
      case 'close':
        return yield* this.streams.close(text);
      default:
        return yield* this.system(text);
    }
  }

  private *system(command: string): Generator<void, number> {
    yield* this.streams.flush();
    const status = yield* runShell(this.sys, hostText(command), this.env);
    return isFailure(status) ? -1 : status;
  }

  private *length(node: Expression | undefined): Generator<void, number> {
    if (!node) return this.state.record.text.length;
    if (node.kind === 'global' || node.kind === 'local') {
      const { value } = this.state.cell(node);
      if (value instanceof AwkArray) return value.size;
    }
    return (yield* this.text(node)).length;
  }

  private *substitution(all: boolean, [pattern, replacement, target]: readonly Expression[]): Generator<void, number> {
    if (!pattern || !replacement) return 0;
    const source = yield* this.regex(pattern);
    const by = yield* this.text(replacement);
    const before = target ? yield* this.text(target) : this.state.record.text;
    const [after, count] = substitute(before, source, by, all);
    if (count === 0) return 0;
    if (!target) this.state.record.set(after);
    else if (['global', 'local', 'field', 'element'].includes(target.kind)) yield* this.set(target as Place, after);
    return count;
  }

  private *split([node, array, separator]: readonly Expression[]): Generator<void, number> {
    const text = node ? yield* this.text(node) : '';
    let pieces: string[];
    if (separator?.kind === 'regex') pieces = splitByRegex(text, separator.source);
    else pieces = splitText(text, separator ? yield* this.text(separator) : this.state.text(this.state.special('FS')));
    if (array?.kind !== 'global' && array?.kind !== 'local') throw new AwkFatal('split needs an array');
    this.state.array(array).fill(pieces.map(fromInput));
    return pieces.length;
  }

  protected format(what: 'printf' | 'sprintf', format: string, values: readonly Value[]): string {
    const { text, short } = awkFormat(format, values, (value) => this.state.text(value));
    if (!short) return text;
    throw new ShortFormat(text, `run time error: not enough arguments passed to ${what}("${format}")`);
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
    this.seed = node ? yield* this.evaluate(node) : Math.floor((yield* this.sys.clock_gettime()) / 1e6);
    random.seed(Math.trunc(toNumber(this.seed)));
    return before;
  }
}

/** What was made of a printf before its arguments ran out is still printed. */
export class ShortFormat extends AwkFatal {
  readonly text: string;
  constructor(text: string, message: string) {
    super(message);
    this.text = text;
  }
}
