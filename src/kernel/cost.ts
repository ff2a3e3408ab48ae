/**
 * What an exchange costs: of each pipe, queue, shared memory, semaphore set and socket, the system calls that moved something
 * through it, the bytes that these copied between user and kernel space, how often somebody slept for it (each is a context
 * switch), and the page faults in it. For panes: the kernel itself does nothing with these numbers.
 * Leaves out what it takes to make and to remove an object, and waiting in poll(2), which is for several of them.
 */
import type { Kernel } from './kernel.ts';
import type { Socket } from './net/socket.ts';
import type { Task } from './task.ts';

export type Mechanism = 'pipe' | 'queue' | 'memory' | 'semaphore' | 'socket';

export interface Cost {
  /** Counts up: names are given again. */
  readonly number: number;
  readonly kind: Mechanism;
  /** `pipe:[12]`, a path, an id. */
  readonly name: string;
  /** The same for both sockets of a connection. */
  readonly link: string | undefined;
  calls: number;
  /** Bytes copied into the kernel, and out of it. */
  in: number;
  out: number;
  sleeps: number;
  faults: number;
  readonly pids: Set<number>;
  /** Virtual µs: used last. */
  at: number;
}

type Named = Pick<Cost, 'kind' | 'name'> & { readonly link?: string };

/** How a system call moves something: through what, and which way. */
export interface Spender {
  /** The object, on the way of every call: nothing is made here. */
  through(task: Task, args: readonly unknown[]): object | undefined;
  /** What to call it; asked once for each object. */
  named(task: Task, args: readonly unknown[]): Named;
  /** Bytes that a call has copied into the kernel, or out of it; negative for out. */
  copied(args: readonly unknown[], answer: unknown): number;
}

/** Objects that are remembered, the last ones used: also when they are gone. */
const REMEMBERED = 64;

/** All of one machine. */
export class Costs {
  readonly #byObject = new WeakMap<object, Cost>();
  #next = 0;
  /** By age. */
  #all: Cost[] = [];

  find(object: object): Cost | undefined {
    return this.#byObject.get(object);
  }

