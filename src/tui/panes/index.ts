/** The panes there are: a pane is one file and one line here. The order is that of the screen and of the focus key. */
import { events } from './events.tsx';
import type { Pane } from './pane.ts';
import { pipes } from './pipes.tsx';
import { processes } from './processes.tsx';

export const panes: readonly Pane[] = [processes, pipes, events];

export const paneById = (id: string): Pane | undefined => panes.find((pane) => pane.id === id);
