/** The tools of the network on the simulated machine: what a real system printed for the same (net-tools 2.10, OpenBSD nc 1.219). */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { runInBash } from '../linux/same.ts';
import { row } from '../support/rows.ts';

const printed = async (script: string): Promise<string> => {
  const { stdout, stderr } = await runScript({ script: `exec 2>&1; cd /tmp; ${script}` });
  return stdout + stderr;
};

/** Numbers that differ from run to run. */
const steady = (text: string): string => text.replaceAll(/\b(3[2-9]|[45]\d|60)\d{3}\b/g, 'PORT');
const LISTENERS = 'grep -E "9000|9001|5353|Active|Proto"';

describe('netstat', () => {
  row('SO42', '-tulnp: servers, whose they are, and an empty state for UDP', async () => {
    const script = `nc -l 127.0.0.1 9001 & nc -lk 9000 & nc -lu 127.0.0.1 5353 & sleep 0.2
      netstat -tulnp | ${LISTENERS} | sed -E 's/[0-9]+\\/nc/PID\\/nc/'; kill %1 %2 %3`;
    expect(await printed(script)).toBe(
      [
        '(Not all processes could be identified, non-owned process info',
        ' will not be shown, you would have to be root to see it all.)',
        'Active Internet connections (only servers)',
        'Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    ',
        'tcp        0      0 127.0.0.1:9001          0.0.0.0:*               LISTEN      PID/nc             ',
        'tcp        0      0 0.0.0.0:9000            0.0.0.0:*               LISTEN      PID/nc             ',
        'udp        0      0 127.0.0.1:5353          0.0.0.0:*                           PID/nc             ',
        '',
      ]
        .join('\n')
        .replaceAll(/PID\/nc +$/gm, (word) => word.trimEnd().padEnd(word.length)),
    );
  });

  row('SO43', '-an: servers and connections, then UNIX sockets', async () => {
    const script = `nc -lk 127.0.0.1 9000 & nc -lU u.sock & sleep 0.1; sleep 1 | nc 127.0.0.1 9000 & sleep 0.2
      netstat -an | sed -E 's/[0-9]+ +u.sock/INO      u.sock/' | grep -E '9000|u.sock|Active'; kill %1 %2`;
    expect(steady(await printed(script)).replaceAll(/PORT +(?=\S)/g, 'PORT ')).toBe(
      [
        'Active Internet connections (servers and established)',
        'tcp        0      0 127.0.0.1:9000          0.0.0.0:*               LISTEN     ',
        'tcp        0      0 127.0.0.1:9000          127.0.0.1:PORT ESTABLISHED',
        'tcp        0      0 127.0.0.1:PORT 127.0.0.1:9000          ESTABLISHED',
        'Active UNIX domain sockets (servers and established)',
        'unix  2      [ ACC ]     STREAM     LISTENING     INO      u.sock',
        '',
      ].join('\n'),
    );
  });

  row('SO28', 'who closes first is in TIME_WAIT for a minute, the other is not', async () => {
    const script = `nc -l 127.0.0.1 9000 > o & sleep 0.1; echo x | nc -N 127.0.0.1 9000; wait; sleep 0.5
      netstat -tano | grep 9000 | sed -E 's/.*(TIME_WAIT.*\\()(59|60)\\..*/\\1MINUTE/'; sleep 60; netstat -tan | grep -c 9000`;
    expect(await printed(script)).toBe('TIME_WAIT   timewait (MINUTE\n0\n');
  });

  row('SO46', '/proc/net/tcp: addresses as little-endian words, ports and states in hexadecimal', async () => {
    const script =
      'nc -l 127.0.0.1 9000 & nc -lu 127.0.0.1 5353 & sleep 0.1; cat /proc/net/tcp /proc/net/udp; kill %1 %2';
    const text = await printed(script);
    expect(text).toContain(': 0100007F:2328 00000000:0000 0A ');
    expect(text).toContain(': 0100007F:14E9 00000000:0000 07 ');
    expect(text).toContain('100 0 0 10 0                     \n');
  });

  it('tells of users and inodes; of interfaces, and of routes as long as one is up', async () => {
    const script = `netstat -tlne | grep :22 | sed 's/ 0 *[0-9]* *$/ 0 INO/'; netstat -tle | sed -n 2p; netstat -i; netstat -r | tail -n 1
      sudo ip link set eth0 down; netstat -i | tail -n +3; netstat -r | wc -l; netstat -ia | grep -c eth0; netstat -w | tail -n 1`;
    const head = 'Proto Recv-Q Send-Q Local Address           Foreign Address         State      ';
    expect(await printed(script)).toBe(
      [
        'tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      0 INO',
        `${head} User       Inode     `,
        'Kernel Interface table',
        'Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg',
        'eth0             1500        0      0      0 0             0      0      0      0 BMRU',
        'lo              65536        0      0      0 0             0      0      0      0 LRU',
        '10.0.0.0        0.0.0.0         255.255.255.0   U         0 0          0 eth0',
        'lo              65536        0      0      0 0             0      0      0      0 LRU',
        ...['2', '1', head, ''],
      ].join('\n'),
    );
  });

  row('SO42', 'the services of the machine listen', async () => {
    const text = await printed('netstat -tln | tail -n +3 | cut -c21-43');
    expect(text.trimEnd().split(/\s+/)).toEqual(['0.0.0.0:22', '0.0.0.0:80', '127.0.0.1:3306', '0.0.0.0:8080']);
  });
});

