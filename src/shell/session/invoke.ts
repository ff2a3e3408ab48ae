/**
 * The command line of bash: what to run, and with which options. Leaves out --debugger, --pretty-print, and the lists of
 * strings that could be translated (-D). Authority: bash(1), OPTIONS and INVOCATION.
 */
import { isSetOption, optionOfLetter, type SetOption, SHOPT_OPTIONS } from '../options.ts';

export interface Invocation {
  readonly kind: 'run';
  /** The text of -c. */
  readonly command: string | undefined;
  /** -s: standard input, even with arguments. */
  readonly fromInput: boolean;
  readonly interactive: boolean;
  readonly login: boolean;
  readonly readsStartup: boolean;
  readonly readsProfile: boolean;
  readonly startupFile: string | undefined;
  readonly editing: boolean;
  readonly restricted: boolean;
  /** In the order given, so that the last one counts. */
  readonly settings: readonly (readonly [SetOption, boolean])[];
  readonly shopt: readonly (readonly [string, boolean])[];
  readonly operands: readonly string[];
}

/** Printed, and the shell ends. */
export interface Notice {
  readonly kind: 'notice';
  readonly text: string;
  readonly toError: boolean;
  readonly status: number;
}

const USAGE = `Usage:	bash [GNU long option] [option] ...
	bash [GNU long option] [option] script-file ...
GNU long options:
	--debug
	--debugger
	--dump-po-strings
	--dump-strings
	--help
	--init-file
	--login
	--noediting
	--noprofile
	--norc
	--posix
	--pretty-print
	--rcfile
	--restricted
	--verbose
	--version
Shell options:
	-ilrsD or -c command or -O shopt_option		(invocation only)
	-abefhkmnptuvxBCEHPT or -o option
`;

const HELP = `GNU bash, version 5.2.15(1)-release-(x86_64-pc-linux-gnu)
${USAGE}Type \`bash -c "help set"' for more information about shell options.
Type \`bash -c help' for more information about shell builtin commands.
Use the \`bashbug' command to report bugs.

bash home page: <http://www.gnu.org/software/bash>
General help using GNU software: <http://www.gnu.org/gethelp/>
`;

const VERSION = `GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)
Copyright (C) 2022 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>

This is free software; you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.
`;

const problem = (text: string): Notice => ({ kind: 'notice', text: `bash: ${text}\n`, toError: true, status: 2 });
const wrongUsage = (text: string): Notice => ({
  kind: 'notice',
  text: `bash: ${text}\n${USAGE}`,
  toError: true,
  status: 2,
});

type Draft = { -readonly [K in keyof Invocation]: Invocation[K] } & {
  settings: (readonly [SetOption, boolean])[];
  shopt: (readonly [string, boolean])[];
};

/** A long option, with one dash or two. Undefined when the word is none; a number is how many words it took. */
function longOption(word: string, next: string | undefined, draft: Draft): number | Notice | undefined {
  switch (word) {
    case 'help':
      return { kind: 'notice', text: HELP, toError: false, status: 0 };
    case 'version':
      return { kind: 'notice', text: VERSION, toError: false, status: 0 };
    case 'login':
      draft.login = true;
      return 1;
    case 'norc':
      draft.readsStartup = false;
      return 1;
    case 'noprofile':
      draft.readsProfile = false;
      return 1;
    case 'noediting':
      draft.editing = false;
      return 1;
    case 'posix':
      draft.settings.push(['posix', true]);
      return 1;
    case 'verbose':
      draft.settings.push(['verbose', true]);
      return 1;
    case 'rcfile':
    case 'init-file':
      if (next === undefined) return problem(`--${word}: option requires an argument`);
      draft.startupFile = next;
      return 2;
    case 'restricted':
      draft.restricted = true;
      return 1;
    default:
      return undefined;
  }
}

export function parseInvocation(args: readonly string[]): Invocation | Notice {
  const draft: Draft = {
    kind: 'run',
    command: undefined,
    fromInput: false,
    interactive: false,
    login: false,
    readsStartup: true,
    readsProfile: true,
    startupFile: undefined,
    editing: true,
    restricted: false,
    settings: [],
    shopt: [],
    operands: [],
  };
  let at = 0;
  for (; at < args.length; ) {
    const word = args[at] ?? '';
    const name = /^--?([a-z-]+)$/.exec(word)?.[1];
    const taken = name === undefined || word === '--' ? undefined : longOption(name, args[at + 1], draft);
    if (taken === undefined) {
      if (word.startsWith('--') && word !== '--') return wrongUsage(`${word}: invalid option`);
      break;
    }
    if (typeof taken !== 'number') return taken;
    at += taken;
  }
  return shortOptions(args, at, draft);
}

function shortOptions(args: readonly string[], from: number, draft: Draft): Invocation | Notice {
  let at = from;
  let takesCommand = false;
  for (; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '-' || word === '--') {
      at++;
      break;
    }
    if (!/^[-+]./.test(word)) break;
    const on = word.startsWith('-');
    for (const letter of word.slice(1)) {
      if (letter === 'c') takesCommand = true;
      else if (letter === 'o' || letter === 'O') {
        const value = args[at + 1];
        if (value === undefined) continue;
        at++;
        if (letter === 'O' && !SHOPT_OPTIONS.includes(value))
          return problem(`line 0: ${value}: invalid shell option name`);
        if (letter === 'O') draft.shopt.push([value, on]);
        else if (isSetOption(value)) draft.settings.push([value, on]);
        else return problem(`line 0: bash: ${value}: invalid option name`);
      } else if (!oneLetter(letter, on, draft)) return wrongUsage(`${word.charAt(0)}${letter}: invalid option`);
    }
  }
  if (takesCommand) {
    const command = args[at];
    if (command === undefined) return problem('-c: option requires an argument');
    draft.command = command;
    at++;
  }
  return { ...draft, operands: args.slice(at) };
}

function oneLetter(letter: string, on: boolean, draft: Draft): boolean {
  switch (letter) {
    case 'i':
      draft.interactive = true;
      return true;
    case 'l':
      draft.login = true;
      return true;
    case 's':
      draft.fromInput = true;
      return true;
    case 'r':
      draft.restricted = on;
      return true;
    default: {
      const option = optionOfLetter(letter);
      if (option) draft.settings.push([option, on]);
      return option !== undefined;
    }
  }
}
