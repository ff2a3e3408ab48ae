/** The options of netstat, and how it tells of them. Authority: netstat(8) of net-tools 2.10. */
import type { OptionSpec } from './getopt.ts';

export const NETSTAT_OPTIONS = {
  all: { short: 'a', long: 'all', help: 'all sockets, not only those that are connected' },
  listening: { short: 'l', long: 'listening', help: 'only those that listen' },
  numeric: { short: 'n', long: 'numeric', help: 'numbers instead of names' },
  programs: { short: 'p', long: 'programs', help: 'whose they are' },
  tcp: { short: 't', long: 'tcp', help: 'TCP' },
  udp: { short: 'u', long: 'udp', help: 'UDP' },
  unix: { short: 'x', long: 'unix', help: 'UNIX domain sockets' },
  raw: { short: 'w', long: 'raw', help: 'raw sockets: there are none' },
  extend: { short: 'e', long: 'extend', help: 'users and inodes' },
  interfaces: { short: 'i', long: 'interfaces', help: 'the table of interfaces' },
  timers: { short: 'o', long: 'timers', help: 'timers of connections' },
  wide: { short: 'W', long: 'wide', help: 'addresses are not cut; they never are too long here' },
  route: { short: 'r', long: 'route', help: 'the routing table' },
  inet: { short: '4', long: 'inet', help: 'IPv4; there is nothing else' },
  help: { short: 'h', long: 'help', help: 'how it is used' },
  version: { short: 'V', long: 'version', help: 'which one it is' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export const NETSTAT_USAGE = `usage: netstat [-vWeenNcCF] [<Af>] -r         netstat {-V|--version|-h|--help}
       netstat [-vWnNcaeol] [<Socket> ...]
       netstat { [-vWeenNac] -i | [-cnNe] -M | -s [-6tuw] }

        -r, --route              display routing table
        -i, --interfaces         display interface table
        -g, --groups             display multicast group memberships
        -s, --statistics         display networking statistics (like SNMP)
        -M, --masquerade         display masqueraded connections

        -v, --verbose            be verbose
        -W, --wide               don't truncate IP addresses
        -n, --numeric            don't resolve names
        --numeric-hosts          don't resolve host names
        --numeric-ports          don't resolve port names
        --numeric-users          don't resolve user names
        -N, --symbolic           resolve hardware names
        -e, --extend             display other/more information
        -p, --programs           display PID/Program name for sockets
        -o, --timers             display timers
        -c, --continuous         continuous listing

        -l, --listening          display listening server sockets
        -a, --all                display all sockets (default: connected)
        -F, --fib                display Forwarding Information Base (default)
        -C, --cache              display routing cache instead of FIB
        -Z, --context            display SELinux security context for sockets

  <Socket>={-t|--tcp} {-u|--udp} {-U|--udplite} {-S|--sctp} {-w|--raw}
           {-x|--unix} --ax25 --ipx --netrom
  <AF>=Use '-6|-4' or '-A <af>' or '--<af>'; default: inet
  List of possible address families (which support routing):
    inet (DARPA Internet) inet6 (IPv6) ax25 (AMPR AX.25) 
    netrom (AMPR NET/ROM) rose (AMPR ROSE) ipx (Novell IPX) 
    ddp (Appletalk DDP) x25 (CCITT X.25) 
`;
