/**
 * A shell that can do nothing but expand: assignments, `set`, `shopt`, `declare`, `unset`, and `p`, which prints its
 * arguments. It drives the expansion alone, so that a script can be run by it and by the real bash and compared.
 */
import { type DirectoryEntry, type ExpandEnv, ExpansionError, type Key } from '../../src/shell/expand/env.ts';
import {
  expandArithmetic,
  expandAssignment,
  expandHereDoc,
  expandPattern,
  expandSubscript,
  expandWords,
  expandWordsNow,
} from '../../src/shell/expand/expand.ts';
import { compilePattern } from '../../src/shell/expand/pattern.ts';
import type { Assignment, Command, CommandPart, List, SimpleCommand, Word } from '../../src/shell/syntax/ast.ts';
import { parseScript, readScript } from '../../src/shell/syntax/parse.ts';

/** What both shells define as `p`. */
export const P = `p() { printf '%d:' $#; [ $# -gt 0 ] && printf '<%s>' "$@"; echo; }`;

interface Variable {
  kind: 'scalar' | 'indexed' | 'associative';
  attributes: string;
  scalar?: string;
  readonly map: Map<Key, string>;
}

type Run<T> = Generator<void, T>;

export interface Outcome {
  readonly out: string;
  readonly errors: readonly string[];
}

/** Directories and the names in them. */
export type Tree = Readonly<Record<string, readonly DirectoryEntry[]>>;

class Abort extends Error {}

export class ExpandShell {
  readonly variables = new Map<string, Variable>();
  positional: string[] = [];
  out = '';
  readonly errors: string[] = [];
  private status = '0';
  private readonly tree: Tree;
  readonly options = {
    noglob: false,
    nounset: false,
    braceexpand: true,
    posix: false,
    extglob: false,
    nullglob: false,
    dotglob: false,
    failglob: false,
    globskipdots: true,
    globstar: false,
    nocaseglob: false,
    nocasematch: false,
    globasciiranges: true,
    patsub_replacement: true,
  };

  constructor(tree: Tree = {}) {
    this.tree = tree;
    for (const [name, value] of [
      ['HOME', '/root'],
      ['PWD', '/here'],
      ['IFS', ' \t\n'],
    ] as const) {
      this.env.set(name, value);
    }
  }

  /** Runs a script as far as it goes. */
  run(script: string): Outcome {
    const reader = readScript(script, { extglob: () => this.options.extglob });
    try {
      for (let item = reader.next(); item !== undefined; item = reader.next()) {
        if (item.kind === 'error') {
          this.errors.push(...item.reports.map(({ text }) => text));
          if (!item.resumes) break;
        } else finish(this.line(item.list));
      }
    } catch (abort) {
      if (!(abort instanceof Abort)) throw abort;
    }
    return { out: this.out, errors: this.errors };
  }

  private *line(list: List): Run<void> {
    try {
      yield* this.list(list);
    } catch (error) {
      if (!(error instanceof ExpansionError)) throw error;
      this.errors.push(error.message);
      this.status = '1';
      if (error.severity === 'exit') throw new Abort();
    }
  }

  private *list(list: List): Run<void> {
    for (const { chain } of list.items) for (const stage of chain.first.stages) yield* this.command(stage);
  }

  private *command(command: Command): Run<void> {
    switch (command.kind) {
      case 'simple':
        yield* this.simple(command);
        return;
      case 'case':
        yield* this.case(command);
        return;
      case 'arith':
        yield* expandArithmetic(command.expression, this.env);
        return;
      case 'group':
        yield* this.list(command.body);
        return;
      case 'function':
        return;
      default:
        throw new Error(`this shell has no ${command.kind}`);
    }
  }

  private *case(command: Extract<Command, { kind: 'case' }>): Run<void> {
    const subject = yield* expandAssignment(command.word, this.env);
    for (const clause of command.clauses) {
      for (const pattern of clause.patterns) {
        const compiled = compilePattern(yield* expandPattern(pattern, this.env), { extglob: this.options.extglob });
        if (compiled.matches(subject)) return yield* this.list(clause.body);
      }
    }
  }

