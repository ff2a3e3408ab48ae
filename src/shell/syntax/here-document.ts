/** Reads here-documents, from after the newline that ends their command. Authority: bash(1), Here Documents. */
import type { PendingHereDocument } from './lexer-state.ts';
import type { Scanner } from './scanner.ts';

export interface OpenHereDocument {
  readonly line: number;
  readonly endLine: number;
  readonly delimiter: string;
}

/** Answers those that the end of the input cut off. */
export function gatherHereDocuments(
  scanner: Scanner,
  pending: readonly PendingHereDocument[],
  inSubstitution: boolean,
): readonly OpenHereDocument[] {
  const line = scanner.lineAt(scanner.pos - 1);
  const open: OpenHereDocument[] = [];
  for (const document of pending) {
    const endLine = gather(scanner, document, inSubstitution);
    if (endLine !== undefined) open.push({ line, endLine, delimiter: document.delimiter });
  }
  return open;
}

/** Where bash says it was cut off, or undefined when its delimiter was found. */
function gather(scanner: Scanner, document: PendingHereDocument, inSubstitution: boolean): number | undefined {
  const { delimiter } = document;
  while (scanner.pos < scanner.src.length) {
    const from = scanner.pos;
    const text = readLine(scanner, !document.quoted);
    const compared = document.stripTabs ? text.replace(/^\t+/, '') : text;
    if (compared === delimiter) return undefined;
    if (!inSubstitution || !compared.startsWith(delimiter)) continue;
    if (!compared.slice(delimiter.length).includes(')')) continue;
    // `EOF)`: the delimiter is missing its newline, and gets one.
    const { src } = scanner;
    const at = src.indexOf(delimiter, from) + delimiter.length;
    scanner.src = `${src.slice(0, at)}\n${src.slice(at)}`;
    scanner.pos = at + 1;
    return scanner.lineAt(at);
  }
  return scanner.lineAt(scanner.pos) - 1;
}

/** One line without its newline; with `joined`, a backslash at its end takes the next one too. */
function readLine(scanner: Scanner, joined: boolean): string {
  const { src } = scanner;
  let text = '';
  for (;;) {
    const found = src.indexOf('\n', scanner.pos);
    const end = found === -1 ? src.length : found;
    const piece = src.slice(scanner.pos, end);
    scanner.pos = Math.min(end + 1, src.length);
    if (!joined || !endsInBackslash(piece) || found === -1) return text + piece;
    text += piece.slice(0, -1);
  }
}

/** An odd number of backslashes at the end. */
export function endsInBackslash(text: string): boolean {
  let at = text.length;
  while (text.charCodeAt(at - 1) === 92) at--;
  return (text.length - at) % 2 === 1;
}
