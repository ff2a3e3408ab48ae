/**
 * What a message costs: the room of UNIX sockets, and of who receives UDP, is counted in buffers (sk_buff) with their overhead, not in bytes, which is
 * why 93 writes of 1000 bytes fill 212992. Authority: net/core/skbuff.c (alloc_skb_with_frags), net/unix/af_unix.c;
 * the sizes were measured with SIOCOUTQ on Linux 6.18.
 */
import { PAGE_SIZE } from '../abi.ts';

/** Bytes. */
const STRUCT = 256;
const SHARED_INFO = 320;
const LEAST_SLAB = 512;
/** Most that is put beside the structure itself: for a stream a page, for datagrams four. */
const STREAM_HEAD = PAGE_SIZE - SHARED_INFO;
const DATAGRAM_HEAD = 4 * PAGE_SIZE - SHARED_INFO;
const MOST_PAGES = 32768;
/** Before the data of a UDP datagram, and the smaller slab that few bytes get on the network. */
const UDP_HEADERS = 64;
const SMALL_SLAB = 576;

const pages = (bytes: number): number => Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;
const slab = (bytes: number): number => Math.max(LEAST_SLAB, 2 ** Math.ceil(Math.log2(bytes + SHARED_INFO)));

function bufferSize(bytes: number, head: number): number {
  const paged = Math.min(bytes, pages(Math.max(0, bytes - head)));
  return STRUCT + slab(bytes - paged) + pages(paged);
}

export const streamBuffer = (bytes: number): number => bufferSize(bytes, STREAM_HEAD);
export const datagramBuffer = (bytes: number): number => bufferSize(bytes, DATAGRAM_HEAD);

/** The most bytes of a stream that go into one buffer. */
export const streamPiece = (sndbuf: number): number => Math.min((sndbuf >> 1) - 64, STREAM_HEAD + MOST_PAGES);

export function udpBuffer(bytes: number): number {
  const whole = bytes + UDP_HEADERS;
  return whole + SHARED_INFO <= SMALL_SLAB ? STRUCT + SMALL_SLAB : datagramBuffer(whole);
}
