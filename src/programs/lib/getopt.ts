/**
 * Command lines as getopt_long(3) reads them: permutation, `--`, combined short options, abbreviated long ones, and the
 * words of its errors. Options are data, from which usage, --help, completion and manual pages are made as well.
 * Authority: getopt(3) of glibc.
 */

export interface OptionSpec {
  /** One letter (or what help texts show for a whole family of them: `<sig>`). */
  readonly short?: string;
  readonly long?: string;
  /** The name of the value in help texts; its presence means that the option takes one. */
  readonly value?: string;
  /** The value may be left out (`--color[=WHEN]`). */
  readonly optional?: boolean;
  /** `optional` is true of the word alone: the letter wants its value. */
  readonly letterWants?: true;
  /** Only the word takes it: `-F`, `--classify[=WHEN]`. */
  readonly bareLetter?: true;
  /** How --help shows its names, where that is not as of all others. */
  readonly shown?: string;
  /** What it does; further lines are indented under the first. */
  readonly help: string;
}

export type OptionTable<Name extends string> = Readonly<Record<Name, OptionSpec>>;

export interface Given<Name extends string> {
  readonly option: Name;
  readonly value: string | undefined;
  /** Whether its letter was given: messages of some tools say how an option was written. */
  readonly short?: true;
}

export interface CommandLine<Name extends string> {
  readonly operands: readonly string[];
  /** Every option in the order given. */
  readonly given: readonly Given<Name>[];
}

export interface UsageProblem {
  readonly problem: string;
  /** Nothing is said of --help. */
  readonly bare?: true;
}

/** What stood in front of the problem was read, and done, before it was seen. */
export interface BadCommandLine<Name extends string> extends UsageProblem {
  readonly given: readonly Given<Name>[];
}

export interface GetoptRules {
  /** Options end at the first operand (env, timeout, xargs). */
  readonly stopAtOperand?: boolean;
  /** `-5`: a run of digits is the value of this option (grep). */
  readonly digits?: string;
  /** What is said of a letter that is none, where the tool has words of its own for it. */
  readonly wrongLetter?: (letter: string) => UsageProblem | undefined;
  /** `-5` and `-.5` are operands (seq). */
  readonly negativeNumbers?: boolean;
}

interface LongMatch<Name extends string> {
  readonly option: Name;
  readonly spec: OptionSpec;
}

const entries = <Name extends string>(table: OptionTable<Name>): [Name, OptionSpec][] =>
  Object.entries(table) as [Name, OptionSpec][];

/** `name` is the part of `word` between `--` and `=`; messages quote the whole word. */
const findLong = <Name extends string>(
  table: OptionTable<Name>,
  name: string,
  word: string,
): LongMatch<Name> | UsageProblem => {
  const all = entries(table).filter(([, spec]) => spec.long !== undefined);
  const exact = all.find(([, spec]) => spec.long === name);
  if (exact) return { option: exact[0], spec: exact[1] };
  const matches = all.filter(([, spec]) => spec.long?.startsWith(name));
  const first = matches[0];
  if (!first) return { problem: `unrecognized option '${word}'` };
  if (matches.length === 1) return { option: first[0], spec: first[1] };
  const names = matches.map(([, spec]) => ` '--${spec.long}'`).join('');
  return { problem: `option '${word}' is ambiguous; possibilities:${names}` };
};

export const parseCommandLine = <Name extends string>(
  args: readonly string[],
  table: OptionTable<Name>,
  rules: GetoptRules = {},
): CommandLine<Name> | BadCommandLine<Name> => {
  const given: Given<Name>[] = [];
  const operands: string[] = [];
  const shorts = new Map(entries(table).flatMap(([name, spec]) => (spec.short ? [[spec.short, name] as const] : [])));

  /** One word of short options; answers how many further words it used, or the problem. */
  const readShort = (word: string, following: string | undefined): number | UsageProblem => {
    for (let at = 1; at < word.length; at += 1) {
      const letter = word.charAt(at);
      if (rules.digits !== undefined && letter >= '0' && letter <= '9') {
        const digits = /^\d+/.exec(word.slice(at))?.[0] ?? letter;
        given.push({ option: rules.digits as Name, value: digits });
        at += digits.length - 1;
        continue;
      }
      const option = shorts.get(letter);
      if (option === undefined) return rules.wrongLetter?.(letter) ?? { problem: `invalid option -- '${letter}'` };
      const spec = table[option];
      if (spec.value === undefined || spec.bareLetter) {
        given.push({ option, value: undefined });
        continue;
      }
      const rest = word.slice(at + 1);
      if (rest !== '' || (spec.optional && !spec.letterWants)) {
        given.push({ option, value: rest === '' ? undefined : rest, short: true });
        return 0;
      }
      if (following === undefined) return { problem: `option requires an argument -- '${letter}'` };
      given.push({ option, value: following, short: true });
      return 1;
    }
    return 0;
  };

  const readLong = (word: string, following: string | undefined): number | UsageProblem => {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
    const match = findLong(table, name, word);
    if ('problem' in match) return match;
    const { option, spec } = match;
    if (spec.value === undefined) {
      if (equals >= 0) return { problem: `option '--${spec.long}' doesn't allow an argument` };
      given.push({ option, value: undefined });
      return 0;
    }
    if (equals >= 0 || spec.optional) {
      given.push({ option, value: equals < 0 ? undefined : word.slice(equals + 1) });
      return 0;
    }
    if (following === undefined) return { problem: `option '--${spec.long}' requires an argument` };
    given.push({ option, value: following });
    return 1;
  };

  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    const number = rules.negativeNumbers === true && /^-[.\d]/.test(word);
    if (word === '-' || number || !word.startsWith('-')) {
      if (rules.stopAtOperand) {
        operands.push(...args.slice(at));
        break;
      }
      operands.push(word);
      continue;
    }
    const used = word.startsWith('--') ? readLong(word, args[at + 1]) : readShort(word, args[at + 1]);
    if (typeof used !== 'number') return { ...used, given };
    at += used;
  }
  return { operands, given };
};
