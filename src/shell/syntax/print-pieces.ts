/** The parts of a printed command that stay on one line: words, redirections, tests. */
import type { Arithmetic, Cond, Redirect, SimpleCommand, Word } from './ast.ts';
import { type PrintInside, printWordText } from './print-word.ts';

export class Pieces {
  private readonly inside: PrintInside;

  constructor(inside: PrintInside) {
    this.inside = inside;
  }

  word(word: Word): string {
    return printWordText(word.text, this.inside);
  }

  words(words: readonly Word[], separator = ' '): string {
    return words.map((word) => this.word(word)).join(separator);
  }

  simple(command: SimpleCommand): string {
    const assignments = command.assignments.map(({ text }) => printWordText(text, this.inside));
    return [...assignments, ...command.words.map((word) => this.word(word))].join(' ');
  }

  redirect(redirect: Redirect): string {
    const own = redirect.kind === 'file' || redirect.kind === 'dup' ? defaultDescriptor(redirect.op) : 0;
    const explicit = redirect.fd !== undefined && redirect.fd !== own ? String(redirect.fd) : '';
    const place = redirect.variable === undefined ? explicit : `{${redirect.variable}}`;
    switch (redirect.kind) {
      case 'file':
        return redirect.op === '<>' && redirect.variable === undefined
          ? `${redirect.fd ?? 0}<> ${this.word(redirect.target)}`
          : `${place}${redirect.op} ${this.word(redirect.target)}`;
      case 'here-string':
        return `${place}<<< ${this.word(redirect.target)}`;
      case 'here-document': {
        const delimiter = redirect.quoted ? `'${redirect.delimiter.replaceAll("'", "'\\''")}'` : redirect.delimiter;
        return `${place}<<${redirect.stripTabs ? '-' : ''}${delimiter}`;
      }
      case 'dup': {
        const target = this.word(redirect.target);
        // With a number or a dash bash names the descriptor, even its own.
        const named = /^([0-9]+-?|-)$/.test(target) || target.endsWith('-');
        const number = named ? String(redirect.fd ?? own) : explicit;
        // Closing is printed in one way for both directions.
        return `${redirect.variable === undefined ? number : place}${target === '-' ? '>&' : redirect.op}${target}`;
      }
    }
  }

  test(test: Cond): string {
    switch (test.kind) {
      case 'unary':
        return `${test.op} ${this.word(test.operand)}`;
      case 'binary':
        return `${this.word(test.left)} ${test.op} ${this.word(test.right)}`;
      case 'and':
        return `${this.test(test.left)} && ${this.test(test.right)}`;
      case 'or':
        return `${this.test(test.left)} || ${this.test(test.right)}`;
      case 'paren':
        return `( ${this.test(test.operand)} )`;
      case 'not':
        return `! ${this.test(test.operand)}`;
    }
  }
}

export const expressionText = (expression: Arithmetic): string => (expression.text === '' ? '1' : expression.text);

/** What `|&` adds to the command before it. */
export const stderrRedirect = (line: number): Redirect => ({
  kind: 'dup',
  op: '>&',
  fd: 2,
  line,
  target: { parts: [{ kind: 'literal', value: '1', escaped: false }], text: '1' },
});

const defaultDescriptor = (op: string): number => (op.startsWith('<') ? 0 : 1);
