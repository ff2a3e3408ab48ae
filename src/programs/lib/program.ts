/**
 * How a program is written down: its name, what it does, its options as data, and a body that reads like the C it
 * stands for. Usage errors, --help, --version, completion and manual pages all come from this one description.
 * Authority: getopt(3) and the tools themselves for their families' wording.
 */

import type { Sys } from '../../kernel/syscalls.ts';
import {
  type GetoptRules,
  type Given,
  type OptionSpec,
  type OptionTable,
  parseCommandLine,
  type UsageProblem,
} from './getopt.ts';
import { type Described, type Family, familyOf, type Group, helpText, versionText } from './help.ts';
import { Exit, Io, type Texts } from './io.ts';

export type Body = Generator<void, number>;

export interface Program {
  readonly name: string;
  /** One line for lists: "concatenate files". */
  readonly summary: string;
  /** Behind the name in usage lines; one string a form. */
  readonly usage: readonly string[];
  readonly options: readonly OptionSpec[];
  readonly main: (sys: Sys, argv: readonly string[], env: readonly string[]) => Body;
}

/** Reads a value; one that is bad ends the program. */
export type Check = (
  io: Io,
  value: string,
  given: Given<string>,
  before: readonly Given<string>[],
) => Generator<void, unknown>;

/** By option; those that take a value which may be left out are checked where it was not. */
export type Checks<Name extends string> = Readonly<Partial<Record<Name, Check>>>;

export interface Description<Name extends string> extends GetoptRules {
  readonly name: string;
  readonly summary: string;
  readonly usage: string | readonly string[];
  readonly options?: OptionTable<Name>;
  /** The sentence under the usage lines of --help. */
  readonly about?: string;
  /** Further paragraphs under the options. */
  readonly notes?: string;
  /** How --help parts the options (util-linux). */
  readonly groups?: readonly Group[];
  /** The manual page it is in, if not its own. */
  readonly manual?: string;
  /** The section of the manual that --help sends to; 1 if not said. */
  readonly section?: string;
  /** Whose wording: coreutils if not said. */
  readonly family?: Family;
  /** The letter of --version, if not the family's. */
  readonly versionLetter?: string;
  /** Exit status of usage errors and of failing writes; 1 if not said. */
  readonly usageStatus?: number;
  readonly failureStatus?: number;
  /** What follows the line that names a usage error, if not what the family says. */
  readonly hint?: string;
  /** Values that are looked at as they are met: a bad one is told before anything that is wrong behind it. */
  readonly checks?: Checks<Name>;
  /** Turns obsolete forms (`head -1`) into present ones before getopt sees them. */
  readonly rewrite?: (args: readonly string[], env: readonly string[]) => readonly string[] | UsageProblem;
}

/** The options and operands of one run. */
export class Args<Name extends string> {
  readonly operands: readonly string[];
  readonly given: readonly Given<Name>[];

  constructor(operands: readonly string[], given: readonly Given<Name>[]) {
    this.operands = operands;
    this.given = given;
  }

  has(option: Name): boolean {
    return this.given.some((one) => one.option === option);
  }

  /** The value given last. */
  value(option: Name): string | undefined {
    return this.given.findLast((one) => one.option === option)?.value;
  }

  values(option: Name): string[] {
    return this.given.flatMap((one) => (one.option === option && one.value !== undefined ? [one.value] : []));
  }

  /** Which of options that exclude each other came last. */
  last<Choice extends Name>(...choices: readonly Choice[]): Choice | undefined {
    return this.given.findLast((one): one is Given<Choice> => choices.some((choice) => choice === one.option))?.option;
  }
}

type Standard = 'help' | 'version';
const STANDARD: OptionTable<Standard> = {
  help: { long: 'help', help: 'display this help and exit' },
  version: { long: 'version', help: 'output version information and exit' },
};

/** Runs a body; whatever way it ends, stdout is flushed and its failure told. */
export function* finishing(io: Io, body: Body): Body {
  let status: number;
  try {
    status = yield* body;
  } catch (thrown) {
    if (!(thrown instanceof Exit)) throw thrown;
    status = thrown.status;
  }
  return yield* io.finish(status);
}

