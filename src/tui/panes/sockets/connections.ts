/** Sockets that belong together: the two ends of a connection, on one machine or on two. */
import type { SocketView } from '../../../kernel/net/view.ts';

/** Who has called, and who was called. */
export type Connection = readonly [SocketView, SocketView];

export function connectionsOf(all: readonly SocketView[]): {
  readonly pairs: readonly Connection[];
  readonly single: readonly SocketView[];
} {
  const pairs: Connection[] = [];
  const found = new Set<SocketView>();
  for (const socket of all) {
    if (found.has(socket)) continue;
    const other = all.find((each) => each !== socket && !found.has(each) && areEnds(socket, each));
    if (!other) continue;
    found.add(socket).add(other);
    pairs.push([socket, other]);
  }
  return { pairs, single: all.filter((socket) => !found.has(socket)) };
}

function areEnds(a: SocketView, b: SocketView): boolean {
  if (a.kind !== b.kind || a.backlog || b.backlog) return false;
  if (a.kind === 'unix') return a.peerIno === b.ino && b.peerIno === a.ino;
  return !a.peer.endsWith(':0') && a.local === b.peer && a.peer === b.local;
}
