/**
 * `strace -e inject=SET:error=ERRNO:signal=SIG:delay_enter=TIME:when=EXPR`: calls fail without being made, signals come,
 * time goes by. Leaves out retval=, syscall= and poke_: an answer here may be more than a number, and there are no registers.
 * While a delay lasts, strace looks after no other process. Authority: strace(1) 6.1, "Tampering".
 */
import { type Errno, errnoOfNumber, isErrno } from '../../kernel/errno.ts';
import { NSIG, signalNumber } from '../../kernel/signum.ts';
import { callFilter, type Filter, Unknown } from './strace-sets.ts';

/** Which of a process's calls are meant, counted from 1. */
interface When {
  readonly first: number;
  readonly last: number;
  /** 0: only the first. */
  readonly step: number;
}

export interface Injection {
  readonly calls: Filter<string>;
  readonly error: Errno | undefined;
  readonly signal: number;
  /** µs. */
  readonly delayEnter: number;
  readonly delayExit: number;
  readonly when: When;
}

const ALWAYS: When = { first: 1, last: Number.POSITIVE_INFINITY, step: 1 };

/** `2`, `2+`, `2+3`, `2..5`, `2..5+3`. */
const whenOf = (text: string): When | undefined => {
  const [all, first = '', last, plus, step] = /^(\d+)(?:\.\.(\d+))?(\+(\d+)?)?$/.exec(text) ?? [];
  if (all === undefined || Number(first) === 0 || step === '0') return undefined;
  if (last !== undefined && Number(last) < Number(first)) return undefined;
  const stride = step !== undefined ? Number(step) : plus !== undefined || last !== undefined ? 1 : 0;
  return { first: Number(first), last: last === undefined ? Number.POSITIVE_INFINITY : Number(last), step: stride };
};

export const isMeant = ({ first, last, step }: When, count: number): boolean =>
  count >= first && count <= last && (step === 0 ? count === first : (count - first) % step === 0);

const UNITS: Readonly<Record<string, number>> = { '': 1, us: 1, ms: 1e3, s: 1e6, ns: 1e-3 };

const delayOf = (text: string): number | undefined => {
  const [, digits, unit = ''] = /^(\d+)(s|ms|us|ns)?$/.exec(text) ?? [];
  return digits === undefined ? undefined : Math.ceil(Number(digits) * (UNITS[unit] ?? 1));
};

const errnoOf = (text: string): Errno | undefined => {
  if (isErrno(text)) return text;
  return /^\d+$/.test(text) ? errnoOfNumber(Number(text)) : undefined;
};

const signalOf = (text: string): number | undefined => {
  const signo = /^\d+$/.test(text) ? Number(text) : signalNumber(text);
  return signo === undefined || signo < 1 || signo >= NSIG ? undefined : signo;
};

type Key = 'signal' | 'delay_enter' | 'delay_exit';
const isKey = (word: string): word is Key => ['signal', 'delay_enter', 'delay_exit'].includes(word);

/** Undefined for what cannot be read; Unknown for a call that does not exist. `fault=` fails with ENOSYS if not told otherwise. */
export const injectionOf = (text: string, isFault: boolean): Injection | Unknown | undefined => {
  const [set = '', ...parts] = text.split(':');
  const calls = callFilter(set);
  const said: { [K in Key]?: number | undefined } = {};
  let error: Errno | undefined = isFault ? 'ENOSYS' : undefined;
  let when: When | undefined = ALWAYS;
  for (const part of parts) {
    const [, key = '', value = ''] = /^(\w+)=(.*)$/.exec(part) ?? [];
    if (key === 'error') error = errnoOf(value);
    else if (key === 'when') when = whenOf(value);
    else if (isFault || !isKey(key)) return undefined;
    else said[key] = key === 'signal' ? signalOf(value) : delayOf(value);
    if (!when || (key === 'error' && !error) || (isKey(key) && said[key] === undefined)) return undefined;
  }
  if (error === undefined && Object.keys(said).length === 0) return undefined;
  if (calls instanceof Unknown) return calls;
  const { signal = 0, delay_enter: delayEnter = 0, delay_exit: delayExit = 0 } = said;
  return { calls, error, signal, delayEnter, delayExit, when };
};

/** What one process has to expect: its calls are counted for each expression; of several that mean a call the last counts. */
export class Injector {
  private readonly injections: readonly Injection[];
  private readonly counts: number[] = [];

  constructor(injections: readonly Injection[]) {
    this.injections = injections;
  }

  /** The call begins. */
  next(name: string): Injection | undefined {
    const at = this.injections.findLastIndex(({ calls }) => calls(name));
    const injection = this.injections[at];
    if (!injection) return undefined;
    const count = (this.counts[at] ?? 0) + 1;
    this.counts[at] = count;
    return isMeant(injection.when, count) ? injection : undefined;
  }
}
