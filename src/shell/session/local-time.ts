/** Times as the shell tells them, in the zone of TZ: as everywhere in libc, only an exported one counts. */
import { strftime } from '../../programs/lib/strftime.ts';
import { zoneOf } from '../../programs/lib/zone.ts';
import { EXPORT, type ShellState } from '../state.ts';
import { find, getValue } from '../variables/variables.ts';

/** `us`: µs since the epoch. */
export const formatTime = (state: ShellState, format: string, us: number): string => {
  const exported = ((find(state, 'TZ')?.flags ?? 0) & EXPORT) !== 0;
  return strftime(format, us, zoneOf(exported ? getValue(state, 'TZ') : undefined));
};
