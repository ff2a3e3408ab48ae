/** What has happened, in words, the newest last. Linux shows the same to whoever runs `strace -f`. */
import type { KernelEvent } from '../../kernel/event.ts';
import { span, wrap } from '../line.ts';
import { eventDetails } from './event-details.ts';
import { eventStructure } from './event-structure.ts';
import { type Entry, entry, type Pane, type PaneContext } from './pane.ts';

export const events: Pane = {
  id: 'events',
  title: 'events.title',
  shows: 'events.shows',
  where: 'events.where',
  weight: 3,
  anchor: 'bottom',
  watches: ['recent'],
  entries: eventEntries,
  behind: { watches: ['recent'], entries: eventStructure },
};

function eventEntries(context: PaneContext): Entry[] {
  const { recent, speech, names, width } = context;
  const entries = recent.flatMap((event): Entry[] => {
    const words = speech.describeEvent(event, names);
    if (words === undefined) return [];
    const lines = wrap([span(`${seconds(event)} `, 'quiet'), tinted(event, words)], width, 2);
    return [{ id: `event:${event.seq}`, pid: event.pid, lines, details: () => eventDetails(event, context) }];
  });
  return entries.length > 0 ? entries : [entry([span(speech.t('events.none'), 'quiet')])];
}

const seconds = ({ time }: KernelEvent) => (time / 1e6).toFixed(3);

function tinted(event: KernelEvent, words: string) {
  if (event.type === 'block') return span(words, 'waiting');
  if (event.type === 'wake' || event.type === 'fifo.meet') return span(words, 'good');
  return event.type.startsWith('signal.') || event.type === 'pipe.epipe' ? span(words, 'alarm') : span(words);
}
