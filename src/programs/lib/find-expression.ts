/**
 * The expression of find: primaries joined by !, -a, -o, the comma and parentheses.
 * All primaries are read first, so that their mistakes are told before those of the structure. Authority: find(1).
 */

import { isFailure } from '../../kernel/errno.ts';
import { findPrimary, GLOBAL_OPTIONS } from './find-primaries.ts';
import type { Reader } from './find-primary.ts';
import type { Finder, Predicate } from './find-types.ts';

type Token =
  | { readonly kind: 'test'; readonly run: Predicate }
  | { readonly kind: 'not' | 'and' | 'or' | 'comma' | 'open' | 'close'; readonly text: string };

const OPERATORS: Readonly<Record<string, Exclude<Token['kind'], 'test'>>> = {
  '!': 'not',
  '-not': 'not',
  '-a': 'and',
  '-and': 'and',
  '-o': 'or',
  '-or': 'or',
  ',': 'comma',
  '(': 'open',
  ')': 'close',
};

/** Whether a word begins the expression (or goes on with it), rather than being a path. */
export const looksLikeExpression = (word: string, leading: boolean): boolean => {
  if (word.startsWith('-')) return word.length > 1;
  if (word === '(' || word === '!') return true;
  return !leading && (word === ')' || word === ',');
};

function* tooManyWords({ sys, io }: Finder, word: string, before: string | undefined): Generator<void, never> {
  yield* io.error(`paths must precede expression: \`${word}'`);
  if (before !== undefined && !isFailure(yield* sys.access(word, 0))) {
    yield* io.error(`possible unquoted pattern after predicate \`${before}'?`);
  }
  return io.exit(1);
}

const notPositional = (option: string, first: string): string =>
  `warning: you have specified the global option ${option} after the argument ${first}, but global options are not positional, i.e., ${option} affects tests specified before it as well as those specified after it.  Please specify global options before other arguments.`;

function* readTokens(finder: Finder, words: readonly string[]): Generator<void, Token[]> {
  const { io, settings } = finder;
  const tokens: Token[] = [];
  const rest = [...words];
  let firstTest: string | undefined;
  let before: string | undefined;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!looksLikeExpression(word, false)) return yield* tooManyWords(finder, word, before);
    const operator = OPERATORS[word];
    if (operator) {
      tokens.push({ kind: operator, text: word });
      continue;
    }
    const primary = findPrimary(word);
    if (primary === 'invalid') return yield* io.die(1, `invalid predicate \`${word}'`);
    if (!primary) return yield* io.die(1, `unknown predicate \`${word}'`);
    if (GLOBAL_OPTIONS.has(word)) {
      if (firstTest !== undefined && settings.warn) yield* io.error(notPositional(word, firstTest));
    } else firstTest ??= word;
    const reader: Reader = { name: word, rest };
    tokens.push({ kind: 'test', run: yield* primary(finder, reader) });
    before = word;
  }
  return tokens;
}

const both = (left: Predicate, right: Predicate): Predicate =>
  function* (visit) {
    return (yield* left(visit)) && (yield* right(visit));
  };

const either = (left: Predicate, right: Predicate): Predicate =>
  function* (visit) {
    return (yield* left(visit)) || (yield* right(visit));
  };

const inTurn = (left: Predicate, right: Predicate): Predicate =>
  function* (visit) {
    yield* left(visit);
    return yield* right(visit);
  };

const negated = (test: Predicate): Predicate =>
  function* (visit) {
    return !(yield* test(visit));
  };

/** A mistake in the structure; its text is the message. */
class Misplaced extends Error {}

class Tree {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  all(): Predicate {
    const whole = this.list();
    if (this.peek()) throw new Misplaced("you have too many ')'");
    return whole;
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }

  private list(): Predicate {
    return this.chain('comma', () => this.alternatives(), inTurn);
  }

  private alternatives(): Predicate {
    return this.chain('or', () => this.sequence(), either);
  }

  private chain(kind: 'comma' | 'or', part: () => Predicate, join: typeof either): Predicate {
    let left = part();
    for (let token = this.peek(); token?.kind === kind; token = this.peek()) {
      this.operator(token.text);
      left = join(left, part());
    }
    return left;
  }

  private operator(text: string): void {
    this.at += 1;
    if (!this.peek()) throw new Misplaced(`expected an expression after '${text}'`);
  }

  private sequence(): Predicate {
    let left = this.unary();
    for (;;) {
      const token = this.peek();
      if (!token || token.kind === 'or' || token.kind === 'comma' || token.kind === 'close') return left;
      if (token.kind === 'and') this.operator(token.text);
      left = both(left, this.unary());
    }
  }

  private unary(): Predicate {
    const token = this.peek();
    if (!token) throw new Misplaced('invalid expression');
    switch (token.kind) {
      case 'test':
        this.at += 1;
        return token.run;
      case 'not':
        this.operator(token.text);
        return negated(this.unary());
      case 'open':
        return this.group();
      case 'close':
        throw new Misplaced(`invalid expression: expected expression before closing parentheses '${token.text}'.`);
      default: {
        const what = `you have used a binary operator '${token.text}' with nothing before it.`;
        throw new Misplaced(`invalid expression; ${what}`);
      }
    }
  }

  private group(): Predicate {
    this.at += 1;
    const next = this.peek();
    if (!next) {
      throw new Misplaced(
        "invalid expression; expected to find a ')' but didn't see one. Perhaps you need an extra predicate after '('",
      );
    }
    if (next.kind === 'close') throw new Misplaced('invalid expression; empty parentheses are not allowed.');
    const inner = this.list();
    if (this.peek()?.kind !== 'close') {
      throw new Misplaced("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
    }
    this.at += 1;
    return inner;
  }
}

const PRUNE_WITH_DELETE =
  'The -delete action automatically turns on -depth, but -prune does nothing when -depth is in effect.  If you want to carry on anyway, just explicitly use the -depth option.';

/** The compiled expression; one that takes no action prints. */
export function* readExpression(finder: Finder, words: readonly string[]): Generator<void, Predicate> {
  const { io, settings } = finder;
  const tokens = yield* readTokens(finder, words);
  if (settings.deletes && settings.prunes && !settings.explicitDepth) return yield* io.die(1, PRUNE_WITH_DELETE);
  const print = findPrimary('-print');
  if (!print || print === 'invalid') throw new Error('no -print');
  const printing = settings.acts ? undefined : yield* print(finder, { name: '-print', rest: [] });
  if (tokens.length === 0 && printing) return printing;
  try {
    const test = new Tree(tokens).all();
    return printing ? both(test, printing) : test;
  } catch (problem) {
    if (!(problem instanceof Misplaced)) throw problem;
    return yield* io.die(1, problem.message);
  }
}
