/** The progress meter of curl, which shows where the body does not go to a terminal. Authority: curl(1); lib/progress.c. */

/** Stands above the first line of an address. */
export const METER_HEADING = [
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n',
  '                                 Dload  Upload   Total   Spent    Left  Speed\n',
].join('');
const KILO = 1024;
const MEGA = KILO * KILO;

/** Five columns: `12345`, `97k`, `28.0M`. */
function amount(bytes: number): string {
  const text =
    bytes < 100_000
      ? String(Math.floor(bytes))
      : bytes < 10_000 * KILO
        ? `${Math.floor(bytes / KILO)}k`
        : bytes < 100 * MEGA
          ? `${Math.floor(bytes / MEGA)}.${Math.floor((bytes % MEGA) / (MEGA / 10))}M`
          : `${Math.floor(bytes / MEGA)}M`;
  return text.padStart(5);
}

const NO_TIME = '--:--:--';
function clock(us: number): string {
  const seconds = Math.floor(us / 1e6);
  if (seconds === 0) return NO_TIME;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(Math.floor(seconds / 3600)).padStart(2)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

export interface Progress {
  /** Bytes that are to come and to go, and that have. */
  readonly expected: number;
  readonly received: number;
  readonly toSend: number;
  readonly sent: number;
  /** µs since the beginning. */
  readonly elapsed: number;
}

export const METER_START = `\r  0     0    0     0    0     0      0      0 ${NO_TIME} ${NO_TIME} ${NO_TIME}     0`;

const percent = (part: number, whole: number): string =>
  String(whole > 0 ? Math.floor((100 * part) / whole) : 0).padStart(3);

/** The line as it stands in the end. */
export function meterLine({ expected, received, toSend, sent, elapsed }: Progress): string {
  const total = Math.max(expected, received) + Math.max(toSend, sent);
  const moved = received + sent;
  const rate = (bytes: number): number => (elapsed > 0 ? (bytes * 1e6) / elapsed : 0);
  const milliseconds = Math.max(1, Math.floor(elapsed / 1000));
  const now = amount((moved * 1000) / milliseconds);
  const figures = [
    `${percent(moved, total)} ${amount(total)}`,
    ` ${percent(received, Math.max(expected, received))} ${amount(received)}`,
    ` ${percent(sent, Math.max(toSend, sent))} ${amount(sent)}`,
    ` ${amount(rate(received))}`,
    ` ${amount(rate(sent))}`,
  ].join(' ');
  const estimate = elapsed >= 1e6 && moved > 0 ? clock(elapsed) : NO_TIME;
  return `\r${figures} ${estimate} ${clock(elapsed)} ${NO_TIME} ${now}`;
}