  add(object: object, { kind, name, link }: Named): Cost {
    const number = this.#next++;
    const cost: Cost = {
      number,
      kind,
      name,
      link,
      calls: 0,
      in: 0,
      out: 0,
      sleeps: 0,
      faults: 0,
      pids: new Set(),
      at: 0,
    };
    this.#byObject.set(object, cost);
    this.#all.push(cost);
    if (this.#all.length > 2 * REMEMBERED) this.#all = this.all();
    return cost;
  }

  all(): Cost[] {
    return [...this.#all].sort((a, b) => a.at - b.at).slice(-REMEMBERED);
  }
}

const answered = (answer: unknown): number => (typeof answer === 'number' && answer > 0 ? answer : 0);
const into = (_args: readonly unknown[], answer: unknown): number => answered(answer);
const outOf = (_args: readonly unknown[], answer: unknown): number => -answered(answer);
const nothing = (): number => 0;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What a file is made of, if it is made to pass something on. */
function throughFile(task: Task, [fd]: readonly unknown[]): object | undefined {
  const file = typeof fd === 'number' ? task.files.get(fd)?.file : undefined;
  if (!file) return undefined;
  const { pipe, socket, inode } = file;
  return pipe ?? socket ?? ('queue' in inode && isObject(inode.queue) ? inode.queue : undefined);
}

function namedFile(task: Task, [fd]: readonly unknown[]): Named {
  const file = typeof fd === 'number' ? task.files.get(fd)?.file : undefined;
  const name = file?.name() ?? '';
  if (file?.socket) return { kind: 'socket', name, link: linkOf(file.socket) };
  return { kind: file?.pipe ? 'pipe' : 'queue', name };
}

/** What both ends of a connection would say. */
function linkOf(socket: Socket): string {
  const peer = 'peer' in socket && isObject(socket.peer) && 'ino' in socket.peer ? socket.peer.ino : undefined;
  const ends = peer === undefined ? [socket.localText(), socket.peerText()] : [String(socket.ino), String(peer)];
  return ends.sort().join(' ');
}

const ofFile = { through: throughFile, named: namedFile };

/** A System V object by its id; one that has just been removed is not there. */
const ofId = (kind: Mechanism, find: (kernel: Kernel, id: number) => object | undefined) => ({
  through: ({ kernel }: Task, [id]: readonly unknown[]) => (typeof id === 'number' ? find(kernel, id) : undefined),
  named: (_task: Task, [id]: readonly unknown[]): Named => ({ kind, name: String(id) }),
});

const ofQueue = ofId('queue', ({ sysv }, id) => sysv.msg.known(id));
const ofSet = ofId('semaphore', ({ sysv }, id) => sysv.sem.known(id));
const ofSegment = ofId('memory', ({ sysv }, id) => sysv.shm.known(id));

/** These answer 0: what they have copied is their argument. */
const messageBytes = ([, message]: readonly unknown[], answer: unknown): number =>
  answer === 0 && isObject(message) && 'mtext' in message && message.mtext instanceof Uint8Array
    ? message.mtext.length
    : 0;
const bufferBytes = ([, buffer]: readonly unknown[], answer: unknown): number =>
  answer === 0 && buffer instanceof Uint8Array ? buffer.length : 0;

const spenders: Readonly<Record<string, Spender>> = {
  read: { ...ofFile, copied: outOf },
  write: { ...ofFile, copied: into },
  sendto: { ...ofFile, copied: into },
  sendmsg: { ...ofFile, copied: into },
  recvfrom: { ...ofFile, copied: outOf },
  recvmsg: { ...ofFile, copied: outOf },
  mq_timedsend: { ...ofFile, copied: bufferBytes },
  mq_timedreceive: { ...ofFile, copied: outOf },
  msgsnd: { ...ofQueue, copied: messageBytes },
  msgrcv: { ...ofQueue, copied: outOf },
  semop: { ...ofSet, copied: nothing },
  semtimedop: { ...ofSet, copied: nothing },
  shmat: { ...ofSegment, copied: nothing },
};

/** For the entry of a call: undefined when it is none that moves something between processes. */
export const spenderOf = (name: string): Spender | undefined => spenders[name];
/** A call is over; `cost` is what it found when it went to sleep. */
export function countCost(
  task: Task,
  spender: Spender,
  args: readonly unknown[],
  answer: unknown,
  cost = costOf(task, spender, args),
): void {
  if (!cost) return;
  cost.calls++;
  const bytes = spender.copied(args, answer);
  if (bytes > 0) cost.in += bytes;
  else cost.out -= bytes;
}

/** A call goes to sleep. */
export function countSleep(task: Task, spender: Spender, args: readonly unknown[]): Cost | undefined {
  const cost = costOf(task, spender, args);
  if (cost) cost.sleeps++;
  return cost;
}

/** A page of shared memory is touched for the first time. */
export function countFault(task: Task, object: object, name: string): void {
  const { costs } = task.kernel;
  used(task, costs.find(object) ?? costs.add(object, { kind: 'memory', name })).faults++;
}

function costOf(task: Task, spender: Spender, args: readonly unknown[]): Cost | undefined {
  const object = spender.through(task, args);
  if (!object) return undefined;
  const { costs } = task.kernel;
  return used(task, costs.find(object) ?? costs.add(object, spender.named(task, args)));
}

function used({ kernel, group }: Task, cost: Cost): Cost {
  cost.pids.add(group.tgid);
  cost.at = kernel.now;
  return cost;
}

export interface CostView extends Readonly<Omit<Cost, 'pids'>> {
  readonly pids: readonly number[];
}

/** Used last comes last. */
export const viewCosts = ({ costs }: Kernel): CostView[] =>
  costs.all().map((cost) => ({ ...cost, pids: [...cost.pids].sort((a, b) => a - b) }));
