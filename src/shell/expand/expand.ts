/**
 * Words to fields: brace, tilde, parameter, command and arithmetic expansion, splitting, pathname expansion, quote
 * removal. What cannot block is done by plain functions; only what may run a command or read a directory is a
 * generator. A word that needs none of these can be had without a generator by the functions ending in `Now`.
 * Authority: bash(1), EXPANSION.
 */
import type { Arithmetic, ParameterPart, Part, TildePart, Word } from '../syntax/ast.ts';
import { evaluate, evaluateSubscript, type Integer } from './arith.ts';
import type { ExpandEnv, Key } from './env.ts';
import { ExpansionError } from './error.ts';
import { expandGlob } from './glob.ts';
import { type Expander, expandParameter, known } from './parameter.ts';
import { compilePattern } from './pattern.ts';
import { isSimple, newPlan, type Plan, planOf } from './plan.ts';
import { FieldSink, PatternSink, type Sink, TextSink } from './sink.ts';
import { isList, joinerOf, parameterValue, type Value } from './value.ts';

// ---------------------------------------------------------------- words to fields

/** Words to fields, with everything. */
export function* expandWords(words: readonly Word[], env: ExpandEnv): Generator<void, string[]> {
  const fields: string[] = [];
  for (const word of words) {
    for (const one of word.braces && env.options.braceexpand ? word.braces : [word]) {
      const plan = one === word ? planOf(word) : newPlan(one);
      if (plan.constant !== undefined) fields.push(plan.constant);
      else yield* wordToFields(one, plan, env, fields);
    }
  }
  return fields;
}

function* wordToFields(word: Word, plan: Plan, env: ExpandEnv, fields: string[]): Generator<void, void> {
  const sink = fieldSink(env);
  if (plan.simple) allNow(word.parts, sink, PLAIN, env);
  else yield* all(word.parts, sink, PLAIN, env);
  sink.separate();
  for (const field of sink.fields) {
    if (field.pattern === undefined || env.options.noglob) fields.push(field.text);
    else fields.push(...(yield* pathnames(field.pattern, field.text, env)));
  }
}

const fieldSink = (env: ExpandEnv): FieldSink => new FieldSink(env.get('IFS') ?? ' \t\n', env.options.extglob);

/** The same without a generator; undefined when some word needs one (nothing has then been changed). */
export function expandWordsNow(words: readonly Word[], env: ExpandEnv): string[] | undefined {
  let mayGlob = false;
  let hasEffects = false;
  for (const word of words) {
    if (word.braces !== undefined) return undefined;
    const plan = planOf(word);
    if (plan.constant !== undefined) continue;
    if (!plan.simple) return undefined;
    mayGlob ||= plan.mayGlob;
    hasEffects ||= plan.hasEffects;
  }
  // What turns out to be a pattern is expanded again, by the other function.
  if (mayGlob && hasEffects) return undefined;
  const fields: string[] = [];
  for (const word of words) {
    const { constant } = planOf(word);
    if (constant !== undefined) fields.push(constant);
    else if (!wordToFieldsNow(word, env, fields)) return undefined;
  }
  return fields;
}

function wordToFieldsNow(word: Word, env: ExpandEnv, fields: string[]): boolean {
  const sink = fieldSink(env);
  allNow(word.parts, sink, PLAIN, env);
  sink.separate();
  for (const field of sink.fields) {
    if (field.pattern !== undefined && !env.options.noglob) return false;
    fields.push(field.text);
  }
  return true;
}

function* pathnames(pattern: string, text: string, env: ExpandEnv): Generator<void, string[]> {
  const names = yield* expandGlob(pattern, env);
  const ignored = env.get('GLOBIGNORE');
  const found = ignored === undefined || ignored === '' ? names : withoutIgnored(names, ignored, env);
  if (found.length > 0) return found;
  if (env.options.failglob) throw new ExpansionError(`no match: ${text}`);
  return env.options.nullglob ? [] : [text];
}

function withoutIgnored(names: readonly string[], ignored: string, env: ExpandEnv): string[] {
  const { extglob } = env.options;
  const patterns = ignored.split(':').map((source) => compilePattern(source, { extglob }));
  const isDots = (name: string): boolean => /(^|\/)\.\.?$/.test(name);
  return names.filter((name) => !isDots(name) && !patterns.some((pattern) => pattern.matches(name)));
}

