/**
 * ssh: a shell, or a command, on another machine. With a terminal there the keys go over as they are typed.
 * Leaves out keys and passwords (everybody is let in), encryption, forwarding, configuration files, and of the escapes all
 * but `~.`. Authority: ssh(1) of OpenSSH 9.2p1.
 */
import { AF_INET, POLLIN, SOCK_STREAM, type Termios } from '../kernel/abi.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import { SIGPIPE, SIGWINCH } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { parseCommandLine } from './lib/getopt.ts';
import type { Io } from './lib/io.ts';
import { addressOf } from './lib/net-names.ts';
import { writeAll } from './lib/output.ts';
import { Args, rawProgram } from './lib/program.ts';
import { rawTermios } from './lib/raw-terminal.ts';
import { Channel, type SshRequest } from './lib/ssh-channel.ts';
import { readUsers } from './lib/users.ts';

const FAILED = 255;
const PORT = '22';
const GREATEST_PORT = 0xffff;
const BUFFER = 16384;
const [STDIN, STDOUT, STDERR] = [0, 1, 2];
const CR = 13;
const LF = 10;
const TILDE = 126;
const DOT = 46;

const options = {
  login: { short: 'l', value: 'login_name', help: 'the user to log in as' },
  port: { short: 'p', value: 'port', help: 'port to connect to' },
  terminal: { short: 't', help: 'force a terminal; twice even without one here' },
  noTerminal: { short: 'T', help: 'no terminal' },
  noInput: { short: 'n', help: 'no standard input' },
  quiet: { short: 'q', help: 'say little' },
  verbose: { short: 'v', help: 'say what happens' },
  version: { short: 'V', help: 'tell the version' },
  option: { short: 'o', value: 'option', help: 'an option of ssh_config(5); none has a meaning here' },
} as const;
type Asked = Args<keyof typeof options>;

const USAGE = `usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface]
           [-b bind_address] [-c cipher_spec] [-D [bind_address:]port]
           [-E log_file] [-e escape_char] [-F configfile] [-I pkcs11]
           [-i identity_file] [-J [user@]host[:port]] [-L address]
           [-l login_name] [-m mac_spec] [-O ctl_cmd] [-o option] [-p port]
           [-Q query_option] [-R address] [-S ctl_path] [-W host:port]
           [-w local_tun[:remote_tun]] destination [command [argument ...]]
`;

interface Destination {
  readonly user: string;
  readonly host: string;
  readonly port: number;
}

/** `host`, `user@host`, `ssh://user@host:port`. */
function* destinationOf(sys: Sys, args: Asked, io: Io, word: string): Generator<void, Destination> {
  const text = word.replace(/^ssh:\/\//, '');
  const [, name, host = '', inText] = /^(?:(.*)@)?(.*?)(?::(\d+))?$/.exec(text) ?? [];
  const port = args.value('port') ?? inText ?? PORT;
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > GREATEST_PORT) {
    yield* io.complain(`Bad port '${port}'\n`);
    return io.exit(FAILED);
  }
  const uid = yield* sys.getuid();
  const own = (yield* readUsers(sys)).find((user) => user.uid === uid)?.name ?? String(uid);
  return { user: args.value('login') ?? name ?? own, host, port: Number(port) };
}

function* connected(sys: Sys, io: Io, { host, port }: Destination): Generator<void, number> {
  const address = yield* addressOf(sys, host);
  if (address === undefined) {
    yield* io.complain(`ssh: Could not resolve hostname ${host}: Name or service not known\r\n`);
    return io.exit(FAILED);
  }
  const fd = yield* sys.socket(AF_INET, SOCK_STREAM);
  const done = isFailure(fd) ? fd : yield* sys.connect(fd, { family: AF_INET, address, port });
  if (!isFailure(fd) && !isFailure(done)) return fd;
  const why = isFailure(done) ? strerror(done.errno) : '';
  yield* io.complain(`ssh: connect to host ${host} port ${port}: ${why}\r\n`);
  return io.exit(FAILED);
}

/** What one side sends until the other ends it. */
class Conversation {
  readonly #sys: Sys;
  readonly #channel: Channel;
  readonly #escapes: boolean;
  #listens: boolean;
  #lineStart = true;
  #tilde = false;
  resized = false;

  constructor(sys: Sys, channel: Channel, how: { readonly escapes: boolean; readonly listens: boolean }) {
    this.#sys = sys;
    this.#channel = channel;
    this.#escapes = how.escapes;
    this.#listens = how.listens;
  }

