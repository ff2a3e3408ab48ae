/**
 * Prompts: the backslash escapes of PS1, PS2 and PS4, then parameter expansion. Authority: bash(1), PROMPTING.
 */
import { isFailure } from '../../kernel/errno.ts';
import { integerOf } from '../builtins/options.ts';
import { ExpansionError } from '../expand/error.ts';
import { expandHereDoc } from '../expand/expand.ts';
import { readUsers } from '../files.ts';
import { tildePath } from '../jobs/text.ts';
import { complain } from '../output.ts';
import type { Doing, Shell } from '../shell.ts';
import { getValue } from '../variables/variables.ts';
import { formatTime } from './local-time.ts';
import { parseText } from './text-word.ts';

/** What `\v` says. */
const VERSION = '5.2';
const RELEASE = '5.2.15';

const baseName = (path: string): string => (path === '/' ? path : path.slice(path.lastIndexOf('/') + 1));

/** PROMPT_DIRTRIM: so many of the last directories, behind dots where that is shorter. */
function trimmed(path: string, count: string): string {
  const kept = integerOf(count) ?? 0;
  const begin = /^~[^/]*\/?|^/.exec(path)?.[0].length ?? 0;
  const parts = path.slice(begin).split('/');
  if (kept <= 0 || parts.length <= kept) return path;
  const tail = parts
    .slice(-kept)
    .map((part) => `/${part}`)
    .join('');
  const cut = path.length - begin - tail.length;
  return cut <= '...'.length ? path : `${path.slice(0, begin)}...${tail}`;
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  e: '\x1b',
  n: '\n',
  r: '\r',
  '\\': '\\',
  // The line editor gives what stands between these no room.
  '[': '\x01',
  ']': '\x02',
  v: VERSION,
  V: RELEASE,
};

const DATES: Readonly<Record<string, string>> = {
  d: '%a %b %d',
  t: '%H:%M:%S',
  T: '%I:%M:%S',
  '@': '%I:%M %p',
  A: '%H:%M',
};

/** One escape letter; `text` goes into the prompt as it is. */
function* escapeText(sh: Shell, letter: string): Doing<string> {
  const { state, sys } = sh;
  const simple = SIMPLE[letter];
  if (simple !== undefined) return simple;
  const date = DATES[letter];
  if (date !== undefined) return formatTime(state, date, yield* sys.clock_gettime());
  switch (letter) {
    case 'u':
      return (yield* userName(sh)) ?? 'I have no name!';
    case 'h':
      return (yield* sys.uname()).nodename.split('.')[0] ?? '';
    case 'H':
      return (yield* sys.uname()).nodename;
    case 'w':
      return trimmed(tildePath(state.directory, getValue(state, 'HOME')), getValue(state, 'PROMPT_DIRTRIM') ?? '');
    case 'W':
      return tildePath(state.directory, getValue(state, 'HOME')) === '~' ? '~' : baseName(state.directory);
    case '$':
      return (yield* sys.geteuid()) === 0 ? '#' : '$';
    case 's':
      return baseName(state.name0);
    case 'j':
      return String(state.jobs.jobs.length);
    case 'l':
      return baseName(yield* terminalName(sh));
    case '!':
      return String(state.options.history ? state.history.dropped + state.history.entries.length + 1 : 1);
    case '#':
      return String(state.commandNumber);
    default:
      return `\\${letter}`;
  }
}

function* userName(sh: Shell): Doing<string | undefined> {
  sh.state.users ??= yield* readUsers(sh.sys);
  return sh.state.users.get(yield* sh.sys.geteuid());
}

function* terminalName(sh: Shell): Doing<string> {
  const name = yield* sh.sys.ttyname(0);
  return isFailure(name) ? 'tty' : name;
}

/** The escapes of a prompt, and then its parameters and substitutions. */
export function* expandPrompt(sh: Shell, prompt: string): Doing<string> {
  let text = '';
  for (let at = 0; at < prompt.length; at++) {
    const char = prompt.charAt(at);
    if (char !== '\\' || at === prompt.length - 1) {
      text += char;
      continue;
    }
    const octal = /^[0-7]{3}/.exec(prompt.slice(at + 1))?.[0];
    if (octal) {
      text += String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      at += 3;
      continue;
    }
    const format = /^D\{([^}]*)\}?/s.exec(prompt.slice(at + 1));
    if (format) {
      const [whole, date] = format;
      text += protect('D', formatTime(sh.state, date || '%X', yield* sh.sys.clock_gettime()));
      at += whole.length;
      continue;
    }
    at++;
    text += protect(prompt.charAt(at), yield* escapeText(sh, prompt.charAt(at)));
  }
  if (!sh.state.shopt.promptvars || !/[$`\\]/.test(text)) return text;
  return yield* expandHereDoc(parseText(text, sh.state.line), sh.env);
}

/** What an escape gave is not expanded again. */
const protect = (letter: string, text: string): string =>
  letter === '$' || letter === '\\' || /[$`\\]/.test(text) ? text.replace(/[$`\\]/g, '\\$&') : text;

/** A prompt with an error in it is shown as it is written, behind the complaint. */
export function* promptOrRaw(sh: Shell, text: string): Doing<string> {
  try {
    return yield* expandPrompt(sh, text);
  } catch (thrown) {
    if (!(thrown instanceof ExpansionError)) throw thrown;
    yield* complain(sh, thrown.message);
    return text;
  }
}
