/**
 * Usage errors, --help and --version in the words of the family that a tool comes from.
 * Authority: the tools of coreutils 9.1, GNU grep 3.8, sed 4.9, diffutils 3.8, findutils 4.9, procps 4.0.2 and util-linux 2.38.1.
 */

import type { OptionSpec } from './getopt.ts';

export type Family =
  | 'coreutils'
  | 'curl'
  | 'file'
  | 'grep'
  | 'sed'
  | 'mawk'
  | 'diffutils'
  | 'findutils'
  | 'ipclab'
  | 'man-db'
  | 'procps'
  | 'strace'
  | 'util-linux';

export interface Described {
  readonly name: string;
  /** Of the manual, where the page is. */
  readonly section: string;
  readonly usage: readonly string[];
  readonly options: readonly OptionSpec[];
  readonly about?: string | undefined;
  readonly notes?: string | undefined;
  readonly groups?: readonly Group[] | undefined;
}

/** Options that --help lists under a title of their own. */
export interface Group {
  readonly title: string;
  /** Long names; an empty one is an empty line. */
  readonly options: readonly string[];
  /** Where the descriptions begin, if not two columns behind the longest. */
  readonly column?: number;
  /** Spaces behind names that reach beyond it; one if not said. */
  readonly gap?: number;
}

export interface FamilyRules {
  readonly family: Family;
  /** Whose package, for --version; programs of our own follow nobody. */
  readonly models?: string;
  readonly help: Partial<OptionSpec>;
  readonly version: Partial<OptionSpec>;
  /** What follows the line that names the problem. */
  readonly hint: (called: string, described: Described) => string;
  readonly text: (called: string, described: Described) => string;
  /** Failing writes that the family does not mind when it leaves. */
  readonly silent?: readonly string[];
  /** Complains by err(3), which leaves stdout as it is; error(3) flushes it first. */
  readonly complainsAhead?: boolean;
}

const tryHelp = (called: string): string => `Try '${called} --help' for more information.\n`;

/** `-n, --lines=[-]NUM`, as GNU writes it. */
const gnuOption = ({ short, long, value, optional }: OptionSpec): string => {
  const longValue = value === undefined ? '' : optional ? `[=${value}]` : `=${value}`;
  if (long === undefined) return `-${short}${value === undefined ? '' : optional ? `[${value}]` : ` ${value}`}`;
  return `${short === undefined ? '    ' : `-${short}, `}--${long}${longValue}`;
};

const GNU_COLUMN = 29;

const optionLines = (left: string, help: string, column: number): string => {
  const [first = '', ...more] = help.split('\n');
  const head = left.length + 2 > column ? `${left}\n${' '.repeat(column)}${first}` : `${left.padEnd(column)}${first}`;
  return [head, ...more.map((line) => ' '.repeat(column + 2) + line)].join('\n');
};

const gnuText = (called: string, { usage, options, about, notes }: Described): string => {
  const forms = usage.map((form, i) => `${i === 0 ? 'Usage: ' : '  or:  '}${`${called} ${form}`.trim()}\n`).join('');
  const mandatory = options.some(({ long, value, optional }) => long !== undefined && value !== undefined && !optional)
    ? 'Mandatory arguments to long options are mandatory for short options too.\n'
    : '';
  const lines = options.map((option) => `${optionLines(`  ${gnuOption(option)}`, option.help, GNU_COLUMN)}\n`).join('');
  return `${forms}${about === undefined ? '' : `${about}\n`}\n${mandatory}${lines}${notes === undefined ? '' : `\n${notes}\n`}`;
};

/** ` -d, --delimiter <string>  …`, aligned to the widest of the list. */
const procpsOption = ({ short, long, value, optional, shown }: OptionSpec): string => {
  if (shown !== undefined) return ` ${shown}`;
  const names = [short === undefined ? '   ' : `-${short}`, long === undefined ? '' : `--${long}`].filter(
    (n) => n !== '',
  );
  const joined = short === undefined ? `    ${names[1] ?? ''}` : names.join(', ');
  if (value === undefined) return ` ${joined}`;
  return optional ? ` ${joined}[=${value}]` : ` ${joined} ${value}`;
};