describe('nc', () => {
  row('SO47', 'a refused connection is silent with status 1, told with -v; -z only tests', async () => {
    const script =
      'nc 127.0.0.1 9; echo $?; nc -v 127.0.0.1 9; echo $?; nc -z 127.0.0.1 8080; echo $?; nc -zv 127.0.0.1 8080';
    expect(await printed(script)).toBe(
      '1\nnc: connect to 127.0.0.1 port 9 (tcp) failed: Connection refused\n1\n0\n' +
        'Connection to 127.0.0.1 8080 port [tcp/http-alt] succeeded!\n',
    );
  });

  row('SO48', '-l serves one connection and ends with 0, -k goes on', async () => {
    const script = `nc -vl 127.0.0.1 9000 >o 2>e & sleep 0.1; echo hello | nc -N 127.0.0.1 9000; wait $!; echo $?; cat o e
      nc -lk 9000 >o & sleep 0.1; for i in 1 2; do echo c$i | nc -N 127.0.0.1 9000; done; kill $!; cat o`;
    expect(steady(await printed(script))).toBe(
      '0\nhello\nListening on localhost 9000\nConnection received on localhost PORT\nc1\nc2\n',
    );
  });

  row('SO49', 'after the end of its input it waits for the other side, unless -N, -q or -w', async () => {
    const script = `for how in "" -N "-q 0" "-w 1"; do nc -l 127.0.0.1 9000 >o & sleep 0.1
      echo hello | timeout 3 nc $how 127.0.0.1 9000; echo "$how $? $(cat o)"; kill $! 2>/dev/null; wait; done`;
    expect(await printed(script)).toBe(' 124 hello\n-N 0 hello\n-q 0 0 hello\n-w 1 0 hello\n');
  });

  row(
    'SO50',
    'two listeners share a port (SO_REUSEPORT); -lU replaces a stale socket file and leaves its own',
    async () => {
      const script = `nc -l 127.0.0.1 9000 & nc -l 127.0.0.1 9000 & sleep 0.1; jobs -r | wc -l; kill %1 %2
      for i in 1 2; do nc -lU n.sock >o & sleep 0.1; echo x | nc -NU n.sock; wait $!; echo $?; done; ls n.sock`;
      expect(await printed(script)).toBe('2\n0\n0\nn.sock\n');
    },
  );

  row('SO51', '-U: refused by a stale file, or no such file, also without -v', async () => {
    const script = 'nc -lU n.sock & sleep 0.1; echo | nc -NU n.sock; wait; nc -U n.sock; echo $?; nc -U none; echo $?';
    expect(await printed(script)).toBe('\nnc: n.sock: Connection refused\n1\nnc: none: No such file or directory\n1\n');
  });

  row('SO52', 'UDP to nobody, and words that are no ports', async () => {
    const script = `echo x | nc -u -w 1 127.0.0.1 5354; echo $?; nc -zu 127.0.0.1 5354; echo $?; nc -l; nc h abc; nc h 70000; echo $?`;
    expect(await printed(script)).toBe(
      '0\n1\nnc: missing port number\nnc: port number invalid: abc\nnc: port number too large: 70000\n1\n',
    );
  });
});

