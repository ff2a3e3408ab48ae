/** ip, tc and sudo on the simulated machine: the words and layouts of iproute2 6.1, and what netem does to packets. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { runProgram, runReal, words } from './harness.ts';

const printed = async (script: string): Promise<string> => {
  const { stdout, stderr } = await runScript({ script: `exec 2>&1; cd /tmp; ${script}` });
  return stdout + stderr;
};
const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

const LO = [
  '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000',
  '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
];
const ETH0 = [
  '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc pfifo_fast state UP mode DEFAULT group default qlen 1000',
  '    link/ether 52:54:00:0a:00:01 brd ff:ff:ff:ff:ff:ff',
];
const without = (text: string): string => text.replace('mode DEFAULT ', '');

/** Debian keeps them where users do not look. */
const HOST = '/usr/sbin';

describe.skipIf(!existsSync(`${HOST}/tc`))('words that both say', () => {
  it.each([
    ...['ip foo', 'ip', 'ip help', 'ip -x', 'ip addr foo', 'ip link foo', 'ip route foo', 'ip neigh foo', 'ip -V'],
    ...['ip link show nosuch', 'ip addr show dev nosuch', 'ip addr show dev', 'ip link set nosuch up', 'ip route get'],
    ...[
      'ip link set lo up extra',
      'ip link set lo mtu x',
      'ip link show lo',
      'ip -br link show lo',
      'ip -o link show lo',
    ],
    ...['ip l sh dev lo', 'ip route get 127.0.0.1', 'ip route get nonsense', 'ip link set', 'ip link set lo mtu'],
    ...['ip -j link show lo', 'ip -j -4 addr show lo', 'ip -p -j -4 addr show lo', 'ip -j -p link show lo', 'ip -h'],
    ...['ip -4 addr show lo', 'ip -j -br link show lo', 'ip -j route get 127.0.0.1', 'ip -p -j route get 127.0.0.1'],
    ...['ip -o route get 127.0.0.1', 'ip -js -o link show lo', 'ip -f foo link', 'ip -f', 'ip -n nosuch link', 'ip -n'],
    ...['ip -family inet addr show lo', 'ip -j addr show nosuch', 'ip route show dev nosuch', 'ip route show foo'],
    ...[
      'ip route show table foo',
      'ip neigh show nud foo',
      'ip neigh show dev',
      'ip -j link set nosuch up',
      'ip -j foo',
    ],
    ...['ip route show table local dev lo', 'ip -j route show table local dev lo', 'ip -pretty link show lo'],
    ...[
      'ip route show 127.0.0.0/8',
      'ip -j route show 127.0.0.0/8',
      'ip -j -p route show 127.0.0.0/8',
      'ip -0 -br a show lo',
    ],
    ...[
      'ip -br -4 a show lo',
      'ip route show table local scope link dev lo',
      'ip route show table',
      'ip -0 addr show lo',
    ],
    ...['tc', 'tc help', 'tc foo', 'tc -V', 'tc qdisc foo', 'tc qdisc help', 'tc qdisc show dev nosuch', 'tc -x'],
    ...[
      'tc qdisc add dev nosuch root netem',
      'tc qdisc add root netem',
      'tc qdisc del dev lo root',
      'tc qdisc show dev lo',
    ],
    ...['tc qdisc change dev lo root netem loss 200%', 'tc qdisc change dev lo root netem delay 5xx'],
    ...[
      'tc qdisc change dev lo root netem foo',
      'tc qdisc add dev lo root netem help',
      'tc qdisc change dev lo root netem',
    ],
  ])('%s', async (line) => {
    const argv = words(line);
    expect(runProgram(argv)).toEqual(await runReal([`${HOST}/${argv[0]}`, ...argv.slice(1)]));
  });
});

