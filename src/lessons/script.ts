/**
 * The lines of a lesson that somebody types, each with the terminal it goes to:
 *   A$ echo hi > /tmp/ff     a command at A's prompt
 *   A> some text             a line for whatever program reads A now
 *   A^C                      a control key in A
 * Leaves out waiting: after each line the machine runs until nothing moves (lab.ts).
 */
import { z } from 'zod';
import { encode } from '../bytes.ts';

export interface ScriptLine {
  readonly terminal: string;
  readonly kind: 'command' | 'text' | 'key';
  /** The command, the text, or the letter of the key. */
  readonly text: string;
  /** The solution also works without it. */
  readonly optional: boolean;
}

const form = /^([A-D])(?:([$>])(?: (.*))?|\^([A-Z\\]))$/;
const wanted = 'this is no script line; write `A$ command`, `A> text` or `A^C`';

export function parseScriptLine(source: string, optional = false): ScriptLine | undefined {
  const match = form.exec(source);
  if (!match) return undefined;
  const [, terminal = '', mark, text = '', key] = match;
  if (key !== undefined) return { terminal, kind: 'key', text: key, optional };
  if (mark === '$' && text.trim() === '') return undefined;
  return { terminal, kind: mark === '$' ? 'command' : 'text', text, optional };
}

export function formatScriptLine(line: ScriptLine): string {
  if (line.kind === 'key') return `${line.terminal}^${line.text}`;
  return `${line.terminal}${line.kind === 'command' ? '$' : '>'} ${line.text}`;
}

/** What the keyboard sends for a line. Enter is a carriage return; the line discipline or the shell makes of it what it will. */
export function keysOf(line: ScriptLine): Uint8Array {
  if (line.kind === 'key') return Uint8Array.of(line.text.charCodeAt(0) & 0x1f);
  return encode(`${line.text}\r`);
}

const lineText = z.string('a line is text').refine((text) => parseScriptLine(text) !== undefined, wanted);
const lineSchema = z
  .union([lineText, z.strictObject({ line: lineText, optional: z.literal(true) })], {
    error: (issue) => (typeof issue.input === 'string' ? wanted : `${wanted}, or {line: …, optional: true}`),
  })
  .transform((value, ctx): ScriptLine => {
    const line = typeof value === 'string' ? parseScriptLine(value) : parseScriptLine(value.line, value.optional);
    if (line) return line;
    ctx.addIssue(wanted);
    return z.NEVER;
  });

export const scriptSchema = z.array(lineSchema).max(20);
