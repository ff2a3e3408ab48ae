/** Words of an awk program. Authority: POSIX awk "Lexical Conventions"; messages are mawk's. */

export type TokenKind =
  | 'number'
  | 'string'
  | 'regex'
  | 'name'
  /** A name with ( right behind it. */
  | 'call'
  | 'builtin'
  | 'keyword'
  | 'operator'
  | 'newline'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly line: number;
}

/** A program that cannot be compiled; the message lacks the name of the program. */
export class AwkProblem extends Error {}

const KEYWORDS = new Set(
  'BEGIN END function if else while for do break continue next nextfile exit return delete in getline print printf'.split(
    ' ',
  ),
);

export const BUILTINS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  length: [0, 1],
  substr: [2, 3],
  index: [2, 2],
  split: [2, 3],
  sub: [2, 3],
  gsub: [2, 3],
  match: [2, 2],
  sprintf: [1, 255],
  sin: [1, 1],
  cos: [1, 1],
  atan2: [2, 2],
  exp: [1, 1],
  log: [1, 1],
  sqrt: [1, 1],
  int: [1, 1],
  rand: [0, 0],
  srand: [0, 1],
  tolower: [1, 1],
  toupper: [1, 1],
  system: [1, 1],
  close: [1, 1],
  fflush: [0, 1],
  systime: [0, 0],
  strftime: [0, 3],
  mktime: [1, 1],
};

const OPERATORS = [
  '&&',
  '||',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '^=',
  '==',
  '<=',
  '>=',
  '!=',
  '!~',
  '>>',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ';',
  ',',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '!',
  '>',
  '<',
  '|',
  '?',
  ':',
  '~',
  '$',
  '=',
];

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** A string's escapes; one that is none keeps its backslash. */
export const awkEscapes = (text: string): string =>
  text.replace(/\\(?:([0-7]{1,3})|(\n)|([^0-7]))/g, (whole, octal?: string, newline?: string, letter?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    if (newline !== undefined) return '';
    return ESCAPES[letter ?? ''] ?? whole;
  });

/** A token behind which a slash divides: not `++`, so that `x++ / 2` is no division but the start of an expression. */
const endsOperand = (token: Token | undefined): boolean => {
  if (!token) return false;
  if (token.kind === 'operator') return [')', ']'].includes(token.text);
  return ['number', 'string', 'regex', 'name'].includes(token.kind);
};

/** The place of the slash that ends a regular expression; one between brackets does not. */
const regexEnd = (program: string, from: number): number => {
  let first = -1;
  for (let at = from; at < program.length; at += 1) {
    const char = program.charAt(at);
    if (char === '\n' || (char === '/' && first < 0)) return at;
    if (char === '\\') at += 1;
    else if (first < 0 && char === '[') first = program.charAt(at + 1) === '^' ? at + 2 : at + 1;
    else if (first >= 0 && /^\[[:.=]/.test(program.slice(at, at + 2))) at += 1;
    else if (char === ']' && at > first && !/[:.=]/.test(program.charAt(at - 1))) first = -1;
  }
  return program.length;
};

const NUMBER = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/;

export const tokensOf = (program: string): Token[] => {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const add = (kind: TokenKind, text: string): void => {
    tokens.push({ kind, text, line });
  };
  const stringEnd = (): number => {
    let end = at + 1;
    for (; end < program.length && !/["\n]/.test(program.charAt(end)); end += 1)
      if (program.charAt(end) === '\\') end += 1;
    return end;
  };
  const quoted = (delimiter: string, what: string, end: number): string => {
    if (program.charAt(end) !== delimiter) {
      const text = program.slice(at, at + 11).split('\n')[0] ?? '';
      throw new AwkProblem(`line ${line}: runaway ${what} ${text} ...`);
    }
    const text = program.slice(at + 1, end);
    at = end + 1;
    line += text.split('\n').length - 1;
    return text;
  };
  while (at < program.length) {
    const char = program.charAt(at);
    if (char === ' ' || char === '\t' || char === '\r') at += 1;
    else if (char === '\\' && /^\\\r?\n/.test(program.slice(at, at + 3))) {
      at = program.indexOf('\n', at) + 1;
      line += 1;
    } else if (char === '#') {
      const end = program.indexOf('\n', at);
      at = end < 0 ? program.length : end;
    } else if (char === '\n') {
      add('newline', '\n');
      line += 1;
      at += 1;
    } else if (char === '"') add('string', awkEscapes(quoted('"', 'string constant', stringEnd())));
    else if (char === '/' && !endsOperand(tokens.at(-1))) {
      // Behind `++` mawk looks whether = follows, and loses what does.
      const before = tokens.at(-1)?.text;
      if ((before === '++' || before === '--') && program.charAt(at + 1) !== '=')
        program = `${program.slice(0, at + 1)}${program.slice(at + 2)}`;
      add('regex', quoted('/', 'regular expression', regexEnd(program, at + 1)));
    } else if (/[0-9.]/.test(char) && NUMBER.test(program.slice(at, at + 40))) {
      const text = NUMBER.exec(program.slice(at))?.[0] ?? '';
      if (!Number.isFinite(Number(text))) throw new AwkProblem(`line ${line}: ${text} : decimal overflow`);
      add('number', text);
      at += text.length;
    } else if (/[A-Za-z_]/.test(char)) {
      const text = /^\w+/.exec(program.slice(at))?.[0] ?? '';
      at += text.length;
      if (KEYWORDS.has(text)) add('keyword', text);
      else if (Object.hasOwn(BUILTINS, text)) add('builtin', text);
      else add(program.charAt(at) === '(' ? 'call' : 'name', text);
    } else {
      const operator = OPERATORS.find((one) => program.startsWith(one, at));
      if (operator === undefined) {
        const code = char.charCodeAt(0);
        const shown = code > 32 && code < 127 ? `'${char}'` : `0x${code.toString(16).padStart(2, '0')}`;
        throw new AwkProblem(`${line}: unexpected character ${shown}`);
      }
      add('operator', operator);
      at += operator.length;
    }
  }
  add('end', '');
  return tokens;
};
