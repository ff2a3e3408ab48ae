/**
 * The simulated network: machines with names and addresses on one wire, and packets under way between them.
 * A host is what a task's network and UTS namespaces are on Linux: addresses, ports, abstract names, a host name. Models
 * latency and loss for each machine's way out (as tc-netem(8) does), both from the seed alone; loopback delivers at once.
 * Leaves out routers, ARP, IPv6, and checksums. Authority: network_namespaces(7), tc-netem(8).
 */
import type { Kernel } from '../kernel.ts';
import { type Random, seeded } from '../random.ts';
import { receiveIcmp } from './icmp.ts';
import type { Namespaces } from './namespace.ts';
import { flagsText, isLoopback, LOOPBACK, type Packet } from './packet.ts';
import type { PingSocket } from './ping.ts';
import { Ports } from './ports.ts';
import { receiveSegment, type TcpConnection } from './tcp.ts';
import { receiveDatagram, type UdpSocket } from './udp.ts';
import type { UnixSocket } from './unix.ts';

declare module '../event.ts' {
  interface EventKinds {
    /** A packet leaves; `id` finds it again when it arrives or is lost. What stays on its machine has none to wait for. */
    'net.send': PacketTold;
    'net.arrive': PacketTold;
    /** By the wire, or because nobody there has room for it. */
    'net.lost': PacketTold & { readonly why: 'loss' | 'backlog' | 'full' };
  }
}

interface PacketTold {
  readonly id: number;
  readonly protocol: Packet['protocol'];
  /** `10.0.0.1:8080`. */
  readonly source: string;
  readonly target: string;
  /** `SYN ACK`; of ICMP its kind. */
  readonly flags: string;
  readonly bytes: number;
  /** Of TCP, counted from the first number of its connection. */
  readonly again: boolean;
}

/** A packet on the wire. */
export interface Flight {
  readonly id: number;
  readonly packet: Packet;
  /** Virtual µs. */
  readonly sentAt: number;
  readonly arrivesAt: number;
  /** It will not arrive; nobody but the wire knows. */
  readonly lost: boolean;
}

export interface Wire {
  /** µs that a packet takes. */
  delay: number;
  /** Of a hundred packets how many are lost. */
  loss: number;
}

const EPHEMERAL = 32768;
const EPHEMERAL_PORTS = 28232;
const NETWORK = '10.0.0.';
const DEFAULT_DELAY = 500;
/** µs that ARP asks for an address. */
const ADDRESS_TIMEOUT = 3_000_000;
const RANDOM_BASE = 0x6e6574;

const noTraffic = () => ({ received: { bytes: 0, packets: 0 }, sent: { bytes: 0, packets: 0 } });

export class Host {
  readonly network: Network;
  readonly names: readonly string[];
  readonly address: string;
  readonly mac: string;
  hostname: string;
  readonly wire: Wire = { delay: DEFAULT_DELAY, loss: 0 };
  readonly abstractNames = new Map<string, UnixSocket>();
  readonly unixSockets = new Set<UnixSocket>();
  autobinds = 1;
  readonly tcp = new Ports<TcpConnection>();
  readonly udp = new Ports<UdpSocket>();
  readonly pings = new Map<number, PingSocket>();
  /** Connections by both ends. */
  readonly connections = new Map<string, TcpConnection>();
  /** What went over its interfaces. */
  readonly traffic = noTraffic();
  readonly loopback = noTraffic();

  constructor(network: Network, names: readonly string[], index: number) {
    this.network = network;
    this.names = names;
    this.hostname = names[0] ?? '';
    this.address = `${NETWORK}${index}`;
    this.mac = `52:54:00:0a:00:${index.toString(16).padStart(2, '0')}`;
  }

  owns(address: string): boolean {
    return isLoopback(address) || address === this.address;
  }

  /** The address that packets to `to` come from; undefined where no route leads. */
  sourceFor(to: string): string | undefined {
    if (isLoopback(to)) return LOOPBACK;
    return to.startsWith(NETWORK) ? this.address : undefined;
  }

  /** A port that `free` likes, from the ephemeral range; undefined when all are taken. */
  ephemeralPort(free: (port: number) => boolean): number | undefined {
    const start = this.network.random.below(EPHEMERAL_PORTS);
    for (let i = 0; i < EPHEMERAL_PORTS; i++) {
      const port = EPHEMERAL + ((start + i) % EPHEMERAL_PORTS);
      if (free(port)) return port;
    }
    return undefined;
  }

