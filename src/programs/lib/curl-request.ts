/** What curl asks a server, from its options. Authority: curl(1) 7.88; lib/http.c. */
import { latin1 } from '../../bytes.ts';
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { CURLE, CurlFailure } from './curl-connection.ts';
import { formBody, type Part, parsePart } from './curl-form.ts';
import type { CurlLine, CurlOption } from './curl-options.ts';
import { warningText } from './curl-warning.ts';
import { authorityOf, basicCredentials, type Url } from './http.ts';
import type { Io } from './io.ts';
import { readBytes } from './read-file.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

export interface Plan {
  readonly method: string;
  /** The method was chosen by -X. */
  readonly forced: boolean;
  readonly body: string | undefined;
  /** Fields of -H and of --json, `Name: value`. */
  readonly fields: readonly string[];
  /** What the body is said to be; undefined where nothing is said. */
  readonly type: string | undefined;
  /** A body that is read as it is sent: of -T and -F. */
  readonly streamed: boolean;
}

const DATA: ReadonlySet<CurlOption> = new Set(['data', 'dataAscii', 'dataRaw', 'dataBinary', 'json']);

/** `@FILE` is what stands in the file; -d leaves out its ends of lines. */
function* piece(io: Io, option: CurlOption, value: string): Generator<void, string> {
  if (option === 'dataRaw' || !value.startsWith('@')) return value;
  const path = value.slice(1);
  const bytes = yield* readBytes(io.sys, path === '-' ? '/dev/stdin' : path);
  if (isFailure(bytes)) {
    yield* io.complain(`Warning: Couldn't read data from file "${path}", this makes an empty POST.\n`);
    return '';
  }
  const text = latin1(bytes);
  return option === 'dataBinary' || option === 'json' ? text : text.replaceAll(/[\r\n\0]/g, '');
}

function* uploaded(io: Io, path: string): Generator<void, string> {
  const bytes = yield* readBytes(io.sys, path === '-' ? '/dev/stdin' : path);
  if (!isFailure(bytes)) return latin1(bytes);
  yield* io.complain(`curl: Can't open '${path}'!\ncurl: try 'curl --help' or 'curl --manual' for more information\n`);
  throw new CurlFailure(CURLE.READ_ERROR, 'Failed to open/read local data from file/application');
}

/** The data of all -d, and what they are. */
export function* dataOf(io: Io, { given }: CurlLine): Generator<void, string | undefined> {
  const pieces: string[] = [];
  for (const { option, value } of given) if (DATA.has(option)) pieces.push(yield* piece(io, option, value));
  const separator = given.some(({ option }) => option === 'json') ? '' : '&';
  return pieces.length === 0 ? undefined : pieces.join(separator);
}

const BOUNDARY_DASHES = 24;

function* randomDigits(sys: Sys): Generator<void, string> {
  const bytes = new Uint8Array(8);
  const fd = yield* sys.open('/dev/urandom', 0);
  if (!isFailure(fd)) {
    yield* sys.read(fd, bytes);
    yield* sys.close(fd);
  }
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function* contentOf(io: Io, { kind, value, unknown }: Part, warns: boolean): Generator<void, string> {
  for (const word of warns ? unknown : []) yield* io.complain(warningText(`skip unknown form field: ${word}\n`));
  if (kind === 'text') return value;
  const bytes = yield* readBytes(io.sys, value === '-' ? '/dev/stdin' : value);
  if (isFailure(bytes)) throw new CurlFailure(CURLE.READ_ERROR, 'Failed to open/read local data from file/application');
  return latin1(bytes);
}

/** The form of all -F, and its type. */
function* formOf(io: Io, { given, on }: CurlLine): Generator<void, Pick<Plan, 'body' | 'type'> | undefined> {
  const parts = given.flatMap(({ option, value }) =>
    option === 'form' || option === 'formString' ? (parsePart(value, option === 'form') ?? []) : [],
  );
  if (parts.length === 0) return undefined;
  const boundary = `${'-'.repeat(BOUNDARY_DASHES)}${yield* randomDigits(io.sys)}`;
  const contents: (readonly [Part, string])[] = [];
  for (const part of parts) contents.push([part, yield* contentOf(io, part, !on.has('silent'))]);
  return {
    body: formBody(contents, boundary, on.has('formEscape')),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}

export const valueOfLast = ({ given }: CurlLine, option: CurlOption): string | undefined =>
  given.findLast((one) => one.option === option)?.value;

export function* planOf(io: Io, line: CurlLine, data: string | undefined): Generator<void, Plan> {
  const { given, on } = line;
  const forced = valueOfLast(line, 'request');
  const upload = valueOfLast(line, 'upload');
  const json = given.some(({ option }) => option === 'json');
  const parts = yield* formOf(io, line);
  const posted = parts?.body ?? (on.has('get') ? undefined : data);
  const body = upload === undefined ? posted : yield* uploaded(io, upload);
  const usual = on.has('head') ? 'HEAD' : upload !== undefined ? 'PUT' : body !== undefined ? 'POST' : 'GET';
  const own = given.flatMap(({ option, value }) => (option === 'header' ? [value] : []));
  const names = new Set(own.map(nameOf));
  const implied = [`Content-Type: ${JSON_TYPE}`, `Accept: ${JSON_TYPE}`].filter((field) => !names.has(nameOf(field)));
  return {
    method: forced ?? usual,
    forced: forced !== undefined,
    body,
    fields: json ? [...own, ...implied] : own,
    type: upload !== undefined || json ? undefined : (parts?.type ?? FORM),
    streamed: upload !== undefined || parts !== undefined,
  };
}

const nameOf = (field: string): string => field.replace(/[:;].*$/s, '').toLowerCase();

/** The head of the request. A field `Name:` without a value takes out what curl would say, `Name;` says it empty. */
export function requestText(line: CurlLine, url: Url, { method, body, fields, type }: Plan): string {
  const custom = new Map(fields.map((field) => [nameOf(field), field]));
  const user = valueOfLast(line, 'user');
  const range = valueOfLast(line, 'range');
  const usual: readonly (readonly [string, string | undefined])[] = [
    ['Host', authorityOf(url)],
    ['Authorization', user && `Basic ${basicCredentials(user)}`],
    ['Range', range && `bytes=${range}`],
    ['User-Agent', valueOfLast(line, 'userAgent') ?? 'curl/7.88.1'],
    ['Accept', '*/*'],
    ['Referer', valueOfLast(line, 'referer')],
    ['Cookie', valueOfLast(line, 'cookie')],
  ];
  const behind: readonly (readonly [string, string | undefined])[] =
    body === undefined
      ? []
      : [
          ['Content-Length', String(body.length)],
          ['Content-Type', type],
        ];
  const shown = (all: typeof usual): string[] =>
    all.flatMap(([name, value]) => {
      if (value === undefined || value === '' || (custom.has(name.toLowerCase()) && name !== 'Host')) return [];
      const host = name === 'Host' ? custom.get('host') : undefined;
      return [host ?? `${name}: ${value}`];
    });
  const added = fields.flatMap((field) => {
    if (nameOf(field) === 'host') return [];
    if (/^[^:]+;$/.test(field)) return [`${field.slice(0, -1)}:`];
    return /^[^:]+:\s*\S/s.test(field) ? [field] : [];
  });
  const lines = [`${method} ${url.target} HTTP/1.1`, ...shown(usual), ...added, ...shown(behind)];
  return `${lines.join('\r\n')}\r\n\r\n`;
}