/** A redirection's target as fields: not exactly one is "ambiguous redirect". */
export function* expandOne(word: Word, env: ExpandEnv): Generator<void, string[]> {
  return yield* expandWords([word], env);
}

// ---------------------------------------------------------------- words to one text

/** The value of an assignment: no braces, splitting or globbing. Also `case` subjects, [[ ]] operands, here-strings. */
export function* expandAssignment(word: Word, env: ExpandEnv): Generator<void, string> {
  const now = expandAssignmentNow(word, env);
  if (now !== undefined) return now;
  const sink = new TextSink();
  yield* all(word.parts, sink, PLAIN, env);
  return sink.text;
}

export function expandAssignmentNow(word: Word, env: ExpandEnv): string | undefined {
  if (word.parts.length === 0) return '';
  const { constant, simple } = planOf(word);
  if (constant !== undefined) return constant;
  if (!simple && !isSimple(word.parts)) return undefined;
  const sink = new TextSink();
  allNow(word.parts, sink, PLAIN, env);
  return sink.text;
}

/** A pattern (case, [[ == ]]): text in which quoted characters are backslashed, for `compilePattern`. */
export function* expandPattern(word: Word, env: ExpandEnv): Generator<void, string> {
  const now = expandPatternNow(word, env);
  if (now !== undefined) return now;
  const sink = new PatternSink();
  yield* all(word.parts, sink, PLAIN, env);
  return sink.text;
}

export function expandPatternNow(word: Word, env: ExpandEnv): string | undefined {
  const { parts } = word;
  const [only] = parts;
  // What stands there unquoted is the pattern already.
  if (parts.length === 1 && only?.kind === 'literal' && !only.escaped) return only.value;
  if (!isSimple(parts)) return undefined;
  const sink = new PatternSink();
  allNow(parts, sink, PLAIN, env);
  return sink.text;
}

/** The same with a backslash before every quoted character, as `set -x` shows it. */
export function* expandQuotedPattern(word: Word, env: ExpandEnv): Generator<void, string> {
  return yield* expandMarked(word, /[\s\S]/g, env);
}

/** The right side of =~: an extended regular expression in which quoted characters are backslashed. */
export function* expandRegex(word: Word, env: ExpandEnv): Generator<void, string> {
  return yield* expandMarked(word, /[.[\]*^$(){}+?|\\]/g, env);
}

/** The body of a here-document, or a prompt: everything as if in double quotes. */
export function* expandHereDoc(body: Word, env: ExpandEnv): Generator<void, string> {
  const sink = new TextSink();
  yield* all(body.parts, sink, QUOTED, env);
  return sink.text;
}

// ---------------------------------------------------------------- arithmetic

/** Expands and evaluates. The value fits in 64 bits. `shown` is told what is evaluated. */
export function* expandArithmetic(
  expression: Arithmetic,
  env: ExpandEnv,
  shown?: (text: string) => Generator<void, void>,
): Generator<void, Integer> {
  if (!shown) return expandArithmeticNow(expression, env) ?? evaluate(yield* arithmeticText(expression, env), env);
  const text = yield* arithmeticText(expression, env);
  yield* shown(text);
  return evaluate(text, env);
}

/** Undefined when it needs a generator. */
export function expandArithmeticNow(expression: Arithmetic, env: ExpandEnv): Integer | undefined {
  const { parts } = expression;
  const [only] = parts;
  if (only === undefined) return 0;
  if (parts.length === 1 && only.kind === 'literal') return evaluate(only.value, env);
  if (!isSimple(parts)) return undefined;
  const sink = new TextSink();
  allNow(parts, sink, QUOTED, env);
  return evaluate(sink.text, env);
}

function* arithmeticText(expression: Arithmetic, env: ExpandEnv): Generator<void, string> {
  const sink = new TextSink();
  yield* all(expression.parts, sink, QUOTED, env);
  return sink.text;
}

