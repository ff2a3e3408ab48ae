/** uname: print system information. Processor and hardware platform are unknown, as on a Debian. Authority: uname(1). */

import { program } from './lib/program.ts';
import { quote } from './lib/quote.ts';

const options = {
  all: {
    short: 'a',
    long: 'all',
    help: 'print all information, in the following order,\nexcept omit -p and -i if unknown:',
  },
  kernelName: { short: 's', long: 'kernel-name', help: 'print the kernel name' },
  nodename: { short: 'n', long: 'nodename', help: 'print the network node hostname' },
  release: { short: 'r', long: 'kernel-release', help: 'print the kernel release' },
  version_: { short: 'v', long: 'kernel-version', help: 'print the kernel version' },
  machine: { short: 'm', long: 'machine', help: 'print the machine hardware name' },
  processor: { short: 'p', long: 'processor', help: 'print the processor type (non-portable)' },
  platform: { short: 'i', long: 'hardware-platform', help: 'print the hardware platform (non-portable)' },
  system: { short: 'o', long: 'operating-system', help: 'print the operating system' },
} as const;

export const uname = program(
  {
    name: 'uname',
    summary: 'print system information',
    usage: '[OPTION]...',
    about: 'Print certain system information.  With no OPTION, same as -s.',
    options,
  },
  function* (sys, args, io) {
    const [extra] = args.operands;
    if (extra !== undefined) return yield* io.usageError(1, `extra operand ${quote(extra)}`);
    const { sysname, nodename, release, version, machine } = yield* sys.uname();
    const all = args.has('all');
    const nothing = args.given.length === 0;
    const parts = [
      (all || nothing || args.has('kernelName')) && sysname,
      (all || args.has('nodename')) && nodename,
      (all || args.has('release')) && release,
      (all || args.has('version_')) && version,
      (all || args.has('machine')) && machine,
      !all && args.has('processor') && 'unknown',
      !all && args.has('platform') && 'unknown',
      (all || args.has('system')) && 'GNU/Linux',
    ];
    yield* io.print(`${parts.filter((part) => part !== false).join(' ')}\n`);
    return 0;
  },
);
