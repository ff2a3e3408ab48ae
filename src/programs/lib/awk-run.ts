/** Running an awk program: rules over records, statements. Authority: POSIX awk, mawk(1). */

import { ShortFormat } from './awk-evaluate.ts';
import type { Expression, Redirection, Rule, Statement } from './awk-syntax.ts';
import { numberText, toNumber, type Value } from './awk-value.ts';
import { Evaluator } from './awk-waiting.ts';

/** Why a statement did not end at its end. */
type Jump = 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | 'return' | undefined;

const WORK_EVERY = 32;

/** The body of a rule that has none. */
const PRINT: Statement = { kind: 'print', args: [], to: undefined };

export class AwkRun extends Evaluator {
  private status = 0;
  private steps = 0;
  /** Ranges that have begun. */
  private readonly active = new Set<Rule>();
  /** A printf that lacked arguments: the program's last. */
  private cutShort: ShortFormat | undefined;

  /** Everything: BEGIN, the records, END. */
  *run(): Generator<void, number> {
    const { program } = this.state;
    let jump: Jump;
    for (const begin of program.begin) {
      jump = yield* this.execute(begin);
      if (jump === 'exit') break;
    }
    if (jump !== 'exit' && (program.rules.length > 0 || program.end.length > 0)) yield* this.records();
    for (const end of program.end) if ((yield* this.execute(end)) === 'exit') break;
    return this.status;
  }

  private *records(): Generator<void, void> {
    const [rule, another] = this.state.program.rules;
    const only = rule && !another && this.isPlain(rule) ? rule : undefined;
    for (;;) {
      const record = this.input.take() ?? (yield* this.input.next());
      if (record === undefined) return;
      this.state.record.set(record);
      if (only) {
        if (this.follows(only)) yield* this.drain();
      } else {
        const jump = yield* this.rules();
        if (jump === 'exit') return;
        if (jump === 'nextfile') yield* this.input.skip();
      }
      if (this.counted()) yield* this.sys.work(WORK_EVERY);
    }
  }

  private *rules(): Generator<void, Jump> {
    for (const rule of this.state.program.rules) {
      if (this.isPlain(rule)) {
        if (this.follows(rule)) yield* this.drain();
        continue;
      }
      if (!(yield* this.selects(rule))) continue;
      const jump = yield* this.execute(rule.body ?? PRINT);
      if (jump === 'next') return undefined;
      if (jump) return jump;
    }
    return undefined;
  }

  /** A step has been taken: is it time to let others in? */
  private counted(): boolean {
    this.steps += 1;
    return this.steps % WORK_EVERY === 0;
  }

  private isPlain({ from, to, body = PRINT }: Rule): boolean {
    return !to && !(from && this.waiting.has(from)) && !this.waiting.has(body);
  }

  /** A plain rule; answers whether standard output has to be written then. */
  private follows({ from, body = PRINT }: Rule): boolean {
    return (!from || this.test(from)) && this.perform(body);
  }

  private *selects(rule: Rule): Generator<void, boolean> {
    const { from, to } = rule;
    if (!from) return true;
    if (!to) return yield* this.holds(from);
    if (!this.active.has(rule) && !(yield* this.holds(from))) return false;
    if (yield* this.holds(to)) this.active.delete(rule);
    else this.active.add(rule);
    return true;
  }

  protected *body(statement: Statement): Generator<void, unknown> {
    const jump = yield* this.execute(statement);
    if (jump === 'exit' || jump === 'next' || jump === 'nextfile') throw new Unwinding(jump);
    return jump;
  }

  /** exit and next inside of a function leave all calls at once. */
  private *guarded(statement: Statement): Generator<void, Jump> {
    const { frame } = this.state;
    try {
      return yield* this.statement(statement);
    } catch (thrown) {
      if (!(thrown instanceof Unwinding) || frame.length > 0) throw thrown;
      this.state.frame = frame;
      return thrown.jump;
    }
  }

  private execute(statement: Statement): Generator<void, Jump> {
    const { frame, program } = this.state;
    return program.functions.size === 0 || frame.length > 0 ? this.statement(statement) : this.guarded(statement);
  }

  /** A plain statement; answers whether standard output has to be written then. */
  private perform(node: Statement): boolean {
    switch (node.kind) {
      case 'expression':
        this.value(node.value);
        return false;
      case 'print':
      case 'printf':
        return this.show(
          node.kind,
          node.args.map((arg) => this.value(arg)),
        );
      case 'if': {
        const branch = this.test(node.test) ? node.yes : node.no;
        return branch !== undefined && this.perform(branch);
      }
      case 'block': {
        const [only] = node.body;
        return only !== undefined && this.perform(only);
      }
      case 'delete': {
        const array = this.state.array(node.array);
        if (node.index) array.elements.delete(this.key(node.index));
        else array.clear();
        return false;
      }
      default:
        throw new Error(`${node.kind} is no plain statement`);
    }
  }

