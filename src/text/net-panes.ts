/** The words of the pane of sockets. */
export const en = {
  'sockets.title': 'Sockets',
  'sockets.shows': 'ends, states, buffers, and what is under way',
  'sockets.where': 'ss -anp, netstat -tulnp',
  'sockets.none': 'No connection. Try: nc -l 9000 in A, nc localhost 9000 in B',
  'sockets.services': 'Services that listen',
  'sockets.nobody': 'no process',
  'sockets.legend': 'Send-Q: not acknowledged yet. Recv-Q: not read yet.',
  'sockets.backlog': (waiting: number, limit: number) => `backlog ${waiting} of ${limit} wait for accept()`,
  'sockets.data': (bytes: number) => `${bytes} bytes`,
  'sockets.again': 'sent again',
  'sockets.lost': 'will be lost',
  'sockets.arrives': (ms: string) => `arrives in ${ms} ms`,
  'sockets.seq': (next: number, acknowledged: number, expected: number) =>
    `next ${next}, acknowledged up to ${acknowledged}, expects ${expected}`,
  'sockets.window': (window: number, congestion: number) => `receiver takes ${window}, network ${congestion}`,
  'sockets.retries': (times: number) => `sent again ${times === 1 ? 'once' : `${times} times`}`,
};

export type NetPaneWords = typeof en;

export const zh: NetPaneWords = {
  'sockets.title': '套接字',
  'sockets.shows': '两端、状态、缓冲区，以及路上的报文',
  'sockets.where': 'ss -anp，netstat -tulnp',
  'sockets.none': '没有连接。试试：A 里 nc -l 9000，B 里 nc localhost 9000',
  'sockets.services': '正在监听的服务',
  'sockets.nobody': '没有进程',
  'sockets.legend': 'Send-Q：发了还没被确认。Recv-Q：到了还没被读走。',
  'sockets.backlog': (waiting, limit) => `积压队列 ${waiting}/${limit}，等 accept()`,
  'sockets.data': (bytes) => `${bytes} 字节`,
  'sockets.again': '重发',
  'sockets.lost': '会在途中丢失',
  'sockets.arrives': (ms) => `${ms} ms 后到达`,
  'sockets.seq': (next, acknowledged, expected) => `下一个发 ${next}，已确认到 ${acknowledged}，等对方的 ${expected}`,
  'sockets.window': (window, congestion) => `接收窗口 ${window}，拥塞窗口 ${congestion}`,
  'sockets.retries': (times) => `已重发 ${times} 次`,
};
