/** From a completion specification to words. Authority: bash(1), Programmable Completion; bash's gen_compspec_completions(). */
import { expandHereDoc, expandWords } from '../expand/expand.ts';
import { expandGlob } from '../expand/glob.ts';
import { compilePattern, unquotePattern } from '../expand/pattern.ts';
import { quoteSingle } from '../expand/quote.ts';
import { complain } from '../output.ts';
import { parsePlain, parseText } from '../session/text-word.ts';
import type { Doing, Shell } from '../shell.ts';
import { variable } from '../state.ts';
import { elementsOf, getValue, unsetVariable } from '../variables/variables.ts';
import { candidates, paths } from './actions.ts';
import { actionOrder, type Spec } from './spec.ts';

/** The line that is being completed, as completion functions see it. */
export interface Place {
  readonly command: string;
  readonly word: string;
  readonly previous: string;
  readonly line: string;
  readonly point: number;
  readonly words: readonly string[];
  /** Which of them. */
  readonly index: number;
  /** COMP_TYPE: the character code of what Tab did. */
  readonly type: number;
  readonly key: number;
}

/** The word list, split at IFS outside of quotes, each word expanded. */
function* wordList(sh: Shell, list: string, word: string): Doing<string[]> {
  const { options } = sh.state;
  const ifs = getValue(sh.state, 'IFS') ?? ' \t\n';
  const pieces: string[] = [];
  let piece = '';
  let quote = '';
  for (let at = 0; at < list.length; at++) {
    const char = list.charAt(at);
    if (char === '\\' && quote !== "'") piece += char + list.charAt(++at);
    else if (quote === '' && ifs.includes(char)) {
      if (piece !== '') pieces.push(piece);
      piece = '';
    } else {
      if (quote !== '') quote = char === quote ? '' : quote;
      else if (char === '"' || char === "'") quote = char;
      piece += char;
    }
  }
  if (piece !== '') pieces.push(piece);
  const { noglob } = options;
  options.noglob = true;
  const words = yield* expandWords(
    pieces.map((text) => parsePlain(text, sh.state.line)),
    sh.env,
  );
  options.noglob = noglob;
  return words.filter((one) => one.startsWith(word));
}

const arrayOf = (values: readonly string[]): ReturnType<typeof variable> => ({
  ...variable(undefined),
  shape: 'indexed',
  elements: new Map(values.map((value, index) => [index, value])),
});

const COMP_NAMES = ['COMP_LINE', 'COMP_POINT', 'COMP_TYPE', 'COMP_KEY', 'COMP_WORDS', 'COMP_CWORD'];

function bindPlace({ state }: Shell, place: Place): void {
  const scalars = [place.line, place.point, place.type, place.key].map(String);
  for (const [index, value] of scalars.entries()) state.variables.set(COMP_NAMES[index] ?? '', variable(value));
  state.variables.set('COMP_WORDS', arrayOf(place.words));
  state.variables.set('COMP_CWORD', variable(String(place.index)));
}

/** `return 124`: the function has changed the specification, and it is to be looked up again. */
const TRY_AGAIN = 124;

function* callFunction(sh: Shell, name: string, place: Place): Doing<readonly string[] | 'again'> {
  const { state } = sh;
  if (!state.functions.has(name)) {
    yield* complain(sh, `completion: function \`${name}' not found`);
    return [];
  }
  unsetVariable(state, 'COMPREPLY');
  const arguments_ = [name, place.command, place.word, place.previous];
  const status = yield* sh.interpreter.words(sh, arguments_, { functions: true, builtins: true, disk: true });
  const reply = elementsOf(state, 'COMPREPLY');
  const scalar = getValue(state, 'COMPREPLY');
  const words = reply ? [...reply.values()] : scalar === undefined ? [] : [scalar];
  unsetVariable(state, 'COMPREPLY');
  return status === TRY_AGAIN ? 'again' : words;
}

function* runCommand(sh: Shell, command: string, { command: name, word, previous }: Place): Doing<string[]> {
  const text = `$(${command} ${[name, word, previous].map((one) => quoteSingle(one)).join(' ')}\n)`;
  const output = yield* expandHereDoc(parseText(text, sh.state.line), sh.env);
  return output.split('\n').filter((line) => line !== '');
}

function filtered(words: readonly string[], filter: string | undefined, word: string): readonly string[] {
  if (filter === undefined) return words;
  const negated = filter.startsWith('!');
  const text = (negated ? filter.slice(1) : filter).replace(/\\&|&/g, (token) => (token === '&' ? word : '&'));
  const pattern = compilePattern(text, { extglob: true });
  return words.filter((one) => pattern.matches(one) === negated);
}

/** The words of a specification; `again` when its function asks for another look. */
export function* generate(sh: Shell, spec: Spec, place: Place): Doing<readonly string[] | 'again'> {
  const { word } = place;
  const found: string[] = [];
  for (const action of actionOrder) if (spec.actions.has(action)) found.push(...(yield* candidates(sh, action, word)));
  if (spec.glob !== undefined) {
    const names = yield* expandGlob(spec.glob, sh.env);
    found.push(...(names.length > 0 ? names : []).map(unquotePattern));
  }
  if (spec.words !== undefined) found.push(...(yield* wordList(sh, spec.words, word)));
  if (spec.function !== undefined || spec.command !== undefined) bindPlace(sh, place);
  if (spec.function !== undefined) {
    const words = yield* callFunction(sh, spec.function, place);
    if (words === 'again') return 'again';
    found.push(...words);
  }
  if (spec.command !== undefined) found.push(...(yield* runCommand(sh, spec.command, place)));
  for (const name of COMP_NAMES) unsetVariable(sh.state, name);
  const { prefix = '', suffix = '' } = spec;
  const words = filtered(found, spec.filter, word).map((one) => `${prefix}${one}${suffix}`);
  const { options } = spec;
  const directories = options.has('plusdirs') || (options.has('dirnames') && words.length === 0);
  return directories ? [...words, ...(yield* paths(sh, word, true))] : words;
}
