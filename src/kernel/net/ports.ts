/**
 * Who has which port of a machine, and whether somebody else may have it too.
 * Authority: socket(7) for SO_REUSEADDR and SO_REUSEPORT; net/ipv4/inet_connection_sock.c (inet_csk_bind_conflict).
 */
import { ANY, type Endpoint } from './packet.ts';

export interface PortUser {
  readonly local: Endpoint;
  readonly reuseAddr: boolean;
  readonly reusePort: boolean;
  readonly uid: number;
  /** SO_REUSEADDR shares a port with everybody but a listener. */
  readonly listening: boolean;
}

const overlap = (one: string, two: string): boolean => one === ANY || two === ANY || one === two;

export class Ports<User extends PortUser> {
  readonly #users = new Map<number, Set<User>>();

  at(port: number): Iterable<User> {
    return this.#users.get(port) ?? [];
  }

  *all(): Generator<User, void> {
    for (const users of this.#users.values()) yield* users;
  }

  isUnused(port: number): boolean {
    return !this.#users.has(port);
  }

  add(user: User): void {
    const { port } = user.local;
    const users = this.#users.get(port);
    if (users) users.add(user);
    else this.#users.set(port, new Set([user]));
  }

  remove(user: User): void {
    const { port } = user.local;
    const users = this.#users.get(port);
    users?.delete(user);
    if (users?.size === 0) this.#users.delete(port);
  }

  /** Whether `wanted` may not stand beside those that have its port. */
  conflicts(wanted: PortUser): boolean {
    for (const other of this.at(wanted.local.port)) {
      if (other === wanted || !overlap(other.local.address, wanted.local.address)) continue;
      const reused = wanted.reuseAddr && other.reuseAddr && !other.listening;
      const shared = wanted.reusePort && other.reusePort && wanted.uid === other.uid;
      if (!reused && !shared) return true;
    }
    return false;
  }
}
