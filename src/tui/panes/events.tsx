/** What has happened, in words, the newest last. Linux shows the same to whoever runs `strace -f`. */
import type { KernelEvent } from '../../kernel/event.ts';
import { type Line, span, wrap } from '../line.ts';
import { Scrolled } from '../lines.tsx';
import type { Pane, PaneProps } from './pane.ts';

export const events: Pane = {
  id: 'events',
  title: 'events.title',
  where: 'events.where',
  weight: 3,
  anchor: 'bottom',
  watches: ['recent'],
  component: EventsPane,
};

function EventsPane(props: PaneProps) {
  const { height, scroll, onShown } = props;
  return <Scrolled lines={eventLines(props)} height={height} scroll={scroll} anchor="bottom" onShown={onShown} />;
}

export function eventLines({ recent, speech, names, width }: Omit<PaneProps, 'onShown' | 'kernel'>): Line[] {
  const lines = recent.flatMap((event): Line[] => {
    const words = speech.describeEvent(event, names);
    if (words === undefined) return [];
    return wrap([span(`${seconds(event)} `, 'quiet'), tinted(event, words)], width, 2);
  });
  return lines.length > 0 ? lines : [[span(speech.t('events.none'), 'quiet')]];
}

const seconds = ({ time }: KernelEvent) => (time / 1e6).toFixed(3);

function tinted(event: KernelEvent, words: string) {
  if (event.type === 'block') return span(words, 'waiting');
  if (event.type === 'wake' || event.type === 'fifo.meet') return span(words, 'good');
  return event.type.startsWith('signal.') || event.type === 'pipe.epipe' ? span(words, 'alarm') : span(words);
}