describe('ip', () => {
  it('interfaces, and their addresses', async () => {
    expect(await printed('ip link')).toBe(lines(...LO, ...ETH0));
    expect(await printed('ip -4 a show eth0; ip -br a; ip -br l; ip -o a')).toBe(
      lines(
        ...ETH0.map(without).slice(0, 1),
        '    inet 10.0.0.1/24 brd 10.0.0.255 scope global eth0',
        '       valid_lft forever preferred_lft forever',
        'lo               UNKNOWN        127.0.0.1/8 ',
        'eth0             UP             10.0.0.1/24 ',
        'lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> ',
        'eth0             UP             52:54:00:0a:00:01 <BROADCAST,MULTICAST,UP,LOWER_UP> ',
        '1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever',
        '2: eth0    inet 10.0.0.1/24 brd 10.0.0.255 scope global eth0\\       valid_lft forever preferred_lft forever',
      ),
    );
  });

  it('figures of what went through', async () => {
    expect(await printed('ping -c 2 beta >/dev/null; ip -s link show eth0')).toBe(
      lines(
        ...ETH0,
        '    RX:  bytes packets errors dropped  missed   mcast           ',
        '           196       2      0       0       0       0 ',
        '    TX:  bytes packets errors dropped carrier collsns           ',
        '           196       2      0       0       0       0 ',
      ),
    );
  });

  it('as JSON, with more than lo', async () => {
    const script = `ping -c 1 beta > /dev/null; ip -j a show eth0; ip -j r; ip -j -s -s link show eth0; ip -j n; ip -p -j n
      ip -br n; ip -j n show dev eth0 nud stale; ip -j -br a; ip r show table local; ip -h -s link show eth0 | tail -1`;
    const eth0 = (mode: string): string =>
      `"ifindex":2,"ifname":"eth0","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1500,"qdisc":"pfifo_fast","operstate":"UP",${mode}"group":"default","txqlen":1000,"link_type":"ether","address":"52:54:00:0a:00:01","broadcast":"ff:ff:ff:ff:ff:ff"`;
    const errors = (...names: string[]): string => names.map((name) => `,"${name}":0`).join('');
    const forever = '"valid_life_time":4294967295,"preferred_life_time":4294967295';
    expect(await printed(script)).toBe(
      lines(
        `[{${eth0('')},"addr_info":[{"family":"inet","local":"10.0.0.1","prefixlen":24,"broadcast":"10.0.0.255","scope":"global","label":"eth0",${forever}}]}]`,
        '[{"dst":"10.0.0.0/24","dev":"eth0","protocol":"kernel","scope":"link","prefsrc":"10.0.0.1","flags":[]}]',
        `[{${eth0('"linkmode":"DEFAULT",')},"stats64":{"rx":{"bytes":98,"packets":1${errors('errors', 'dropped', 'over_errors', 'multicast', 'length_errors', 'crc_errors', 'frame_errors', 'fifo_errors', 'missed_errors')}},"tx":{"bytes":98,"packets":1${errors('errors', 'dropped', 'carrier_errors', 'collisions', 'aborted_errors', 'fifo_errors', 'window_errors', 'heartbeat_errors', 'carrier_changes')}}}}]`,
        '[{"dst":"10.0.0.2","dev":"eth0","lladdr":"52:54:00:0a:00:02","state":["REACHABLE"]}]',
        '[ {',
        '        "dst": "10.0.0.2",',
        '        "dev": "eth0",',
        '        "lladdr": "52:54:00:0a:00:02",',
        '        "state": [ "REACHABLE" ]',
        '    } ]',
        '10.0.0.2                                eth0             52:54:00:0a:00:02',
        '[]',
        '[{"ifname":"lo","operstate":"UNKNOWN","addr_info":[{"local":"127.0.0.1","prefixlen":8}]},{"ifname":"eth0","operstate":"UP","addr_info":[{"local":"10.0.0.1","prefixlen":24}]}]',
        'local 10.0.0.1 dev eth0 proto kernel scope host src 10.0.0.1 ',
        'broadcast 10.0.0.255 dev eth0 proto kernel scope link src 10.0.0.1 ',
        'local 127.0.0.0/8 dev lo proto kernel scope host src 127.0.0.1 ',
        'local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1 ',
        'broadcast 127.255.255.255 dev lo proto kernel scope link src 127.0.0.1 ',
        '            98       1      0       0       0       0 ',
      ),
    );
  });

  it('routes, and who is there', async () => {
    const script = `ip r; ip route get 10.0.0.2; ip route get 10.0.0.1; ip route get 192.0.2.1; echo $?
      ping -c 1 beta >/dev/null; ping -c 1 10.0.0.99 >/dev/null; ip neigh; sleep 31; ip n show dev eth0`;
    expect(await printed(script)).toBe(
      lines(
        '10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.1 ',
        '10.0.0.2 dev eth0 src 10.0.0.1 uid 1000 ',
        '    cache ',
        'local 10.0.0.1 dev lo src 10.0.0.1 uid 1000 ',
        '    cache <local> ',
        'RTNETLINK answers: Network is unreachable',
        '2',
        '10.0.0.2 dev eth0 lladdr 52:54:00:0a:00:02 REACHABLE ',
        '10.0.0.99 dev eth0 FAILED ',
        '10.0.0.2 lladdr 52:54:00:0a:00:02 STALE ',
        '10.0.0.99 FAILED ',
      ),
    );
  });

  it('an interface that is down, for root alone', async () => {
    const script = `ip link set eth0 down; echo $?; sudo ip link set eth0 down mtu 1400; ip link show eth0; ip route
      ping -c 1 beta; sudo ip link set lo down; nc 127.0.0.1 8080 -v; sudo ip link set dev lo up; ip -br l show lo
      ip addr add 10.0.0.9/24 dev eth0; sudo ip link set eth0 up; ping -c 1 beta | grep -c ttl`;
    expect(await printed(script)).toBe(
      lines(
        'RTNETLINK answers: Operation not permitted',
        '2',
        '2: eth0: <BROADCAST,MULTICAST> mtu 1400 qdisc pfifo_fast state DOWN mode DEFAULT group default qlen 1000',
        '    link/ether 52:54:00:0a:00:01 brd ff:ff:ff:ff:ff:ff',
        'ping: connect: Network is unreachable',
        'nc: connect to 127.0.0.1 port 8080 (tcp) failed: Network is unreachable',
        'lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> ',
        'RTNETLINK answers: Operation not supported',
        '1',
      ),
    );
  });

  it('another machine', async () => {
    const script = `ip netns | sort; ip netns exec beta hostname; sudo ip netns exec beta hostname; sudo ip netns exec none true
      sudo ip netns exec beta ip -br a`;
    expect(await printed(script)).toBe(
      lines(
        ...['alpha', 'beta', 'gamma', 'setting the network namespace "beta" failed: Operation not permitted', 'beta'],
        'Cannot open network namespace "none": No such file or directory',
        'lo               UNKNOWN        127.0.0.1/8 ',
        'eth0             UP             10.0.0.2/24 ',
      ),
    );
  });
});

