/**
 * hostname: print the host's name. Nobody may set it from here, and there is no NIS. Authority: hostname(1) of Debian's hostname package.
 */

import { isFailure, strerror } from '../kernel/errno.ts';
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
      allNames: { short: 'A', long: 'all-fqdns', help: 'all long host names (FQDNs)' },
      boot: { short: 'b', long: 'boot', help: 'set default hostname if none available' },
      file: { short: 'F', long: 'file', value: 'FILE', help: 'read host name or NIS domain name from given file' },
      long: { long: 'long', help: 'the same as --fqdn' },
      nis: { short: 'y', long: 'yp', help: 'NIS/YP domain name' },
      nisName: { long: 'nis', help: 'the same as --yp' },
    },
    usageStatus: 255,
  },
  function* (sys, args, io) {
    const file = args.value('file');
    const text = file === undefined ? '' : yield* readText(sys, file);
    if (isFailure(text)) return yield* io.die(1, strerror(text.errno));
    if (args.operands.length > 0 || file !== undefined)
      return yield* io.die(1, 'you must be root to change the host name');
    if (args.has('nis') || args.has('nisName')) return yield* io.die(1, 'Local domain name not set');
    const { nodename } = yield* sys.uname();
    const dot = nodename.indexOf('.');
    if (args.has('short')) yield* io.print(`${dot < 0 ? nodename : nodename.slice(0, dot)}\n`);
    else if (args.has('domain')) yield* io.print(dot < 0 ? '' : `${nodename.slice(dot + 1)}\n`);
    else if (args.has('alias')) yield* io.print('\n');
    else if (args.has('address') || args.has('all') || args.has('allNames')) {
      const hosts = yield* readText(sys, '/etc/hosts');
      const lines = isFailure(hosts) ? [] : hosts.split('\n').map((line) => line.trim().split(/\s+/));
      const own = lines.filter(([, ...names]) => names.includes(nodename));
      const all = args.has('all') || args.has('allNames');
      const found = own.flatMap(([address = '', name = '']) => {
        if (all && address.startsWith('127.')) return [];
        return args.has('allNames') ? [name] : [address];
      });
      yield* io.print(`${found.join(' ')}${all && found.length > 0 ? ' ' : ''}\n`);
    } else yield* io.print(`${nodename}\n`);
    return 0;
  },
);