describe('ss', () => {
  const listeners = 'nc -lk 9000 & nc -l 127.0.0.1 9001 & nc -lu 127.0.0.1 5353 & sleep 0.1';
  const pids = "sed -E 's/pid=[0-9]+/pid=1/g'";

  row('SO44', '-tulnp: a listener has its backlog as Send-Q, columns are as wide as what is in them', async () => {
    const script = `${listeners}; ss -tulnp '( sport >= :5353 )' | grep -v 8080 | ${pids}; kill %1 %2 %3`;
    expect(await printed(script)).toBe(
      [
        'Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess                   ',
        'udp   UNCONN 0      0          127.0.0.1:5353      0.0.0.0:*    users:(("nc",pid=1,fd=3))',
        'tcp   LISTEN 0      1            0.0.0.0:9000      0.0.0.0:*    users:(("nc",pid=1,fd=3))',
        'tcp   LISTEN 0      1          127.0.0.1:9001      0.0.0.0:*    users:(("nc",pid=1,fd=3))',
        '',
      ]
        .join('\n')
        .replace(/Process +$/m, 'Process                      '),
    );
  });

  row('SO44', 'without -n names of services, with -H no header, a state that was asked for is not shown', async () => {
    const script = `ss -tlH sport = :http-alt; ss -tlnH sport = :8080; ss -tan state listening sport = :22; ss -uln; ss -tln sport = :1`;
    expect(await printed(script)).toBe(
      [
        'LISTEN 0      100    0.0.0.0:http-alt 0.0.0.0:*',
        'LISTEN 0      100    0.0.0.0:8080 0.0.0.0:*',
        'Recv-Q Send-Q Local Address:Port Peer Address:PortProcess',
        '0      128          0.0.0.0:22        0.0.0.0:*          ',
        'State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess',
        'State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess',
        '',
      ].join('\n'),
    );
  });

  row('SO45', '-xl: a UNIX listener by its path and inode', async () => {
    const script = `nc -lU u.sock & sleep 0.1; ss -xl; ss -xlp | tail -1 | ${pids}; kill %1`;
    expect((await printed(script)).replaceAll(/\b18\d{3}\b/g, 'INODE')).toBe(
      [
        'Netid State  Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess',
        'u_str LISTEN 0      5             u.sock INODE            * 0          ',
        'u_str LISTEN 0      5             u.sock INODE            * 0    users:(("nc",pid=1,fd=3))',
        '',
      ].join('\n'),
    );
  });

  row('SO44', 'a connection that has ended waits, and a wrong option or filter is refused', async () => {
    const script = `nc -l 127.0.0.1 9000 >o & sleep 0.1; echo x | nc -N 127.0.0.1 9000; wait; ss -tanH dport = :9000
      ss --bogus | head -1; ss -s | head -1; ss nothing >/dev/null 2>&1; echo $?; ss state none`;
    const text = steady(await printed(script));
    expect(text).toMatch(/^TIME-WAIT 0 {6}0 {6}127.0.0.1:PORT 127.0.0.1:9000 *\n/);
    expect(text).toContain("ss: unrecognized option '--bogus'\n");
    expect(text).toMatch(/\nTotal: \d+\n1\nss: wrong state name: none\n$/);
  });
});

