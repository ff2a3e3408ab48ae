/**
 * What a shell's readline has been told: keymaps and variables, and the commands that change them, as an init file and
 * bind(1) write them. A value apart from the one place that holds it, so that a subshell has its own.
 * Authority: readline(3), INITIALIZATION FILE; rl_parse_and_bind() of readline 8.2.
 */
import { isCommandName } from './functions.ts';
import { type Binding, bound, defaultKeymaps, type Keymap, type Keymaps, type MapName, withBinding } from './keymap.ts';
import { byteOfName, bytesOf } from './keyseq.ts';
import { defaultVariables, setVariable, type Variables } from './variables.ts';

export interface Readline {
  keymaps: Keymaps;
  variables: Variables;
  /** The init file that was read last. */
  initFile: string | undefined;
}

export const createReadline = (): Readline => ({
  keymaps: defaultKeymaps(),
  variables: defaultVariables(),
  initFile: undefined,
});

/** A keymap by one of its names, and the keys that lead into it. */
export interface MapChoice {
  readonly map: MapName;
  readonly prefix: string;
}

/** `vi` is the command map, as readline has it. */
export function mapNamed(name: string): MapChoice | undefined {
  switch (name.toLowerCase()) {
    case 'emacs':
    case 'emacs-standard':
      return { map: 'emacs', prefix: '' };
    case 'emacs-meta':
      return { map: 'emacs', prefix: '\x1b' };
    case 'emacs-ctlx':
      return { map: 'emacs', prefix: '\x18' };
    case 'vi':
    case 'vi-move':
    case 'vi-command':
      return { map: 'vi-command', prefix: '' };
    case 'vi-insert':
      return { map: 'vi-insert', prefix: '' };
    default:
      return undefined;
  }
}

/** The map that bindings go to at the moment. */
export const currentMap = ({ variables }: Readline): MapChoice =>
  mapNamed(variables.get('keymap') ?? '') ?? { map: 'emacs', prefix: '' };

/** The part of a keymap behind a prefix, with shorter keys. */
export function mapBehind(readline: Readline, { map, prefix }: MapChoice): Keymap {
  const whole = readline.keymaps[map];
  if (prefix === '') return whole;
  const inside = [...whole].filter(([keys]) => keys.length > prefix.length && keys.startsWith(prefix));
  return new Map(inside.map(([keys, binding]) => [keys.slice(prefix.length), binding]));
}

export function bindKeys(readline: Readline, { map, prefix }: MapChoice, keys: string, to: Binding | undefined): void {
  readline.keymaps = { ...readline.keymaps, [map]: withBinding(readline.keymaps[map], prefix + keys, to) };
}

export type EditingMode = 'emacs' | 'vi';

/** Turns the mode, with the keymap that goes with it. */
export function setEditingMode(readline: Readline, mode: EditingMode): void {
  const keymap = mode === 'vi' ? 'vi-insert' : 'emacs';
  readline.variables = new Map(readline.variables).set('editing-mode', mode).set('keymap', keymap);
}

// ---------------------------------------------------------------- a line of an init file

/** Where the quoted part that begins at `from` is closed; the length of the text where it is not. */
function closing(text: string, from: number): number {
  const quote = text.charAt(from);
  let at = from + 1;
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

function setFrom(readline: Readline, rest: string): string | undefined {
  const [, name = '', behind = ''] = /^\s*(\S*)\s*(.*)$/s.exec(rest) ?? [];
  const value = behind.startsWith('"') ? valueInQuotes(name, behind) : behind.trimEnd();
  const setting = setVariable(readline.variables, name, value);
  if ('problem' in setting)
    return setting.problem === 'unknown'
      ? `${name}: unknown variable name`
      : `${name}: could not set value to \`${value}'`;
  readline.variables = setting.variables;
  if (name.toLowerCase() === 'editing-mode') setEditingMode(readline, value.toLowerCase() === 'vi' ? 'vi' : 'emacs');
  return undefined;
}

/** A switch has no quotes: `"on"` is none of its words. */
const valueInQuotes = (name: string, text: string): string =>
  /-string$|^comment-begin$|^isearch-terminators$/i.test(name) ? text.slice(1, closing(text, 0)) : text.trimEnd();

const boundTo = (text: string): Binding | undefined => {
  const quote = text.charAt(0);
  if (quote === '"' || quote === "'") return { kind: 'macro', text: bytesOf(text.slice(1, closing(text, 0))) };
  const name = /^\S*/.exec(text)?.[0].toLowerCase() ?? '';
  return isCommandName(name) ? bound(name) : undefined;
};

/** `"\C-x": name`, `Control-x: "text"`, `set name value`; a comment is nothing. Answers what is wrong. */
export function obeyLine(
  readline: Readline,
  line: string,
  where: MapChoice = currentMap(readline),
): string | undefined {
  const text = line.trimStart();
  if (text === '' || text.startsWith('#')) return undefined;
  const quoted = text.startsWith('"');
  if (quoted && closing(text, 0) === text.length) return `${text}: no closing \`"' in key binding`;
  const set = /^set(\s.*|$)/is.exec(text);
  if (set && !quoted) return setFrom(readline, set[1] ?? '');
  const keyEnd = quoted ? closing(text, 0) + 1 : 0;
  const gap = text.slice(keyEnd).search(/[:\s]/);
  if (gap === 0 && !quoted) return `\`${text}': invalid key binding: missing key sequence`;
  if (gap < 0) return `${text}: no key sequence terminator`;
  const keys = quoted ? bytesOf(text.slice(1, keyEnd - 1)) : byteOfName(text.slice(0, gap));
  bindKeys(readline, where, keys, boundTo(text.slice(keyEnd + gap + 1).trimStart()));
  return undefined;
}
