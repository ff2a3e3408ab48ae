/** One transfer of curl: the request, the answer, and the ones behind it when redirections are followed. */
import type { Sys } from '../../kernel/syscalls.ts';
import { type Connection, CURLE, CurlFailure, type Target, type Timing } from './curl-connection.ts';
import type { Connections } from './curl-connections.ts';
import { METER_HEADING, METER_START, meterLine } from './curl-meter.ts';
import type { CurlLine } from './curl-options.ts';
import { type Plan, requestText, valueOfLast } from './curl-request.ts';
import type { Sink } from './curl-sink.ts';
import { type Facts, secondsText } from './curl-write-out.ts';
import { Chunks, END_OF_HEAD, fieldOf, type Head, parseHead, resolveUrl, type Url, urlText } from './http.ts';
import type { Io } from './io.ts';

const REDIRECTS = 50;
const FIRST_ERROR = 400;
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

const limitOf = (line: CurlLine, option: 'maxTime' | 'connectTimeout', began: number): number => {
  const seconds = Number(valueOfLast(line, option) ?? 0);
  return seconds > 0 ? began + seconds * 1e6 : Number.POSITIVE_INFINITY;
};

/** What a connection that nobody answers at ends with. */
const DYING: ReadonlySet<number> = new Set([CURLE.GOT_NOTHING, CURLE.SEND_ERROR, CURLE.RECV_ERROR]);

/** A request that has been answered: the head, and what came of the body with it. */
interface Asked {
  readonly connection: Connection;
  readonly head: Head;
  readonly rest: string;
}

export class Transfer {
  readonly #sys: Sys;
  readonly #io: Io;
  readonly #line: CurlLine;
  readonly #timing: Timing;
  readonly #connections: Connections;
  #sink: Sink | undefined;
  #metering = false;
  #ended = 0;
  #connection: Connection | undefined;
  #peer = '';
  #head: Head | undefined;
  #url: Url | undefined;
  #method = '';
  #redirects = 0;
  #connects = 0;
  #expected = 0;
  #received = 0;
  #sent = 0;
  #toSend = 0;
  #headBytes = 0;
  #requestBytes = 0;
  #marks = { resolved: 0, connected: 0, ready: 0, started: 0 };

  constructor(sys: Sys, io: Io, line: CurlLine, connections: Connections, began: number) {
    this.#sys = sys;
    this.#io = io;
    this.#line = line;
    this.#connections = connections;
    const deadline = limitOf(line, 'maxTime', began);
    this.#timing = { began, deadline, connectDeadline: limitOf(line, 'connectTimeout', began) };
  }

  #note = (text: string): Generator<void, void> => this.#tell(`* ${text}\n`);

  *#tell(text: string): Generator<void, void> {
    if (this.#line.on.has('verbose')) yield* this.#io.complain(text);
  }

  /** -v tells of bytes that the terminal does not show. */
  *#tellData(sign: string, bytes: number): Generator<void, void> {
    if (!this.#sink?.terminal) yield* this.#tell(`${sign} [${bytes} bytes data]\n`);
  }

  *run(url: Url, plan: Plan, sink: Sink, again: boolean): Generator<void, void> {
    const { on } = this.#line;
    this.#sink = sink;
    this.#metering = !sink.terminal && !on.has('silent') && !on.has('noProgress');
    if (this.#metering && !again) yield* this.#io.complain(METER_HEADING);
    for (let next: [Url, Plan] | undefined = [url, plan]; next; ) next = yield* this.#exchange(...next);
  }

  /** Where to go next, and how to ask there. */
  *#exchange(url: Url, plan: Plan): Generator<void, [Url, Plan] | undefined> {
    this.#url = url;
    this.#method = plan.method;
    this.#received = 0;
    this.#expected = 0;
    const { connection, head, rest } = yield* this.#asked(url, plan);
    this.#head = head;
    const failed = head.status >= FIRST_ERROR && (this.#line.on.has('fail') || this.#line.on.has('failWithBody'));
    const location = fieldOf(head, 'location');
    const follows = this.#line.on.has('location') && head.status >= 300 && head.status < 400 && location !== undefined;
    if (failed && this.#line.on.has('fail')) {
      this.#expected = Number(fieldOf(head, 'content-length') ?? 0);
      yield* this.#note(`The requested URL returned error: ${head.status}`);
      throw new CurlFailure(CURLE.HTTP_RETURNED_ERROR, `The requested URL returned error: ${head.status}`);
    }
    if (follows) yield* this.#note('Ignoring the response-body');
    const ended = yield* this.#body(connection, head, plan, rest, follows);
    const closes = !ended || head.version === '1.0' || /close/i.test(fieldOf(head, 'connection') ?? '');
    if (closes) yield* this.#connections.close(connection.link, this.#note);
    else yield* this.#connections.keep(this.#targetOf(url), connection, this.#note);
    this.#connection = undefined;
    if (failed) throw new CurlFailure(CURLE.HTTP_RETURNED_ERROR, `The requested URL returned error: ${head.status}`);
    return follows ? yield* this.#follow(url, location, plan, head.status) : undefined;
  }

  /** Sends the request. A connection that was left open may have been closed meanwhile: then once more, over a new one. */
  *#asked(url: Url, plan: Plan): Generator<void, Asked> {
    const connection = yield* this.#connected(url);
    try {
      return yield* this.#ask(connection, url, plan);
    } catch (thrown) {
      const died = thrown instanceof CurlFailure && DYING.has(thrown.code) && this.#marks.started === 0;
      if (!died || !connection.reused) throw thrown;
    }
    yield* this.#note('Connection died, retrying a fresh connect (retry count: 1)');
    yield* this.#connections.close(connection.link, this.#note);
    this.#connection = undefined;
    yield* this.#note(`Issue another request to this URL: '${urlText(url)}'`);
    return yield* this.#ask(yield* this.#connected(url), url, plan);
  }

