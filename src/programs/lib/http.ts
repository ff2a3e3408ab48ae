/** Addresses, requests and answers of HTTP/1.1 as text, a character a byte. Authority: RFC 9112, RFC 3986. */

export interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly target: string;
}

const HTTP_PORT = 80;
const GREATEST_PORT = 0xffff;

/** undefined for what is no address. Without a scheme it is http. */
export function parseUrl(text: string): Url | undefined {
  if (/[\s\x00-\x1f]/.test(text)) return undefined;
  const [, scheme = 'http', rest = ''] = /^(?:([A-Za-z][\w+.-]*):\/\/\/?)?(.*)$/.exec(text) ?? [];
  const [, authority = '', tail = ''] = /^([^/?#]*)(.*)$/.exec(rest) ?? [];
  const [, host = '', port] = /^(?:[^@]*@)?([^:]*)(?::(.*))?$/.exec(authority) ?? [];
  if (port !== undefined && port !== '' && (!/^\d+$/.test(port) || Number(port) > GREATEST_PORT)) return undefined;
  const target = tail.replace(/#.*$/, '');
  return {
    scheme: scheme.toLowerCase(),
    host,
    port: port === undefined || port === '' ? HTTP_PORT : Number(port),
    target: target.startsWith('/') ? target : `/${target}`,
  };
}

export const urlText = ({ scheme, host, port, target }: Url): string =>
  `${scheme}://${host}${port === HTTP_PORT ? '' : `:${port}`}${target}`;

/** Where a Location leads from here. */
export function resolveUrl(base: Url, location: string): Url | undefined {
  if (/^[A-Za-z][\w+.-]*:\/\//.test(location)) return parseUrl(location);
  if (location.startsWith('/')) return { ...base, target: location };
  return { ...base, target: base.target.replace(/[^/]*$/, '') + location };
}

/** What stands in the Host field. */
export const authorityOf = ({ host, port }: Url): string => (port === HTTP_PORT ? host : `${host}:${port}`);

export interface Head {
  /** `HTTP/1.1 200 OK`, and the fields, with their ends of lines. */
  readonly lines: readonly string[];
  readonly status: number;
  readonly version: string;
}

export const END_OF_HEAD = /\r?\n\r?\n/;

/** The head of an answer; undefined for what is none of HTTP/1. */
export function parseHead(text: string): Head | undefined {
  const lines = text.match(/[^\n]*\n/g) ?? [];
  const [, version = '', status] = /^HTTP\/(1\.[01]) (\d{3})/.exec(lines[0] ?? '') ?? [];
  return status === undefined ? undefined : { lines, status: Number(status), version };
}

/** The value of a field. */
export function fieldOf({ lines }: Pick<Head, 'lines'>, name: string): string | undefined {
  const start = `${name.toLowerCase()}:`;
  const line = lines.slice(1).find((one) => one.toLowerCase().startsWith(start));
  return line?.slice(start.length).trim();
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** For `Authorization: Basic`. */
export function basicCredentials(text: string): string {
  let out = '';
  for (let i = 0; i < text.length; i += 3) {
    const [a, b, c] = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)];
    const word = (a << 16) | ((b || 0) << 8) | (c || 0);
    const letters = [18, 12, 6, 0].map((shift) => BASE64.charAt((word >> shift) & 63)).join('');
    const missing = Math.max(0, i + 3 - text.length);
    out += letters.slice(0, 4 - missing) + '='.repeat(missing);
  }
  return out;
}

/** Takes the pieces of a chunked body apart as they come. */
export class Chunks {
  #pending = '';
  #left = 0;
  #behind = false;
  ended = false;

  /** The bytes of the body that are in this piece. */
  feed(piece: string): string {
    this.#pending += piece;
    let body = '';
    while (!this.ended) {
      if (this.#left > 0) {
        const part = this.#pending.slice(0, this.#left);
        if (part === '') break;
        body += part;
        this.#left -= part.length;
        this.#pending = this.#pending.slice(part.length);
        this.#behind = this.#left === 0;
        continue;
      }
      const end = this.#pending.indexOf('\r\n');
      if (end < 0) break;
      const line = this.#pending.slice(0, end);
      this.#pending = this.#pending.slice(end + 2);
      if (this.#behind) this.#behind = false;
      else {
        this.#left = Number.parseInt(line, 16) || 0;
        this.ended = this.#left === 0;
      }
    }
    return body;
  }
}
