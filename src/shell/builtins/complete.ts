/** complete, compgen, compopt: programmable completion. Authority: bash(1). */
import { generate, type Place } from '../complete/generate.ts';
import {
  type Action,
  actionNamed,
  actionOfLetter,
  type CompleteOption,
  isSpecial,
  OPTIONS,
  optionNamed,
  SPECIAL,
  type Spec,
  specLine,
  specNames,
} from '../complete/spec.ts';
import { complain, print, printUsage, usageError } from '../output.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';

const ACTION_LETTERS = 'abcdefgjksuv';
const VALUE_LETTERS = 'oAGWFCXPS';
const SPEC_USAGE =
  '[-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix]';

interface Parsed {
  readonly spec: Spec;
  readonly flags: ReadonlySet<string>;
  readonly rest: readonly string[];
  /** Something of the specification was given. */
  readonly given: boolean;
}

function* refuse(sh: Shell, { name }: Builtin, text: string): Doing<undefined> {
  yield* complain(sh, `${name}: ${text}`);
  return undefined;
}

/** Options that may be given more than once are why this is not parseOptions. `flags` are those without a value. */
function* parse(sh: Shell, builtin: Builtin, args: readonly string[], flags: string): Doing<Parsed | number> {
  const actions = new Set<Action>();
  const options = new Set<CompleteOption>();
  const values = new Map<string, string>();
  const set = new Set<string>();
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      at++;
      break;
    }
    if (!arg.startsWith('-') || arg === '-') break;
    for (let i = 1; i < arg.length; i++) {
      const letter = arg.charAt(i);
      const action = ACTION_LETTERS.includes(letter) ? actionOfLetter(letter) : undefined;
      if (action) actions.add(action);
      else if (flags.includes(letter)) set.add(letter);
      else if (VALUE_LETTERS.includes(letter)) {
        const value = i + 1 < arg.length ? arg.slice(i + 1) : args[++at];
        if (value === undefined) {
          return yield* usageError(sh, builtin.name, `-${letter}: option requires an argument`, builtin.usage);
        }
        if (letter === 'o') {
          const option = optionNamed(value);
          if (!option) return (yield* refuse(sh, builtin, `${value}: invalid option name`)) ?? 2;
          options.add(option);
        } else if (letter === 'A') {
          const named = actionNamed(value);
          if (!named) return (yield* refuse(sh, builtin, `${value}: invalid action name`)) ?? 2;
          actions.add(named);
        } else values.set(letter, value);
        break;
      } else return yield* usageError(sh, builtin.name, `-${letter}: invalid option`, builtin.usage);
    }
  }
  const spec: Spec = {
    actions,
    options,
    glob: values.get('G'),
    words: values.get('W'),
    prefix: values.get('P'),
    suffix: values.get('S'),
    filter: values.get('X'),
    command: values.get('C'),
    function: values.get('F'),
  };
  const given = actions.size > 0 || options.size > 0 || values.size > 0;
  return { spec, flags: set, rest: args.slice(at), given };
}

/** -D, -E and -I instead of names. */
const namesOf = ({ flags, rest }: Parsed): readonly string[] => {
  const special = (['D', 'E', 'I'] as const).find((letter) => flags.has(letter));
  return special ? [SPECIAL[special]] : rest;
};

function* show(sh: Shell, names: readonly string[]): Doing<number> {
  const { completions } = sh.state;
  let status = 0;
  for (const name of names) {
    const spec = completions.get(name);
    if (spec) yield* print(sh, 'complete', specLine(name, spec));
    else {
      yield* complain(sh, `complete: ${name}: no completion specification`);
      status = 1;
    }
  }
  return status;
}

function* remove(sh: Shell, names: readonly string[]): Doing<number> {
  const { completions } = sh.state;
  if (names.length === 0) completions.clear();
  let status = 0;
  for (const name of names) {
    if (completions.delete(name)) continue;
    yield* complain(sh, `complete: ${name}: no completion specification`);
    status = 1;
  }
  return status;
}