describe('ss, further', () => {
  const BESIDE = 'nc -lk 127.0.0.1 7000 > /dev/null & sleep 0.1; (echo hello; sleep 9) | nc 127.0.0.1 7000 & sleep 0.1';

  it('details, memory, and what TCP knows', async () => {
    const script = `${BESIDE}; ss -tne dport = :7000; ss -tnm dport = :7000; ss -tnO -m -i dport = :7000; kill %1 %2`;
    const steady = (await printed(script))
      .replaceAll(/127.0.0.1:\d{5}/g, 'HERE')
      .replaceAll(/ino:\d+ sk:\w+/g, 'ino:N sk:N');
    const title = 'State Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess';
    const line = 'ESTAB 0      0          HERE    127.0.0.1:7000';
    const memory = ' skmem:(r0,rb131072,t0,tb1315840,f0,w0,o0,bl0,d0)';
    expect(steady.split('\n').map((each) => each.trimEnd())).toEqual([
      ...[title, `${line} uid:1000 ino:N sk:N cgroup:/ <->`, title, line, `\t${memory}`, title],
      `${line}${memory} reno rto:200 mss:32741 cwnd:12 bytes_sent:6 bytes_acked:7 snd_wnd:65530`,
      '',
    ]);
  });

  it('tables by their names; one kind has no Netid, one state no State', async () => {
    const script = `${BESIDE}; for o in -u -ua -w '-A tcp,udp -ln' '-A unix_stream' -6t '-f unix -l' '-tnr dport = :7000'; do ss $o | head -n 1; done
      ss -tnr dport = :7000 | tail -n 1 | grep -o localhost:7000; ss -f foo 2>&1 | head -n 1; ss -A foo 2>&1 | head -n 1; kill %1 %2`;
    const WITHOUT = 'Recv-Q Send-Q Local Address:Port Peer Address:PortProcess';
    expect((await printed(script)).split('\n').map((each) => each.trimEnd())).toEqual([
      ...[WITHOUT, `State ${WITHOUT}`, WITHOUT, `Netid State  ${WITHOUT}`, `State ${WITHOUT}`, `State ${WITHOUT}`],
      `Netid State ${WITHOUT}`,
      'State Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess',
      'localhost:7000',
      ...['ss: "foo" is invalid family', 'ss: "foo" is illegal socket table id', ''],
    ]);
  });
});