/** A subscript: arithmetic for an indexed array (or a new one), a string for an associative one. */
export function* expandSubscript(name: string, index: Word, env: ExpandEnv): Generator<void, Key> {
  const sink = new TextSink();
  yield* all(index.parts, sink, PLAIN, env);
  return env.shape(name) === 'associative' ? sink.text : evaluateSubscript(name, sink.text, env);
}

/** Undefined when it needs a generator, or its value may need one. */
export function expandSubscriptNow(name: string, index: Word, env: ExpandEnv): Key | undefined {
  const text = expandAssignmentNow(index, env);
  if (text === undefined) return undefined;
  return env.shape(name) === 'associative' ? text : evaluateSubscript(name, text, env);
}

// ---------------------------------------------------------------- parts

interface Mode {
  /** Inside double quotes: nothing is split. */
  readonly quoted: boolean;
  /** In the operand of ${x:-…} even its plain text is split. */
  readonly operand: boolean;
}

const PLAIN: Mode = { quoted: false, operand: false };
const QUOTED: Mode = { quoted: true, operand: false };
const OPERAND: Mode = { quoted: false, operand: true };

/** Parts that cannot block. */
function allNow(parts: readonly Part[], sink: Sink, mode: Mode, env: ExpandEnv): void {
  for (const part of parts) oneNow(part, sink, mode, env);
}

function oneNow(part: Part, sink: Sink, mode: Mode, env: ExpandEnv): void {
  switch (part.kind) {
    case 'literal':
      if (mode.quoted) sink.quoted(part.value);
      else if (part.escaped) quotedText(part.value, sink);
      else if (mode.operand) sink.split(part.value);
      else sink.literal(part.value);
      return;
    case 'single-quoted':
    case 'ansi-c':
      quotedText(part.value, sink);
      return;
    case 'double-quoted': {
      const before = emptyLists(sink);
      allNow(part.parts, sink, QUOTED, env);
      if (emptyLists(sink) === before) sink.touch();
      return;
    }
    case 'tilde':
      quotedText(homeOf(part, env), sink);
      return;
    case 'parameter':
      parameterNow(part, sink, mode, env);
      return;
    case 'arithmetic':
      emit(String(expandArithmeticNow(part.expression, env) ?? 0), sink, mode, env);
      return;
    default:
      throw new Error('a part that may block was taken for one that does not');
  }
}

function quotedText(text: string, sink: Sink): void {
  sink.touch();
  sink.quoted(text);
}

const emptyLists = (sink: Sink): number => (sink instanceof FieldSink ? sink.emptyLists : 0);

/** What is written without braces keeps its dollar, unless it is a variable. */
const shownName = ({ name, text }: ParameterPart): string =>
  /^[A-Za-z_]/.test(name) || text.startsWith('${') ? name : `$${name}`;

function plainParameter(part: ParameterPart, sink: Sink, mode: Mode, env: ExpandEnv): void {
  const { name } = part;
  const value = parameterValue(name, env);
  if (value === undefined) known(value, { name, all: undefined, text: shownName(part) }, env);
  emit(value ?? (name === '@' ? EMPTY_LIST : undefined), sink, mode, env);
}

const isPlain = ({ operation, index, indirect }: ParameterPart): boolean =>
  operation === undefined && index === undefined && !indirect;

/** One in which nothing can block. */
function parameterNow(part: ParameterPart, sink: Sink, mode: Mode, env: ExpandEnv): void {
  if (isPlain(part)) {
    plainParameter(part, sink, mode, env);
    return;
  }
  const step = expandParameter(part, env, expanderOf(env)).next();
  if (!step.done) throw new Error('a parameter that may block was taken for one that does not');
  const result = step.value;
  if (result.kind === 'value') {
    if (result.made && mode.quoted && result.value === '') sink.touch();
    emitParameter(part, result.value, sink, mode, env);
    return;
  }
  const before = emptyLists(sink);
  allNow(result.word.parts, sink, mode.quoted ? QUOTED : OPERAND, env);
  forgetEmptyLists(sink, before);
}

function emitParameter(part: ParameterPart, value: Value, sink: Sink, mode: Mode, env: ExpandEnv): void {
  const isEmptyList = value === undefined && (part.name === '@' || part.index?.text === '@');
  emit(isEmptyList ? EMPTY_LIST : value, sink, mode, env);
}

