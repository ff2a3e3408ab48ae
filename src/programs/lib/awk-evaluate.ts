/** The values of awk's expressions that neither read nor call nor run anything. Those that do are in awk-waiting.ts. */

import { lowerCase, upperCase } from './ascii-case.ts';
import { AwkArray, subscript } from './awk-array.ts';
import { MATHEMATICS, substitute, substring } from './awk-builtins.ts';
import { awkFormat } from './awk-format.ts';
import { splitByRegex, splitText } from './awk-record.ts';
import { awkRegex } from './awk-regex.ts';
import type { AwkState } from './awk-state.ts';
import { AwkFatal } from './awk-streams.ts';
import { type BinaryOperator, type Expression, isPlace, type Place } from './awk-syntax.ts';
import { compareValues, fromInput, isTrue, toNumber, type Value } from './awk-value.ts';

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

export class PlainEvaluator {
  protected readonly state: AwkState;

  constructor(state: AwkState) {
    this.state = state;
  }

  value(node: Expression): Value {
    const { state } = this;
    switch (node.kind) {
      case 'number':
      case 'string':
      case 'value':
        return node.value;
      case 'regex':
        return flag(awkRegex(node.source).test(state.record.text));
      case 'global':
      case 'local':
        return state.variable(node);
      case 'group':
        return this.value(node.value);
      case 'field':
        return state.record.field(this.fieldIndex(node.index));
      case 'element':
        return state.array(node.array).get(this.key(node.index));
      case 'assign':
        return this.assign(node.to, node.operator, node.value);
      case 'conditional':
        return this.value(this.test(node.test) ? node.yes : node.no);
      case 'or':
        return flag(this.test(node.left) || this.test(node.right));
      case 'and':
        return flag(this.test(node.left) && this.test(node.right));
      case 'in':
        return flag(state.array(node.array).elements.has(this.key(node.index)));
      case 'match': {
        const text = this.text(node.text);
        return flag(awkRegex(this.regex(node.regex)).test(text) !== node.negated);
      }
      case 'compare': {
        const left = this.value(node.left);
        return flag(compared(node.operator, compareValues(left, this.value(node.right), state.convert)));
      }
      case 'concat':
        return this.text(node.left) + this.text(node.right);
      case 'binary': {
        const left = this.number(node.left);
        return calculate(node.operator, left, this.number(node.right));
      }
      case 'unary': {
        if (node.operator === '!') return flag(!this.test(node.value));
        const value = this.number(node.value);
        return node.operator === '-' ? -value : value;
      }
      case 'step':
        return this.step(node.place, node.by, node.prefix);
      case 'builtin':
        return this.builtin(node.name, node.args);
      case 'call':
      case 'getline':
        throw new Error(`${node.kind} is no plain expression`);
      default: {
        const never: never = node;
        return never;
      }
    }
  }

  number(node: Expression): number {
    if (node.kind === 'number') return node.value;
    if (node.kind === 'global' || node.kind === 'local') return toNumber(this.state.variable(node));
    return toNumber(this.value(node));
  }

  text(node: Expression): string {
    return node.kind === 'string' ? node.value : this.state.text(this.value(node));
  }

  test(node: Expression): boolean {
    return isTrue(this.value(node));
  }

  protected key(index: readonly Expression[]): string {
    const [only] = index;
    if (only && index.length === 1) return subscript(this.value(only), this.state.convert);
    return this.state.key(index.map((one) => this.value(one)));
  }

  private fieldIndex(node: Expression): number {
    return Math.trunc(this.number(node));
  }

  /** A regex literal as itself, anything else as text. */
  private regex(node: Expression): string {
    return node.kind === 'regex' ? node.source : this.text(node);
  }

  /** The place with what stands in its brackets or behind its $ evaluated: once, however often it is looked at. */
  protected fixed(place: Place): Place {
    if (place.kind === 'field')
      return { kind: 'field', index: { kind: 'number', value: this.fieldIndex(place.index) } };
    if (place.kind !== 'element') return place;
    return { ...place, index: [{ kind: 'string', value: this.key(place.index) }] };
  }

