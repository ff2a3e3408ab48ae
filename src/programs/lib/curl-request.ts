/** What curl asks a server, from its options. Authority: curl(1) 7.88; lib/http.c. */
import { latin1 } from '../../bytes.ts';
import { isFailure } from '../../kernel/errno.ts';
import { CURLE, CurlFailure } from './curl-connection.ts';
import type { CurlLine, CurlOption } from './curl-options.ts';
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
  readonly form: boolean;
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

export const valueOfLast = ({ given }: CurlLine, option: CurlOption): string | undefined =>
  given.findLast((one) => one.option === option)?.value;

export function* planOf(io: Io, line: CurlLine, data: string | undefined): Generator<void, Plan> {
  const { given, on } = line;
  const forced = valueOfLast(line, 'request');
  const upload = valueOfLast(line, 'upload');
  const json = given.some(({ option }) => option === 'json');
  const body = upload === undefined ? (on.has('get') ? undefined : data) : yield* uploaded(io, upload);
  const usual = on.has('head') ? 'HEAD' : upload !== undefined ? 'PUT' : body !== undefined ? 'POST' : 'GET';
  const own = given.flatMap(({ option, value }) => (option === 'header' ? [value] : []));
  const names = new Set(own.map(nameOf));
  const implied = [`Content-Type: ${JSON_TYPE}`, `Accept: ${JSON_TYPE}`].filter((field) => !names.has(nameOf(field)));
  return {
    method: forced ?? usual,
    forced: forced !== undefined,
    body,
    fields: json ? [...own, ...implied] : own,
    form: upload === undefined && !json,
  };
}

const nameOf = (field: string): string => field.replace(/[:;].*$/s, '').toLowerCase();

/** The head of the request. A field `Name:` without a value takes out what curl would say, `Name;` says it empty. */
export function requestText(line: CurlLine, url: Url, { method, body, fields, form }: Plan): string {
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
          ['Content-Type', form ? FORM : undefined],
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
