/**
 * sshd behind its listener: a process for each connection, which makes a terminal if one is wanted, starts the shell or the
 * command on it with the user's rights, and carries bytes to and fro. Everybody is let in whom /etc/passwd knows, but root.
 * Leaves out keys, passwords, forwarding, subsystems. Authority: sshd(8), sshd_config(5).
 */
import {
  F_SETFL,
  O_NONBLOCK,
  O_RDWR,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLOUT,
  WEXITSTATUS,
  WIFEXITED,
  WTERMSIG,
} from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { SIGPIPE, signalName } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { Channel, type SshRequest } from '../programs/lib/ssh-channel.ts';
import { becomeUser, readUsers, type User } from '../programs/lib/users.ts';
import { SSHD } from './serving.ts';

type Body = Generator<void, number>;

/** The connection of a process that the listener has made. */
const CONNECTION = 0;
const PTMX = '/dev/ptmx';
const TTY_GROUP = 5;
const BUFFER = 8192;
const ROOT = 0;
const PATH = '/usr/local/bin:/usr/bin:/bin';

interface Session {
  readonly request: SshRequest;
  readonly user: User;
  /** The master of the terminal, and its path. */
  readonly master: number | undefined;
  readonly path: string | undefined;
}

/** The terminal that was asked for. */
function* terminalFor(
  sys: Sys,
  { terminal }: SshRequest,
  user: User,
): Generator<void, Pick<Session, 'master' | 'path'>> {
  if (!terminal) return { master: undefined, path: undefined };
  const master = yield* sys.open(PTMX, O_RDWR);
  if (isFailure(master)) return { master: undefined, path: undefined };
  const path = `/dev/pts/${yield* sys.tiocgptn(master)}`;
  yield* sys.chown(path, user.uid, TTY_GROUP);
  yield* sys.tiocswinsz(master, terminal);
  return { master, path };
}

const SESSION = 'SSHD_SESSION=';

/** Comes to terms with the client, and goes on under a name that says who it is for. */
function* accept(sys: Sys): Body {
  const channel = new Channel(sys, CONNECTION);
  if ((yield* channel.greet()) === undefined) return 255;
  const message = yield* channel.receive();
  if (message?.kind !== 'request') return 255;
  const { request } = message;
  const user = (yield* readUsers(sys)).find(({ name }) => name === request.user);
  if (!user || user.uid === ROOT || user.shell.endsWith('nologin')) {
    yield* channel.send({ kind: 'denied' });
    return 255;
  }
  const session: Session = { request, user, ...(yield* terminalFor(sys, request, user)) };
  const title = `sshd: ${user.name}@${session.path?.replace('/dev/', '') ?? 'notty'}`;
  yield* channel.send({ kind: 'welcome' });
  yield* sys.execve(SSHD, [title], [`${SESSION}${JSON.stringify(session)}`]);
  return 255;
}

function* environmentOf(sys: Sys, { user, request, path }: Session): Generator<void, string[]> {
  const place = function* (name: 'getpeername' | 'getsockname'): Generator<void, string> {
    const address = yield* sys[name](CONNECTION);
    return !isFailure(address) && 'port' in address ? `${address.address} ${address.port}` : 'UNKNOWN 65535';
  };
  const here = yield* place('getsockname');
  const there = yield* place('getpeername');
  return [
    ...[`USER=${user.name}`, `LOGNAME=${user.name}`, `HOME=${user.home}`, `PATH=${PATH}`, `SHELL=${user.shell}`],
    ...['LANG=C.UTF-8', `SSH_CLIENT=${there} ${here.split(' ')[1]}`, `SSH_CONNECTION=${there} ${here}`],
    ...(path === undefined ? [] : [`SSH_TTY=${path}`, `TERM=${request.terminal?.type ?? 'dumb'}`]),
  ];
}

