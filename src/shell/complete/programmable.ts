/** Completion by what `complete` has laid down for the command. Authority: bash(1), Programmable Completion. */
import type { Candidate, Completion, CompletionType } from '../edit/index.ts';
import { quoteWithBackslashes } from '../expand/quote.ts';
import { fileType } from '../files.ts';
import type { Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';
import { generate, type Place } from './generate.ts';
import { SPECIAL, type Spec } from './spec.ts';

const SEPARATORS = ';|&{(`\n';
const BLANKS = ' \t\n';

/** Where the command that the word belongs to begins: behind the last separator that is not quoted, and assignments. */
function commandStart(text: string, end: number): number {
  let start = 0;
  let quote = '';
  for (let at = 0; at < end; at++) {
    const char = text.charAt(at);
    if (char === '\\' && quote !== "'") at++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (SEPARATORS.includes(char)) start = at + 1;
  }
  const [skipped = ''] = /^\s*(\w+=\S*\s+)*/.exec(text.slice(start, end)) ?? [];
  return start + skipped.length;
}

interface Word {
  readonly text: string;
  readonly start: number;
}

/** COMP_WORDS: characters of COMP_WORDBREAKS are words of their own. */
function splitWords(line: string, breaks: string): Word[] {
  const separators = [...breaks].filter((char) => !BLANKS.includes(char) && !'"\''.includes(char)).join('');
  const words: Word[] = [];
  for (let at = 0; at < line.length; ) {
    if (BLANKS.includes(line.charAt(at))) {
      at++;
      continue;
    }
    const start = at;
    if (separators.includes(line.charAt(at))) while (separators.includes(line.charAt(at) || ' ')) at++;
    else {
      let quote = '';
      for (; at < line.length; at++) {
        const char = line.charAt(at);
        if (char === '\\' && quote !== "'") at++;
        else if (quote !== '') quote = char === quote ? '' : quote;
        else if (BLANKS.includes(char) || separators.includes(char)) break;
        else if (char === '"' || char === "'") quote = char;
      }
    }
    words.push({ text: line.slice(start, at), start });
  }
  return words;
}

function placeOf(sh: Shell, text: string, point: number, word: string, type: CompletionType): Place {
  const start = commandStart(text, point - word.length);
  const line = text.slice(start);
  const cursor = point - start;
  const words = splitWords(line, getValue(sh.state, 'COMP_WORDBREAKS') ?? '');
  const found = words.findIndex(
    (one) => one.start <= cursor && cursor <= one.start + one.text.length && one.start < cursor,
  );
  const index = found < 0 ? words.filter((one) => one.start < cursor).length : found;
  const texts = words.map((one) => one.text);
  if (found < 0) texts.splice(index, 0, '');
  return {
    command: texts[0] ?? '',
    word,
    previous: texts[index - 1] ?? '',
    line,
    point: cursor,
    words: texts,
    index,
    type: type.charCodeAt(0),
    key: 9,
  };
}

/** The specification's name for the word, and for which of its kinds. */
function nameFor({ state }: Shell, { command, index, words }: Place): string | undefined {
  const { completions } = state;
  const empty = words.every((word) => word === '');
  if (empty && completions.has(SPECIAL.E)) return SPECIAL.E;
  if (empty || index === 0) return completions.has(SPECIAL.I) ? SPECIAL.I : undefined;
  const base = command.slice(command.lastIndexOf('/') + 1);
  return [command, base, SPECIAL.D].find((name) => completions.has(name));
}

function* candidatesOf(sh: Shell, words: readonly string[], spec: Spec): Doing<Candidate[]> {
  const { options, actions } = spec;
  const files = (['filenames', 'dirnames', 'plusdirs'] as const).some((option) => options.has(option));
  const asFiles = files || actions.has('file') || actions.has('directory');
  const space = options.has('nospace') ? { suffix: '' } : {};
  const found: Candidate[] = [];
  for (const word of words) {
    const directory = asFiles && (yield* fileType(sh.sys, word)) === 'directory';
    const value = asFiles && !options.has('noquote') && word !== '' ? quoteWithBackslashes(word) : word;
    const name = asFiles ? word.slice(word.lastIndexOf('/') + 1) : word;
    found.push({ value, label: name, ...space, ...(directory && { mark: '/', suffix: '/' }) });
  }
  return found;
}

/** How often a function may ask for another look. */
const MOST_LOOKS = 32;

/** Undefined where nothing is laid down, or the ordinary completion is to go on. */
export function* programmable(
  sh: Shell,
  text: string,
  point: number,
  start: number,
  type: CompletionType,
): Doing<Completion | undefined> {
  const { state } = sh;
  if (!state.shopt.progcomp || state.completions.size === 0) return undefined;
  const place = placeOf(sh, text, point, text.slice(start, point), type);
  for (let look = 0; look < MOST_LOOKS; look++) {
    const name = nameFor(sh, place);
    const spec = name === undefined ? undefined : state.completions.get(name);
    if (name === undefined || !spec) return undefined;
    const completing = { name, spec };
    sh.completing = completing;
    const { status, pipeStatus } = state;
    const words = yield* generate(sh, spec, place);
    Object.assign(state, { status, pipeStatus });
    sh.completing = undefined;
    if (words === 'again') continue;
    const { options } = completing.spec;
    if (words.length === 0 && (options.has('default') || options.has('bashdefault'))) return undefined;
    const candidates = yield* candidatesOf(sh, words, completing.spec);
    return { start, candidates, ...(options.has('nosort') && { unsorted: true }) };
  }
  return undefined;
}
