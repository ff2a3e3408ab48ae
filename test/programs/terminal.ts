/** Runs programs one after another on a terminal of a fresh kernel, without a shell: keys in, bytes for the screen out. */
import { buildRoot, nameTerminal } from '../../src/boot/rootfs.ts';
import { decode, encode } from '../../src/bytes.ts';
import { O_CREAT, O_RDWR } from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { createInit } from '../../src/kernel/process.ts';
import type { Tty } from '../../src/kernel/tty.ts';
import { findImage, imageNames } from '../../src/userland.ts';

export interface Options {
  readonly cols?: number;
  readonly rows?: number;
  readonly files?: Readonly<Record<string, string>>;
}

const ENV = ['PATH=/usr/bin', 'LC_ALL=C', 'TERM=xterm-256color', 'TZ=UTC'];

export class Terminal {
  readonly kernel: Kernel;
  private readonly tty: Tty;
  private text = '';
  /** Exit statuses of the programs that have ended. */
  readonly statuses: number[] = [];

  constructor(commands: readonly (readonly string[])[], { cols = 80, rows = 24, files = {} }: Options = {}) {
    this.kernel = new Kernel({ seed: 0, loadImage: findImage });
    this.tty = this.kernel.newTty(cols, rows);
    this.tty.onOutput = (bytes) => {
      this.text += decode(bytes);
    };
    const { statuses, tty } = this;
    createInit(this.kernel, function* (sys) {
      yield* sys.setsid();
      for (const [path, content] of Object.entries(files)) {
        const fd = yield* sys.open(path, O_CREAT | O_RDWR, 0o644);
        if (isFailure(fd)) throw new Error(`${path}: ${fd.errno}`);
        yield* sys.write(fd, encode(content));
        yield* sys.close(fd);
      }
      const fd = yield* sys.open(tty.path, O_RDWR);
      if (isFailure(fd)) throw new Error(`${tty.path}: ${fd.errno}`);
      for (const to of [0, 1, 2]) if (to !== fd) yield* sys.dup2(fd, to);
      if (fd > 2) yield* sys.close(fd);
      for (const argv of commands) {
        const pid = yield* sys.fork(function* (child) {
          yield* child.execve(`/usr/bin/${argv[0]}`, argv, ENV);
          return 127;
        });
        const waited = isFailure(pid) ? pid : yield* sys.wait4(pid, 0);
        statuses.push(isFailure(waited) ? -1 : waited.status);
      }
      yield* sys.nanosleep(1e12);
      return 0;
    });
    buildRoot(this.kernel, imageNames);
    nameTerminal(this.kernel, 0);
    this.settle();
  }

  /** Runs until everybody waits for keys, or `us` have passed. */
  settle(us = 1_000_000): void {
    this.kernel.run({ until: this.kernel.now + us });
  }

  type(keys: string): void {
    this.tty.type(encode(keys));
    this.settle();
  }

  /** What has been written since the last time. */
  take(): string {
    const { text } = this;
    this.text = '';
    return text;
  }
}

/** Lines as the terminal shows them, without the carriage returns. */
export const onTerminal = (commands: readonly (readonly string[])[], options: Options = {}): string =>
  new Terminal(commands, options).take().replace(/\r\n/g, '\n');