  *#ask(connection: Connection, url: Url, plan: Plan): Generator<void, Asked> {
    const request = requestText(this.#line, url, plan);
    this.#requestBytes += request.length;
    yield* this.#tell(request.replaceAll(/[^\n]*\n/g, '> $&'));
    yield* connection.send(request);
    yield* this.#sendBody(connection, plan);
    return { connection, ...(yield* this.#answer(connection)) };
  }

  #targetOf(url: Url): Target {
    const { given } = this.#line;
    const local = given.findLast(({ option }) => option === 'unixSocket' || option === 'abstractSocket');
    return { ...url, unix: local && (local.option === 'abstractSocket' ? `\0${local.value}` : local.value) };
  }

  *#begin(): Generator<void, void> {
    if (this.#metering && this.#connects === 0 && this.#redirects === 0) yield* this.#io.complain(METER_START);
  }

  *#connected(url: Url): Generator<void, Connection> {
    this.#marks.resolved = yield* this.#sys.clock_gettime();
    const asking = { timing: this.#timing, late: () => this.#late(), note: this.#note, begin: () => this.#begin() };
    const connection = yield* this.#connections.open(this.#targetOf(url), asking);
    this.#connection = connection;
    this.#peer = connection.link.peer;
    this.#marks.ready = yield* this.#sys.clock_gettime();
    if (!connection.reused) {
      this.#connects++;
      this.#marks.connected = this.#marks.ready;
    }
    return connection;
  }

  #late(): CurlFailure {
    const { began, deadline } = this.#timing;
    const outOf = this.#expected > 0 ? `${this.#received} out of ${this.#expected}` : `${this.#received}`;
    const passed = Math.floor((deadline - began) / 1000);
    const text = `Operation timed out after ${passed} milliseconds with ${outOf} bytes received`;
    return new CurlFailure(CURLE.OPERATION_TIMEDOUT, text);
  }

