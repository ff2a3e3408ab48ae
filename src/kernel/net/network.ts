/**
 * The simulated network: machines with names and addresses on one wire, and packets under way between them.
 * A host is what a task's network and UTS namespaces are on Linux: addresses, ports, abstract names, a host name. Models
 * latency and loss of the wire, from the seed alone; loopback delivers at once. What netem does beside that is in link.ts.
 * Leaves out routers, packets of ARP, IPv6, and checksums. Authority: network_namespaces(7).
 */
import type { Kernel } from '../kernel.ts';
import { type Random, seeded } from '../random.ts';
import { receiveIcmp } from './icmp.ts';
import { Link } from './link.ts';
import type { Namespaces } from './namespace.ts';
import { Neighbours } from './neighbour.ts';
import { flagsText, isLoopback, LOOPBACK, type Packet } from './packet.ts';
import type { PingSocket } from './ping.ts';
import { Ports } from './ports.ts';
import type { TcpConnection } from './tcp.ts';
import { receiveSegment } from './tcp-demux.ts';
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

/** What stays on its machine sees none. */
const NO_WIRE: Wire = { delay: 0, loss: 0 };
const EPHEMERAL = 32768;
const EPHEMERAL_PORTS = 28232;
const ETHERNET_HEADER = 14;
const NETWORK = '10.0.0.';
const DEFAULT_DELAY = 500;
/** µs that ARP asks for an address. */
const ADDRESS_TIMEOUT = 3_000_000;
const RANDOM_BASE = 0x6e6574;

export class Host {
  readonly network: Network;
  readonly names: readonly string[];
  readonly address: string;
  hostname: string;
  readonly wire: Wire = { delay: DEFAULT_DELAY, loss: 0 };
  readonly abstractNames = new Map<string, UnixSocket>();
  readonly unixSockets = new Set<UnixSocket>();
  autobinds = 1;
  readonly tcp = new Ports<TcpConnection>();
  readonly udp = new Ports<UdpSocket>();
  readonly pings = new Map<number, PingSocket>();
  /** The last one; what comes late for a socket that is closed must not find another. */
  lastPing = 0;
  /** Connections by both ends. */
  readonly connections = new Map<string, TcpConnection>();
  readonly lo: Link;
  readonly eth0: Link;
  readonly neighbours: Neighbours;

  constructor(network: Network, names: readonly string[], index: number) {
    this.network = network;
    this.names = names;
    this.hostname = names[0] ?? '';
    this.address = `${NETWORK}${index}`;
    const mac = `52:54:00:0a:00:${index.toString(16).padStart(2, '0')}`;
    this.lo = new Link(1, 'lo', { mac: '00:00:00:00:00:00', mtu: 65536, header: 0 }, network.random);
    this.eth0 = new Link(2, 'eth0', { mac, mtu: 1500, header: ETHERNET_HEADER }, network.random);
    this.neighbours = new Neighbours(network.kernel);
  }

  get links(): readonly Link[] {
    return [this.lo, this.eth0];
  }

  owns(address: string): boolean {
    return isLoopback(address) || address === this.address;
  }

  /** The address that packets to `to` come from; undefined where no route leads. */
  sourceFor(to: string): string | undefined {
    if (isLoopback(to)) return this.lo.up ? LOOPBACK : undefined;
    return to.startsWith(NETWORK) && this.eth0.up ? this.address : undefined;
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

/** Bytes around those of a packet; an ICMP message brings its own header. */
const HEADERS = { tcp: 52, udp: 28, icmp: 20 } as const;

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
    const here = from.owns(packet.to.address);
    const link = here ? from.lo : from.eth0;
    const wire = here ? NO_WIRE : from.wire;
    const to = this.hostAt(packet.to.address, from);
    const worn = wire.loss > 0 && this.random.below(10_000) < wire.loss * 100;
    if (!to) {
      this.#nobodyThere(from, packet);
      return;
    }
    const bytes = bytesOf(packet, link);
    if (link.up) count(link.sent, bytes);
    for (const { delay, lost } of link.departures(bytes))
      this.#send(from, to, packet, { held: delay, after: delay + wire.delay, lost: lost || worn });
  }

  /** `held`: how long of the time until it arrives the way out holds it back. */
  #send(from: Host, to: Host, packet: Packet, how: { held: number; after: number; lost: boolean }): void {
    const { kernel } = this;
    const { now } = kernel;
    const { held, after, lost } = how;
    const flight: Flight = { id: ++this.#packets, packet, sentAt: now, arrivesAt: now + after, lost };
    kernel.emit('net.send', kernel.current?.pid ?? 0, told(flight));
    if (from === to && after === 0) {
      this.#arriving.push(flight);
      this.#deliver(to);
      return;
    }
    const link = from === to ? from.lo : from.eth0;
    if (held > 0) {
      link.waiting++;
      kernel.setTimer(now + held, () => link.waiting--);
    }
    this.flights.add(flight);
    kernel.setTimer(flight.arrivesAt, () => {
      this.flights.delete(flight);
      this.#handOver(to, flight);
    });
  }

  /** Nobody answers for the address on the wire: the machine itself gives up, and says so. */
  #nobodyThere(from: Host, packet: Packet): void {
    if (packet.protocol === 'tcp' && !packet.syn) return;
    const { now } = this.kernel;
    from.neighbours.asked(packet.to.address, now + ADDRESS_TIMEOUT);
    const here = { address: from.address, port: 0 };
    const message = { protocol: 'icmp', kind: 'host unreachable', bytes: new Uint8Array(0), about: packet } as const;
    this.kernel.setTimer(now + ADDRESS_TIMEOUT, () => from.receive({ ...message, from: here, to: here }));
  }

  #deliver(host: Host): void {
    if (this.#delivering) return;
    this.#delivering = true;
    for (let flight = this.#arriving.shift(); flight; flight = this.#arriving.shift()) this.#handOver(host, flight);
    this.#delivering = false;
  }

  #handOver(host: Host, flight: Flight): void {
    const { packet } = flight;
    const local = host.owns(packet.from.address);
    const link = local ? host.lo : host.eth0;
    if (flight.lost || !link.up) {
      this.tellLost(flight, 'loss');
      return;
    }
    const sender = local ? undefined : this.hosts.find(({ address }) => address === packet.from.address);
    if (sender) host.neighbours.heard(sender.address, sender.eth0.mac);
    count(link.received, bytesOf(packet, link));
    this.kernel.emit('net.arrive', 0, told(flight));
    host.receive(packet);
  }

  tellLost(flight: Pick<Flight, 'packet'> & { readonly id?: number }, why: 'loss' | 'backlog' | 'full'): void {
    this.kernel.emit('net.lost', 0, { ...told({ id: 0, ...flight }), why });
  }
}

const bytesOf = ({ bytes, protocol }: Packet, link: Link): number => bytes.length + HEADERS[protocol] + link.header;

function count(traffic: { bytes: number; packets: number }, bytes: number): void {
  traffic.packets++;
  traffic.bytes += bytes;
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
