/**
 * The expressions of test and [, evaluated as they are read, which is what both bash and coreutils do: by the number of
 * arguments up to four, by precedence beyond. Leaves out nothing of POSIX; the shell's own operators (-v, -o, -R, <, >)
 * exist when the caller passes a `TestShell`. Authority: test(1), bash(1) CONDITIONAL EXPRESSIONS.
 */

import { encode } from '../../bytes.ts';
import {
  R_OK,
  S_ISBLK,
  S_ISCHR,
  S_ISDIR,
  S_ISFIFO,
  S_ISGID,
  S_ISLNK,
  S_ISREG,
  S_ISSOCK,
  S_ISUID,
  S_ISVTX,
  type Stat,
  W_OK,
  X_OK,
} from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { compareText } from './compare.ts';
import { quote } from './quote.ts';

/** What only a shell can answer; its presence also chooses bash's wording. */
export interface TestShell {
  /** -v NAME */
  isSet(name: string): boolean;
  /** -R NAME */
  isNameref(name: string): boolean;
  /** -o OPTION */
  optionOn(name: string): boolean;
}

export type TestAnswer = boolean | { readonly problem: string };

/** Thrown by the reader below and caught in `evaluateTest`: the rest of the expression is not looked at. */
class Problem extends Error {}

const UNARY = 'abcdefghknoprstuvwxzGLNORS';
const COREUTILS_UNARY = 'bcdefghknprstuwxzGLNOS';
const BINARY = new Set(['=', '==', '!=', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);

export const isUnaryOperator = (word: string, shell: boolean): boolean =>
  word.length === 2 && word.startsWith('-') && (shell ? UNARY : COREUTILS_UNARY).includes(word.charAt(1));

export const isBinaryOperator = (word: string, shell: boolean): boolean =>
  BINARY.has(word) || (shell && (word === '<' || word === '>'));

const INTEGER = /^[ \t\n\v\f\r]*[+-]?\d+[ \t\n\v\f\r]*$/;

const integerOf = (word: string, shell: boolean): bigint => {
  if (INTEGER.test(word)) {
    const value = BigInt(word.trim().replace(/^\+/, ''));
    if (!shell || BigInt.asIntN(64, value) === value) return value;
  }
  throw new Problem(shell ? `${word}: integer expression expected` : `invalid integer ${quote(word)}`);
};

/** `difference` of the operands against 0. */
const ordered = (operator: string, difference: bigint): boolean => {
  switch (operator) {
    case '-eq':
      return difference === 0n;
    case '-ne':
      return difference !== 0n;
    case '-lt':
      return difference < 0n;
    case '-le':
      return difference <= 0n;
    case '-gt':
      return difference > 0n;
    default:
      return difference >= 0n;
  }
};

function* modificationTime(sys: Sys, path: string): Generator<void, Stat | undefined> {
  const stat = yield* sys.stat(path);
  return isFailure(stat) ? undefined : stat;
}

function* compareFiles(sys: Sys, left: string, operator: string, right: string): Generator<void, boolean> {
  const a = yield* modificationTime(sys, left);
  const b = yield* modificationTime(sys, right);
  if (operator === '-ef') return a !== undefined && b !== undefined && a.ino === b.ino;
  const newer = operator === '-nt' ? a : b;
  const older = operator === '-nt' ? b : a;
  if (newer === undefined) return false;
  return older === undefined || newer.mtime > older.mtime;
}

/** `left OP right`; throws on a bad integer. */
function* binary(sys: Sys, left: string, operator: string, right: string, shell: boolean): Generator<void, boolean> {
  switch (operator) {
    case '=':
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return compareText(left, right) < 0;
    case '>':
      return compareText(left, right) > 0;
    case '-nt':
    case '-ot':
    case '-ef':
      return yield* compareFiles(sys, left, operator, right);
    default: {
      const difference = integerOf(left, shell) - integerOf(right, shell);
      return ordered(operator, difference);
    }
  }
}

const ofStat = (operator: string, { mode, size }: Stat): boolean => {
  switch (operator) {
    case '-b':
      return S_ISBLK(mode);
    case '-c':
      return S_ISCHR(mode);
    case '-d':
      return S_ISDIR(mode);
    case '-f':
      return S_ISREG(mode);
    case '-g':
      return (mode & S_ISGID) !== 0;
    case '-h':
    case '-L':
      return S_ISLNK(mode);
    case '-k':
      return (mode & S_ISVTX) !== 0;
    case '-p':
      return S_ISFIFO(mode);
    case '-s':
      return size > 0;
    case '-S':
      return S_ISSOCK(mode);
    case '-u':
      return (mode & S_ISUID) !== 0;
    default:
      return true;
  }
};

const ACCESS: Readonly<Record<string, number>> = { '-r': R_OK, '-w': W_OK, '-x': X_OK };

function* ofFile(sys: Sys, operator: string, path: string): Generator<void, boolean> {
  const access = ACCESS[operator];
  if (access !== undefined) return !isFailure(yield* sys.access(path, access));
  const link = operator === '-h' || operator === '-L';
  const stat = link ? yield* sys.lstat(path) : yield* sys.stat(path);
  if (isFailure(stat)) return false;
  if (operator === '-N') return stat.mtime > stat.atime;
  if (operator === '-O') return stat.uid === (yield* sys.geteuid());
  if (operator === '-G') return stat.gid === (yield* sys.getegid());
  return ofStat(operator, stat);
}

function* isTerminal(sys: Sys, word: string, shell: boolean): Generator<void, boolean> {
  if (!INTEGER.test(word)) {
    if (shell) return false;
    throw new Problem(`invalid integer ${quote(word)}`);
  }
  const fd = Number(word);
  if (fd < 0 || fd > 0x7fffffff) return false;
  return !isFailure(yield* sys.tcgetattr(fd));
}

function* unary(sys: Sys, operator: string, word: string, shell?: TestShell): Generator<void, boolean> {
  switch (operator) {
    case '-n':
      return word !== '';
    case '-z':
      return word === '';
    case '-t':
      return yield* isTerminal(sys, word, shell !== undefined);
    case '-v':
      return shell?.isSet(word) ?? false;
    case '-R':
      return shell?.isNameref(word) ?? false;
    case '-o':
      return shell?.optionOn(word) ?? false;
    default:
      return yield* ofFile(sys, operator, word);
  }
}

/** One operator with one operand, for [[ ]]. */
export const evaluateUnary = unary;

/** A cursor over the words; each method reads its part and evaluates it. */
class Reader {
  private at = 0;
  readonly sys: Sys;
  readonly words: readonly string[];
  readonly shell: TestShell | undefined;

  constructor(sys: Sys, words: readonly string[], shell: TestShell | undefined) {
    this.sys = sys;
    this.words = words;
    this.shell = shell;
  }

  word(offset = 0): string {
    return this.words[this.at + offset] ?? '';
  }

  get left(): number {
    return this.words.length - this.at;
  }

  /** The problem that bash words one way and coreutils another. */
  problem(bash: string, coreutils: string): Problem {
    return new Problem(this.shell ? bash : coreutils);
  }

  missing(): Problem {
    return this.problem('argument expected', `missing argument after ${quote(this.words.at(-1) ?? '')}`);
  }

  isBinary(offset: number): boolean {
    return this.at + offset < this.words.length && isBinaryOperator(this.word(offset), this.shell !== undefined);
  }

  *all(): Generator<void, boolean> {
    if (this.words.length === 0) return false;
    const value = yield* this.count(this.words.length);
    if (this.left <= 0) return value;
    const word = this.word();
    if (word.startsWith('-'))
      throw this.problem(`syntax error: \`${word}' unexpected`, `extra argument ${quote(word)}`);
    throw this.problem('too many arguments', `extra argument ${quote(word)}`);
  }

  /** POSIX's rule by the number of arguments. */
  *count(words: number): Generator<void, boolean> {
    switch (words) {
      case 1:
        return this.one();
      case 2:
        return yield* this.two();
      case 3:
        return yield* this.three();
      case 4:
        return yield* this.four();
      default:
        return yield* this.or();
    }
  }

  one(): boolean {
    const value = this.word() !== '';
    this.at += 1;
    return value;
  }

  *two(): Generator<void, boolean> {
    if (this.word() === '!') {
      this.at += 1;
      return !this.one();
    }
    const word = this.word();
    if (word.length === 2 && word.startsWith('-')) return yield* this.unary();
    throw this.shell ? new Problem(`${word}: unary operator expected`) : this.missing();
  }

  *three(): Generator<void, boolean> {
    const middle = this.word(1);
    if (this.isBinary(1)) return yield* this.binary();
    if (this.shell && (middle === '-a' || middle === '-o')) {
      const left = this.one();
      this.at += 1;
      const right = this.one();
      return middle === '-a' ? left && right : left || right;
    }
    if (this.word() === '!') {
      this.at += 1;
      return !(yield* this.two());
    }
    if (this.word() === '(' && this.word(2) === ')') {
      this.at += 1;
      const value = this.one();
      this.at += 1;
      return value;
    }
    if (middle === '-a' || middle === '-o') return yield* this.or();
    throw this.problem(`${middle}: binary operator expected`, `${quote(middle)}: binary operator expected`);
  }

  *four(): Generator<void, boolean> {
    if (this.word() === '!') {
      this.at += 1;
      return !(yield* this.three());
    }
    if (this.word() === '(' && this.word(3) === ')') {
      this.at += 1;
      const value = yield* this.two();
      this.at += 1;
      return value;
    }
    return yield* this.or();
  }

  *or(): Generator<void, boolean> {
    let value = yield* this.and();
    while (this.left > 0 && this.word() === '-o') {
      this.at += 1;
      const right = yield* this.and();
      value = value || right;
    }
    return value;
  }

  *and(): Generator<void, boolean> {
    let value = yield* this.term();
    while (this.left > 0 && this.word() === '-a') {
      this.at += 1;
      const right = yield* this.term();
      value = value && right;
    }
    return value;
  }

  *term(): Generator<void, boolean> {
    let negated = false;
    while (this.left > 0 && this.word() === '!') {
      this.at += 1;
      negated = !negated;
    }
    if (this.left <= 0) throw this.missing();
    return (yield* this.primary()) !== negated;
  }

  *primary(): Generator<void, boolean> {
    const word = this.word();
    if (word === '(') return yield* this.parenthesis();
    if (!this.shell && this.left >= 4 && word === '-l' && isBinaryOperator(this.word(2), false)) {
      this.at += 1;
      const length = String(encode(this.word()).length);
      return yield* this.binary(length);
    }
    if (this.left >= 3 && this.isBinary(1)) return yield* this.binary();
    if (word.length === 2 && word.startsWith('-')) return yield* this.unary();
    return this.one();
  }

  *parenthesis(): Generator<void, boolean> {
    this.at += 1;
    if (this.left <= 0) throw this.missing();
    const value = this.shell ? yield* this.or() : yield* this.count(this.wordsInside());
    if (this.left <= 0) throw this.problem("`)' expected", "')' expected");
    const close = this.word();
    if (close !== ')') throw this.problem(`\`)' expected, found ${close}`, `')' expected, found ${quote(close)}`);
    this.at += 1;
    return value;
  }

  /** coreutils counts up to the next `)`, and gives up counting at four. */
  wordsInside(): number {
    let words = 1;
    while (this.at + words < this.words.length && this.word(words) !== ')') {
      if (words === 4) return this.left;
      words += 1;
    }
    return words;
  }

  *unary(): Generator<void, boolean> {
    const operator = this.word();
    if (!isUnaryOperator(operator, this.shell !== undefined)) {
      throw this.problem(`${operator}: unary operator expected`, `${quote(operator)}: unary operator expected`);
    }
    this.at += 1;
    if (this.left <= 0) throw this.missing();
    const word = this.word();
    this.at += 1;
    return yield* unary(this.sys, operator, word, this.shell);
  }

  *binary(left = this.word()): Generator<void, boolean> {
    const operator = this.word(1);
    const right = this.word(2);
    this.at += 3;
    return yield* binary(this.sys, left, operator, right, this.shell !== undefined);
  }
}

const answer = function* (reading: Generator<void, boolean>): Generator<void, TestAnswer> {
  try {
    return yield* reading;
  } catch (thrown) {
    if (thrown instanceof Problem) return { problem: thrown.message };
    throw thrown;
  }
};

/** `left OP right` for [[ ]], where the operator is one of `isBinaryOperator`. */
export const evaluateBinary = (
  sys: Sys,
  left: string,
  operator: string,
  right: string,
  shell: boolean,
): Generator<void, TestAnswer> => answer(binary(sys, left, operator, right, shell));

/** The words between `test` or `[` and the end (without `]`). The problem's text lacks the command's name. */
export const evaluateTest = (sys: Sys, words: readonly string[], shell?: TestShell): Generator<void, TestAnswer> =>
  answer(new Reader(sys, words, shell).all());