export const complete: Builtin = {
  name: 'complete',
  usage: `complete [-abcdefgjksuv] [-pr] [-DEI] ${SPEC_USAGE} [name ...]`,
  *run(sh, args) {
    const parsed = yield* parse(sh, complete, args, 'prDEI');
    if (typeof parsed === 'number') return parsed;
    const { flags, spec, given } = parsed;
    const { completions } = sh.state;
    const names = namesOf(parsed);
    if (flags.has('p') || (!flags.has('r') && !given && names.length === 0)) {
      return yield* show(sh, names.length > 0 ? names : specNames(completions));
    }
    if (flags.has('r')) return yield* remove(sh, names);
    if (names.length === 0) {
      yield* printUsage(sh, complete);
      return 2;
    }
    for (const name of names) {
      completions.delete(name);
      completions.set(name, spec);
    }
    return 0;
  },
};

export const compgen: Builtin = {
  name: 'compgen',
  usage: `compgen [-abcdefgjksuv] ${SPEC_USAGE} [word]`,
  *run(sh, args) {
    const parsed = yield* parse(sh, compgen, args, '');
    if (typeof parsed === 'number') return parsed;
    const { spec, rest, given } = parsed;
    if (!given) return 0;
    for (const [letter, value] of [
      ['F', spec.function],
      ['C', spec.command],
    ] as const) {
      if (value !== undefined) yield* complain(sh, `compgen: warning: -${letter} option may not work as you expect`);
    }
    const word = rest[0] ?? '';
    const place: Place = {
      command: 'compgen',
      word,
      previous: '',
      line: '',
      point: 0,
      words: [],
      index: -1,
      type: 0,
      key: 0,
    };
    const words = yield* generate(sh, spec, place);
    if (words === 'again' || words.length === 0) return 1;
    return yield* print(sh, 'compgen', words.map((one) => `${one}\n`).join(''));
  },
};

// ---------------------------------------------------------------- compopt

interface Changes {
  readonly on: readonly CompleteOption[];
  readonly off: readonly CompleteOption[];
  readonly names: readonly string[];
}

function* changesOf(sh: Shell, args: readonly string[]): Doing<Changes | number> {
  const on: CompleteOption[] = [];
  const off: CompleteOption[] = [];
  let special: string | undefined;
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      at++;
      break;
    }
    if (!/^[-+]./.test(arg)) break;
    const letter = arg.charAt(1);
    if (arg.length === 2 && isSpecial(letter)) special = SPECIAL[letter];
    else if (letter === 'o') {
      const value = arg.length > 2 ? arg.slice(2) : args[++at];
      const option = optionNamed(value ?? '');
      if (!option) return (yield* refuse(sh, compopt, `${value}: invalid option name`)) ?? 2;
      (arg.startsWith('-') ? on : off).push(option);
    } else return yield* usageError(sh, 'compopt', `${arg.slice(0, 2)}: invalid option`, compopt.usage);
  }
  return { on, off, names: special === undefined ? args.slice(at) : [special] };
}

function change(spec: Spec, { on, off }: Changes): Spec {
  const options = new Set([...spec.options, ...on]);
  for (const option of off) options.delete(option);
  return { ...spec, options };
}

const optionsLine = (name: string, { options }: Spec): string =>
  `compopt ${OPTIONS.map((option) => `${options.has(option) ? '-' : '+'}o ${option} `).join('')}${name}\n`;

export const compopt: Builtin = {
  name: 'compopt',
  usage: 'compopt [-o|+o option] [-DEI] [name ...]',
  *run(sh, args) {
    const changes = yield* changesOf(sh, args);
    if (typeof changes === 'number') return changes;
    const { completions } = sh.state;
    const shows = changes.on.length + changes.off.length === 0;
    if (changes.names.length === 0) {
      if (!sh.completing) {
        yield* complain(sh, 'compopt: not currently executing completion function');
        return 1;
      }
      if (shows) return yield* print(sh, 'compopt', optionsLine(sh.completing.name, sh.completing.spec));
      sh.completing.spec = change(sh.completing.spec, changes);
      return 0;
    }
    let status = 0;
    for (const name of changes.names) {
      const spec = completions.get(name);
      if (!spec) {
        yield* complain(sh, `compopt: ${name}: no completion specification`);
        status = 1;
      } else if (shows) yield* print(sh, 'compopt', optionsLine(name, spec));
      else completions.set(name, change(spec, changes));
    }
    return status;
  },
};
