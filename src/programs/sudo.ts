/**
 * sudo: runs a command with the rights of root, or of another user. Nobody is asked for a password: it is a laboratory.
 * sudo becomes the command; there is no process of its own that waits for it. Leaves out sudoers(5) beyond one rule, -l, -e,
 * logs and time stamps. Authority: sudo(8) 1.9.13.
 */
import { isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { setEnvironment } from './lib/environment.ts';
import { execvp } from './lib/exec.ts';
import type { Io } from './lib/io.ts';
import { type Args, program } from './lib/program.ts';
import { becomeUser, readUsers, type User } from './lib/users.ts';

const SECURE_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const USAGE = [
  'usage: sudo -h | -K | -k | -V',
  'usage: sudo -v [-ABknS] [-g group] [-h host] [-p prompt] [-u user]',
  'usage: sudo [-ABbEHknPS] [-g group] [-h host] [-p prompt] [-u user] [VAR=value] [-i | -s] [command [arg ...]]\n',
].join('\n');
/** What of the caller's surroundings is kept. */
const KEPT = /^(?:TERM|LANG|LANGUAGE|LC_\w+|COLORS|DISPLAY|PS1|TZ|SSH_TTY)=/;
const ASSIGNMENT = /^[A-Za-z_]\w*=/;

const options = {
  user: { short: 'u', long: 'user', value: 'user', help: 'run command as specified user name or ID' },
  login: { short: 'i', long: 'login', help: 'run login shell as the target user' },
  shell: { short: 's', long: 'shell', help: 'run shell as the target user' },
  preserve: { short: 'E', long: 'preserve-env', help: 'preserve user environment when running command' },
  home: { short: 'H', long: 'set-home', help: "set HOME variable to target user's home dir" },
  nonInteractive: { short: 'n', long: 'non-interactive', help: 'non-interactive mode, no prompts are used' },
  validate: { short: 'v', long: 'validate', help: "update user's timestamp without running a command" },
  reset: { short: 'k', long: 'reset-timestamp', help: 'invalidate timestamp file' },
} as const;
type Asked = Args<keyof typeof options>;

function* targetOf(args: Asked, io: Io, users: readonly User[]): Generator<void, User> {
  const name = args.value('user') ?? 'root';
  const uid = /^#\d+$/.test(name) ? Number(name.slice(1)) : undefined;
  const found = users.find((user) => user.name === name || user.uid === uid);
  return found ?? (yield* io.die(1, `unknown user ${name}`));
}

interface Caller {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** `NAME=value` each in the place of the old one. */
const withVariables = (environment: readonly string[], entries: readonly string[]): string[] =>
  entries.reduce(
    (all: string[], entry) => {
      const at = entry.indexOf('=');
      return setEnvironment(all, entry.slice(0, at), entry.slice(at + 1));
    },
    [...environment],
  );

function environmentOf(args: Asked, io: Io, target: User, caller: Caller, command: readonly string[]): string[] {
  const kept = args.has('preserve') ? [...io.environment] : io.environment.filter((entry) => KEPT.test(entry));
  const own = [
    ...[`HOME=${target.home}`, `LOGNAME=${target.name}`, `USER=${target.name}`, `SHELL=${target.shell}`],
    ...[`PATH=${SECURE_PATH}`, `MAIL=/var/mail/${target.name}`, `SUDO_COMMAND=${command.join(' ')}`],
    ...[`SUDO_USER=${caller.name}`, `SUDO_UID=${caller.uid}`, `SUDO_GID=${caller.gid}`],
  ];
  return withVariables(kept, own);
}

/** A shell, or the command; in a shell -c quotes what is not a word of a plain name. */
function commandOf(args: Asked, target: User, words: readonly string[], shellOfCaller: string | undefined): string[] {
  const shell = args.has('login') ? target.shell : args.has('shell') ? (shellOfCaller ?? target.shell) : undefined;
  if (shell === undefined) return [...words];
  const name = args.has('login') ? `-${shell.slice(shell.lastIndexOf('/') + 1)}` : shell;
  const quoted = words.map((word) => word.replaceAll(/[^\w$-]/g, '\\$&')).join(' ');
  return words.length === 0 ? [name] : [name, '-c', quoted];
}

function* run(sys: Sys, args: Asked, io: Io): Generator<void, number> {
  const first = args.operands.findIndex((word) => !ASSIGNMENT.test(word));
  const assignments = first < 0 ? args.operands : args.operands.slice(0, first);
  const words = args.operands.slice(assignments.length);
  const interactive = args.has('login') || args.has('shell');
  if (words.length === 0 && !interactive) {
    if (args.has('validate') || args.has('reset')) return 0;
    yield* io.complain(USAGE);
    return 1;
  }
  const users = yield* readUsers(sys);
  const target = yield* targetOf(args, io, users);
  const uid = yield* sys.getuid();
  const gid = yield* sys.getgid();
  if ((yield* sys.geteuid()) !== 0)
    return yield* io.die(1, '/usr/bin/sudo must be owned by uid 0 and have the setuid bit set');
  const caller = { name: users.find((user) => user.uid === uid)?.name ?? String(uid), uid, gid };
  const command = commandOf(args, target, words, io.getenv('SHELL'));
  const environment = withVariables(environmentOf(args, io, target, caller, command), assignments);
  const refused = yield* becomeUser(sys, target);
  if (isFailure(refused)) return yield* io.die(1, 'unable to change the user', refused);
  if (args.has('login')) yield* sys.chdir(target.home);
  const [file = ''] = command;
  yield* io.out.flush();
  const failure = yield* execvp(sys, args.has('login') ? target.shell : file, command, environment);
  if (failure.errno === 'ENOENT') return yield* io.die(1, `${file}: command not found`);
  return yield* io.die(1, `unable to execute ${file}`, failure);
}

export const sudo = program(
  {
    name: 'sudo',
    summary: 'execute a command as another user',
    usage: '[-EHinsv] [-u user] [VAR=value] [command [arg ...]]',
    stopAtOperand: true,
    hint: USAGE,
    options,
  },
  run,
);
