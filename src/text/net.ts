/** Sockets and the network in words: why a process waits for one, and what has happened on the wire. */
import { type Names, says } from './say.ts';

interface Data {
  readonly ino: number;
  readonly from: string;
}
interface Room {
  readonly ino: number;
  readonly to: string;
  readonly used: number;
  readonly capacity: number;
}

const name = (ino: number): string => `socket:[${ino}]`;

export const netReasons = {
  en: {
    'socket-data': ({ ino, from }: Data, _names: Names) =>
      `waits for data${from === '' ? '' : ` from ${from}`}: ${name(ino)} has received nothing`,
    'socket-room': ({ ino, to, used, capacity }: Room, _names: Names) =>
      `waits for room: ${used} of ${capacity} bytes of ${name(ino)}${to === '' ? '' : ` to ${to}`} are not taken yet`,
    'socket-connection': ({ at }: { at: string }, _names: Names) => `waits until somebody connects to ${at}`,
    'socket-connect': ({ to }: { to: string }, _names: Names) => `waits for an answer from ${to}`,
  },
  zh: {
    'socket-data': ({ ino, from }: Data) =>
      `等数据：${name(ino)} 还没收到${from === '' ? '' : `来自 ${from} 的`}任何内容`,
    'socket-room': ({ ino, to, used, capacity }: Room) =>
      `等空位：${name(ino)}${to === '' ? '' : `（发往 ${to}）`}已有 ${used}/${capacity} 字节没被取走`,
    'socket-connection': ({ at }: { at: string }) => `等别人连接 ${at}`,
    'socket-connect': ({ to }: { to: string }) => `等 ${to} 的答复`,
  },
};

interface Packet {
  readonly protocol: string;
  readonly source: string;
  readonly target: string;
  readonly flags: string;
  readonly bytes: number;
  readonly again: boolean;
}
interface Lost {
  readonly why: 'loss' | 'backlog' | 'full';
}

const packet = ({ protocol, source, target, flags, bytes }: Packet): string =>
  `${protocol} ${source} → ${target}${flags === '' ? '' : ` ${flags}`}${bytes > 0 ? ` (${bytes})` : ''}`;

const LOST = {
  en: {
    loss: 'is lost on the way',
    backlog: 'is dropped: the backlog is full',
    full: 'is dropped: the receiver is full',
  },
  zh: { loss: '在途中丢失', backlog: '被丢弃：等待队列已满', full: '被丢弃：接收方已满' },
} as const;

const en = {
  'socket.bind': says<{ at: string }>((e, { process }) => `${process(e.pid)} binds a socket to ${e.at}`),
  'socket.listen': says<{ at: string; backlog: number }>(
    (e, { process }) => `${process(e.pid)} listens at ${e.at}, backlog ${e.backlog}`,
  ),
  'socket.connect': says<{ to: string }>((e, { process }) => `${process(e.pid)} is connected to ${e.to}`),
  'socket.accept': says<{ from: string }>(
    (e, { process }) => `${process(e.pid)} accepts a connection${e.from === '' ? '' : ` from ${e.from}`}`,
  ),
  'socket.send': says<{ ino: number; bytes: number }>(
    (e, { process }) => `${process(e.pid)} sends ${e.bytes} bytes through ${name(e.ino)}`,
  ),
  'socket.receive': says<{ ino: number; bytes: number }>(
    (e, { process }) => `${process(e.pid)} receives ${e.bytes} bytes from ${name(e.ino)}`,
  ),
  'socket.eof': says<{ ino: number }>(
    (e, { process }) => `${process(e.pid)} reads 0 bytes from ${name(e.ino)}: the other side sends no more`,
  ),
  'socket.epipe': says<{ ino: number }>(
    (e, { process }) => `${process(e.pid)} writes to ${name(e.ino)}, but the connection is gone`,
  ),
  'socket.close': says<{ ino: number }>((e, { process }) => `${process(e.pid)} closes ${name(e.ino)}`),
  'tcp.state': says<{ at: string; peer: string; state: string }>((e) => `tcp ${e.at} – ${e.peer}: ${e.state}`),
  'net.send': says<Packet>((e) => `${packet(e)} ${e.again ? 'is sent again' : 'is sent'}`),
  'net.arrive': says<Packet>((e) => `${packet(e)} arrives`),
  'net.lost': says<Packet & Lost>((e) => `${packet(e)} ${LOST.en[e.why]}`),
};

const zh: typeof en = {
  'socket.bind': (e, { process }) => `${process(e.pid)} 把套接字绑定到 ${e.at}`,
  'socket.listen': (e, { process }) => `${process(e.pid)} 在 ${e.at} 上监听，backlog 为 ${e.backlog}`,
  'socket.connect': (e, { process }) => `${process(e.pid)} 已连接到 ${e.to}`,
  'socket.accept': (e, { process }) => `${process(e.pid)} 接受${e.from === '' ? '' : `来自 ${e.from} 的`}连接`,
  'socket.send': (e, { process }) => `${process(e.pid)} 经 ${name(e.ino)} 发送 ${e.bytes} 字节`,
  'socket.receive': (e, { process }) => `${process(e.pid)} 从 ${name(e.ino)} 收到 ${e.bytes} 字节`,
  'socket.eof': (e, { process }) => `${process(e.pid)} 从 ${name(e.ino)} 读到 0 字节：对方不再发送`,
  'socket.epipe': (e, { process }) => `${process(e.pid)} 写 ${name(e.ino)}，但连接已断`,
  'socket.close': (e, { process }) => `${process(e.pid)} 关闭 ${name(e.ino)}`,
  'tcp.state': (e) => `tcp ${e.at} – ${e.peer}：${e.state}`,
  'net.send': (e) => `${packet(e)} ${e.again ? '重新发出' : '发出'}`,
  'net.arrive': (e) => `${packet(e)} 到达`,
  'net.lost': (e) => `${packet(e)} ${LOST.zh[e.why]}`,
};

export const netEvents = { en, zh };
