/** `strace -e read=SET`, `-e write=SET`: what went through a descriptor, sixteen bytes a line. Authority: strace(1) 6.1. */
import type { SyscallInfo } from '../../kernel/abi.ts';
import type { Filter } from './strace-sets.ts';

const READS: ReadonlySet<string> = new Set(['read', 'pread', 'recvfrom', 'mq_timedreceive']);
const WRITES: ReadonlySet<string> = new Set(['write', 'pwrite', 'sendto', 'mq_timedsend']);

const line = (bytes: Uint8Array, at: number): string => {
  const row = bytes.subarray(at, at + 16);
  const hex = Array.from({ length: 16 }, (_none, i) =>
    row[i] === undefined ? '  ' : row[i].toString(16).padStart(2, '0'),
  );
  const text = [...row].map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
  const halves = `${hex.slice(0, 8).join(' ')}  ${hex.slice(8).join(' ')}`;
  return ` | ${at.toString(16).padStart(5, '0')}  ${halves}  ${text.padEnd(16)} |\n`;
};

/** The bytes that a call has moved, when its descriptor is one of those that are asked for. */
export function dumpOf({ name, args, result }: SyscallInfo, read: Filter<number>, written: Filter<number>): string {
  const [fd, data] = args;
  if (typeof fd !== 'number' || !(data instanceof Uint8Array) || typeof result !== 'number') return '';
  const wanted = (READS.has(name) && read(fd)) || (WRITES.has(name) && written(fd));
  if (!wanted) return '';
  const moved = WRITES.has(name) ? data : data.subarray(0, result);
  let text = '';
  for (let at = 0; at < moved.length; at += 16) text += line(moved, at);
  return text;
}