describe('ping', () => {
  it('asks once a second, and counts', async () => {
    const text = await printed('ping -c 3 beta');
    expect(text.split('\n')).toEqual([
      'PING beta (10.0.0.2) 56(84) bytes of data.',
      ...[1, 2, 3].map((n) =>
        expect.stringMatching(`^64 bytes from beta \\(10.0.0.2\\): icmp_seq=${n} ttl=64 time=1.0\\d ms$`),
      ),
      '',
      '--- beta ping statistics ---',
      expect.stringMatching(/^3 packets transmitted, 3 received, 0% packet loss, time 2\d{3}ms$/),
      expect.stringMatching(/^rtt min\/avg\/max\/mdev = 1\.\d{3}\/1\.\d{3}\/1\.\d{3}\/0\.\d{3} ms$/),
      '',
    ]);
  });

  it('quiet, with time stamps, with a bell, without time to measure, with a pattern', async () => {
    const script = `ping -q -c 2 -i 0.2 10.0.0.2; ping -D -c 1 beta | sed -n 2p; ping -a -c 1 beta | sed -n 2p
      ping -s 8 -c 1 beta; ping -p ff0 -c 1 -t 3 beta | head -n 2`;
    expect((await printed(script)).replace(/\[17\d{8}\.\d{6}\]/, '[S]').replaceAll(/\d\.\d\d\d?\b/g, 'N')).toBe(
      [
        ...['PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.', '', '--- 10.0.0.2 ping statistics ---'],
        ...['2 packets transmitted, 2 received, 0% packet loss, time 200ms', 'rtt min/avg/max/mdev = N/N/N/N ms'],
        '[S] 64 bytes from beta (10.0.0.2): icmp_seq=1 ttl=64 time=N ms',
        '64 bytes from beta (10.0.0.2): icmp_seq=1 ttl=64 time=N ms\x07',
        ...['PING beta (10.0.0.2) 8(36) bytes of data.', '16 bytes from beta (10.0.0.2): icmp_seq=1 ttl=64', ''],
        ...['--- beta ping statistics ---', '1 packets transmitted, 1 received, 0% packet loss, time 0ms', ''],
        ...['PATTERN: 0xff00', 'PING beta (10.0.0.2) 56(84) bytes of data.', ''],
      ].join('\n'),
    );
  });

  it('a flood, as fast as answers come, with an end, over a wire that doubles and loses', async () => {
    const script = `sudo ping -f -c 3 beta | tail -n +2; sudo ping -A -q -c 3 beta | tail -n 1; ping -q -w 1 -i 0.4 beta; echo $?
      ping -q -w 1 -c 9 beta > /dev/null; echo $?; sudo tc qdisc add dev eth0 root netem duplicate 100%
      ping -c 1 -W 1 10.0.0.99 > /dev/null; ping -i 0.2 -c 2 beta; sudo tc qdisc change dev eth0 root netem loss 100%
      ping -O -i 0.2 -c 2 -W 0.1 beta; ping -s 65508 -c 1 beta; ping -q -s 65528 -c 1 -W 0.1 beta | tail -n 2`;
    const steady = (await printed(script)).replaceAll(/\d\.\d\d\d?\b/g, 'N').replaceAll('\b', '<');
    expect(steady).toBe(
      [
        ...[
          '.< <.< <.< <',
          '--- beta ping statistics ---',
          '3 packets transmitted, 3 received, 0% packet loss, time 2ms',
        ],
        'rtt min/avg/max/mdev = N/N/N/N ms, ipg/ewma N/N ms',
        'rtt min/avg/max/mdev = N/N/N/N ms, ipg/ewma N/N ms',
        ...['PING beta (10.0.0.2) 56(84) bytes of data.', '', '--- beta ping statistics ---'],
        ...[
          '3 packets transmitted, 3 received, 0% packet loss, time 800ms',
          'rtt min/avg/max/mdev = N/N/N/N ms',
          '0',
          '1',
        ],
        'PING beta (10.0.0.2) 56(84) bytes of data.',
        '64 bytes from beta (10.0.0.2): icmp_seq=1 ttl=64 time=N ms',
        '64 bytes from beta (10.0.0.2): icmp_seq=1 ttl=64 time=N ms (DUP!)',
        '64 bytes from beta (10.0.0.2): icmp_seq=2 ttl=64 time=N ms',
        ...['', '--- beta ping statistics ---'],
        '2 packets transmitted, 2 received, +1 duplicates, 0% packet loss, time 200ms',
        'rtt min/avg/max/mdev = N/N/N/N ms',
        ...[
          'PING beta (10.0.0.2) 56(84) bytes of data.',
          'no answer yet for icmp_seq=1',
          '',
          '--- beta ping statistics ---',
        ],
        ...['2 packets transmitted, 0 received, 100% packet loss, time 200ms', ''],
        ...['PING beta (10.0.0.2) 65508(65536) bytes of data.', 'ping: local error: message too long, mtu=1500', ''],
        ...[
          '--- beta ping statistics ---',
          '1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms',
          '',
        ],
        ...['1 packets transmitted, 0 received, 100% packet loss, time 0ms', '', ''],
      ].join('\n'),
    );
  });

  it('refuses as iputils does', async () => {
    const script = `ping -c 0 beta; ping -c x beta; ping -i 0.001 beta; ping -i foo beta; ping -f beta; ping -t 0 beta; ping -p ffg beta
      ping -x beta 2>&1 | head -n 4; ping -W -1 beta; echo $?`;
    expect(await printed(script)).toBe(
      [
        "ping: invalid argument: '0': out of range: 1 <= value <= 9223372036854775807",
        "ping: invalid argument: 'x'",
        'ping: cannot flood; minimal interval allowed for user is 2ms',
        ...['ping: option argument contains garbage: foo', 'ping: this will become fatal error in the future'],
        'ping: cannot flood; minimal interval allowed for user is 2ms',
        'ping: cannot flood; minimal interval allowed for user is 2ms',
        'ping: cannot set unicast time-to-live: Invalid argument',
        'ping: patterns must be specified as hex digits: g',
        ...["ping: invalid option -- 'x'", '', 'Usage', '  ping [options] <destination>'],
        ...['ping: bad linger time: -1', '2', ''],
      ].join('\n'),
    );
  });

  it('nobody there, nobody known, no route', async () => {
    const script =
      'ping -c 1 10.0.0.99; echo $?; ping -c 1 nobody; echo $?; ping -c 1 192.0.2.1; echo $?; ping; echo $?';
    expect(await printed(script)).toBe(
      [
        'PING 10.0.0.99 (10.0.0.99) 56(84) bytes of data.',
        'From 10.0.0.1 icmp_seq=1 Destination Host Unreachable',
        '',
        '--- 10.0.0.99 ping statistics ---',
        '1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms',
        ...['', '1', 'ping: nobody: Name or service not known', '2', 'ping: connect: Network is unreachable', '2'],
        ...['ping: usage error: Destination address required', '1', ''],
      ].join('\n'),
    );
  });
});

