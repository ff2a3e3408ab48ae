/**
 * readline's init file: lines for ./readline.ts, with `$if`, `$else`, `$endif` and `$include` between them.
 * Authority: readline(3), Conditional Init Constructs.
 */
import { obeyLine, type Readline } from './readline.ts';

export interface InitContext {
  /** TERM. */
  readonly terminal: string;
  /** The text of a file; undefined where it cannot be read. */
  readonly read: (path: string) => Generator<void, string | undefined>;
  readonly complain: (message: string) => Generator<void, void>;
}

const VERSION = 8.2;

function holdsForVersion(test: string): boolean {
  const [, operator = '=', number = ''] = /^version\s*([<>=!]=?)\s*([\d.]*)/.exec(test) ?? [];
  const wanted = Number.parseFloat(number);
  switch (operator) {
    case '<':
      return VERSION < wanted;
    case '>':
      return VERSION > wanted;
    case '<=':
      return VERSION <= wanted;
    case '>=':
      return VERSION >= wanted;
    case '!=':
      return VERSION !== wanted;
    default:
      return VERSION === wanted;
  }
}

/** `mode=vi`, `term=xterm`, `version >= 8.0`, a variable's value, or the name of an application. */
function holds({ variables }: Readline, { terminal }: InitContext, test: string): boolean {
  const lower = test.toLowerCase();
  if (lower.startsWith('mode=')) return lower.slice('mode='.length) === variables.get('editing-mode');
  if (lower.startsWith('term=')) {
    const wanted = lower.slice('term='.length);
    return wanted === terminal || wanted === terminal.split('-')[0];
  }
  if (/^version\b/.test(lower)) return holdsForVersion(lower);
  const variable = /^([\w-]+)\s*(==?|!=)\s*(.*)$/.exec(lower);
  const value = variable && variables.get(variable[1] ?? '');
  if (variable && value !== undefined && value !== null) return (value === variable[3]) === (variable[2] !== '!=');
  return lower === 'bash';
}

interface Conditions {
  /** Whether the lines of each open `$if` count. */
  readonly open: boolean[];
  /** Another file was read in between: readline has then forgotten where it is. */
  lost: boolean;
}

interface Directive {
  readonly word: string;
  readonly rest: string;
}

const directiveIn = (line: string): Directive | undefined => {
  const [, word, rest = ''] = /^\$\s*(\S*)\s*(.*)$/.exec(line) ?? [];
  return word === undefined ? undefined : { word: word.toLowerCase(), rest: rest.trim() };
};

function* directive(
  readline: Readline,
  context: InitContext,
  conditions: Conditions,
  { word, rest }: Directive,
): Generator<void, void> {
  const { open } = conditions;
  switch (word) {
    case 'if':
      open.push(holds(readline, context, rest));
      return;
    case 'else': {
      const last = open.pop();
      if (last === undefined) yield* context.complain('$else found without matching $if');
      else open.push(!last);
      return;
    }
    case 'endif':
      if (open.pop() === undefined) yield* context.complain('$endif without matching $if');
      return;
    default:
      yield* context.complain(`${word}: unknown parser directive`);
  }
}

const DEEPEST = 10;

/** Obeys a file; answers whether it could be read. Bindings go to the keymap that `set keymap` chose in it. */
export function* readInitFile(
  readline: Readline,
  context: InitContext,
  path: string,
  depth = 0,
): Generator<void, boolean> {
  const text = depth > DEEPEST ? undefined : yield* context.read(path);
  if (text === undefined) return false;
  readline.initFile = path;
  const conditions: Conditions = { open: [], lost: false };
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const here: InitContext = {
      ...context,
      complain: (message) => context.complain(conditions.lost ? message : `${path}: line ${at + 1}: ${message}`),
    };
    const counts = conditions.open.every(Boolean);
    const found = directiveIn(line);
    if (found?.word === 'include') {
      if (counts && (yield* readInitFile(readline, context, found.rest, depth + 1))) conditions.lost = true;
      continue;
    }
    if (found) {
      yield* directive(readline, here, conditions, found);
      continue;
    }
    if (!counts) continue;
    const problem = obeyLine(readline, line);
    if (problem !== undefined) yield* here.complain(problem);
  }
  return true;
}
