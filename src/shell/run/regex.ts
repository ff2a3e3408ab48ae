/**
 * POSIX extended regular expressions for `[[ =~ ]]`: those of the programs, as regcomp(3) reads them, which is a little
 * different from sed's and grep's: a `)` too many is a character, a repetition of nothing an error, `[:a:]` a plain bracket.
 * Authority: bash(1), regex(7), regcomp(3).
 */
import { type BufferRegex, bufferRegex } from '../../programs/lib/buffer-regex.ts';
import { RegexProblem } from '../../programs/lib/posix-regex.ts';

/** An escape or a bracket expression: one piece, in which nothing else has a meaning. */
const PIECES = /\\.|\[\^?\]?(?:\[([:.=]).*?\1\]|[^\]])*\]|./gsu;
const REPEATS = /^[*+?{]$/;
const INTERVAL = /^\{(?:\d+|\d*,\d*)\}/;
const CLASS_ALONE = /^\[:([a-z]+:\])$/;

/** The expression with every `)` escaped that closes nothing; undefined when a repetition repeats nothing, or a `{` is none. */
function prepared(pattern: string): string | undefined {
  let depth = 0;
  let atStart = true;
  let text = '';
  for (const match of pattern.matchAll(PIECES)) {
    const [piece] = match;
    if (atStart && REPEATS.test(piece)) return undefined;
    if (piece === '{' && !INTERVAL.test(pattern.slice(match.index))) return undefined;
    if (piece === '(') depth++;
    const extra = piece === ')' && depth === 0;
    if (piece === ')' && !extra) depth--;
    text += extra ? '\\)' : piece.replace(CLASS_ALONE, '[$1');
    atStart = piece === '(' || piece === '|' || piece === '^';
  }
  return text;
}

function compile(pattern: string, ignoreCase: boolean): BufferRegex | undefined {
  const text = prepared(pattern);
  if (text === undefined) return undefined;
  try {
    return bufferRegex(text, { extended: true, ignoreCase, unicode: true });
  } catch (thrown) {
    if (thrown instanceof RegexProblem) return undefined;
    throw thrown;
  }
}

const compiled = new Map<string, BufferRegex | undefined>();
const MAX_COMPILED = 256;

/** Undefined when it is no regular expression. */
export function regexOf(source: string, ignoreCase: boolean): BufferRegex | undefined {
  const key = `${ignoreCase ? 'i' : ''}/${source}`;
  if (compiled.has(key)) return compiled.get(key);
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const regex = compile(source, ignoreCase);
  compiled.set(key, regex);
  return regex;
}
