/** The words of a step, as test/linux/c/steps.h reads them, and the words of its answer. */
import { AF_INET, AF_UNIX, type SigInfo, type SocketAddress } from '../../../src/kernel/abi.ts';
import { isFailure } from '../../../src/kernel/errno.ts';
import { SIGCHLD } from '../../../src/kernel/signum.ts';

export const WORKERS = 4;
/** Descriptors from here on are the supervisor's. */
export const CONTROL = 200;
export const NOBODY = 99_999;

/** What workers know of each other. */
export interface Cast {
  /** By number; 0 for those who have not been forked. */
  readonly pids: number[];
  readonly supervisor: number;
}

/** `w1` and `-w1` are a process and a group, `up` is the supervisor. */
export function who(cast: Cast, pid: number): string {
  if (pid === 0 || pid === -1) return String(pid);
  if (pid === cast.supervisor) return 'up';
  const number = cast.pids.indexOf(pid);
  return number > 0 ? `w${number}` : '?';
}

const integer = (text: string): number => {
  const digits = text.replace(/^-/, '');
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return text.startsWith('-') ? -value : value;
};

/** The words behind the name of a call. */
export class Words {
  readonly #words: readonly string[];
  readonly #cast: Cast;
  readonly #slots: readonly number[];

  constructor(words: readonly string[], cast: Cast, slots: readonly number[]) {
    this.#words = words;
    this.#cast = cast;
    this.#slots = slots;
  }

  get count(): number {
    return this.#words.length;
  }

  text(at: number): string {
    const word = this.#words[at] ?? '';
    return word === '-' ? '' : word;
  }

  absent(at: number): boolean {
    return at >= this.count || this.#words[at] === '~';
  }

  number(at: number): number {
    const word = this.text(at);
    const process = /^(-?)w(\d)$/.exec(word);
    if (process) {
      const pid = this.#cast.pids[Number(process[2])] || 0;
      return pid === 0 ? NOBODY : process[1] ? -pid : pid;
    }
    const memory = /^m(\d)(?:\+(\d+))?$/.exec(word);
    if (memory) return (this.#slots[Number(memory[1])] ?? 0) + Number(memory[2] ?? 0);
    return word === '' || word === '~' ? 0 : integer(word);
  }

  /** Undefined where there is none. */
  optional(at: number): number | undefined {
    return this.absent(at) ? undefined : this.number(at);
  }

  mask(at: number): bigint {
    return BigInt(this.text(at) || 0);
  }

  /** The numbers of `3,4,5`. */
  list(at: number): number[] {
    return this.absent(at) ? [] : this.text(at).split(',').map(integer);
  }

  /** The numbers of `3:4:5`. */
  parts(at: number): number[] {
    return this.text(at).split(':').map(integer);
  }

  /** All words from there on. */
  from(at: number): number[] {
    return Array.from({ length: Math.max(0, this.count - at) }, (_, i) => at + i);
  }

  /** `u:PATH`, `a:NAME` (abstract), `i:PORT` (of 127.0.0.1). */
  address(at: number): SocketAddress {
    const [kind, name = ''] = this.text(at).split(':');
    if (kind === 'i') return { family: AF_INET, address: '127.0.0.1', port: Number(name) };
    return { family: AF_UNIX, path: kind === 'a' ? `\0${name}` : name };
  }
}

// ---- bytes

export function made(count: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, count));
  for (let i = 0; i < bytes.length; i++) bytes[i] = 97 + ((seed + i + Math.floor(i / 251)) % 26);
  return bytes;
}

export function digest(bytes: Uint8Array): string {
  let sum = 0;
  for (const byte of bytes) sum = (sum * 31 + byte + 1) % 1_000_003;
  const first = bytes.subarray(0, 3);
  const shown = first.length === 3 && first.every((byte) => byte >= 97 && byte < 128);
  return `${shown ? String.fromCharCode(...first) : ''}#${sum}`;
}

// ---- answers

export const num = (answer: unknown): string => (isFailure(answer) ? answer.errno : String(answer));

export function about(cast: Cast, { signo, code, pid, uid, value }: SigInfo): string {
  const shown = signo === SIGCHLD && code === 'CLD' ? 'CLD' : code;
  const sender = code === 'SI_KERNEL' ? '' : `/${who(cast, pid)}/${uid}`;
  return `${signo}/${shown}${sender}${code === 'SI_QUEUE' || code === 'SI_MESGQ' ? `/${value}` : ''}`;
}

const FIRST_PORT = 5000;
const LAST_PORT = 5099;
export function told(from: SocketAddress | undefined): string {
  if (!from) return 'nobody';
  if (from.family === AF_INET) {
    const mine = from.port >= FIRST_PORT && from.port <= LAST_PORT;
    return `${from.address}:${from.port === 0 ? 0 : mine ? 'mine' : 'auto'}`;
  }
  if (from.path === '') return 'unnamed';
  if (!from.path.startsWith('\0')) return `u:${from.path}`;
  const name = from.path.slice(1);
  return name.length === 5 && !name.startsWith('n') ? 'a:auto' : `a:${name}`;
}
