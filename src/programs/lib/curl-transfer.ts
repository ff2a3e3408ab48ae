/** One transfer of curl: the request, the answer, and the ones behind it when redirections are followed. */
import type { Sys } from '../../kernel/syscalls.ts';
import { type Connection, CURLE, CurlFailure, connect, type Timing } from './curl-connection.ts';
import { METER_START, meterLine } from './curl-meter.ts';
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

export class Transfer {
  readonly #sys: Sys;
  readonly #io: Io;
  readonly #line: CurlLine;
  readonly #timing: Timing;
  #sink: Sink | undefined;
  #metering = false;
  #ended = 0;
  #connection: Connection | undefined;
  #peer = '';
  #head: Head | undefined;
  #url: Url | undefined;
  #method = '';
  #redirects = 0;
  #expected = 0;
  #received = 0;
  #sent = 0;
  #toSend = 0;
  #headBytes = 0;
  #requestBytes = 0;
  #marks = { resolved: 0, connected: 0, started: 0 };

  constructor(sys: Sys, io: Io, line: CurlLine, began: number) {
    this.#sys = sys;
    this.#io = io;
    this.#line = line;
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

  *run(url: Url, plan: Plan, sink: Sink): Generator<void, void> {
    const { on } = this.#line;
    this.#sink = sink;
    this.#metering = !sink.terminal && !on.has('silent') && !on.has('noProgress');
    if (this.#metering) yield* this.#io.complain(METER_START);
    for (let next: [Url, Plan] | undefined = [url, plan]; next; ) next = yield* this.#exchange(...next);
  }

  /** Where to go next, and how to ask there. */
  *#exchange(url: Url, plan: Plan): Generator<void, [Url, Plan] | undefined> {
    this.#url = url;
    this.#method = plan.method;
    this.#received = 0;
    this.#expected = 0;
    const connection = yield* this.#connected(url);
    const request = requestText(this.#line, url, plan);
    this.#requestBytes += request.length;
    yield* this.#tell(request.replaceAll(/[^\n]*\n/g, '> $&'));
    yield* connection.send(request);
    yield* this.#sendBody(connection, plan);
    const { head, rest } = yield* this.#answer(connection);
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
    yield* this.#body(connection, head, plan, rest, follows);
    const closes = head.version === '1.0' || /close/i.test(fieldOf(head, 'connection') ?? '');
    yield* this.#note(closes ? 'Closing connection 0' : `Connection #0 to host ${url.host} left intact`);
    yield* this.#sys.close(connection.fd);
    this.#connection = undefined;
    if (failed) throw new CurlFailure(CURLE.HTTP_RETURNED_ERROR, `The requested URL returned error: ${head.status}`);
    return follows ? yield* this.#follow(url, location, plan, head.status) : undefined;
  }

  *#connected(url: Url): Generator<void, Connection> {
    const { given } = this.#line;
    const local = given.findLast(({ option }) => option === 'unixSocket' || option === 'abstractSocket');
    const unix = local && (local.option === 'abstractSocket' ? `\0${local.value}` : local.value);
    this.#marks.resolved = yield* this.#sys.clock_gettime();
    const late = (): CurlFailure => this.#late();
    this.#connection = yield* connect(this.#sys, { ...url, unix }, this.#timing, late, this.#note);
    this.#peer = this.#connection.peer;
    this.#marks.connected = yield* this.#sys.clock_gettime();
    return this.#connection;
  }

  #late(): CurlFailure {
    const { began, deadline } = this.#timing;
    const outOf = this.#expected > 0 ? `${this.#received} out of ${this.#expected}` : `${this.#received}`;
    const passed = Math.floor((deadline - began) / 1000);
    const text = `Operation timed out after ${passed} milliseconds with ${outOf} bytes received`;
    return new CurlFailure(CURLE.OPERATION_TIMEDOUT, text);
  }

  *#sendBody(connection: Connection, { body }: Plan): Generator<void, void> {
    this.#toSend = body?.length ?? 0;
    this.#sent = 0;
    if (body === undefined) return;
    yield* connection.send(body);
    this.#sent = body.length;
    if (body !== '') yield* this.#tellData('}', body.length);
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

  *#body(connection: Connection, head: Head, plan: Plan, rest: string, ignored: boolean): Generator<void, void> {
    const declared = fieldOf(head, 'content-length');
    const length = declared === undefined ? undefined : Number(declared);
    this.#expected = length ?? 0;
    if ((plan.method === 'HEAD' && !plan.forced) || this.#line.on.has('head') || BODILESS.has(head.status)) return;
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
      if (isWhole()) return;
      piece = yield* connection.receive();
      if (piece === '') break;
    }
    if (chunks === undefined && length === undefined) return;
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

  /** The end of the meter, of the file and of a connection that failed. */
  *finish(failure: CurlFailure | undefined): Generator<void, void> {
    this.#ended = yield* this.#sys.clock_gettime();
    yield* this.#sink?.close() ?? [];
    if (this.#metering && failure?.code !== CURLE.COULDNT_RESOLVE_HOST) {
      const elapsed = this.#ended - this.#timing.began;
      const progress = { expected: this.#expected, received: this.#received, toSend: this.#toSend, sent: this.#sent };
      yield* this.#io.complain(`${meterLine({ ...progress, elapsed })}\n`);
    }
    const begun = this.#url !== undefined;
    if (failure && begun && failure.code !== CURLE.TOO_MANY_REDIRECTS) {
      if (failure.code === CURLE.OPERATION_TIMEDOUT || failure.code === CURLE.RECV_ERROR)
        yield* this.#note(failure.text);
      yield* this.#note('Closing connection 0');
    }
    if (this.#connection) yield* this.#sys.close(this.#connection.fd);
  }

  facts(url: string, index: number): Facts {
    const { began } = this.#timing;
    const { resolved, connected, started } = this.#marks;
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
      num_connects: this.#redirects + (connected > 0 ? 1 : 0),
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
      time_pretransfer: since(connected),
      time_starttransfer: since(started),
      time_redirect: secondsText(0),
      time_total: secondsText(elapsed),
      url,
      url_effective: this.#url ? urlText(this.#url) : url,
      urlnum: index,
    };
  }
}
