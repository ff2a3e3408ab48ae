/** Signals by name, as procps knows them: 29 is POLL. Authority: kill(1) of procps-ng 4.0.2. */

import { SIGRTMIN, signalName } from '../../kernel/signum.ts';

const STANDARD = 31;
const SIGIO = 29;

/** Of signals 1–31, without SIG. */
export const SIGNAL_NAMES: readonly string[] = Array.from({ length: STANDARD }, (_, i) =>
  i + 1 === SIGIO ? 'POLL' : (signalName(i + 1) ?? '').replace(/^SIG/, ''),
);

const ALIASES: Readonly<Record<string, number>> = { IO: SIGIO, CLD: 17, IOT: 6, UNUSED: 31 };
const HIGHEST = 127 - SIGRTMIN;

/** `9`, `KILL`, `SIGKILL`, `kill`, `RTMIN+3`; undefined for anything else. */
export const parseSignal = (word: string): number | undefined => {
  const name = word.toUpperCase().replace(/^SIG/, '');
  const index = SIGNAL_NAMES.indexOf(name);
  if (index >= 0) return index + 1;
  const alias = ALIASES[name];
  if (alias !== undefined) return alias;
  const realTime = /^RTMIN(?:\+(\d+))?$/.exec(name);
  if (realTime) return SIGRTMIN + Number(realTime[1] ?? 0);
  if (name === 'EXIT' || name === 'NULL') return 0;
  return /^\d+$/.test(name) && Number(name) <= HIGHEST ? Number(name) : undefined;
};

/** `29 POLL    `: the number, and the name in eight columns. */
const CELL = 11;

/** Seven a row: kill -L. */
export const signalTable = (): string => {
  let out = '';
  for (const [index, name] of SIGNAL_NAMES.entries()) {
    const last = index % 7 === 6;
    const cell = `${String(index + 1).padStart(2)} ${name}`;
    out += last ? `${cell}\n` : cell.padEnd(CELL);
  }
  return `${out}\n`;
};

/** `TERM`, `RTMIN+3`. */
export const signalNameOf = (signo: number): string => (signalName(signo) ?? String(signo)).replace(/^SIG/, '');
