/**
 * A command of several lines as one entry of the history (`shopt cmdhist`).
 * Authority: bash(1), HISTORY; bash 5.2's history_delimiting_chars().
 */
import { readScript } from '../syntax/parse.ts';

/** After these a newline stands for a blank, and a semicolon would be an error. */
const CONTINUES =
  /(^|[\s;&|(){}])(do|then|else|elif|if|while|until|in|\{|\(|!|case|function)\s*$|[;&|({]\s*$|\(\s*\)\s*$/;
/** An array literal that is not closed. */
const ARRAY = /(^|\s)\w+\+?=\([^)]*$/;
const COMMENT = /(^|\s)#/;

/** The quote or substitution that a text leaves open: `'`, `"`, `` ` ``, `(` for `$(`, or none. */
export function openQuote(text: string): string {
  const open: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const inner = open.at(-1) ?? '';
    if (char === '\\' && inner !== "'") at++;
    else if (inner === "'" || inner === '`') {
      if (char === inner) open.pop();
    } else if (char === '$' && text.charAt(at + 1) === '(') {
      open.push('(');
      at++;
    } else if (inner === '(' && (char === '(' || char === ')')) {
      if (char === '(') open.push(char);
      else open.pop();
    } else if (char === inner) open.pop();
    else if (char === '"' || char === '`' || (char === "'" && inner !== '"')) open.push(char);
  }
  return open.at(-1) ?? '';
}

/** Does the next line belong to a here-document? */
export function inHereDocument(text: string): boolean {
  const item = text.includes('<<') ? readScript(text).next() : undefined;
  return item?.kind === 'command' && item.openHereDocuments.length > 0;
}

const count = (text: string, word: RegExp): number => text.match(word)?.length ?? 0;

/** The pattern of a `case` ends in `)` too, and no semicolon may follow it. */
const endsPattern = (text: string): boolean =>
  /\)\s*$/.test(text) && count(text, /(^|[\s;&|(])case\s/g) > count(text, /(^|[\s;&|(])esac\b/g);

const endsInBackslash = (text: string): boolean => (/\\*$/.exec(text)?.[0].length ?? 0) % 2 === 1;

/** Puts a line behind what the entry has; `source` is all that was read before it. */
function join(entry: string, source: string, line: string): string {
  if (inHereDocument(source)) return `${entry}${entry.endsWith('\n') ? '' : '\n'}${line}\n`;
  if (openQuote(source) !== '') return `${entry}\n${line}`;
  if (entry.endsWith('\n')) return `${entry} ${line}`;
  if (endsInBackslash(entry)) return `${entry.slice(0, -1)}${line}`;
  const continues = CONTINUES.test(entry) || endsPattern(entry) || ARRAY.test(entry);
  if (line.trim() === '') return continues ? entry : `${entry}; ${line}`;
  return `${entry}${continues ? ' ' : '; '}${line}`;
}

export function historyEntry(source: string): string {
  const [first = '', ...lines] = source.replace(/\n+$/, '').split('\n');
  let entry = first;
  let read = first;
  let afterComment = COMMENT.test(first);
  for (const line of lines) {
    const quoted = openQuote(read) !== '' || inHereDocument(read);
    if (!quoted && line.trimStart().startsWith('#')) afterComment = true;
    else {
      entry = afterComment && !quoted ? `${entry}\n${line}` : join(entry, read, line);
      afterComment = !quoted && COMMENT.test(line);
    }
    read += `\n${line}`;
  }
  return entry;
}
