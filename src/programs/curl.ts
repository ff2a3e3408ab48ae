/**
 * curl: asks a web server, over TCP or a UNIX socket. A connection that the server leaves open serves the next request too.
 * Leaves out every protocol but http, proxies, cookies in files, and several transfers at a time.
 * Authority: curl(1) 7.88.1.
 */
import type { Sys } from '../kernel/syscalls.ts';
import { CURLE, CurlFailure } from './lib/curl-connection.ts';
import { Connections } from './lib/curl-connections.ts';
import { CURL_OPTIONS, type CurlLine, FORMS, parseCurl, twoRequests } from './lib/curl-options.ts';
import { dataOf, type Plan, planOf, valueOfLast } from './lib/curl-request.ts';
import { type Outcome, Retries } from './lib/curl-retry.ts';
import { Sink } from './lib/curl-sink.ts';
import { Transfer } from './lib/curl-transfer.ts';
import { warningText } from './lib/curl-warning.ts';
import { writeOut } from './lib/curl-write-out.ts';
import { parseUrl, type Url } from './lib/http.ts';
import type { Io } from './lib/io.ts';
import { rawProgram } from './lib/program.ts';

const TRY = "curl: try 'curl --help' or 'curl --manual' for more information\n";
const VERSION =
  'curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1\nRelease-Date: 2023-02-20\nProtocols: http \nFeatures: UnixSockets\n';
const HELP_COLUMN = 28;

const helpText = (): string => {
  const lines = Object.values(CURL_OPTIONS)
    .map((option: { short?: string; long: string; value?: string; help: string }) => {
      const names = `${option.short === undefined ? '    ' : `-${option.short}, `}--${option.long}`;
      return ` ${`${names}${option.value === undefined ? '' : ` ${option.value}`}`.padEnd(HELP_COLUMN - 1)} ${option.help}\n`;
    })
    .sort((a, b) => (a.slice(6) < b.slice(6) ? -1 : 1));
  return `Usage: curl [options...] <url>\n${lines.join('')}`;
};

/** The address with the data of -G behind it. */
function* addressed(text: string, line: CurlLine, data: string | undefined): Generator<void, Url> {
  const url = parseUrl(text);
  if (!url) throw new CurlFailure(CURLE.URL_MALFORMAT, 'URL using bad/illegal format or missing URL');
  if (url.scheme !== 'http')
    throw new CurlFailure(CURLE.UNSUPPORTED_PROTOCOL, `Protocol "${url.scheme}" not supported or disabled in libcurl`);
  if (!line.on.has('get') || data === undefined) return url;
  return { ...url, target: `${url.target}${url.target.includes('?') ? '&' : '?'}${data}` };
}

