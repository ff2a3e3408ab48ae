/**
 * The panes that a lesson may open. The registry of the screen is typed by this list; a front end without panes, or without
 * one of them, goes on without.
 */
export const paneIds = [
  'processes',
  'pipes',
  'events',
  'descriptors',
  'signals',
  'terminal',
  'messages',
  'semaphores',
  'shm',
  'locks',
  'sockets',
  'memory',
  'cost',
] as const;

export type PaneId = (typeof paneIds)[number];
