/**
 * hostname: print the host's name. Leaves out setting it, and NIS. Authority: hostname(1) of Debian's hostname package.
 */

import { isFailure } from '../kernel/errno.ts';
import { program } from './lib/program.ts';
import { readText } from './lib/read-file.ts';

export const hostname = program(
  {
    name: 'hostname',
    summary: "show the system's host name",
    usage: '[-a|-A|-d|-f|-i|-I|-s|-y]',
    about: 'Display the name of this host.',
    options: {
      short: { short: 's', long: 'short', help: 'short host name' },
      fqdn: { short: 'f', long: 'fqdn', help: 'long host name (FQDN)' },
      domain: { short: 'd', long: 'domain', help: 'DNS domain name' },
      address: { short: 'i', long: 'ip-address', help: 'addresses for the host name' },
      all: { short: 'I', long: 'all-ip-addresses', help: 'all addresses for the host' },
      alias: { short: 'a', long: 'alias', help: 'alias names' },
    },
    usageStatus: 255,
  },
  function* (sys, args, io) {
    if (args.operands.length > 0) return yield* io.die(1, 'you must be root to change the host name');
    const { nodename } = yield* sys.uname();
    const dot = nodename.indexOf('.');
    if (args.has('short')) yield* io.print(`${dot < 0 ? nodename : nodename.slice(0, dot)}\n`);
    else if (args.has('domain')) yield* io.print(dot < 0 ? '' : `${nodename.slice(dot + 1)}\n`);
    else if (args.has('alias')) yield* io.print('\n');
    else if (args.has('address') || args.has('all')) {
      const hosts = yield* readText(sys, '/etc/hosts');
      const lines = isFailure(hosts) ? [] : hosts.split('\n').map((line) => line.trim().split(/\s+/));
      const addresses = lines.flatMap(([address = '', ...names]) => (names.includes(nodename) ? [address] : []));
      yield* io.print(`${addresses.join(' ')}\n`);
    } else yield* io.print(`${nodename}\n`);
    return 0;
  },
);