/** An empty "$@" in the operand does not make the quotes around it vanish. */
function forgetEmptyLists(sink: Sink, before: number): void {
  if (sink instanceof FieldSink) sink.emptyLists = before;
}

const EMPTY_LIST: Value = { items: [], joined: false };

function homeOf({ user }: TildePart, env: ExpandEnv): string {
  switch (user) {
    case '':
      return env.get('HOME') ?? env.home('') ?? '~';
    case '+':
      return env.get('PWD') ?? '~+';
    case '-':
      return env.get('OLDPWD') ?? '~-';
    default:
      if (/^[+-]?[0-9]+$/.test(user)) return env.directoryStack?.(user) ?? `~${user}`;
      return env.home(user) ?? `~${user}`;
  }
}

/** Puts a value into the sink: quoted as one text or one field an element, else split. */
function emit(value: Value, sink: Sink, mode: Mode, env: ExpandEnv): void {
  if (value === undefined) return;
  if (!isList(value)) {
    if (mode.quoted) sink.quoted(value);
    else sink.split(value);
    return;
  }
  const { items, joined } = value;
  if (mode.quoted && joined) {
    sink.quoted(items.join(joinerOf(env)));
    return;
  }
  if (mode.quoted && items.length === 0 && sink instanceof FieldSink) sink.emptyLists++;
  const joiner = joined ? joinerOf(env) : ' ';
  // Unquoted, the elements are parted as if by the first character of IFS, so that ':' keeps empty ones.
  const ifs = mode.quoted ? '' : joinerOf(env);
  items.forEach((item, i) => {
    if (i > 0) {
      if (!(sink instanceof FieldSink)) sink.literal(joiner);
      else if (ifs === '') sink.separate();
      else sink.split(ifs);
    }
    if (mode.quoted) quotedText(item, sink);
    else sink.split(item);
  });
}

/** Parts of any kind. */
function* all(parts: readonly Part[], sink: Sink, mode: Mode, env: ExpandEnv): Generator<void, void> {
  for (const part of parts) {
    switch (part.kind) {
      case 'double-quoted': {
        const before = emptyLists(sink);
        yield* all(part.parts, sink, QUOTED, env);
        if (emptyLists(sink) === before) sink.touch();
        break;
      }
      case 'parameter':
        yield* parameter(part, sink, mode, env);
        break;
      case 'arithmetic':
        emit(String(yield* expandArithmetic(part.expression, env)), sink, mode, env);
        break;
      case 'command':
        emit(withoutNewlines(yield* env.commandSubstitution(part)), sink, mode, env);
        break;
      case 'process':
        quotedText(yield* env.processSubstitution(part), sink);
        break;
      default:
        oneNow(part, sink, mode, env);
    }
  }
}

function withoutNewlines(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 10) end--;
  return end === text.length ? text : text.slice(0, end);
}

function* parameter(part: ParameterPart, sink: Sink, mode: Mode, env: ExpandEnv): Generator<void, void> {
  if (isPlain(part)) {
    plainParameter(part, sink, mode, env);
    return;
  }
  const result = yield* expandParameter(part, env, expanderOf(env));
  if (result.kind === 'value') {
    if (result.made && mode.quoted && result.value === '') sink.touch();
    emitParameter(part, result.value, sink, mode, env);
    return;
  }
  const before = emptyLists(sink);
  yield* all(result.word.parts, sink, mode.quoted ? QUOTED : OPERAND, env);
  forgetEmptyLists(sink, before);
}

const expanderOf = (env: ExpandEnv): Expander => ({
  text: (word) => expandAssignment(word, env),
  arithmetic: (expression) => arithmeticText(expression, env),
  pattern: (word) => expandPattern(word, env),
  marked: (word, quoted) => expandMarked(word, quoted, env),
});

/** Quoted characters, where they are among these, get a backslash. */
function* expandMarked(word: Word, quoted: RegExp, env: ExpandEnv): Generator<void, string> {
  const sink = new PatternSink((text) => text.replace(quoted, '\\$&'));
  yield* all(word.parts, sink, PLAIN, env);
  return sink.text;
}