const groupText = ({ title, options: names, column, gap = 1 }: Group, options: readonly OptionSpec[]): string => {
  const listed = names.map((name) => options.find(({ long }) => long === name));
  const widest = Math.max(...listed.map((option) => (option ? procpsOption(option).length : 0)));
  const lines = listed.map((option) => {
    if (!option) return '\n';
    const left = procpsOption(option);
    const at = Math.max(left.length + gap, column ?? widest + 2);
    return `${left.padEnd(at)}${option.help.replaceAll('\n', `\n${' '.repeat(at)}`)}\n`;
  });
  return `\n${title}:\n${lines.join('')}`;
};

const STANDARD_COLUMN = 16;

const procpsText =
  (blankBeforeHelp: boolean) =>
  (called: string, { name, section, usage, options, about, notes, groups }: Described): string => {
    const short = called.slice(called.lastIndexOf('/') + 1);
    const forms = usage.map((form) => ` ${short} ${form}\n`).join('');
    const more = `\nFor more details see ${name}(${section}).\n`;
    if (groups) {
      const grouped = groups.map((group) => groupText(group, options)).join('');
      return `\nUsage:\n${forms}${about === undefined ? '' : `\n${about}\n`}${grouped}${notes === undefined ? '' : `\n${notes}\n`}${more}`;
    }
    const own = options.slice(0, -2);
    const column = Math.max(STANDARD_COLUMN, ...own.map((option) => procpsOption(option).length + 2));
    const lines = own.map((option) => `${optionLines(procpsOption(option), option.help, column)}\n`).join('');
    const standard = options
      .slice(-2)
      .map((option) => `${optionLines(procpsOption(option), option.help, STANDARD_COLUMN)}\n`)
      .join('');
    const sentence = about === undefined ? '' : `\n${about}\n`;
    const further = notes === undefined ? '' : `${notes}\n`;
    return `\nUsage:\n${forms}${sentence}\nOptions:\n${lines}${further}${blankBeforeHelp ? '\n' : ''}${standard}${more}`;
  };

/** What an option does stands on the line under its names; "the same as" is another name, "(…)" is not listed. */
const sedText = (called: string, { usage, options, notes }: Described): string => {
  const listed: OptionSpec[][] = [];
  for (const option of options) {
    if (option.help.startsWith('(')) continue;
    if (option.help.startsWith('the same as')) listed.at(-1)?.push(option);
    else listed.push([option]);
  }
  const lines = listed.map((names) => {
    const [first] = names;
    const value = first?.value === undefined ? '' : first.value;
    const shorts = names.flatMap(({ short }) =>
      short === undefined ? [] : [`-${short}${value === '' ? '' : first?.optional ? `[${value}]` : ` ${value}`}`],
    );
    const longs = names.flatMap(({ long }) =>
      long === undefined ? [] : [`--${long}${value === '' ? '' : first?.optional ? `[=${value}]` : `=${value}`}`],
    );
    const left = `  ${[...shorts, ...longs].join(', ')}`.replace(/^ {2}--(?!follow|posix)/, '      --');
    const help = (first?.help ?? '').split('\n').map((line) => `${' '.repeat(17)}${line}\n`);
    return /--(?:help|version)$/.test(left)
      ? `${left.padEnd(17)}${help[0]?.trimStart() ?? ''}`
      : `${left}\n${help.join('')}`;
  });
  return `Usage: ${called} ${usage[0] ?? ''}\n\n${lines.join('')}\n${notes ?? ''}\n`;
};