  private *simple(command: SimpleCommand): Run<void> {
    const [first] = command.words;
    if (first === undefined) {
      for (const assignment of command.assignments) yield* this.assign(assignment, '');
      return;
    }
    if (['declare', 'readonly', 'export'].includes(first.text)) {
      yield* this.declare(command.words);
      return;
    }
    const args = expandWordsNow(command.words, this.env) ?? (yield* expandWords(command.words, this.env));
    const [name = '', ...rest] = args;
    this.status = '0';
    yield* this.builtin(name, rest, command);
  }

  private *builtin(name: string, args: string[], command: SimpleCommand): Run<void> {
    switch (name) {
      case 'p':
        this.out += `${args.length}:${args.map((arg) => `<${arg}>`).join('')}\n`;
        return;
      case 'echo':
        this.out += `${args.join(' ')}\n`;
        return;
      case 'printf':
        this.out += args.join('').replaceAll('\\n', '\n');
        return;
      case 'cat': {
        const [redirect] = command.redirects;
        if (redirect?.kind === 'here-document') this.out += yield* expandHereDoc(redirect.body, this.env);
        else if (redirect?.kind === 'here-string')
          this.out += `${yield* expandAssignment(redirect.target, this.env)}\n`;
        return;
      }
      case 'set':
        this.set(args);
        return;
      case 'shopt':
        for (const option of args.slice(1)) Object.assign(this.options, { [option]: args[0] === '-s' });
        return;
      case 'unset':
        for (const variable of args) this.variables.delete(variable);
        return;
      case ':':
        return;
      default:
        throw new Error(`this shell has no ${name}`);
    }
  }

  private set(args: string[]): void {
    if (args[0] === '--') this.positional = args.slice(1);
    else if (args[0] === '-u') this.options.nounset = true;
    else if (args[0] === '-f') this.options.noglob = true;
    else if (args[0] === '+f') this.options.noglob = false;
    else if (args[0] === '+B') this.options.braceexpand = false;
    else this.positional = args;
  }

  private *declare(words: readonly Word[]): Run<void> {
    let letters = words[0]?.text === 'readonly' ? 'r' : words[0]?.text === 'export' ? 'x' : '';
    for (const word of words.slice(1)) {
      if (word.text.startsWith('-')) letters += word.text.slice(1);
      else if (word.assignment !== undefined) yield* this.assign(word.assignment, letters);
      else this.variable(word.text, letters);
    }
  }

  private variable(name: string, letters: string): Variable {
    const known = this.variables.get(name);
    const kind = letters.includes('A') ? 'associative' : letters.includes('a') ? 'indexed' : 'scalar';
    const variable = known ?? { kind, attributes: '', map: new Map<Key, string>() };
    for (const letter of letters) if (!variable.attributes.includes(letter)) variable.attributes += letter;
    this.variables.set(name, variable);
    return variable;
  }

  private *assign(assignment: Assignment, letters: string): Run<void> {
    const { name, index, append, value } = assignment;
    if ('kind' in value) {
      const variable = this.variable(name, letters.includes('A') ? letters : `a${letters}`);
      if (variable.kind === 'scalar') variable.kind = 'indexed';
      if (!append) variable.map.clear();
      let next = append ? Math.max(-1, ...[...variable.map.keys()].map(Number)) + 1 : 0;
      for (const element of value.elements) {
        if (element.kind === 'entry') {
          const key = yield* expandSubscript(name, element.index, this.env);
          variable.map.set(key, yield* expandAssignment(element.value, this.env));
          next = Number(key) + 1;
        } else for (const field of yield* expandWords([element.value], this.env)) variable.map.set(next++, field);
      }
      return;
    }
    const text = yield* expandAssignment(value, this.env);
    if (index !== undefined) {
      const key = yield* expandSubscript(name, index, this.env);
      const before = append ? (this.env.element(name, key) ?? '') : '';
      this.env.setElement(name, key, before + text);
      return;
    }
    this.env.set(name, (append ? (this.env.get(name) ?? '') : '') + text);
    if (letters !== '') this.variable(name, letters);
  }