  receive(packet: Packet): void {
    switch (packet.protocol) {
      case 'tcp':
        receiveSegment(this, packet);
        return;
      case 'udp':
        receiveDatagram(this, packet);
        return;
      case 'icmp':
        receiveIcmp(this, packet);
        return;
    }
  }
}

const HEADERS = { tcp: 52, udp: 28, icmp: 28 } as const;

export class Network {
  readonly kernel: Kernel;
  readonly random: Random;
  readonly hosts: readonly Host[];
  /** The machine that the learner sits at. */
  readonly local: Host;
  readonly flights = new Set<Flight>();
  readonly namespaces: Namespaces = new Map();
  readonly #arriving: Flight[] = [];
  #delivering = false;
  #packets = 0;

  constructor(kernel: Kernel, seed: number, hostname: string) {
    this.kernel = kernel;
    this.random = seeded(seed ^ RANDOM_BASE);
    this.local = new Host(this, [hostname, 'alpha'], 1);
    this.hosts = [this.local, new Host(this, ['beta'], 2), new Host(this, ['gamma'], 3)];
  }

  /** The machine behind an address, as `from` sees it. */
  hostAt(address: string, from: Host): Host | undefined {
    if (from.owns(address)) return from;
    return this.hosts.find((host) => host.address === address);
  }

  /** Sends a packet off. What stays on its machine is delivered before this returns, unless a delivery is going on. */
  transmit(from: Host, packet: Packet): void {
    const { kernel } = this;
    const here = from.owns(packet.to.address);
    const { delay, loss } = here ? { delay: 0, loss: 0 } : from.wire;
    const lost = loss > 0 && this.random.below(10_000) < loss * 100;
    const { now } = kernel;
    if (!this.hostAt(packet.to.address, from)) {
      this.#nobodyThere(from, packet);
      return;
    }
    const flight: Flight = { id: ++this.#packets, packet, sentAt: now, arrivesAt: now + delay, lost };
    count((here ? from.loopback : from.traffic).sent, packet);
    kernel.emit('net.send', kernel.current?.pid ?? 0, told(flight));
    if (here) {
      this.#arriving.push(flight);
      this.#deliver(from);
    } else {
      this.flights.add(flight);
      kernel.setTimer(flight.arrivesAt, () => this.#arrive(flight));
    }
  }

  /** Nobody answers for the address on the wire: the machine itself gives up, and says so. */
  #nobodyThere(from: Host, packet: Packet): void {
    if (packet.protocol === 'tcp' && !packet.syn) return;
    const here = { address: from.address, port: 0 };
    const message = { protocol: 'icmp', kind: 'host unreachable', bytes: new Uint8Array(0), about: packet } as const;
    this.kernel.setTimer(this.kernel.now + ADDRESS_TIMEOUT, () => from.receive({ ...message, from: here, to: here }));
  }

  #deliver(host: Host): void {
    if (this.#delivering) return;
    this.#delivering = true;
    for (let flight = this.#arriving.shift(); flight; flight = this.#arriving.shift()) this.#handOver(host, flight);
    this.#delivering = false;
  }

  #arrive(flight: Flight): void {
    this.flights.delete(flight);
    const host = this.hosts.find(({ address }) => address === flight.packet.to.address);
    if (flight.lost) this.tellLost(flight, 'loss');
    else if (host) this.#handOver(host, flight);
  }

  #handOver(host: Host, flight: Flight): void {
    const { packet } = flight;
    count((host.owns(packet.from.address) ? host.loopback : host.traffic).received, packet);
    this.kernel.emit('net.arrive', 0, told(flight));
    host.receive(flight.packet);
  }

  tellLost(flight: Pick<Flight, 'packet'> & { readonly id?: number }, why: 'loss' | 'backlog' | 'full'): void {
    this.kernel.emit('net.lost', 0, { ...told({ id: 0, ...flight }), why });
  }
}

function count(traffic: { bytes: number; packets: number }, packet: Packet): void {
  traffic.packets++;
  traffic.bytes += packet.bytes.length + HEADERS[packet.protocol];
}

const told = ({ id, packet }: Pick<Flight, 'id' | 'packet'>): PacketTold => ({
  id,
  protocol: packet.protocol,
  source: `${packet.from.address}:${packet.from.port}`,
  target: `${packet.to.address}:${packet.to.port}`,
  flags: packet.protocol === 'tcp' ? flagsText(packet) : packet.protocol === 'icmp' ? packet.kind : '',
  bytes: packet.bytes.length,
  again: packet.protocol === 'tcp' && packet.again,
});
