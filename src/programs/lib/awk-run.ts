/** Running an awk program: rules over records, statements. Authority: POSIX awk, mawk(1). */

import { Evaluator, ShortFormat } from './awk-evaluate.ts';
import type { Expression, Redirection, Rule, Statement } from './awk-syntax.ts';
import { isTrue, numberText, type Value } from './awk-value.ts';
import type { Output } from './output.ts';

/** Why a statement did not end at its end. */
type Jump = 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | 'return' | undefined;

const WORK_EVERY = 32;

export class AwkRun extends Evaluator {
  private status = 0;
  private steps = 0;
  /** Ranges that have begun. */
  private readonly active = new Set<Rule>();

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
    for (;;) {
      const record = yield* this.input.next();
      if (record === undefined) return;
      this.state.record.set(record);
      const jump = yield* this.rules();
      if (jump === 'exit') return;
      if (jump === 'nextfile') yield* this.input.skip();
    }
  }

  private *rules(): Generator<void, Jump> {
    for (const rule of this.state.program.rules) {
      if (!(yield* this.selects(rule))) continue;
      if (!rule.body) {
        yield* this.write(this.streams.stdout, this.state.record.text + this.state.text(this.state.special('ORS')));
        continue;
      }
      const jump = yield* this.execute(rule.body);
      if (jump === 'next') return undefined;
      if (jump) return jump;
    }
    yield* this.tick();
    return undefined;
  }

  private *tick(): Generator<void, void> {
    this.steps += 1;
    if (this.steps % WORK_EVERY === 0) yield* this.sys.work(WORK_EVERY);
  }

  private *selects(rule: Rule): Generator<void, boolean> {
    const { from, to } = rule;
    if (!from) return true;
    if (!to) return yield* this.test(from);
    if (!this.active.has(rule) && !(yield* this.test(from))) return false;
    if (yield* this.test(to)) this.active.delete(rule);
    else this.active.add(rule);
    return true;
  }

  private *test(node: Expression): Generator<void, boolean> {
    return isTrue(yield* this.evaluate(node));
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
    return this.state.frame.length > 0 ? this.statement(statement) : this.guarded(statement);
  }

  private *statement(node: Statement): Generator<void, Jump> {
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
          const jump = yield* this.statement(one);
          if (jump) return jump;
        }
        return undefined;
      case 'if':
        if (yield* this.test(node.test)) return yield* this.statement(node.yes);
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
          yield* this.tick();
        }
        return undefined;
      case 'exit':
        if (node.value) this.status = Math.trunc(yield* this.number(node.value)) & 0xff;
        return 'exit';
      case 'return':
        this.returned = node.value ? yield* this.evaluate(node.value) : undefined;
        return 'return';
      case 'delete': {
        const array = this.state.array(node.array);
        if (node.index) array.elements.delete(yield* this.key(node.index));
        else array.clear();
        return undefined;
      }
      default:
        return node.kind;
    }
  }

  private *loop(node: Extract<Statement, { kind: 'while' | 'do' | 'for' }>): Generator<void, Jump> {
    if (node.kind === 'for' && node.first) yield* this.statement(node.first);
    for (let first = true; ; first = false) {
      if (!(first && node.kind === 'do') && node.test && !(yield* this.test(node.test))) return undefined;
      const jump = yield* this.statement(node.body);
      if (jump === 'break') return undefined;
      if (jump && jump !== 'continue') return jump;
      if (node.kind === 'for' && node.step) yield* this.statement(node.step);
      yield* this.tick();
    }
  }

  private *print(
    kind: 'print' | 'printf',
    args: readonly Expression[],
    to: Redirection | undefined,
  ): Generator<void, void> {
    const { state, streams } = this;
    const values: Value[] = [];
    for (const arg of args) values.push(yield* this.evaluate(arg));
    const out = to ? yield* streams.output(to.kind, yield* this.text(to.target)) : streams.stdout;
    if (kind === 'printf') {
      const [format, ...rest] = values;
      try {
        yield* this.write(out, this.format('printf', state.text(format), rest));
      } catch (thrown) {
        if (thrown instanceof ShortFormat) yield* this.write(out, thrown.text);
        throw thrown;
      }
      return;
    }
    const shown = args.length === 0 ? state.record.text : values.map((value) => this.shown(value)).join(this.separator);
    yield* this.write(out, shown + state.text(state.special('ORS')));
  }

  private get separator(): string {
    return this.state.text(this.state.special('OFS'));
  }

  /** Numbers are printed by OFMT. */
  private shown(value: Value): string {
    if (typeof value !== 'number') return this.state.text(value);
    return numberText(value, this.state.text(this.state.special('OFMT')));
  }

  private *write(out: Output, latin: string): Generator<void, void> {
    if (out.putLatin1(latin)) yield* out.drain();
  }
}

class Unwinding extends Error {
  readonly jump: 'exit' | 'next' | 'nextfile';
  constructor(jump: 'exit' | 'next' | 'nextfile') {
    super(jump);
    this.jump = jump;
  }
}
