/**
 * The command line of curl, which no getopt reads: options and addresses in any order, long ones by any beginning that is
 * clear, `--no-` before those that are on or off. Authority: curl(1) 7.88; src/tool_getparam.c.
 */
import { parsePart } from './curl-form.ts';
import type { OptionSpec } from './getopt.ts';

export const CURL_OPTIONS = {
  silent: { short: 's', long: 'silent', help: 'Silent mode' },
  showError: { short: 'S', long: 'show-error', help: 'Show error even when -s is used' },
  include: { short: 'i', long: 'include', help: 'Include protocol response headers in the output' },
  head: { short: 'I', long: 'head', help: 'Show document info only' },
  verbose: { short: 'v', long: 'verbose', help: 'Make the operation more talkative' },
  fail: { short: 'f', long: 'fail', help: 'Fail fast with no output on HTTP errors' },
  failWithBody: { long: 'fail-with-body', help: 'Fail on HTTP errors but save the body' },
  location: { short: 'L', long: 'location', help: 'Follow redirects' },
  get: { short: 'G', long: 'get', help: 'Put the post data in the URL and use GET' },
  remoteName: { short: 'O', long: 'remote-name', help: 'Write output to a file named as the remote file' },
  noBuffer: { short: 'N', long: 'no-buffer', help: 'Disable buffering of the output stream' },
  noProgress: { long: 'no-progress-meter', help: 'Do not show the progress meter' },
  ipv4: { short: '4', long: 'ipv4', help: 'Resolve names to IPv4 addresses' },
  output: { short: 'o', long: 'output', value: '<file>', help: 'Write to file instead of stdout' },
  dumpHeader: { short: 'D', long: 'dump-header', value: '<file>', help: 'Write the received headers to <file>' },
  data: { short: 'd', long: 'data', value: '<data>', help: 'HTTP POST data' },
  dataAscii: { long: 'data-ascii', value: '<data>', help: 'HTTP POST ASCII data' },
  dataRaw: { long: 'data-raw', value: '<data>', help: "HTTP POST data, '@' allowed" },
  dataBinary: { long: 'data-binary', value: '<data>', help: 'HTTP POST binary data' },
  json: { long: 'json', value: '<data>', help: 'HTTP POST JSON' },
  form: { short: 'F', long: 'form', value: '<name=content>', help: 'Specify multipart MIME data' },
  formString: { long: 'form-string', value: '<name=string>', help: 'Specify multipart MIME data' },
  formEscape: { long: 'form-escape', help: 'Escape multipart form field/file names using backslash' },
  upload: { short: 'T', long: 'upload-file', value: '<file>', help: 'Transfer local FILE to destination' },
  request: { short: 'X', long: 'request', value: '<method>', help: 'Specify request method to use' },
  header: { short: 'H', long: 'header', value: '<header>', help: 'Pass custom header(s) to server' },
  userAgent: { short: 'A', long: 'user-agent', value: '<name>', help: 'Send User-Agent <name> to server' },
  referer: { short: 'e', long: 'referer', value: '<URL>', help: 'Referrer URL' },
  cookie: { short: 'b', long: 'cookie', value: '<data>', help: 'Send cookies from string' },
  user: { short: 'u', long: 'user', value: '<user:password>', help: 'Server user and password' },
  range: { short: 'r', long: 'range', value: '<range>', help: 'Retrieve only the bytes within RANGE' },
  writeOut: { short: 'w', long: 'write-out', value: '<format>', help: 'Use output FORMAT after completion' },
  maxTime: { short: 'm', long: 'max-time', value: '<fractional seconds>', help: 'Maximum time allowed for transfer' },
  connectTimeout: {
    long: 'connect-timeout',
    value: '<fractional seconds>',
    help: 'Maximum time allowed for connection',
  },
  maxRedirects: { long: 'max-redirs', value: '<num>', help: 'Maximum number of redirects allowed' },
  retry: { long: 'retry', value: '<num>', help: 'Retry request if transient problems occur' },
  retryAll: { long: 'retry-all-errors', help: 'Retry all errors (use with --retry)' },
  retryRefused: { long: 'retry-connrefused', help: 'Retry on connection refused (use with --retry)' },
  retryDelay: { long: 'retry-delay', value: '<seconds>', help: 'Wait time between retries' },
  retryMaxTime: { long: 'retry-max-time', value: '<seconds>', help: 'Retry only within this period' },
  unixSocket: { long: 'unix-socket', value: '<path>', help: 'Connect through this Unix domain socket' },
  abstractSocket: { long: 'abstract-unix-socket', value: '<path>', help: 'Connect via abstract Unix domain socket' },
  url: { long: 'url', value: '<url>', help: 'URL to work with' },
  help: { short: 'h', long: 'help', help: 'Get help for commands' },
  version: { short: 'V', long: 'version', help: 'Show version number and quit' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export type CurlOption = keyof typeof CURL_OPTIONS;

export interface CurlLine {
  readonly urls: readonly string[];
  readonly given: readonly { readonly option: CurlOption; readonly value: string }[];
  /** Of those that are on or off, how they came last. */
  readonly on: ReadonlySet<CurlOption>;
}

/** What is wrong with a line, and what is to be warned of before. */
export interface CurlProblem {
  readonly text: string;
  readonly warning: string | undefined;
}

const REQUESTS = {
  form: 'multipart formpost (-F, --form)',
  data: 'POST (-d, --data)',
  head: 'HEAD (-I, --head)',
  upload: 'PUT (-T, --upload-file)',
} as const;

export const twoRequests = (one: keyof typeof REQUESTS, other: keyof typeof REQUESTS): string =>
  `You can only select one HTTP request method! You asked for both ${REQUESTS[one]} and ${REQUESTS[other]}.\n`;

export const FORMS: ReadonlySet<CurlOption> = new Set(['form', 'formString']);

const NUMBERS: ReadonlySet<CurlOption> = new Set([
  'maxTime',
  'connectTimeout',
  'maxRedirects',
  'retry',
  'retryDelay',
  'retryMaxTime',
]);
const ALL: readonly (readonly [CurlOption, OptionSpec])[] = Object.entries(CURL_OPTIONS) as [CurlOption, OptionSpec][];

interface Found {
  readonly option: CurlOption;
  readonly spec: OptionSpec;
  readonly off: boolean;
}

function findLong(name: string): Found | string {
  const off = name.startsWith('no-') && name !== 'no-buffer' && name !== 'no-progress-meter';
  const word = off ? name.slice(3) : name;
  const candidates = ALL.filter(([, { long, value }]) => long?.startsWith(word) && !(off && value !== undefined));
  const exact = candidates.find(([, { long }]) => long === word);
  const [option, spec] = exact ?? candidates[0] ?? [];
  if (option === undefined || spec === undefined) return `option --${name}: is unknown`;
  return exact || candidates.length === 1 ? { option, spec, off } : `option --${name}: is ambiguous`;
}

/** The line, or what is wrong with it. */
export function parseCurl(args: readonly string[]): CurlLine | CurlProblem {
  const urls: string[] = [];
  const given: { option: CurlOption; value: string }[] = [];
  const on = new Set<CurlOption>();
  const rest = [...args];
  let warning: string | undefined;
  const problem = (text: string): CurlProblem => ({ text, warning: on.has('silent') ? undefined : warning });

  /** What is wrong, or nothing. */
  function take({ option, spec, off }: Found, shown: string, attached: string | undefined): string | undefined {
    const isForm = FORMS.has(option);
    const hasForm = given.some((one) => FORMS.has(one.option));
    if ((option === 'head' && hasForm) || (isForm && on.has('head'))) {
      warning = isForm ? twoRequests('form', 'head') : twoRequests('head', 'form');
      return `option ${shown}: is badly used here`;
    }
    if (spec.value === undefined) {
      if (off) on.delete(option);
      else on.add(option);
      return undefined;
    }
    const value = attached ?? rest.shift();
    if (value === undefined) return `option ${shown}: requires parameter`;
    if (NUMBERS.has(option) && !/^-?\d+(\.\d*)?$|^\.\d+$/.test(value))
      return `option ${shown}: expected a proper numerical parameter`;
    if (isForm && parsePart(value, option === 'form') === undefined) {
      if (!value.includes('=')) warning = 'Illegally formatted input field!\n';
      return `option ${shown}: is badly used here`;
    }
    if (option === 'url') urls.push(value);
    given.push({ option, value });
    return undefined;
  }

  let options = true;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!options || word === '-' || !word.startsWith('-')) urls.push(word);
    else if (word === '--') options = false;
    else if (word.startsWith('--')) {
      const found = findLong(word.slice(2));
      const wrong = typeof found === 'string' ? found : take(found, word, undefined);
      if (wrong !== undefined) return problem(wrong);
    } else {
      for (let at = 1; at < word.length; at++) {
        const letter = word.charAt(at);
        const [option, spec] = ALL.find(([, { short }]) => short === letter) ?? [];
        if (option === undefined || spec === undefined) return problem(`option -${letter}: is unknown`);
        const attached = spec.value !== undefined && at + 1 < word.length ? word.slice(at + 1) : undefined;
        const wrong = take({ option, spec, off: false }, word, attached);
        if (wrong !== undefined) return problem(wrong);
        if (spec.value !== undefined) break;
      }
    }
  }
  return { urls, given, on };
}