describe('tc', () => {
  it('add, show, change, replace, del', async () => {
    const script = `tc qdisc add dev eth0 root netem delay 50ms; tc() { command sudo tc "$@"; }; tc qdisc show dev eth0
      tc qdisc add dev eth0 root netem delay 50ms loss 20%; tc qdisc show dev eth0; tc qdisc; tc qdisc add dev eth0 root netem
      tc qdisc change dev eth0 root netem delay 1500ms 10ms; tc qdisc ls dev eth0
      tc qdisc replace dev eth0 root netem latency 250us drop 0.1% duplicate 1% limit 500; tc qdisc show dev eth0
      tc qdisc del dev eth0 root; echo $?; tc qdisc del dev eth0 root; tc qdisc change dev eth0 root netem; echo $?
      tc qdisc add dev eth0 root netem; tc qdisc show dev eth0; tc qdisc add dev lo root foo; tc qdisc add dev lo netem`;
    const pfifo = 'qdisc pfifo_fast 0: root refcnt 2 bands 3 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1';
    expect(await printed(script)).toBe(
      lines(
        'RTNETLINK answers: Operation not permitted',
        pfifo,
        'qdisc netem 8001: root refcnt 2 limit 1000 delay 50ms loss 20%',
        'qdisc noqueue 0: dev lo root refcnt 2 ',
        'qdisc netem 8001: dev eth0 root refcnt 2 limit 1000 delay 50ms loss 20%',
        'Error: Exclusivity flag on, cannot modify.',
        'qdisc netem 8001: root refcnt 2 limit 1000 delay 1.5s  10ms',
        'qdisc netem 8001: root refcnt 2 limit 500 delay 250us loss 0.1% duplicate 1%',
        '0',
        'Error: Cannot delete qdisc with handle of zero.',
        'Error: Qdisc not found. To create specify NLM_F_CREATE flag.',
        '2',
        'qdisc netem 8002: root refcnt 2 limit 1000',
        'Error: Specified qdisc kind is unknown.',
        'Error: Handle cannot be zero.',
      ),
    );
  });

  it('delays what goes out, and loses some of it; loopback too', async () => {
    const script = `sudo tc qdisc add dev eth0 root netem delay 50ms; ping -c 2 beta | grep -o 'time=5[01]'
      sudo tc qdisc change dev eth0 root netem loss 100%; ping -c 2 -W 1 beta | grep -o '100% packet loss'
      tc -s qdisc show dev eth0 | sed -n 2p; sudo tc qdisc del dev eth0 root
      sudo tc qdisc add dev lo root netem delay 10ms; ping -c 1 localhost | grep -o 'time=20'; nc -zv localhost 8080`;
    expect(await printed(script)).toBe(
      lines(
        ...['time=51', 'time=51', '100% packet loss'],
        ' Sent 196 bytes 2 pkt (dropped 2, overlimits 0 requeues 0) ',
        ...['time=20', 'Connection to localhost (127.0.0.1) 8080 port [tcp/http-alt] succeeded!'],
      ),
    );
  });
});

describe('sudo', () => {
  it('runs as root, or as somebody else, in their surroundings', async () => {
    const script = `sudo id -u; sudo -u www-data id -un; sudo X=1 env | sort | grep -E '^(HOME|USER|SUDO_U|X|PATH)'; sudo -s echo 'a  b'
      sudo -i pwd; sudo -u '#1000' whoami; sudo sh -c 'exit 7'; echo $?; sudo -n true; sudo -v; ls -l /usr/bin/sudo | cut -c1-10`;
    expect(await printed(script)).toBe(
      lines(
        ...['0', 'www-data', 'HOME=/root', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
        ...['SUDO_UID=1000', 'SUDO_USER=learner', 'USER=root', 'X=1', 'a  b', '/root', 'learner', '7', '-rwsr-xr-x'],
      ),
    );
  });

  it('what it cannot run', async () => {
    expect(await printed('sudo nosuch; echo $?; sudo -u nobodyhere true; sudo 2>&1 | head -1')).toBe(
      lines('sudo: nosuch: command not found', '1', 'sudo: unknown user nobodyhere', 'usage: sudo -h | -K | -k | -V'),
    );
  });
});
