/** What `complete` lays down for a command, and how it prints it. Authority: bash(1), Programmable Completion. */
import { quoteSingle } from '../expand/quote.ts';
import { hashOrder } from '../variables/hash-order.ts';

/** With their letter where they have one, in the order in which they are generated. */
const ACTIONS = [
  ['alias', 'a'],
  ['arrayvar', ''],
  ['binding', ''],
  ['builtin', 'b'],
  ['disabled', ''],
  ['enabled', ''],
  ['export', 'e'],
  ['function', ''],
  ['helptopic', ''],
  ['hostname', ''],
  ['job', 'j'],
  ['keyword', 'k'],
  ['running', ''],
  ['setopt', ''],
  ['shopt', ''],
  ['signal', ''],
  ['stopped', ''],
  ['variable', 'v'],
  ['command', 'c'],
  ['file', 'f'],
  ['user', 'u'],
  ['group', 'g'],
  ['service', 's'],
  ['directory', 'd'],
] as const;

export type Action = (typeof ACTIONS)[number][0];
export const actionOrder: readonly Action[] = ACTIONS.map(([name]) => name);
export const actionOfLetter = (letter: string): Action | undefined => ACTIONS.find((row) => row[1] === letter)?.[0];
export const actionNamed = (name: string): Action | undefined => ACTIONS.find((row) => row[0] === name)?.[0];

export const OPTIONS = [
  'bashdefault',
  'default',
  'dirnames',
  'filenames',
  'noquote',
  'nosort',
  'nospace',
  'plusdirs',
] as const;
export type CompleteOption = (typeof OPTIONS)[number];
export const optionNamed = (name: string): CompleteOption | undefined => OPTIONS.find((option) => option === name);

export interface Spec {
  readonly actions: ReadonlySet<Action>;
  readonly options: ReadonlySet<CompleteOption>;
  readonly glob: string | undefined;
  readonly words: string | undefined;
  readonly prefix: string | undefined;
  readonly suffix: string | undefined;
  readonly filter: string | undefined;
  readonly command: string | undefined;
  readonly function: string | undefined;
}

/** The names under which -D, -E and -I are kept, as bash keeps them. */
export const SPECIAL = {
  D: '_DefaultCmD_',
  E: '_EmptycmD_',
  I: '_InitialWorD_',
} as const;
export const isSpecial = (letter: string): letter is keyof typeof SPECIAL => letter in SPECIAL;

const letterOf = (name: string): string =>
  Object.keys(SPECIAL).find((letter) => isSpecial(letter) && SPECIAL[letter] === name) ?? '';

const quoted = (letter: string, text: string | undefined): string[] =>
  text === undefined ? [] : [`-${letter} ${quoteSingle(text)}`];

/** In this order they are printed: first those with a letter. */
function actionWords(actions: ReadonlySet<Action>): string[] {
  const letters = ACTIONS.filter(([name, letter]) => letter !== '' && actions.has(name)).map(([, letter]) => letter);
  const others = ACTIONS.filter(([name, letter]) => letter === '' && actions.has(name)).map(([name]) => name);
  return [...letters.sort().map((letter) => `-${letter}`), ...others.map((name) => `-A ${name}`)];
}

export function specLine(name: string, spec: Spec): string {
  const letter = letterOf(name);
  const words = [
    ...OPTIONS.filter((option) => spec.options.has(option)).map((option) => `-o ${option}`),
    ...actionWords(spec.actions),
    ...quoted('G', spec.glob),
    ...quoted('W', spec.words),
    ...quoted('P', spec.prefix),
    ...quoted('S', spec.suffix),
    ...quoted('X', spec.filter),
    ...quoted('C', spec.command),
    ...(spec.function === undefined ? [] : [`-F ${spec.function}`]),
    letter === '' ? (/[^\w./%+:@-]/.test(name) ? quoteSingle(name) : name) : `-${letter}`,
  ];
  return `complete ${words.join(' ')}\n`;
}

/** All names, as bash walks its hash table. */
export const specNames = (specs: ReadonlyMap<string, Spec>): string[] => hashOrder([...specs.keys()], 512);
