/** Ports in fuser: `80/tcp`, `,10.0.0.1,22/tcp`, and which sockets they mean. Authority: fuser(1). */
import type { Sys } from '../../kernel/syscalls.ts';
import { readNames } from './net-names.ts';
import { readInet } from './sockets.ts';

export type Space = 'file' | 'tcp' | 'udp';

/** What stands on the command line: a name and where it is to be looked for. */
export interface Asked {
  readonly name: string;
  readonly space: Space;
}

/** A name may say itself that it is a port. */
export const askedFor = (name: string, space: Space): Asked => {
  const [, port, own] = /^(.*)\/(tcp|udp)$/.exec(name) ?? [];
  if (space !== 'file' || port === undefined) return { name, space };
  return { name: port, space: own === 'udp' ? 'udp' : 'tcp' };
};

/** Inodes of the sockets that are meant; undefined for what is no port. */
export function* socketsOf(sys: Sys, { name, space }: Asked): Generator<void, ReadonlySet<number> | undefined> {
  if (space === 'file') return undefined;
  const names = yield* readNames(sys);
  const [local = '', host = '', remote = ''] = name.split(',');
  const number = (word: string): number | undefined =>
    /^\d+$/.test(word) ? Number(word) : word === '' ? 0 : names.port(word, space);
  const [from, to] = [number(local), number(remote)];
  const address = host === '' ? undefined : names.address(host);
  if (from === undefined || to === undefined || (host !== '' && address === undefined)) return undefined;
  const found = (yield* readInet(sys, space)).filter(
    (socket) =>
      (from === 0 || socket.local.port === from) &&
      (to === 0 || socket.remote.port === to) &&
      (address === undefined || socket.remote.address === address),
  );
  return new Set(found.map(({ ino }) => ino));
}
