/** The panes there are: a pane is one file and one line here. The order is that of the screen and of the focus key. */
import { events } from './events.ts';
import type { Pane } from './pane.ts';
import { pipes } from './pipes.ts';
import { processes } from './processes.ts';

export const panes: readonly Pane[] = [processes, pipes, events];

export const paneById = (id: string): Pane | undefined => panes.find((pane) => pane.id === id);