const formsOf = ({ usage }: { usage: string | readonly string[] }): readonly string[] =>
  typeof usage === 'string' ? [usage] : usage;

interface Finished {
  readonly described: Described;
  readonly texts: Texts;
}

const finished = (description: Omit<Description<string>, 'options'>, options: readonly OptionSpec[]): Finished => {
  const family = familyOf(description.family);
  const { name, section = '1', about, notes, groups, usageStatus = 1, failureStatus = usageStatus } = description;
  const usage = formsOf(description);
  const described = { name: description.manual ?? name, section, usage, options, about, notes, groups };
  const texts = {
    failureStatus,
    help: (called: string) => helpText(called, described, family),
    version: () => versionText(name, family),
    hint: (called: string) => description.hint ?? family.hint(called, described),
    silent: family.silent ?? [],
    complainsAhead: family.complainsAhead ?? false,
  };
  return { described, texts };
};

const withStandard = ({
  family,
  versionLetter,
}: Pick<Description<string>, 'family' | 'versionLetter'>): OptionTable<Standard> => {
  const { help, version } = familyOf(family);
  const letter = versionLetter === undefined ? {} : { short: versionLetter };
  return { help: { ...STANDARD.help, ...help }, version: { ...STANDARD.version, ...version, ...letter } };
};

export const program = <Name extends string = never>(
  description: Description<Name>,
  body: (sys: Sys, args: Args<Name>, io: Io) => Body,
): Program => {
  const { name, summary, usageStatus = 1 } = description;
  const own = description.options ?? ({} as OptionTable<Name>);
  const standard = withStandard(description);
  // An own option may use the letter or the word (ls -h, sort -h, grep -V).
  const options: OptionTable<Name | Standard> = { ...standard, ...own };
  const ordered = [...Object.values<OptionSpec>(own), ...Object.values<OptionSpec>(standard)];
  const { described, texts } = finished(description, ordered);

  function* run(sys: Sys, argv: readonly string[], env: readonly string[], io: Io): Body {
    const raw = argv.slice(1);
    const words = description.rewrite?.(raw, env) ?? raw;
    const line = 'problem' in words ? { ...words, given: [] } : parseCommandLine(words, options, description);
    for (const [at, one] of line.given.entries()) {
      const { option, value } = one;
      if (option === 'help' && !('help' in own)) {
        yield* io.print(io.helpText);
        return 0;
      }
      if (option === 'version' && !('version' in own)) {
        yield* io.print(io.versionText);
        return 0;
      }
      const check = option in own ? description.checks?.[option as Name] : undefined;
      if (check && (value !== undefined || options[option].value === undefined)) {
        yield* check(io, value ?? '', one, line.given.slice(0, at));
      }
    }
    if ('problem' in line) {
      return line.bare ? yield* io.die(usageStatus, line.problem) : yield* io.usageError(usageStatus, line.problem);
    }
    const given = line.given.filter((one): one is Given<Name> => one.option in own);
    return yield* body(sys, new Args(line.operands, given), io);
  }

  return {
    name,
    summary,
    usage: described.usage,
    options: ordered,
    main: (sys, argv, env) => {
      const io = new Io(sys, argv[0] ?? name, env, texts);
      return finishing(io, run(sys, argv, env, io));
    },
  };
};

/** A program that reads its own command line (echo, test, printf, ps, kill): no getopt in the real one either. */
export const rawProgram = (
  description: Omit<Description<string>, keyof GetoptRules | 'rewrite'>,
  body: (sys: Sys, args: readonly string[], io: Io) => Body,
): Program => {
  const { name, summary } = description;
  const standard = withStandard(description);
  const own = Object.values<OptionSpec>(description.options ?? {});
  // It may have words of its own for these (ip --help, ip --Version).
  const taken = new Set(own.map(({ long }) => long?.toLowerCase()));
  const ordered = [...own, ...Object.values<OptionSpec>(standard).filter(({ long }) => !taken.has(long))];
  const { described, texts } = finished(description, ordered);
  return {
    name,
    summary,
    usage: described.usage,
    options: ordered,
    main: (sys, argv, env) => {
      const io = new Io(sys, argv[0] ?? name, env, texts);
      return finishing(io, body(sys, argv.slice(1), io));
    },
  };
};
