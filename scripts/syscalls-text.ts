/** The reference of the system calls, from the one table. */
import { maySleep, type Row } from '../src/kernel/call.ts';
import { table } from '../src/kernel/syscalls.ts';

const HEAD = `# System calls

Made from the table in \`src/kernel/syscalls.ts\` by \`npm run syscalls\`. The same rows make what programs call, what \`strace\` prints, the
arguments that the fuzzer tries, and the pages of section 2 of the machine's manual (\`man 2 NAME\`).

Restart classes are the kernel's own (\`signal(7)\`): \`sys\` is restarted after a handler with SA_RESTART, \`nohand\` only if no handler
ran, \`block\` as \`nohand\`, going on to its old deadline, \`never\` fails with EINTR. A call that is not here does not exist: a program
cannot name it, and in C it would be ENOSYS. Left out on purpose, among others: inotify, epoll, io_uring, splice, vfork, unshare, mount, chroot.

| call | as strace names it | arguments | may sleep | restarted |
|---|---|---|---|---|
`;

const line = ([name, row]: readonly [string, Row]): string => {
  const sleeps = maySleep(row);
  const cells = [name, row.shown ?? name, row.args.join(', '), sleeps ? 'yes' : '', sleeps ? row.restart : ''];
  return `| ${cells.join(' | ')} |`;
};

export const syscallsText = (): string =>
  `${HEAD}${Object.entries<Row>(table)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(line)
    .join('\n')}\n`;