describe('/dev/tcp and /dev/udp', () => {
  it('a redirection is a connection', async () => {
    const script = `nc -l -p 5556 > got & sleep 0.1; exec 3<> /dev/tcp/127.0.0.1/5556; readlink /proc/self/fd/3 | cut -d: -f1
      echo there >&3; exec 3>&-; wait; cat got
      nc -lu -p 7000 > got & sleep 0.1; echo datagram > /dev/udp/localhost/7000; sleep 0.1; kill $!; cat got
      exec 3<> /dev/tcp/localhost/http; printf 'HEAD / HTTP/1.0\\r\\n\\r\\n' >&3; head -1 <&3 | tr -d '\\r'`;
    expect(await printed(script)).toBe('socket\nthere\ndatagram\nHTTP/1.1 200 OK\n');
  });
});

describe('ss: families that this machine has not', () => {
  it('the columns of each table, as the host has them', async () => {
    const words = [
      ...[
        '-d',
        '-0',
        '-S',
        '--vsock',
        '-M',
        '--tipc',
        '--xdp',
        '-0l',
        '-0a',
        '-Sa',
        '-tS',
        '-dSa',
        '-f link',
        '-f vsock',
      ],
      ...['-f xdp', '-f inet6', '-A dccp,sctp', '-A packet', '-A packet_raw', '-A vsock_stream', '-A xdp', '-A mptcp'],
    ];
    const script = words.map((word) => `echo "${word}: $(ss ${word} 2>/dev/null | head -1 | tr -s ' ')"`).join('\n');
    expect((await runScript({ script })).stdout).toBe((await runInBash(script)).stdout);
  });

  it('threads stand beside their processes', async () => {
    const script = 'nc -l 34572 & sleep 0.1; ss -tlnHT sport = :34572 | tr -s " "; kill %1';
    expect((await runScript({ script })).stdout).toMatch(/ users:\(\("nc",pid=(\d+),tid=\1,fd=3\)\)\n$/);
  });
});

describe('hostname', () => {
  it('names, addresses without loopback, and what only root may do', async () => {
    const script = 'for o in -A -I -i --long -y --nis "-F /nope" "-F /etc/hosts" x; do hostname $o 2>&1; echo $?; done';
    expect((await runScript({ script })).stdout).toBe(
      [
        ...['ipclab ', '0', '10.0.0.1 ', '0', '127.0.1.1 10.0.0.1', '0', 'ipclab', '0'],
        ...['hostname: Local domain name not set', '1', 'hostname: Local domain name not set', '1'],
        ...['hostname: No such file or directory', '1'],
        ...['hostname: you must be root to change the host name', '1'],
        ...['hostname: you must be root to change the host name', '1', ''],
      ].join('\n'),
    );
  });
});
