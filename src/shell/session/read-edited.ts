/**
 * `read -e`: the bytes of lines that the user edits. Authority: bash(1); edit_line() and set_eol_delim() of bash 5.2.
 */
import { encode } from '../../bytes.ts';
import { SIGINT } from '../../kernel/signum.ts';
import { readLine } from '../edit/index.ts';
import { bindKeys, currentMap, type Readline } from '../edit/readline.ts';
import { attend } from '../run/trap.ts';
import type { Doing, Shell } from '../shell.ts';
import { completer } from './completion.ts';
import { hostOf } from './editing.ts';
import { readlineOf } from './readline.ts';

export interface EditedRead {
  readonly fd: number;
  readonly prompt: string;
  /** What stands on the line already. */
  readonly initial: string | undefined;
  readonly deadline: number | undefined;
  /** As many characters are enough. */
  readonly limit: number | undefined;
  readonly delimiter: string | undefined;
}

/** With -d, Enter is a character like others, and the delimiter ends the line. */
function endingWith(readline: Readline, delimiter: string | undefined): Readline {
  if (delimiter === undefined) return readline;
  const changed = { ...readline };
  bindKeys(changed, currentMap(changed), '\r', { kind: 'function', name: 'self-insert' });
  bindKeys(changed, currentMap(changed), delimiter.charAt(0), { kind: 'function', name: 'accept-line' });
  return changed;
}

type End = 'eof' | 'timeout' | 'interrupted';

function* editedLine(sh: Shell, read: EditedRead): Doing<string | End> {
  const readline = endingWith(yield* readlineOf(sh), read.delimiter);
  const { initial, deadline, limit, fd, prompt } = read;
  const complete = completer(sh, readline);
  const answer = yield* readLine(sh.sys, {
    prompt,
    fd,
    inCommand: true,
    history: sh.state.history,
    readline,
    host: hostOf(sh, readline),
    ...(initial !== undefined && { initial }),
    ...(deadline !== undefined && { deadline }),
    ...(limit !== undefined && { limit }),
    // Where no command is expected, words are names of files.
    complete: (text, point, what, type) => complete(text, point, what === 'any' ? 'file' : what, type),
    *onSignal() {
      if (sh.noticed.any) yield* attend(sh);
    },
  });
  switch (answer.kind) {
    case 'line':
    case 'edit':
      return answer.text;
    case 'interrupt':
      yield* sh.sys.kill(sh.state.pid, SIGINT);
      if (sh.noticed.any) yield* attend(sh);
      return 'interrupted';
    default:
      return answer.kind;
  }
}

/** The bytes of lines, one after the other; each ends with the delimiter. */
export function fromEditor(sh: Shell, read: EditedRead) {
  let bytes: Uint8Array = new Uint8Array(0);
  let at = 0;
  return {
    next: () => bytes[at++],
    *fill(): Doing<number | End> {
      const line = yield* editedLine(sh, read);
      if (line === 'eof' || line === 'timeout' || line === 'interrupted') return line;
      bytes = encode(line + (read.delimiter?.charAt(0) ?? '\n'));
      return bytes.length;
    },
    filled: () => {
      at = 0;
    },
  };
}
