/**
 * readline's variables: `set show-all-if-ambiguous on` in an init file, or through bind. All are kept and listed; those
 * that change something here are the ones the editor asks for. Leaves out what colours and 8-bit terminals
 * would need.
 * Authority: readline(3), Variables; `bind -v` of bash 5.2 in a UTF-8 locale.
 */
import { bytesOf } from './keyseq.ts';

const SWITCHES = `bind-tty-special-chars+ blink-matching-paren byte-oriented colored-completion-prefix colored-stats
  completion-ignore-case completion-map-case convert-meta disable-completion echo-control-characters+
  enable-active-region+ enable-bracketed-paste+ enable-keypad enable-meta-key+ expand-tilde history-preserve-point
  horizontal-scroll-mode input-meta+ mark-directories+ mark-modified-lines mark-symlinked-directories
  match-hidden-files+ menu-complete-display-prefix meta-flag+ output-meta+ page-completions+ prefer-visible-bell+
  print-completions-horizontally revert-all-at-newline show-all-if-ambiguous show-all-if-unmodified
  show-mode-in-prompt skip-completed-text visible-stats`.split(/\s+/);

/** In the order of `bind -v`; an empty one is not listed until it is set. */
const VALUES: readonly (readonly [name: string, value: string])[] = [
  ['bell-style', 'audible'],
  ['comment-begin', '#'],
  ['completion-display-width', '-1'],
  ['completion-prefix-display-length', '0'],
  ['completion-query-items', '100'],
  ['editing-mode', 'emacs'],
  ['emacs-mode-string', '@'],
  ['history-size', '0'],
  ['isearch-terminators', ''],
  ['keymap', 'emacs'],
  ['keyseq-timeout', '500'],
  ['vi-cmd-mode-string', '(cmd)'],
  ['vi-ins-mode-string', '(ins)'],
];

export type Variables = ReadonlyMap<string, string>;

const plain = (name: string): string => name.replace('+', '');

export const VARIABLE_NAMES: readonly string[] = [...SWITCHES.map(plain), ...VALUES.map(([name]) => name)];

export const defaultVariables = (): Variables =>
  new Map([...SWITCHES.map((name) => [plain(name), name.endsWith('+') ? 'on' : 'off'] as const), ...VALUES]);

export const isOn = (variables: Variables, name: string): boolean => variables.get(name) === 'on';

export function numberIn(variables: Variables, name: string): number {
  return Number(variables.get(name));
}

/** The names of keymaps, and how each is shown. */
export const KEYMAP_NAMES: ReadonlyMap<string, string> = new Map([
  ['emacs', 'emacs'],
  ['emacs-standard', 'emacs'],
  ['emacs-meta', 'emacs-meta'],
  ['emacs-ctlx', 'emacs-ctlx'],
  ['vi', 'vi'],
  ['vi-move', 'vi'],
  ['vi-command', 'vi'],
  ['vi-insert', 'vi-insert'],
]);

const SWITCH_NAMES = new Set(SWITCHES.map(plain));
const SYNONYMS: Readonly<Record<string, string>> = { 'meta-flag': 'input-meta', 'input-meta': 'meta-flag' };
const bellOf = (value: string): string => (value === 'off' ? 'none' : value === 'on' ? 'audible' : value);
const CHOICES: Readonly<Record<string, (value: string) => string | undefined>> = {
  'bell-style': (value) => (['none', 'off', 'audible', 'on', 'visible'].includes(value) ? bellOf(value) : undefined),
  'comment-begin': (value) => value || undefined,
  'completion-query-items': (value) => String(Math.max(0, Number.parseInt(value, 10) || 0)),
  'editing-mode': (value) => ['vi', 'emacs'].find((mode) => mode === value.toLowerCase()),
  keymap: (value) => KEYMAP_NAMES.get(value.toLowerCase()),
};

/** How a value is kept; undefined where it may not be that. */
function accepted(name: string, value: string): string | undefined {
  const choose = CHOICES[name];
  if (choose) return choose(value);
  const number = VALUES.some(([known, initial]) => known === name && /^-?\d+$/.test(initial));
  if (number) return String(Number.parseInt(value, 10) || 0);
  return name.endsWith('-mode-string') ? bytesOf(value) : value;
}

export type Setting = { readonly variables: Variables } | { readonly problem: 'unknown' | 'value' };

/** `set name value`. A switch is on with `on`, `1` or no value at all. */
export function setVariable(variables: Variables, given: string, value: string): Setting {
  const name = VARIABLE_NAMES.find((known) => known === given.toLowerCase());
  if (name === undefined) return { problem: 'unknown' };
  const on = value === '' || /^(on|1)(\s|$)/i.test(value);
  const kept = SWITCH_NAMES.has(name) ? (on ? 'on' : 'off') : accepted(name, value);
  if (kept === undefined) return { problem: 'value' };
  const changed = new Map(variables).set(name, kept);
  const synonym = SYNONYMS[name];
  if (synonym !== undefined) changed.set(synonym, kept);
  return { variables: changed };
}

/** Names and values as bind lists them. */
export const listed = (variables: Variables): readonly (readonly [string, string])[] =>
  VARIABLE_NAMES.map((name) => [name, variables.get(name) ?? ''] as const).filter(([, value]) => value !== '');
