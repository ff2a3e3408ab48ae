/** The calls of sockets as strace 6.1 prints them. */
import type { MsgHdr, SocketAddress, SocketOption } from '../abi.ts';
import type { Shape } from '../trace-calls.ts';
import { DATA_ADDRESS, filled, quoteBytes, type Style } from '../trace-values.ts';
import * as n from './trace.ts';

const num = (value: unknown): number => (typeof value === 'number' ? value : 0);
const zero = (): string => '0';
const bytesOf = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array(0));
const fdOf = (args: readonly unknown[], { fd }: Style): string => fd(num(args[0]));

const makes = (args: readonly unknown[]): string[] => {
  const family = num(args[0]);
  return [n.socketFamily(family), n.socketType(num(args[1])), n.socketProtocol(family, num(args[2]))];
};

/** bind(2), connect(2). */
const named: Shape = {
  parts: (a, _r, style) => {
    const address = a[1] as SocketAddress;
    return [fdOf(a, style), n.sockaddrText(address), String(n.sockaddrLength(address))];
  },
};

const ADDRESS_ROOM = 128;

/** An address that the call brings, and its length. */
const brought = (address: SocketAddress | undefined): string[] =>
  address ? [n.sockaddrText(address), `[${ADDRESS_ROOM} => ${n.sockaddrLength(address)}]`] : ['NULL', 'NULL'];

const naming: Shape = {
  parts: (a, r, style) => {
    const parts = filled<SocketAddress>(r, (address) => brought(address).join(', '));
    return [fdOf(a, style), parts];
  },
  answer: zero,
};

const fromOf = (value: unknown): SocketAddress | undefined =>
  (value as { readonly address?: SocketAddress } | undefined)?.address;

const message: Shape = {
  parts: (a, r, style) => {
    const header = a[1] as MsgHdr;
    const length = typeof r === 'number' ? r : header.buffer.length;
    const data = r === undefined ? DATA_ADDRESS : quoteBytes(header.buffer.subarray(0, length), style.strings);
    return [fdOf(a, style), n.msghdrText(header, data, header.buffer.length), n.messageFlags(num(a[2]))];
  },
};

const optionText = (value: SocketOption): string => {
  if (typeof value === 'number') return `[${value}]`;
  if ('pid' in value) return `{pid=${value.pid}, uid=${value.uid}, gid=${value.gid}}`;
  return `{l_onoff=${value.onoff}, l_linger=${value.linger}}`;
};
const optionLength = (value: SocketOption): number => (typeof value === 'number' ? 4 : 'pid' in value ? 12 : 8);

export const socketShapes: Readonly<Record<string, Shape>> = {
  socket: { parts: makes },
  socketpair: {
    parts: (a, r, { fd }) => [...makes(a), filled<readonly number[]>(r, (ends) => `[${ends.map(fd).join(', ')}]`)],
    answer: zero,
  },
  bind: named,
  connect: named,
  accept4: {
    parts: (a, r, style) => {
      const from = r === undefined ? [undefined] : brought(fromOf(a[1]));
      return [fdOf(a, style), ...from, n.socketType(num(a[2])).replace(/^0\|?/, '') || '0'];
    },
  },
  sendto: {
    parts: (a, _r, style) => {
      const to = a[3] as SocketAddress | undefined;
      const bytes = bytesOf(a[1]);
      const data = [quoteBytes(bytes, style.strings), ...(style.sizes ? [String(bytes.length)] : [])];
      return [fdOf(a, style), ...data, n.messageFlags(num(a[2])), n.sockaddrText(to), String(n.sockaddrLength(to))];
    },
  },
  recvfrom: {
    parts: (a, r, style) => {
      const into = bytesOf(a[1]);
      const data = filled<number>(r, (bytes) => quoteBytes(into.subarray(0, bytes), style.strings));
      const from = r === undefined ? [undefined] : brought(fromOf(a[3]));
      const size = style.sizes ? [String(into.length)] : [];
      return [fdOf(a, style), data, ...size, n.messageFlags(num(a[2])), ...from];
    },
  },
  sendmsg: message,
  recvmsg: message,
  shutdown: { parts: (a, _r, style) => [fdOf(a, style), n.shutdownHow(num(a[1]))] },
  getsockname: naming,
  getpeername: naming,
  setsockopt: {
    parts: (a, _r, style) => {
      const value = a[3] as SocketOption;
      const [level, name] = [num(a[1]), num(a[2])];
      const length = String(optionLength(value));
      return [fdOf(a, style), n.socketLevel(level), n.socketOption(level, name), optionText(value), length];
    },
  },
  getsockopt: {
    parts: (a, r, style) => {
      const [level, name] = [num(a[1]), num(a[2])];
      const value = filled<SocketOption>(r, (value) => `${optionText(value)}, [${optionLength(value)}]`);
      return [fdOf(a, style), n.socketLevel(level), n.socketOption(level, name), value];
    },
    answer: zero,
  },
};
