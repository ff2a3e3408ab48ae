/** What expansion sees of the shell: its variables, its options, and the processes that substitutions start. */
import { isFailure } from '../kernel/errno.ts';
import type { DirectoryEntry, ExpandEnv, ExpandOptions, Key } from './expand/env.ts';
import { fileType, readDirectory } from './files.ts';
import { optionLetters } from './options.ts';
import { commandSubstitution, processSubstitution } from './run/substitution.ts';
import { expandPrompt } from './session/prompt.ts';
import type { Shell } from './shell.ts';
import { NAMEREF, type Shape, type ShellState } from './state.ts';
import type { CommandPart, ProcessPart } from './syntax/ast.ts';
import {
  assign,
  assignElement,
  attributeLetters,
  elementsOf,
  find,
  getValue,
  isSet,
  keysOf,
  nextIndex,
  resolve,
  wrapIndex,
} from './variables/variables.ts';

/** The options as they are now. */
class LiveOptions implements ExpandOptions {
  readonly #state: ShellState;
  constructor(state: ShellState) {
    this.#state = state;
  }
  get noglob(): boolean {
    return this.#state.options.noglob;
  }
  get nounset(): boolean {
    return this.#state.options.nounset;
  }
  get braceexpand(): boolean {
    return this.#state.options.braceexpand;
  }
  get posix(): boolean {
    return this.#state.options.posix;
  }
  get extglob(): boolean {
    return this.#state.shopt.extglob === true;
  }
  get nullglob(): boolean {
    return this.#state.shopt.nullglob === true;
  }
  get dotglob(): boolean {
    return this.#state.shopt.dotglob === true;
  }
  get globskipdots(): boolean {
    return this.#state.shopt.globskipdots === true;
  }
  get failglob(): boolean {
    return this.#state.shopt.failglob === true;
  }
  get globstar(): boolean {
    return this.#state.shopt.globstar === true;
  }
  get nocaseglob(): boolean {
    return this.#state.shopt.nocaseglob === true;
  }
  get nocasematch(): boolean {
    return this.#state.shopt.nocasematch === true;
  }
  get globasciiranges(): boolean {
    return this.#state.shopt.globasciiranges === true;
  }
  get patsub_replacement(): boolean {
    return this.#state.shopt.patsub_replacement === true;
  }
}

export class ShellEnv implements ExpandEnv {
  readonly #sh: Shell;
  readonly options: ExpandOptions;

  constructor(sh: Shell) {
    this.#sh = sh;
    this.options = new LiveOptions(sh.state);
  }

  get(name: string): string | undefined {
    return getValue(this.#sh.state, name);
  }

  set(name: string, value: string): void {
    assign(this.#sh, name, value);
  }

  shape(name: string): Shape | undefined {
    return find(this.#sh.state, name)?.shape;
  }

  element(name: string, key: Key): string | undefined {
    const { state } = this.#sh;
    const elements = elementsOf(state, name);
    if (elements) return elements.get(typeof key === 'number' ? wrapIndex(state, name, key, String(key)) : key);
    return key === 0 || key === '0' || key === -1 ? getValue(state, name) : undefined;
  }

  setElement(name: string, key: Key, value: string): void {
    assignElement(this.#sh, name, key, value);
  }

  keys(name: string): readonly Key[] {
    const { state } = this.#sh;
    const elements = elementsOf(state, name);
    if (elements) return keysOf(find(state, name), elements);
    return getValue(state, name) === undefined ? [] : [0];
  }

  count(name: string): number {
    const { state } = this.#sh;
    return elementsOf(state, name)?.size ?? (getValue(state, name) === undefined ? 0 : 1);
  }

  end(name: string): number {
    const elements = elementsOf(this.#sh.state, name);
    return elements ? nextIndex(elements) : this.count(name);
  }

  values(name: string): readonly string[] {
    const elements = elementsOf(this.#sh.state, name);
    if (elements) return this.keys(name).map((key) => elements.get(key) ?? '');
    const value = getValue(this.#sh.state, name);
    return value === undefined ? [] : [value];
  }

  attributes(name: string): string {
    const v = this.#sh.state.variables.get(resolve(this.#sh.state, name));
    return v ? attributeLetters(v) : '';
  }

  nameref(name: string): string | undefined {
    const v = this.#sh.state.variables.get(name);
    return v && v.flags & NAMEREF ? v.value : undefined;
  }

  namesWithPrefix(prefix: string): readonly string[] {
    const names: string[] = [];
    for (const [name, v] of this.#sh.state.variables)
      if (name.startsWith(prefix) && (isSet(v) || v.elements)) names.push(name);
    return names.sort();
  }

  get positional(): readonly string[] {
    return this.#sh.state.positional;
  }

  get name0(): string {
    return this.#sh.state.name0;
  }

  special(name: '?' | '$' | '!' | '-'): string | undefined {
    const { state } = this.#sh;
    switch (name) {
      case '?':
        return String(state.status);
      case '$':
        return String(state.shellPid);
      case '!':
        return state.lastBackground === undefined ? undefined : String(state.lastBackground);
      case '-':
        return (
          optionLetters(state.options, { ...state.origin, restricted: state.restricted }) + invocationLetter(state)
        );
      default:
        return name satisfies never;
    }
  }

  home(user: string): string | undefined {
    const { homes } = this.#sh.state;
    return homes.get(user === '' ? `#${getValue(this.#sh.state, 'EUID')}` : user);
  }

  directoryStack(index: string): string | undefined {
    const { directory, directoryStack } = this.#sh.state;
    const stack = [directory, ...directoryStack];
    const at = Number(index.replace(/^[-+]/, ''));
    return index.startsWith('-') ? stack.at(-1 - at) : stack[at];
  }

  warn(message: string): void {
    this.#sh.state.warnings.push(message);
  }

  *prompt(text: string): Generator<void, string> {
    return yield* expandPrompt(this.#sh, text);
  }

  *commandSubstitution(part: CommandPart): Generator<void, string> {
    return yield* commandSubstitution(this.#sh, part);
  }

  *processSubstitution(part: ProcessPart): Generator<void, string> {
    return yield* processSubstitution(this.#sh, part);
  }

  *readDir(path: string): Generator<void, readonly DirectoryEntry[] | undefined> {
    const entries = yield* readDirectory(this.#sh.sys, path);
    return isFailure(entries) ? undefined : entries;
  }

  *fileType(path: string): Generator<void, 'none' | 'directory' | 'other'> {
    return yield* fileType(this.#sh.sys, path);
  }
}

const invocationLetter = (state: ShellState): string =>
  state.origin.kind === 'string' ? 'c' : state.origin.kind === 'stdin' ? 's' : '';
