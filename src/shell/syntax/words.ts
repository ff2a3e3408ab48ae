/**
 * Cuts the text of a word into parts. The same rules serve words of a script, here-documents, the operands of ${ },
 * subscripts and arithmetic; `Context` says which quotes count there.
 * Authority: bash(1), QUOTING and EXPANSION; the cases POSIX leaves open were tried on bash 5.2.
 */
import { decodeAnsiC } from './ansi-c.ts';
import type { Arithmetic, LiteralPart, Part, Word } from './ast.ts';
import { expandBraces } from './brace.ts';
import type { Context, Surroundings, WordUse } from './context.ts';
import { type PartReader, parameterEnd, parseParameter } from './parameter.ts';
import { constructEnd } from './recognizer.ts';
import { withTildes } from './tilde.ts';

export function parseWord(text: string, use: WordUse, around: Surroundings): Word {
  const parts = parseParts(text, 'plain', around);
  if (use === 'other') return { parts, text };
  const braces = use === 'word' && text.includes('{') ? expandBraces(parts) : undefined;
  const word: Word = { parts: withTildes(parts, use), text };
  if (braces === undefined) return word;
  return { ...word, braces: braces.map((alternative) => ({ parts: withTildes(alternative, use), text })) };
}

/** The text of a here-document, or anything else that is expanded as if in double quotes. */
export function parseQuotedText(text: string, context: 'double' | 'here', around: Surroundings): Word {
  return { parts: parseParts(text, context, around), text };
}

/** In arithmetic double quotes are dropped and everything else is as inside them. */
export function parseArithmetic(written: string, around: Surroundings): Arithmetic {
  const text = written.includes('\\\n') ? written.replaceAll('\\\n', '') : written;
  return { kind: 'arithmetic-text', parts: parseParts(text, 'brace', around), text };
}

/** A subscript, between its brackets. It becomes arithmetic or a key. */
export function parseSubscript(text: string, around: Surroundings): Word {
  return { parts: parseParts(text, 'plain', around), text };
}

/** What `parameter.ts` needs from here. */
const reader: PartReader = {
  parts: parseParts,
  arithmetic: parseArithmetic,
  subscript: parseSubscript,
};

const literal = (value: string): LiteralPart => ({ kind: 'literal', value, escaped: false });

