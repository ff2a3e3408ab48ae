/** The line that uptime, w and top have in common. Authority: uptime(1) of procps-ng 4.0.2. */

import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readClock, readProcs } from './proc.ts';
import { readText } from './read-file.ts';
import { strftime } from './strftime.ts';
import type { Zone } from './zone.ts';

export const DAY = 86_400;

export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const short = (seconds: number): string => {
  const days = Math.floor(seconds / DAY);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  const clock = hours > 0 ? `${String(hours).padStart(2)}:${String(minutes).padStart(2, '0')}` : `${minutes} min`;
  return `${days > 0 ? `${plural(days, 'day')}, ` : ''}${clock}`;
};

/** `10:47:24 up  3:15,  1 user,  load average: 0.00, 0.01, 0.05` */
export function* uptimeLine(sys: Sys, zone: Zone): Generator<void, string> {
  const { uptime, now } = yield* readClock(sys);
  // Who leads a session on a terminal has logged in there.
  const leaders = (yield* readProcs(sys)).filter(({ pid, session, ttyNr }) => pid === session && ttyNr !== 0);
  const users = new Set(leaders.map(({ ttyNr }) => ttyNr)).size;
  const load = yield* readText(sys, '/proc/loadavg');
  const loads = isFailure(load) ? '0.00, 0.00, 0.00' : load.split(' ').slice(0, 3).join(', ');
  const who = `${users} ${users > 1 ? 'users' : 'user'}`;
  return `${strftime('%H:%M:%S', now, zone)} up ${short(uptime)},  ${who},  load average: ${loads}`;
}
