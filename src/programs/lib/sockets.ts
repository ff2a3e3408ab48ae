/**
 * Sockets as /proc/net tells of them, and who has them open: what ss and netstat know.
 * Authority: proc_net(5).
 */
import { isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { readPids } from './proc.ts';
import { readDirectory } from './read-directory.ts';
import { readText } from './read-file.ts';

export interface InetSocket {
  readonly protocol: 'tcp' | 'udp';
  readonly local: Address;
  readonly remote: Address;
  /** As the kernel numbers them: 10 listens. */
  readonly state: number;
  readonly sendQueue: number;
  readonly receiveQueue: number;
  readonly uid: number;
  readonly ino: number;
  /** Which timer runs, and how many seconds it has left; 0 none, 1 retransmission, 3 TIME_WAIT, 4 probe. */
  readonly timer: number;
  readonly seconds: number;
}

export interface Address {
  readonly address: string;
  readonly port: number;
}

export interface UnixSocket {
  /** Its address in the kernel, hashed. */
  readonly num: string;
  readonly references: number;
  readonly listening: boolean;
  /** 1 stream, 2 datagram, 5 seqpacket. */
  readonly type: number;
  /** 1 unconnected, 2 connecting, 3 connected. */
  readonly state: number;
  readonly ino: number;
  readonly path: string;
}

export interface Owner {
  readonly pid: number;
  readonly fd: number;
  readonly comm: string;
}

export const LISTEN = 10;
const TICKS = 100;

function addressOf(text: string): Address {
  const [word = '', port = ''] = text.split(':');
  const bytes = word.match(/../g) ?? [];
  return {
    address: bytes
      .map((byte) => Number.parseInt(byte, 16))
      .reverse()
      .join('.'),
    port: Number.parseInt(port, 16),
  };
}

const hex = (text = '0'): number => Number.parseInt(text, 16);

function* lines(sys: Sys, table: string): Generator<void, string[]> {
  const text = yield* readText(sys, `/proc/net/${table}`);
  return isFailure(text)
    ? []
    : text
        .split('\n')
        .slice(1)
        .filter((line) => line.trim() !== '');
}

export function* readInet(sys: Sys, protocol: 'tcp' | 'udp'): Generator<void, InetSocket[]> {
  const all = yield* lines(sys, protocol);
  return all.map((line) => {
    const [, local = '', remote = '', state, queues = '', timer = '', , uid, , ino] = line.trim().split(/\s+/);
    const [sendQueue, receiveQueue] = queues.split(':');
    const [kind, left] = timer.split(':');
    return {
      protocol,
      local: addressOf(local),
      remote: addressOf(remote),
      state: hex(state),
      sendQueue: hex(sendQueue),
      receiveQueue: hex(receiveQueue),
      uid: Number(uid),
      ino: Number(ino),
      timer: hex(kind),
      seconds: hex(left) / TICKS,
    };
  });
}

const ACCEPTS = 0x10000;

export function* readUnix(sys: Sys): Generator<void, UnixSocket[]> {
  const all = yield* lines(sys, 'unix');
  return all.map((line) => {
    const [num = '', references, , flags, type, state, ino, ...path] = line.trim().split(/\s+/);
    return {
      num: num.replace(':', ''),
      references: hex(references),
      listening: (hex(flags) & ACCEPTS) !== 0,
      type: hex(type),
      state: hex(state),
      ino: Number(ino),
      path: path.join(' '),
    };
  });
}

/** By inode: every descriptor that this user may see. */
export function* readOwners(sys: Sys): Generator<void, ReadonlyMap<number, readonly Owner[]>> {
  const owners = new Map<number, Owner[]>();
  for (const pid of yield* readPids(sys)) {
    const fds = yield* readDirectory(sys, `/proc/${pid}/fd`);
    if (isFailure(fds)) continue;
    const comm = yield* readText(sys, `/proc/${pid}/comm`);
    for (const { name } of fds) {
      const link = yield* sys.readlink(`/proc/${pid}/fd/${name}`);
      const ino = isFailure(link) ? undefined : /^socket:\[(\d+)\]$/.exec(link)?.[1];
      if (ino === undefined) continue;
      const owner = { pid, fd: Number(name), comm: isFailure(comm) ? '-' : comm.trim() };
      const known = owners.get(Number(ino));
      if (known) known.push(owner);
      else owners.set(Number(ino), [owner]);
    }
  }
  return owners;
}