  private *substitute(part: CommandPart): Run<string> {
    const outer = this.out;
    this.out = '';
    const body = 'items' in part.body ? part.body : listOf(part.body.source);
    yield* this.list(body);
    const result = this.out;
    this.out = outer;
    return result;
  }

  readonly env: ExpandEnv = this.makeEnv();

  private makeEnv(): ExpandEnv {
    const { variables } = this;
    const shell = this;
    const keys = (name: string): Key[] => {
      const variable = variables.get(name);
      if (variable === undefined) return [];
      if (variable.kind === 'scalar') return variable.scalar === undefined ? [] : [0];
      const all = [...variable.map.keys()];
      return variable.kind === 'indexed' ? all.sort((a, b) => Number(a) - Number(b)) : all;
    };
    const element = (name: string, key: Key): string | undefined => {
      const variable = variables.get(name);
      if (variable?.kind === 'scalar') return Number(key) === 0 ? variable.scalar : undefined;
      return variable?.map.get(key);
    };
    return {
      options: this.options,
      name0: 'bash',
      get positional() {
        return shell.positional;
      },
      get: (name) => {
        const variable = variables.get(name);
        return variable?.kind === 'scalar' ? variable.scalar : variable?.map.get(variable.kind === 'indexed' ? 0 : '0');
      },
      set: (name, value) => {
        const variable = this.variable(name, '');
        if (variable.attributes.includes('r')) throw new ExpansionError(`${name}: readonly variable`);
        if (variable.kind === 'scalar') variable.scalar = value;
        else variable.map.set(variable.kind === 'indexed' ? 0 : '0', value);
        if (name === 'GLOBIGNORE' && value !== '') this.options.dotglob = true;
      },
      shape: (name) => variables.get(name)?.kind,
      element,
      setElement: (name, key, value) => {
        const variable = this.variable(name, 'a');
        if (variable.kind === 'scalar') {
          if (variable.scalar !== undefined) variable.map.set(0, variable.scalar);
          variable.kind = 'indexed';
        }
        variable.map.set(key, value);
      },
      keys,
      count: (name) => keys(name).length,
      end: (name) => Number(keys(name).at(-1) ?? -1) + 1,
      values: (name) => keys(name).map((key) => element(name, key) ?? ''),
      attributes: (name) => variables.get(name)?.attributes ?? '',
      nameref: () => undefined,
      namesWithPrefix: (prefix) => [...variables.keys()].filter((name) => name.startsWith(prefix)).sort(),
      special: (name) => (name === '?' ? this.status : name === '!' ? undefined : name === '-' ? 'hB' : '1'),
      home: (user) => (user === 'root' || user === '' ? '/root' : undefined),
      *prompt(text) {
        return text;
      },
      warn: (message) => {
        shell.errors.push(message);
      },
      *commandSubstitution(part) {
        return yield* shell.substitute(part);
      },
      *processSubstitution() {
        return '/dev/fd/63';
      },
      *readDir(path) {
        return shell.tree[directoryName(path)];
      },
      *fileType(path) {
        const clean = directoryName(path);
        if (shell.tree[clean] !== undefined) return 'directory';
        const slash = clean.lastIndexOf('/');
        const entries = shell.tree[slash === -1 ? '.' : clean.slice(0, slash)] ?? [];
        return entries.some(({ name }) => name === clean.slice(slash + 1)) ? 'other' : 'none';
      },
    };
  }
}

function directoryName(path: string): string {
  if (/^\/+$/.test(path)) return '/';
  return (
    path
      .replace(/\/+/g, '/')
      .replace(/^(\.\/)+/, '')
      .replace(/\/$/, '') || '.'
  );
}

function listOf(source: string): List {
  return { items: parseScript(source).commands.flatMap(({ list }) => list.items) };
}

function finish<T>(run: Generator<void, T>): T {
  const result = run.next();
  if (!result.done) throw new Error('nothing here can block');
  return result.value;
}