  /** The exit status of the other side; undefined when the connection is gone. */
  *run(): Generator<void, number | undefined> {
    for (;;) {
      if (this.resized) yield* this.#tellSize();
      const input = this.#listens ? [{ fd: STDIN, events: POLLIN }] : [];
      const ready = yield* this.#sys.poll([{ fd: this.#channel.fd, events: POLLIN }, ...input], -1);
      if (isFailure(ready)) continue;
      if (ready[0]) {
        const messages = yield* this.#channel.receiveAll();
        if (!messages) return undefined;
        for (const message of messages) {
          if (message.kind === 'output') yield* writeAll(this.#sys, STDOUT, message.bytes);
          if (message.kind === 'errors') yield* writeAll(this.#sys, STDERR, message.bytes);
          if (message.kind === 'exit') return message.signal === undefined ? message.status : FAILED;
        }
      }
      if (ready[1] && !(yield* this.#hear())) return undefined;
    }
  }

  *#tellSize(): Generator<void, void> {
    this.resized = false;
    const size = yield* this.#sys.tiocgwinsz(STDIN);
    if (!isFailure(size)) yield* this.#channel.send({ kind: 'resize', ...size });
  }

  /** False: the user wants no more. */
  *#hear(): Generator<void, boolean> {
    const into = new Uint8Array(BUFFER);
    const count = yield* this.#sys.read(STDIN, into);
    if (isFailure(count) || count === 0) {
      this.#listens = false;
      yield* this.#channel.send({ kind: 'end-of-input' });
      return true;
    }
    const bytes = this.#escapes ? this.#unescaped(into.subarray(0, count)) : into.slice(0, count);
    if (bytes && bytes.length > 0) yield* this.#channel.send({ kind: 'input', bytes });
    return bytes !== undefined;
  }

  /** `~.` at the beginning of a line ends it all, `~~` is one `~`. */
  #unescaped(keys: Uint8Array): Uint8Array | undefined {
    const out: number[] = [];
    for (const key of keys) {
      if (this.#tilde) {
        this.#tilde = false;
        if (key === DOT) return undefined;
        out.push(TILDE);
        if (key === TILDE) continue;
      } else if (this.#lineStart && key === TILDE) {
        this.#tilde = true;
        continue;
      }
      this.#lineStart = key === CR || key === LF;
      out.push(key);
    }
    return Uint8Array.from(out);
  }
}

function* wanted(sys: Sys, args: Asked, io: Io, user: string): Generator<void, SshRequest> {
  const [, ...words] = args.operands;
  const command = words.length === 0 ? undefined : words.join(' ');
  const forced = args.given.filter(({ option }) => option === 'terminal').length;
  const here = yield* sys.tiocgwinsz(STDIN);
  const wants = !args.has('noTerminal') && (command === undefined || forced > 0);
  if (wants && isFailure(here) && forced < 2) {
    if (!args.has('quiet'))
      yield* io.complain('Pseudo-terminal will not be allocated because stdin is not a terminal.\r\n');
    return { user, command, terminal: undefined };
  }
  const size = isFailure(here) ? { cols: 80, rows: 24 } : here;
  return { user, command, terminal: wants ? { type: io.getenv('TERM') ?? 'dumb', ...size } : undefined };
}

/** The keys of this terminal go over as they are. */
function* withRawTerminal(
  sys: Sys,
  raw: boolean,
  body: Generator<void, number | undefined>,
): Generator<void, number | undefined> {
  const old: Termios | undefined = raw ? yield* termiosOf(sys) : undefined;
  if (old) yield* sys.tcsetattr(STDIN, rawTermios(old));
  const status = yield* body;
  if (old) yield* sys.tcsetattr(STDIN, old);
  return status;
}

function* termiosOf(sys: Sys): Generator<void, Termios | undefined> {
  const termios = yield* sys.tcgetattr(STDIN);
  return isFailure(termios) ? undefined : termios;
}

function* run(sys: Sys, args: Asked, io: Io): Generator<void, number> {
  if (args.has('version')) {
    yield* io.complain('OpenSSH_9.2p1 Debian-2, OpenSSL 3.0.11 19 Sep 2023\n');
    return 0;
  }
  const [word] = args.operands;
  if (word === undefined) {
    yield* io.complain(USAGE);
    return FAILED;
  }
  const destination = yield* destinationOf(sys, args, io, word);
  const { user, host, port } = destination;
  const request = yield* wanted(sys, args, io, user);
  const fd = yield* connected(sys, io, destination);
  yield* sys.sigaction(SIGPIPE, { handler: 'ignore', mask: 0n, flags: 0 });
  const channel = new Channel(sys, fd);
  const greeting = yield* channel.greet();
  if (!greeting?.startsWith('SSH-2.0-')) {
    yield* io.complain(
      `kex_exchange_identification: Connection closed by remote host\r\nConnection closed by ${host} port ${port}\r\n`,
    );
    return FAILED;
  }
  yield* channel.send({ kind: 'request', request });
  const answer = yield* channel.receive();
  if (answer?.kind !== 'welcome') {
    yield* io.complain(`${user}@${host}: Permission denied (publickey).\r\n`);
    return FAILED;
  }
  const talk = new Conversation(sys, channel, {
    escapes: request.terminal !== undefined,
    listens: !args.has('noInput'),
  });
  yield* sys.sigaction(SIGWINCH, {
    handler: function* () {
      talk.resized = true;
      return 0;
    },
    mask: 0n,
    flags: 0,
  });
  const status = yield* withRawTerminal(sys, request.terminal !== undefined, talk.run());
  if (request.terminal && !args.has('quiet')) yield* io.complain(`Connection to ${host} closed.\r\n`);
  return status ?? FAILED;
}

/** The words of its own getopt(3). */
const told = (problem: string): string => problem.replace(/'(.)'$/, '$1').replace('invalid', 'unknown');

export const ssh = rawProgram(
  {
    name: 'ssh',
    summary: 'OpenSSH remote login client',
    usage: '[-nqTtVv] [-l login_name] [-o option] [-p port] destination [command [argument ...]]',
    usageStatus: FAILED,
    options,
  },
  function* (sys, words, io) {
    const line = parseCommandLine(words, options, { stopAtOperand: true });
    if ('problem' in line) {
      yield* io.complain(`${told(line.problem)}\n${USAGE}`);
      return FAILED;
    }
    return yield* run(sys, new Args(line.operands, line.given), io);
  },
);
