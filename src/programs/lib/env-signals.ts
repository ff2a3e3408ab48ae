/**
 * What env does with signals before it becomes another program: --ignore-signal, --default-signal, --block-signal and
 * --list-signal-handling. Authority: env(1) of coreutils 9.1.
 */

import { SIG_BLOCK, SIG_SETMASK, SIG_UNBLOCK, WTERMSIG } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import {
  hasSignal,
  NSIG,
  SIGIO,
  SIGRTMAX,
  SIGRTMIN,
  type SigSet,
  sigbit,
  signalName,
  signalNumber,
} from '../../kernel/signum.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import type { Io } from './io.ts';

const FAILED = 125;
const ALIASES: Readonly<Record<string, number>> = { CLD: 17, IOT: 6, POLL: SIGIO };

export type SignalOption = 'ignoreSignal' | 'defaultSignal' | 'blockSignal';

/** What the options ask for; `optional`: signals for which a refusal is no error, as no name was given. */
export interface SignalPlan {
  readonly handling: Map<number, { readonly to: 'ignore' | 'default'; readonly optional: boolean }>;
  readonly mask: Map<number, 'block' | 'unblock'>;
}

const all = (): number[] => Array.from({ length: NSIG }, (_, n) => n).filter((n) => signalName(n) !== undefined);

/** `INT`, `sigint`, `2`, `RTMAX-20`; of a number only what a wait status would keep of it. */
function parse(word: string): number | undefined {
  const name = word.toUpperCase().replace(/^SIG/, '');
  const number = /^\d+$/.test(name) ? WTERMSIG(Number(name)) : (ALIASES[name] ?? signalNumber(name) ?? realTime(name));
  return number !== undefined && signalName(number) !== undefined ? number : undefined;
}

function realTime(name: string): number | undefined {
  const [, base, distance] = /^RT(MIN\+|MAX-)(\d+)$/.exec(name) ?? [];
  if (base === undefined) return undefined;
  const signo = base === 'MIN+' ? SIGRTMIN + Number(distance) : SIGRTMAX - Number(distance);
  return signo >= SIGRTMIN && signo <= SIGRTMAX ? signo : undefined;
}

/** The plan, or the word that names no signal. */
export function planSignals(
  given: readonly { readonly option: string; readonly value: string | undefined }[],
): SignalPlan | { readonly unknown: string } {
  const plan: SignalPlan = { handling: new Map(), mask: new Map() };
  for (const { option, value } of given) {
    if (option !== 'ignoreSignal' && option !== 'defaultSignal' && option !== 'blockSignal') continue;
    const words = value?.split(',').filter((word) => word !== '');
    const signals = words?.map(parse) ?? all();
    for (const [i, signo] of signals.entries()) {
      if (signo === undefined) return { unknown: words?.[i] ?? '' };
      add(plan, option, signo, value === undefined);
    }
  }
  return plan;
}

function add({ handling, mask }: SignalPlan, option: SignalOption, signo: number, optional: boolean): void {
  if (option !== 'blockSignal') handling.set(signo, { to: option === 'ignoreSignal' ? 'ignore' : 'default', optional });
  if (option !== 'ignoreSignal') mask.set(signo, option === 'blockSignal' ? 'block' : 'unblock');
}

export function* applySignals(sys: Sys, io: Io, { handling, mask }: SignalPlan): Generator<void, void> {
  for (const [signo, { to, optional }] of [...handling].sort(([a], [b]) => a - b)) {
    const failure = yield* sys.sigaction(signo, { handler: to, mask: 0n, flags: 0 });
    if (isFailure(failure) && !optional) {
      yield* io.die(FAILED, `failed to set signal action for signal ${signo}`, failure);
    }
  }
  for (const [signo, how] of mask) yield* sys.sigprocmask(how === 'block' ? SIG_BLOCK : SIG_UNBLOCK, sigbit(signo));
}

/** One line for each signal that is blocked or ignored. */
export function* listSignals(sys: Sys, io: Io): Generator<void, void> {
  const blocked = yield* sys.sigprocmask(SIG_SETMASK, undefined);
  for (const signo of all()) {
    const words = [
      ...(isBlocked(blocked, signo) ? ['BLOCK'] : []),
      ...((yield* isIgnored(sys, signo)) ? ['IGNORE'] : []),
    ];
    if (words.length === 0) continue;
    const name = signo === SIGIO ? 'POLL' : (signalName(signo) ?? '').replace(/^SIG/, '');
    yield* io.complain(`${name.padEnd(10)} (${String(signo).padStart(2)}): ${words.join(',')}\n`);
  }
}

const isBlocked = (set: SigSet | object, signo: number): boolean => typeof set === 'bigint' && hasSignal(set, signo);

function* isIgnored(sys: Sys, signo: number): Generator<void, boolean> {
  const action = yield* sys.sigaction(signo);
  return !isFailure(action) && action.handler === 'ignore';
}
