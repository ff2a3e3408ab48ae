/** getopts. Authority: bash(1). */
import { complain, printError, printUsage, speaker } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import { assign, getValue, isName, unsetVariable } from '../variables/variables.ts';
import { noOptions } from './options.ts';

interface Step {
  /** What goes into the variable, and whether more may come. */
  readonly letter: string;
  readonly argument: string | undefined;
  readonly problem?: 'unknown' | 'missing';
}

/** The next option letter of the words; undefined at the end of the options. */
function step(sh: Shell, letters: string, words: readonly string[]): Step | undefined {
  const { state } = sh;
  let index = Math.max(1, Number(getValue(state, 'OPTIND')) || 1);
  const word = words[index - 1];
  if (state.optionOffset === 0) {
    if (word === undefined || !word.startsWith('-') || word === '-') return undefined;
    if (word === '--') {
      setIndex(sh, index + 1);
      return undefined;
    }
    state.optionOffset = 1;
  }
  const letter = (word ?? '').charAt(state.optionOffset);
  let offset = state.optionOffset + 1;
  const next = (): void => {
    index++;
    offset = 0;
  };
  if (offset >= (word ?? '').length) next();
  const place = letter === ':' ? -1 : letters.indexOf(letter);
  const takes = place >= 0 && letters[place + 1] === ':';
  let argument: string | undefined;
  if (takes) {
    argument = offset > 0 ? (word ?? '').slice(offset) : words[index - 1];
    next();
    if (argument === undefined) index--;
  }
  setIndex(sh, index);
  state.optionOffset = offset;
  if (place < 0) return { letter, argument: undefined, problem: 'unknown' };
  return takes && argument === undefined ? { letter, argument, problem: 'missing' } : { letter, argument };
}

function setIndex(sh: Shell, index: number): void {
  const { optionOffset } = sh.state;
  assign(sh, 'OPTIND', String(index));
  sh.state.optionOffset = optionOffset;
}

function* report(sh: Shell, name: string, silent: boolean, { letter, problem }: Step): Doing<void> {
  if (silent) {
    assign(sh, 'OPTARG', letter);
    assign(sh, name, problem === 'missing' ? ':' : '?');
    return;
  }
  unsetVariable(sh.state, 'OPTARG');
  assign(sh, name, '?');
  if ((getValue(sh.state, 'OPTERR') ?? '1') === '0') return;
  const text = problem === 'missing' ? 'option requires an argument' : 'illegal option';
  yield* printError(sh, `${sh.state.name0 || speaker(sh)}: ${text} -- ${letter}\n`);
}

export const getopts: Builtin = {
  name: 'getopts',
  usage: 'getopts optstring name [arg ...]',
  *run(sh, args) {
    const given = yield* noOptions(sh, getopts, args);
    if (!given) return 2;
    const [optstring, name, ...rest] = given;
    if (optstring === undefined || name === undefined) return yield* printUsage(sh, getopts);
    if (!isName(name)) {
      yield* complain(sh, `getopts: \`${name}': not a valid identifier`);
      return 1;
    }
    const silent = optstring.startsWith(':');
    const found = step(sh, silent ? optstring.slice(1) : optstring, rest.length > 0 ? rest : sh.state.positional);
    if (!found) {
      sh.state.optionOffset = 0;
      assign(sh, name, '?');
      unsetVariable(sh.state, 'OPTARG');
      return 1;
    }
    if (found.problem) {
      yield* report(sh, name, silent, found);
      return 0;
    }
    assign(sh, name, found.letter);
    if (found.argument === undefined) unsetVariable(sh.state, 'OPTARG');
    else assign(sh, 'OPTARG', found.argument);
    return 0;
  },
};
