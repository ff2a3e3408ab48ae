/** A packet on its way between two machines: how far it has come, what it carries, and when it arrives – if it does. */
import type { FlightView } from '../../../kernel/net/view.ts';
import { type Line, span, wrap } from '../../line.ts';
import type { PaneContext } from '../pane.ts';

const TRACK = 12;

/** `alpha ──●───────→ beta SYN`. A lost one ends in a cross. `hosts`: of those endpoints whose names are known. */
export function flightLines(
  flight: FlightView,
  { kernel, speech: { t }, width }: PaneContext,
  hosts: ReadonlyMap<string, string> = new Map(),
): Line[] {
  const { from, to, flags, bytes, again, sentAt, arrivesAt, lost, protocol } = flight;
  const share = arrivesAt > sentAt ? (kernel.time - sentAt) / (arrivesAt - sentAt) : 1;
  const at = Math.max(0, Math.min(TRACK - 1, Math.floor(share * TRACK)));
  const track = `${'─'.repeat(at)}●${'─'.repeat(TRACK - 1 - at)}${lost ? '✗' : '→'}`;
  const what = [flags === '' ? protocol : flags, ...(bytes > 0 ? [t('sockets.data', bytes)] : [])].join(' ');
  return wrap(
    [
      span(`  ${hosts.get(from) ?? from} `),
      span(track, lost ? 'alarm' : 'accent'),
      span(` ${hosts.get(to) ?? to} `),
      span(what, 'code'),
      ...(again ? [span(` ${t('sockets.again')}`, 'waiting')] : []),
      ...(lost
        ? [span(` ${t('sockets.lost')}`, 'alarm')]
        : [span(` ${t('sockets.arrives', ((arrivesAt - kernel.time) / 1000).toFixed(2))}`, 'quiet')]),
    ],
    width,
    4,
  );
}