/** The characters at which something may begin, in each context. */
const special: Readonly<Record<Context, RegExp>> = {
  plain: /[\\'"$`<>]/g,
  double: /[\\$`]/g,
  here: /[\\$`]/g,
  brace: /[\\"$`]/g,
  'here-brace': /[\\"$`]/g,
};

export function parseParts(text: string, context: Context, around: Surroundings): Part[] {
  const parts: Part[] = [];
  const finder = special[context];
  let at = 0;
  let plain = '';
  // Between double quotes inside the operand of a quoted ${ }: they vanish, and so do useless backslashes between them.
  let inner = false;
  while (at < text.length) {
    finder.lastIndex = at;
    const found = finder.exec(text);
    const next = found === null ? text.length : found.index;
    plain += text.slice(at, next);
    at = next;
    if (at >= text.length) break;
    if (context !== 'plain' && text.charAt(at) === '"') {
      inner = !inner;
      at++;
      continue;
    }
    const { part, end, value } = one(text, at, context, inner, around);
    at = end;
    plain += value;
    if (part === undefined) continue;
    if (plain !== '') parts.push(literal(plain));
    plain = '';
    parts.push(part);
  }
  if (plain !== '') parts.push(literal(plain));
  return parts;
}

interface Found {
  /** Absent: `value` is ordinary text. */
  readonly part?: Part;
  readonly value: string;
  readonly end: number;
}

/** What stands at a special character. */
function one(text: string, at: number, context: Context, inner: boolean, around: Surroundings): Found {
  const char = text.charAt(at);
  switch (char) {
    case '\\':
      return context === 'plain' ? escapedCharacter(text, at) : backslash(text, at, context, inner);
    case "'": {
      const end = text.indexOf("'", at + 1);
      const close = end === -1 ? text.length : end;
      return { part: { kind: 'single-quoted', value: text.slice(at + 1, close) }, value: '', end: close + 1 };
    }
    case '"':
      return doubleQuoted(text, at, around);
    case '`': {
      const end = constructEnd(text, at);
      const source = unescapeBackquoted(text.slice(at + 1, end - 1), context === 'double');
      const { line } = around;
      return {
        part: { kind: 'command', body: { source }, line, text: text.slice(at, end), asWritten: true },
        value: '',
        end,
      };
    }
    case '<':
    case '>':
      return text.charAt(at + 1) === '(' ? processSubstitution(text, at, char, around) : { value: char, end: at + 1 };
    default:
      return dollar(text, at, context, around);
  }
}

const escapedIn: Readonly<Record<Exclude<Context, 'plain'>, string>> = {
  double: '$`"\\',
  here: '$`\\',
  brace: '$`"\\}',
  'here-brace': '$`"\\}',
};

function escapedCharacter(text: string, at: number): Found {
  const code = text.codePointAt(at + 1);
  if (code === 10) return { value: '', end: at + 2 };
  const char = code === undefined ? '\\' : String.fromCodePoint(code);
  return { part: { kind: 'literal', value: char, escaped: true }, value: '', end: at + 1 + char.length };
}

/** A backslash where only some characters can be escaped. */
function backslash(text: string, at: number, context: Exclude<Context, 'plain'>, inner: boolean): Found {
  if (at + 1 === text.length) return { value: '\\', end: at + 1 };
  const next = text.charAt(at + 1);
  if (next === '\n') return { value: '', end: at + 2 };
  if (inner || escapedIn[context].includes(next)) return { value: next, end: at + 2 };
  return { value: '\\', end: at + 1 };
}

function doubleQuoted(text: string, at: number, around: Surroundings): Found {
  const end = constructEnd(text, at);
  const parts = parseParts(text.slice(at + 1, end - 1), 'double', around);
  return { part: { kind: 'double-quoted', parts }, value: '', end };
}

function processSubstitution(text: string, at: number, op: '<' | '>', around: Surroundings): Found {
  const end = constructEnd(text, at);
  const body = around.parseList(text.slice(at + 2, end - 1), around.line);
  return { part: { kind: 'process', op, body, line: around.line, text: text.slice(at, end) }, value: '', end };
}

function dollar(text: string, at: number, context: Context, around: Surroundings): Found {
  const next = text.charAt(at + 1);
  switch (next) {
    case "'":
      if (context !== 'plain' && context !== 'brace') break;
      return ansiC(text, at);
    case '"':
      if (context !== 'plain' && context !== 'brace') break;
      return doubleQuoted(text, at + 1, around);
    case '(':
      return parenthesis(text, at, context, around);
    case '[': {
      const end = constructEnd(text, at);
      const expression = parseArithmetic(text.slice(at + 2, end - 1), around);
      return { part: { kind: 'arithmetic', expression }, value: '', end };
    }
    case '{': {
      const end = constructEnd(text, at);
      const part = parseParameter(text.slice(at, end), context, around, reader);
      return { part: { ...part, within: text }, value: '', end };
    }
    default: {
      const end = parameterEnd(text, at + 1, text.length);
      if (end === at + 1) break;
      const name = text.slice(at + 1, end);
      return { part: { kind: 'parameter', name, indirect: false, text: text.slice(at, end) }, value: '', end };
    }
  }
  return { value: '$', end: at + 1 };
}

function ansiC(text: string, at: number): Found {
  const end = constructEnd(text, at);
  return { part: { kind: 'ansi-c', value: decodeAnsiC(text.slice(at + 2, end - 1)) }, value: '', end };
}

/** `$((…))` if the parentheses of its inside are balanced, else `$(…)`. */
function parenthesis(text: string, at: number, context: Context, around: Surroundings): Found {
  const end = constructEnd(text, at);
  const whole = text.slice(at, end);
  if (whole.startsWith('$((') && whole.endsWith('))') && isBalanced(whole.slice(3, -2))) {
    const expression = parseArithmetic(whole.slice(3, -2), around);
    return { part: { kind: 'arithmetic', expression }, value: '', end };
  }
  // What looked like arithmetic to the reader of the command is parsed only when it is run.
  const source = whole.slice(2, -1);
  const body = whole.startsWith('$((') ? { source } : around.parseList(source, around.line);
  const asWritten = context === 'here' || context === 'here-brace';
  return { part: { kind: 'command', body, line: around.line, text: whole, asWritten }, value: '', end };
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\') i++;
    else if (char === "'" || char === '"' || char === '`') i = constructEnd(text, i) - 1;
    else if (char === '(') depth++;
    else if (char === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** Inside `…` a backslash before $, ` and \ goes away; in double quotes also before ". */
const unescapeBackquoted = (source: string, quoted: boolean): string =>
  source.replace(quoted ? /\\([$`\\"])/g : /\\([$`\\])/g, '$1');
