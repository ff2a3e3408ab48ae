/** The panes there are: a pane is one file and one line here. The order is that of the screen and of the focus key. */
import { cost } from './cost/cost.ts';
import { descriptors } from './descriptors.ts';
import { events } from './events.ts';
import { locks } from './ipc/locks.ts';
import { messages } from './ipc/message-queues.ts';
import { semaphores } from './ipc/semaphores.ts';
import { memory } from './memory/memory.ts';
import { shm } from './memory/shared-memory.ts';
import type { Pane } from './pane.ts';
import { pipes } from './pipes.ts';
import { processes } from './processes.ts';
import { signals } from './signals.ts';
import { sockets } from './sockets/sockets.ts';
import { terminal } from './terminal.ts';

export const panes: readonly Pane[] = [
  processes,
  pipes,
  events,
  descriptors,
  signals,
  terminal,
  messages,
  semaphores,
  shm,
  locks,
  sockets,
  memory,
  cost,
];

export const paneById = (id: string): Pane | undefined => panes.find((pane) => pane.id === id);