/** The process that the user asked for; its descriptors 0–2 are made by `streams`. */
function* beUser(
  sys: Sys,
  session: Session,
  environment: readonly string[],
  streams: () => Generator<void, void>,
): Body {
  const { user, request } = session;
  yield* sys.setsid();
  yield* streams();
  yield* becomeUser(sys, user);
  if (isFailure(yield* sys.chdir(user.home))) yield* sys.chdir('/');
  const name = user.shell.replace(/^.*\//, '');
  const argv = request.command === undefined ? [`-${name}`] : [name, '-c', request.command];
  yield* sys.execve(user.shell, argv, [...environment]);
  return 127;
}

interface Running {
  readonly pid: number;
  /** Where its output comes from: a terminal, or pipes of standard output and of standard error. */
  readonly outputs: readonly { readonly fd: number; readonly kind: 'output' | 'errors' }[];
  readonly input: number;
}

function* startOnTerminal(
  sys: Sys,
  session: Session,
  master: number,
  path: string,
): Generator<void, Running | undefined> {
  const environment = yield* environmentOf(sys, session);
  const pid = yield* sys.fork((child) =>
    beUser(child, session, environment, function* () {
      for (const fd of [CONNECTION, master]) yield* child.close(fd);
      yield* child.open(path, O_RDWR);
      for (const fd of [1, 2]) yield* child.dup2(0, fd);
    }),
  );
  return isFailure(pid) ? undefined : { pid, outputs: [{ fd: master, kind: 'output' }], input: master };
}

function* startOnPipes(sys: Sys, session: Session): Generator<void, Running | undefined> {
  const environment = yield* environmentOf(sys, session);
  const pipes: (readonly [number, number])[] = [];
  // Above the standard descriptors, whose numbers the child wants.
  for (const fd of [1, 2]) yield* sys.dup2(CONNECTION, fd);
  for (let i = 0; i < 3; i++) {
    const ends = yield* sys.pipe2(0);
    if (isFailure(ends)) return undefined;
    pipes.push(ends);
  }
  const [input, output, errors] = pipes;
  if (!input || !output || !errors) return undefined;
  const pid = yield* sys.fork((child) =>
    beUser(child, session, environment, function* () {
      for (const [fd, end] of [input[0], output[1], errors[1]].entries()) yield* child.dup2(end, fd);
      for (const ends of pipes) for (const fd of ends) yield* child.close(fd);
    }),
  );
  for (const fd of [input[0], output[1], errors[1]]) yield* sys.close(fd);
  if (isFailure(pid)) return undefined;
  const outputs = [
    { fd: output[0], kind: 'output' },
    { fd: errors[0], kind: 'errors' },
  ] as const;
  return { pid, outputs, input: input[1] };
}

/** Carries bytes until nobody has the outputs open any more, or the client has gone. */
class Relay {
  readonly #sys: Sys;
  readonly #channel: Channel;
  readonly #outputs: { readonly fd: number; readonly kind: 'output' | 'errors' }[];
  readonly #terminal: boolean;
  #input: number | undefined;
  /** What the process has not taken yet. */
  #pending: Uint8Array[] = [];
  #inputEnded = false;

  constructor(sys: Sys, channel: Channel, { outputs, input }: Running, terminal: boolean) {
    this.#sys = sys;
    this.#channel = channel;
    this.#outputs = [...outputs];
    this.#input = input;
    this.#terminal = terminal;
  }

  /** False: the client has gone. */
  *run(): Generator<void, boolean> {
    if (this.#input !== undefined && !this.#terminal) yield* this.#sys.fcntl(this.#input, F_SETFL, O_NONBLOCK);
    while (this.#outputs.length > 0) {
      const busy = this.#pending.length > 0 && this.#input !== undefined;
      const input = busy && this.#input !== undefined ? [{ fd: this.#input, events: POLLOUT }] : [];
      const fds = [
        { fd: this.#channel.fd, events: busy ? 0 : POLLIN },
        ...this.#outputs.map(({ fd }) => ({ fd, events: POLLIN })),
        ...input,
      ];
      const ready = yield* this.#sys.poll(fds, -1);
      if (isFailure(ready)) continue;
      const [client = 0, ...others] = ready;
      for (const [at, output] of [...this.#outputs].entries())
        if (others[at] && !(yield* this.#carry(output))) return false;
      if (busy && others.at(-1)) yield* this.#feed();
      if (client & (POLLIN | POLLHUP | POLLERR) && !(yield* this.#hear())) return false;
    }
    return true;
  }

  *#carry(output: { readonly fd: number; readonly kind: 'output' | 'errors' }): Generator<void, boolean> {
    const into = new Uint8Array(BUFFER);
    const count = yield* this.#sys.read(output.fd, into);
    if (!isFailure(count) && count > 0)
      return yield* this.#channel.send({ kind: output.kind, bytes: into.slice(0, count) });
    this.#outputs.splice(this.#outputs.indexOf(output), 1);
    return true;
  }

  *#hear(): Generator<void, boolean> {
    const messages = yield* this.#channel.receiveAll();
    if (!messages) return false;
    for (const message of messages) {
      if (message.kind === 'input') this.#pending.push(message.bytes);
      else if (message.kind === 'end-of-input') this.#inputEnded = true;
      else if (message.kind === 'resize' && this.#terminal && this.#input !== undefined)
        yield* this.#sys.tiocswinsz(this.#input, { cols: message.cols, rows: message.rows });
    }
    yield* this.#feed();
    return true;
  }

  *#feed(): Generator<void, void> {
    while (this.#input !== undefined && this.#pending[0]) {
      const count = yield* this.#sys.write(this.#input, this.#pending[0]);
      if (isFailure(count)) {
        if (count.errno === 'EAGAIN') return;
        this.#pending = [];
        break;
      }
      const rest = this.#pending[0].subarray(count);
      if (rest.length === 0) this.#pending.shift();
      else this.#pending[0] = rest;
    }
    if (!this.#inputEnded || this.#terminal || this.#input === undefined) return;
    yield* this.#sys.close(this.#input);
    this.#input = undefined;
  }
}

function* serve(sys: Sys, session: Session): Body {
  yield* sys.sigaction(SIGPIPE, { handler: 'ignore', mask: 0n, flags: 0 });
  const { master, path } = session;
  const channel = new Channel(sys, CONNECTION);
  const onTerminal = master !== undefined && path !== undefined;
  const running = onTerminal ? yield* startOnTerminal(sys, session, master, path) : yield* startOnPipes(sys, session);
  if (!running) return 255;
  const stayed = yield* new Relay(sys, channel, running, onTerminal).run();
  // A terminal that nobody looks at is hung up, and whoever was at it hears of that.
  if (!stayed && onTerminal) yield* sys.close(master);
  const waited = yield* sys.wait4(running.pid, 0);
  if (isFailure(waited)) return 255;
  const { status } = waited;
  const signal = WIFEXITED(status) ? undefined : signalName(WTERMSIG(status))?.replace(/^SIG/, '');
  yield* channel.send({ kind: 'exit', status: WIFEXITED(status) ? WEXITSTATUS(status) : 255, signal });
  return 0;
}

/** The program: first as it was forked by the listener, then for its user. */
export const sshd = (sys: Sys, _argv: readonly string[], env: readonly string[]): Body => {
  const session = env.find((entry) => entry.startsWith(SESSION))?.slice(SESSION.length);
  return session === undefined ? accept(sys) : serve(sys, JSON.parse(session) as Session);
};