  *#sendBody(connection: Connection, { body, streamed }: Plan): Generator<void, void> {
    this.#toSend = body?.length ?? 0;
    this.#sent = 0;
    if (body === undefined) return;
    yield* connection.send(body);
    this.#sent = body.length;
    if (body !== '') yield* this.#tellData('}', body.length);
    if (streamed) yield* this.#note('We are completely uploaded and fine');
  }

  /** The head of the answer, past those that only say to go on; and what came of the body with it. */
  *#answer(connection: Connection): Generator<void, { head: Head; rest: string }> {
    let text = '';
    for (;;) {
      const end = END_OF_HEAD.exec(text);
      if (end) {
        const length = end.index + end[0].length;
        const head = parseHead(text.slice(0, length));
        if (!head) throw new CurlFailure(CURLE.UNSUPPORTED_PROTOCOL, 'Received HTTP/0.9 when not allowed');
        yield* this.#showHead(head, length);
        text = text.slice(length);
        if (head.status >= 200) return { head, rest: text };
        continue;
      }
      const piece = yield* connection.receive();
      if (piece === '' && text === '') {
        yield* this.#note('Empty reply from server');
        throw new CurlFailure(CURLE.GOT_NOTHING, 'Empty reply from server');
      }
      if (piece === '') throw new CurlFailure(CURLE.RECV_ERROR, 'Recv failure: Connection reset by peer');
      if (this.#marks.started === 0) this.#marks.started = yield* this.#sys.clock_gettime();
      text += piece;
    }
  }

  *#showHead(head: Head, bytes: number): Generator<void, void> {
    this.#headBytes += bytes;
    yield* this.#tell(head.lines.map((line) => `< ${line}`).join(''));
    const { on } = this.#line;
    const dump = valueOfLast(this.#line, 'dumpHeader');
    if (on.has('include') || on.has('head') || dump === '-') yield* this.#sink?.write(head.lines.join('')) ?? [];
  }

  /** Whether it had an end of its own, not that of the connection. */
  *#body(connection: Connection, head: Head, plan: Plan, rest: string, ignored: boolean): Generator<void, boolean> {
    const declared = fieldOf(head, 'content-length');
    const length = declared === undefined ? undefined : Number(declared);
    this.#expected = length ?? 0;
    if ((plan.method === 'HEAD' && !plan.forced) || this.#line.on.has('head') || BODILESS.has(head.status)) return true;
    const chunks = /chunked/i.test(fieldOf(head, 'transfer-encoding') ?? '') ? new Chunks() : undefined;
    const isWhole = (): boolean => (chunks ? chunks.ended : length !== undefined && this.#received >= length);
    let piece = rest;
    for (;;) {
      if (piece !== '') yield* this.#tellData('{', piece.length);
      const bytes = chunks
        ? chunks.feed(piece)
        : piece.slice(0, length === undefined ? undefined : length - this.#received);
      this.#received += bytes.length;
      if (!ignored && bytes !== '') yield* this.#sink?.write(bytes) ?? [];
      if (isWhole()) return true;
      piece = yield* connection.receive();
      if (piece === '') break;
    }
    if (chunks === undefined && length === undefined) return false;
    const missing = chunks
      ? 'outstanding read data remaining'
      : `${(length ?? 0) - this.#received} bytes remaining to read`;
    yield* this.#note(`transfer closed with ${missing}`);
    throw new CurlFailure(CURLE.PARTIAL_FILE, `transfer closed with ${missing}`);
  }

  *#follow(url: Url, location: string, plan: Plan, status: number): Generator<void, [Url, Plan]> {
    const most = Number(valueOfLast(this.#line, 'maxRedirects') ?? REDIRECTS);
    if (most >= 0 && this.#redirects >= most)
      throw new CurlFailure(CURLE.TOO_MANY_REDIRECTS, `Maximum (${most}) redirects followed`);
    const next = resolveUrl(url, location);
    if (!next) throw new CurlFailure(CURLE.URL_MALFORMAT, 'URL using bad/illegal format or missing URL');
    this.#redirects++;
    yield* this.#note(`Issue another request to this URL: '${urlText(next)}'`);
    // What was posted is not posted again, but by 307 and 308.
    const keeps = status === 307 || status === 308 || plan.forced;
    const again: Plan = keeps ? plan : { ...plan, method: plan.method === 'HEAD' ? 'HEAD' : 'GET', body: undefined };
    return [next, again];
  }

  /** The end of the meter and of a connection that failed. */
  *finish(failure: CurlFailure | undefined): Generator<void, void> {
    this.#ended = yield* this.#sys.clock_gettime();
    yield* this.#sink?.flush() ?? [];
    if (this.#metering && failure?.code !== CURLE.COULDNT_RESOLVE_HOST) {
      const elapsed = this.#ended - this.#timing.began;
      const progress = { expected: this.#expected, received: this.#received, toSend: this.#toSend, sent: this.#sent };
      yield* this.#io.complain(`${meterLine({ ...progress, elapsed })}\n`);
    }
    const begun = this.#url !== undefined;
    if (failure && begun && failure.code !== CURLE.TOO_MANY_REDIRECTS) {
      if (failure.code === CURLE.OPERATION_TIMEDOUT || failure.code === CURLE.RECV_ERROR)
        yield* this.#note(failure.text);
      if (!this.#connection) yield* this.#note(`Closing connection ${this.#connections.latest}`);
    }
    if (this.#connection) yield* this.#connections.close(this.#connection.link, this.#note);
  }

  /** What the last answer was; undefined where there was none. */
  get head(): Head | undefined {
    return this.#head;
  }

  facts(url: string, index: number): Facts {
    const { began } = this.#timing;
    const { resolved, connected, ready, started } = this.#marks;
    const since = (mark: number): string => secondsText(Math.max(0, mark - began));
    const elapsed = this.#ended - began;
    const code = String(this.#head?.status ?? 0).padStart(3, '0');
    const location = this.#head && fieldOf(this.#head, 'location');
    const next = location !== undefined && this.#url ? resolveUrl(this.#url, location) : undefined;
    return {
      http_code: code,
      response_code: code,
      content_type: (this.#head && fieldOf(this.#head, 'content-type')) ?? '',
      filename_effective: this.#sink?.path ?? '',
      http_version: this.#head?.version ?? '0',
      method: this.#method,
      num_connects: this.#connects,
      num_redirects: this.#redirects,
      redirect_url: next && !this.#line.on.has('location') ? urlText(next) : '',
      remote_ip: this.#peer,
      remote_port: this.#url?.port ?? 0,
      scheme: this.#url?.scheme.toUpperCase() ?? '',
      size_download: this.#received,
      size_header: this.#headBytes,
      size_request: this.#requestBytes,
      size_upload: this.#sent,
      speed_download: elapsed > 0 ? Math.floor((this.#received * 1e6) / elapsed) : 0,
      speed_upload: elapsed > 0 ? Math.floor((this.#sent * 1e6) / elapsed) : 0,
      time_namelookup: since(resolved),
      time_connect: since(connected),
      time_appconnect: secondsText(0),
      time_pretransfer: since(ready),
      time_starttransfer: since(started),
      time_redirect: secondsText(0),
      time_total: secondsText(elapsed),
      url,
      url_effective: this.#url ? urlText(this.#url) : url,
      urlnum: index,
    };
  }
}