  private assign(to: Place, operator: '=' | BinaryOperator, node: Expression): Value {
    if (to.kind === 'global' || to.kind === 'local') {
      const value = this.value(node);
      const set = operator === '=' ? value : calculate(operator, toNumber(this.state.variable(to)), toNumber(value));
      this.state.setVariable(to, set);
      return set;
    }
    if (to.kind === 'field') {
      const index = this.fieldIndex(to.index);
      const value = this.value(node);
      const { record } = this.state;
      const set = operator === '=' ? value : calculate(operator, toNumber(record.field(index)), toNumber(value));
      record.setField(index, set);
      return set;
    }
    const key = this.key(to.index);
    const array = this.state.array(to.array);
    array.get(key);
    const value = this.value(node);
    const set = operator === '=' ? value : calculate(operator, toNumber(array.get(key)), toNumber(value));
    array.set(key, set);
    return set;
  }

  private step(place: Place, by: number, prefix: boolean): Value {
    const { state } = this;
    if (place.kind === 'global' || place.kind === 'local') {
      const before = toNumber(state.variable(place));
      state.setVariable(place, before + by);
      return prefix ? before + by : before;
    }
    if (place.kind === 'field') {
      const index = this.fieldIndex(place.index);
      const before = toNumber(state.record.field(index));
      state.record.setField(index, before + by);
      return prefix ? before + by : before;
    }
    const key = this.key(place.index);
    const array = state.array(place.array);
    const before = toNumber(array.get(key));
    array.set(key, before + by);
    return prefix ? before + by : before;
  }

  protected set(place: Place, value: Value): void {
    const { state } = this;
    if (place.kind === 'global' || place.kind === 'local') state.setVariable(place, value);
    else if (place.kind === 'field') state.record.setField(this.fieldIndex(place.index), value);
    else state.array(place.array).set(this.key(place.index), value);
  }

  private builtin(name: string, args: readonly Expression[]): Value {
    const { state } = this;
    const [first, second, third] = args;
    switch (name) {
      case 'length':
        return this.length(first);
      case 'sub':
      case 'gsub':
        return this.substitution(name === 'gsub', args);
      case 'split':
        return this.split(args);
      default:
        break;
    }
    if (!first) return undefined;
    if (name === 'sprintf') {
      const values = args.slice(1).map((arg) => this.value(arg));
      return this.format('sprintf', this.text(first), values);
    }
    const mathematics = MATHEMATICS[name];
    if (mathematics) {
      const x = this.number(first);
      return mathematics(x, second ? this.number(second) : 0);
    }
    const text = this.text(first);
    switch (name) {
      case 'substr': {
        const begin = second ? this.number(second) : 1;
        return substring(text, begin, third && this.number(third));
      }
      case 'index':
        return text.indexOf(second ? this.text(second) : '') + 1;
      case 'match': {
        const found = second && awkRegex(this.regex(second)).exec(text);
        state.setSpecial('RSTART', found ? found.start + 1 : 0);
        state.setSpecial('RLENGTH', found ? found.end - found.start : -1);
        return found ? found.start + 1 : 0;
      }
      case 'toupper':
        return upperCase(text);
      default:
        return lowerCase(text);
    }
  }

  private length(node: Expression | undefined): number {
    if (!node) return this.state.record.text.length;
    if (node.kind === 'global' || node.kind === 'local') {
      const { value } = this.state.cell(node);
      if (value instanceof AwkArray) return value.size;
    }
    return this.text(node).length;
  }

  private substitution(all: boolean, [pattern, replacement, target]: readonly Expression[]): number {
    if (!pattern || !replacement) return 0;
    const source = this.regex(pattern);
    const by = this.text(replacement);
    const place = target && isPlace(target) ? this.fixed(target) : target;
    const before = place ? this.text(place) : this.state.record.text;
    const [after, count] = substitute(before, source, by, all);
    if (count === 0) return 0;
    if (!place) this.state.record.set(after);
    else if (isPlace(place)) this.set(place, after);
    return count;
  }

  private split([node, array, separator]: readonly Expression[]): number {
    const text = node ? this.text(node) : '';
    let pieces: string[];
    if (separator?.kind === 'regex') pieces = splitByRegex(text, separator.source);
    else pieces = splitText(text, separator ? this.text(separator) : this.state.text(this.state.special('FS')));
    if (array?.kind !== 'global' && array?.kind !== 'local') throw new AwkFatal('split needs an array');
    this.state.array(array).fill(pieces.map(fromInput));
    return pieces.length;
  }

  protected format(what: 'printf' | 'sprintf', format: string, values: readonly Value[]): string {
    const { text, problem } = awkFormat(format, values, (value) => this.state.text(value));
    if (problem === undefined) return text;
    throw new ShortFormat(text, `run time error: ${problem} ${what}("${format}")`);
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