/** The name behind the last slash: what -O calls the file. */
const remoteName = ({ target }: Url): string => target.replace(/\?.*$/, '').replace(/^.*\//, '');

function* sinkOf(sys: Sys, io: Io, line: CurlLine, url: Url, index: number): Generator<void, Sink> {
  const outputs = line.given.flatMap(({ option, value }) => (option === 'output' ? [value] : []));
  const path = outputs[index] ?? (line.on.has('remoteName') ? remoteName(url) : undefined);
  if (path === '') {
    yield* io.complain('curl: Remote file name has no length!\n');
    throw new CurlFailure(CURLE.WRITE_ERROR, 'Failed writing received data to disk/application');
  }
  return yield* Sink.open(sys, io, path === '-' ? undefined : path, !line.on.has('silent'));
}

interface Task {
  readonly sys: Sys;
  readonly io: Io;
  readonly line: CurlLine;
  readonly data: string | undefined;
  readonly connections: Connections;
}

/** What is open for an address as long as attempts go on. */
interface Place {
  readonly text: string;
  readonly index: number;
  sink?: Sink;
}

interface Attempt extends Outcome {
  readonly transfer: Transfer;
}

function* attempt(task: Task, place: Place): Generator<void, Attempt> {
  const { sys, io, line, data, connections } = task;
  const transfer = new Transfer(sys, io, line, connections, yield* sys.clock_gettime());
  let failure: CurlFailure | undefined;
  try {
    const url = yield* addressed(place.text, line, data);
    const plan: Plan = yield* planOf(io, line, data);
    const again = place.sink !== undefined;
    place.sink ??= yield* sinkOf(sys, io, line, url, place.index);
    yield* place.sink.rewind();
    yield* transfer.run(url, plan, place.sink, again);
  } catch (thrown) {
    if (!(thrown instanceof CurlFailure)) throw thrown;
    failure = thrown;
  }
  yield* transfer.finish(failure);
  if (failure && (!line.on.has('silent') || line.on.has('showError')))
    yield* io.complain(`curl: (${failure.code}) ${failure.text}\n`);
  yield* io.out.flush();
  return { transfer, failure, head: transfer.head };
}

/** The last of some attempts. */
function* attempts(task: Task, place: Place): Generator<void, Attempt> {
  const { sys, io, line } = task;
  const retries = new Retries(line, yield* sys.clock_gettime());
  for (;;) {
    const last = yield* attempt(task, place);
    const { pause, warning } = retries.next(last, yield* sys.clock_gettime());
    if (warning !== undefined && !line.on.has('silent')) yield* io.complain(warningText(warning));
    if (pause === undefined) return last;
    yield* sys.nanosleep(pause);
  }
}

/** One address from beginning to end; answers the number that curl would end with. */
function* fetchOne(task: Task, text: string, index: number): Generator<void, number> {
  const { io, line } = task;
  const place: Place = { text, index };
  const { transfer, failure } = yield* attempts(task, place);
  yield* place.sink?.close() ?? [];
  const format = valueOfLast(line, 'writeOut');
  if (format !== undefined && failure?.code !== CURLE.URL_MALFORMAT) {
    const facts = { ...transfer.facts(text, index), exitcode: failure?.code ?? 0, errormsg: failure?.text ?? '' };
    const { text: said, unknown } = writeOut(format, facts);
    for (const name of unknown) yield* io.complain(`curl: unknown --write-out variable: '${name}'\n`);
    yield* io.print(said);
  }
  return failure?.code ?? 0;
}

/** Two that ask for different methods; of PUT and a form, PUT is done. */
function conflictOf(
  line: CurlLine,
  data: string | undefined,
): { readonly text: string; readonly ends: boolean } | undefined {
  const { on, given } = line;
  const hasForm = given.some(({ option }) => FORMS.has(option));
  if (hasForm && valueOfLast(line, 'upload') !== undefined) return { text: twoRequests('upload', 'form'), ends: false };
  if (data === undefined || on.has('get')) return undefined;
  if (hasForm) return { text: twoRequests('data', 'form'), ends: true };
  return on.has('head') ? { text: twoRequests('data', 'head'), ends: true } : undefined;
}

export const curl = rawProgram(
  {
    name: 'curl',
    summary: 'transfer a URL',
    usage: '[options...] <url>',
    family: 'curl',
    options: CURL_OPTIONS,
  },
  function* (sys, args, io): Generator<void, number> {
    const line = parseCurl(args);
    if ('text' in line) {
      if (line.warning !== undefined) yield* io.complain(warningText(line.warning));
      yield* io.complain(`curl: ${line.text}\n${TRY}`);
      return CURLE.FAILED_INIT;
    }
    if (line.on.has('help') || line.on.has('version')) {
      yield* io.print(line.on.has('help') ? helpText() : VERSION);
      return 0;
    }
    const data = yield* dataOf(io, line);
    if (line.urls.length === 0) {
      yield* io.complain(TRY);
      return CURLE.FAILED_INIT;
    }
    const conflict = conflictOf(line, data);
    if (conflict && !line.on.has('silent')) yield* io.complain(warningText(conflict.text));
    if (conflict?.ends) return CURLE.FAILED_INIT;
    const connections = new Connections(sys);
    let status = 0;
    for (const [index, url] of line.urls.entries())
      status = yield* fetchOne({ sys, io, line, data, connections }, url, index);
    yield* io.out.flush();
    return io.out.takeFailure() ? CURLE.WRITE_ERROR : status;
  },
);