  private show(kind: 'print' | 'printf', values: readonly Value[]): boolean {
    const due = this.streams.stdout.putLatin1(this.printed(kind, values));
    return due || this.cutShort !== undefined;
  }

  private *drain(): Generator<void, void> {
    yield* this.streams.stdout.drain();
    if (this.cutShort) throw this.cutShort;
  }

  /** Does a plain statement, and answers whether standard output has to be written then; undefined if it is none. */
  private attempt(node: Statement): boolean | undefined {
    return this.waiting.has(node) ? undefined : this.perform(node);
  }

  private *statement(node: Statement): Generator<void, Jump> {
    const due = this.attempt(node);
    if (due) yield* this.drain();
    if (due !== undefined) return undefined;
    switch (node.kind) {
      case 'expression':
        yield* this.evaluate(node.value);
        return undefined;
      case 'print':
      case 'printf':
        yield* this.print(node.kind, node.args, node.to);
        return undefined;
      case 'block':
        for (const one of node.body) {
          const done = this.attempt(one);
          if (done) yield* this.drain();
          const jump = done === undefined ? yield* this.statement(one) : undefined;
          if (jump) return jump;
        }
        return undefined;
      case 'if':
        if (yield* this.holds(node.test)) return yield* this.statement(node.yes);
        return node.no ? yield* this.statement(node.no) : undefined;
      case 'while':
      case 'do':
      case 'for':
        return yield* this.loop(node);
      case 'for-in':
        for (const key of this.state.array(node.array).keys()) {
          this.state.setVariable(node.variable, key);
          const jump = yield* this.statement(node.body);
          if (jump === 'break') break;
          if (jump && jump !== 'continue') return jump;
          if (this.counted()) yield* this.sys.work(WORK_EVERY);
        }
        return undefined;
      case 'exit':
        if (node.value) this.status = Math.trunc(toNumber(yield* this.evaluate(node.value))) & 0xff;
        return 'exit';
      case 'return':
        this.returned = node.value ? yield* this.evaluate(node.value) : undefined;
        return 'return';
      case 'delete':
        this.perform({ ...node, index: node.index && (yield* this.constants(node.index)) });
        return undefined;
      default:
        return node.kind;
    }
  }

  private *loop(node: Extract<Statement, { kind: 'while' | 'do' | 'for' }>): Generator<void, Jump> {
    const { test, body } = node;
    const step = node.kind === 'for' ? node.step : undefined;
    const plainTest = test && !this.waiting.has(test);
    if (node.kind === 'for' && node.first) yield* this.statement(node.first);
    for (let first = true; ; first = false) {
      const asks = test && !(first && node.kind === 'do');
      if (asks && !(plainTest ? this.test(test) : yield* this.holds(test))) return undefined;
      const done = this.attempt(body);
      if (done) yield* this.drain();
      const jump = done === undefined ? yield* this.statement(body) : undefined;
      if (jump === 'break') return undefined;
      if (jump && jump !== 'continue') return jump;
      if (step && this.attempt(step) === undefined) yield* this.statement(step);
      if (this.counted()) yield* this.sys.work(WORK_EVERY);
    }
  }

  private *print(
    kind: 'print' | 'printf',
    args: readonly Expression[],
    to: Redirection | undefined,
  ): Generator<void, void> {
    const { streams } = this;
    const values: Value[] = [];
    for (const arg of args) values.push(yield* this.evaluate(arg));
    const out = to ? yield* streams.output(to.kind, this.state.text(yield* this.evaluate(to.target))) : streams.stdout;
    if (out.putLatin1(this.printed(kind, values))) yield* out.drain();
    if (this.cutShort) throw this.cutShort;
  }

  /** What a printf made before it ran out of arguments is printed still. */
  private printed(kind: 'print' | 'printf', values: readonly Value[]): string {
    const { state } = this;
    if (kind === 'printf') {
      const [format, ...rest] = values;
      try {
        return this.format('printf', state.text(format), rest);
      } catch (thrown) {
        if (!(thrown instanceof ShortFormat)) throw thrown;
        this.cutShort = thrown;
        return thrown.text;
      }
    }
    const shown =
      values.length === 0 ? state.record.text : values.map((value) => this.shown(value)).join(this.separator);
    return shown + state.text(state.special('ORS'));
  }

  private get separator(): string {
    return this.state.text(this.state.special('OFS'));
  }

  /** Numbers are printed by OFMT. */
  private shown(value: Value): string {
    if (typeof value !== 'number') return this.state.text(value);
    return numberText(value, this.state.text(this.state.special('OFMT')));
  }
}

class Unwinding extends Error {
  readonly jump: 'exit' | 'next' | 'nextfile';
  constructor(jump: 'exit' | 'next' | 'nextfile') {
    super(jump);
    this.jump = jump;
  }
}
