/**
 * The form of curl -F: parts with a name, each a text, the content of a file, or a file; and the body that they make.
 * Leaves out parts of parts (`=(`), several files in one part (`@a,b`), encoders and fields of a part: they are refused.
 * Authority: curl(1), --form; RFC 7578; src/tool_formparse.c, lib/mime.c of 7.88.
 */

/** What -F says: `name=text`, `name=<file`, `name=@file;type=a/b;filename=c`. */
export interface Part {
  readonly name: string;
  readonly kind: 'text' | 'content' | 'file';
  /** The text, or the path. */
  readonly value: string;
  readonly type: string | undefined;
  readonly filename: string | undefined;
  /** What stands behind a semicolon and means nothing. */
  readonly unknown: readonly string[];
}

const KINDS: Readonly<Record<string, Part['kind']>> = { '@': 'file', '<': 'content' };

/** A word up to a semicolon, or in quotes, where a backslash takes the next character as it is. */
function wordAt(text: string, at: number): { readonly word: string; readonly end: number } {
  const quoted = /"((?:[^"\\]|\\.)*)"/y;
  quoted.lastIndex = at;
  const [whole, inside = ''] = quoted.exec(text) ?? [];
  if (whole !== undefined && /^\s*(;|$)/.test(text.slice(at + whole.length)))
    return { word: inside.replaceAll(/\\([\\"])/g, '$1'), end: at + whole.length };
  const semicolon = text.indexOf(';', at);
  const end = semicolon < 0 ? text.length : semicolon;
  return { word: text.slice(at, end), end };
}

/** undefined for what is none, or none that is known here. With --form-string the text is only text. */
export function parsePart(given: string, hasMarks: boolean): Part | undefined {
  const equals = given.indexOf('=');
  if (equals < 0) return undefined;
  const name = given.slice(0, equals);
  const content = given.slice(equals + 1);
  if (!hasMarks) return { name, kind: 'text', value: content, type: undefined, filename: undefined, unknown: [] };
  if (content.startsWith('(')) return undefined;
  const kind = KINDS[content.charAt(0)] ?? 'text';
  const { word: value, end } = wordAt(content, kind === 'text' ? 0 : 1);
  if (kind === 'file' && value.includes(',')) return undefined;
  const said = new Map<string, string>();
  const unknown: string[] = [];
  for (let at = end; at < content.length; ) {
    const [start = '', key = ''] = /^;?\s*(?:(type|filename|encoder|headers)=)?/.exec(content.slice(at)) ?? [];
    if (key === 'encoder' || key === 'headers') return undefined;
    const { word, end: next } =
      key === 'type' ? typeAt(content, at + start.length) : wordAt(content, at + start.length);
    if (key === '') unknown.push(word);
    else said.set(key, word);
    at = Math.max(next, at + 1);
  }
  return { name, kind, value, type: said.get('type'), filename: said.get('filename'), unknown };
}

/** A media type may have parameters of its own: they end before the next of ours. */
function typeAt(text: string, at: number): { readonly word: string; readonly end: number } {
  const behind = /;\s*(?:filename|encoder|headers)=/g;
  behind.lastIndex = at;
  const end = behind.exec(text)?.index ?? text.length;
  return { word: text.slice(at, end).trim(), end };
}

const TYPES: readonly (readonly [string, string])[] = [
  ['.gif', 'image/gif'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain'],
  ['.htm', 'text/html'],
  ['.html', 'text/html'],
  ['.pdf', 'application/pdf'],
  ['.xml', 'application/xml'],
];

const typeBySuffix = (path: string): string | undefined =>
  TYPES.find(([suffix]) => path.toLowerCase().endsWith(suffix))?.[1];

/** By the name that is told, or by that of the file. */
const typeOfFile = (shown: string, path: string): string =>
  typeBySuffix(shown) ?? typeBySuffix(path) ?? 'application/octet-stream';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const PERCENT: Readonly<Record<string, string>> = { '"': '%22', '\r': '%0D', '\n': '%0A' };

/** As browsers escape names, or with --form-escape as RFC 2183 does. */
const escaped = (name: string, byBackslash: boolean): string =>
  byBackslash ? name.replaceAll(/["\\]/g, '\\$&') : name.replaceAll(/["\r\n]/g, (letter) => PERCENT[letter] ?? letter);

const LINE = '\r\n';

function partText({ name, kind, value, type, filename }: Part, content: string, byBackslash: boolean): string {
  const shown = filename ?? (kind === 'file' ? baseName(value) : undefined);
  const media = type ?? (kind === 'file' ? typeOfFile(shown ?? value, value) : undefined);
  const disposition = [
    'Content-Disposition: form-data',
    ...(name === '' ? [] : [`name="${escaped(name, byBackslash)}"`]),
    ...(shown === undefined ? [] : [`filename="${escaped(shown, byBackslash)}"`]),
  ].join('; ');
  const head = media === undefined ? [disposition] : [disposition, `Content-Type: ${media}`];
  return [...head, '', content, ''].join(LINE);
}

/** The body; what each part holds stands beside it. */
export function formBody(
  parts: readonly (readonly [part: Part, content: string])[],
  boundary: string,
  byBackslash: boolean,
): string {
  const all = parts.map(([part, content]) => `--${boundary}${LINE}${partText(part, content, byBackslash)}`);
  return `${all.join('')}--${boundary}--${LINE}`;
}