const sedHelp = (called: string, described: Described): string =>
  `${sedText(called, described)}E-mail bug reports to: <bug-sed@gnu.org>.\n`;

const FILE_USAGE = `Usage: file [-bcCdEhikLlNnprsSvzZ0] [--apple] [--extension] [--mime-encoding]
            [--mime-type] [-e <testname>] [-F <separator>]  [-f <namefile>]
            [-m <magicfiles>] [-P <parameter=value>] [--exclude-quiet]
            <file> ...
       file -C [-m <magicfiles>]
       file [--help]
`;

const RULES: Readonly<Record<Family, FamilyRules>> = {
  coreutils: {
    family: 'coreutils',
    models: 'GNU coreutils 9.1',
    help: {},
    version: {},
    hint: tryHelp,
    text: gnuText,
  },
  file: {
    family: 'file',
    models: 'file-5.44',
    help: {},
    version: { short: 'v' },
    hint: () => FILE_USAGE,
    text: gnuText,
  },
  grep: {
    family: 'grep',
    models: 'GNU grep 3.8',
    help: { help: 'display this help text and exit' },
    version: { short: 'V', help: 'display version information and exit' },
    hint: (called, { usage }) => `Usage: ${called} ${usage[0] ?? ''}
${tryHelp(called)}`,
    text: gnuText,
  },
  sed: {
    family: 'sed',
    models: 'GNU sed 4.9',
    help: {},
    version: {},
    hint: sedText,
    text: sedHelp,
  },
  mawk: {
    family: 'mawk',
    models: 'mawk 1.3.4',
    help: {},
    version: {},
    hint: tryHelp,
    text: gnuText,
  },
  diffutils: {
    family: 'diffutils',
    models: 'GNU diffutils 3.8',
    help: { help: 'display this help and exit' },
    version: { short: 'v', help: 'output version information and exit' },
    hint: (called) => `${called}: ${tryHelp(called)}`,
    text: gnuText,
  },
  findutils: {
    family: 'findutils',
    models: 'GNU findutils 4.9.0',
    help: {},
    version: {},
    hint: tryHelp,
    text: gnuText,
  },
  ipclab: {
    family: 'ipclab',
    help: {},
    version: {},
    hint: tryHelp,
    text: gnuText,
  },
  'man-db': {
    family: 'man-db',
    models: 'man-db 2.11.2',
    help: { short: '?', help: 'give this help list' },
    version: { short: 'V', help: 'print program version' },
    hint: (called) => `Try '${called} --help' or '${called} --usage' for more information.\n`,
    text: gnuText,
  },
  curl: {
    family: 'curl',
    models: 'curl 7.88.1',
    help: { short: 'h' },
    version: { short: 'V' },
    hint: tryHelp,
    text: gnuText,
    complainsAhead: true,
  },
  procps: {
    family: 'procps',
    models: 'procps-ng 4.0.2',
    help: { short: 'h' },
    version: { short: 'V' },
    hint: procpsText(true),
    text: procpsText(true),
    silent: ['EPIPE'],
  },
  strace: {
    family: 'strace',
    models: 'strace 6.1',
    help: { short: 'h' },
    version: { short: 'V' },
    hint: (called) => `Try '${called} -h' for more information.\n`,
    text: gnuText,
  },
  'util-linux': {
    family: 'util-linux',
    models: 'util-linux 2.38.1',
    help: { short: 'h', help: 'display this help' },
    version: { short: 'V', help: 'display version' },
    hint: tryHelp,
    text: procpsText(false),
    silent: ['EBADF', 'EPIPE'],
    complainsAhead: true,
  },
};

export const familyOf = (family: Family = 'coreutils'): FamilyRules => RULES[family];

export const helpText = (called: string, described: Described, family: FamilyRules): string =>
  family.text(called, described);

export const versionText = (name: string, { models }: FamilyRules): string =>
  `${name} (ipclab)${models === undefined ? '' : `, after ${models}`}\n`;
