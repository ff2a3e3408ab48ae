/** Whether curl asks once more, and after how long. Authority: curl(1), --retry; src/tool_operate.c of 7.88. */
import { CURLE, type CurlFailure } from './curl-connection.ts';
import type { CurlLine } from './curl-options.ts';
import { valueOfLast } from './curl-request.ts';
import { fieldOf, type Head } from './http.ts';

const SECOND = 1e6;
const LONGEST = 600 * SECOND;
/** Answers of servers that may be well again soon. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** What came of an attempt. */
export interface Outcome {
  readonly failure: CurlFailure | undefined;
  readonly head: Head | undefined;
}

/** In the words of the warning. */
function reasonOf({ on }: CurlLine, { failure, head }: Outcome): string | undefined {
  if (failure && on.has('retryAll')) return '(retrying all errors)';
  if (failure?.code === CURLE.OPERATION_TIMEDOUT || failure?.code === CURLE.COULDNT_RESOLVE_HOST) return ': timeout';
  if (failure?.refused && on.has('retryRefused')) return ': connection refused';
  const hasAnswer = failure === undefined || failure.code === CURLE.HTTP_RETURNED_ERROR;
  return hasAnswer && head && PASSING.has(head.status) ? ': HTTP error' : undefined;
}

/** How often is left, and the pauses, each twice the one before it if none was said. */
export class Retries {
  readonly #line: CurlLine;
  readonly #until: number;
  #left: number;
  #pause: number;

  constructor(line: CurlLine, began: number) {
    this.#line = line;
    const most = Number(valueOfLast(line, 'retryMaxTime') ?? 0);
    this.#until = most > 0 ? began + most * SECOND : Number.POSITIVE_INFINITY;
    this.#left = Number(valueOfLast(line, 'retry') ?? 0);
    this.#pause = this.#said() ?? SECOND;
  }

  #said(): number | undefined {
    const seconds = Number(valueOfLast(this.#line, 'retryDelay') ?? 0);
    return seconds > 0 ? seconds * SECOND : undefined;
  }

  /** µs to wait before the next attempt, undefined if there is none; and what is to be warned of. */
  next(outcome: Outcome, now: number): { readonly pause?: number; readonly warning?: string } {
    const reason = this.#left > 0 && now < this.#until ? reasonOf(this.#line, outcome) : undefined;
    if (reason === undefined) return {};
    const wished = Number((outcome.head && fieldOf(outcome.head, 'retry-after')) ?? 0) * SECOND;
    if (wished > 0 && now + wished > this.#until)
      return {
        warning: 'The Retry-After: time would make this command line exceed the maximum allowed time for retries.',
      };
    const pause = wished > 0 ? wished : this.#pause;
    const seconds = Math.floor(pause / SECOND);
    const warning = `Problem ${reason}. Will retry in ${seconds} seconds. ${this.#left} retries left.\n`;
    this.#left--;
    if (this.#said() === undefined) this.#pause = Math.min(this.#pause * 2, LONGEST);
    return { pause, warning };
  }
}
