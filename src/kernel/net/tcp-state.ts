/** The states of a TCP connection, and its timers. Authority: RFC 9293, 3.3.2; tcp(7). */

export type TcpState =
  | 'CLOSED'
  | 'LISTEN'
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT1'
  | 'FIN_WAIT2'
  | 'CLOSE_WAIT'
  | 'CLOSING'
  | 'LAST_ACK'
  | 'TIME_WAIT';

export type TimerKind = 'on' | 'persist' | 'timewait' | 'finwait';

/** Both sides know each other, and this one has not said that it is done with everything. */
export const SYNCHRONIZED: ReadonlySet<TcpState> = new Set(['ESTABLISHED', 'FIN_WAIT1', 'FIN_WAIT2', 'CLOSE_WAIT']);
/** Data may still come. */
export const RECEIVING: ReadonlySet<TcpState> = new Set(['ESTABLISHED', 'FIN_WAIT1', 'FIN_WAIT2']);
