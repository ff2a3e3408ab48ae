/**
 * Runs one program on a real kernel, and the same command line with the host's own tool, and compares.
 * The kernel is booted with the machine's file tree but without a shell: what is tested here is the program alone.
 */
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { buildRoot } from '../../src/boot/rootfs.ts';
import { decode, encode, fromLatin1, latin1 } from '../../src/bytes.ts';
import { O_CREAT, O_RDWR, S_ISDIR, S_ISLNK, S_ISREG, WEXITSTATUS, WIFEXITED, WTERMSIG } from '../../src/kernel/abi.ts';
import { isFailure } from '../../src/kernel/errno.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { createInit } from '../../src/kernel/process.ts';
import type { Sys } from '../../src/kernel/syscalls.ts';
import { findImage, imageNames } from '../../src/userland.ts';

export interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  /** What the working directory holds afterwards: name, mode, and content or target. */
  readonly tree: readonly string[];
}

export interface Setup {
  readonly stdin?: string | Uint8Array;
  /** Contents of files in the working directory; a name that ends in / is a directory, `a -> b` a link. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly env?: readonly string[];
}

const HOME = '/work-dir';
const ENV: readonly string[] = ['PATH=/usr/local/bin:/usr/bin:/bin', 'LC_ALL=C', 'HOME=/root', 'TZ=UTC'];

/** The environment with what a setup has of its own in the place of what there is. */
const environmentOf = ({ env = [] }: Setup): Record<string, string> =>
  Object.fromEntries([...ENV, ...env].map((entry) => entry.split(/=(.*)/s, 2)));

/** `LC_ALL=C cmd 'a b' "c\n"`: words with quotes as in a shell, and nothing else of a shell. */
export const words = (line: string): string[] => {
  const out: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < line.length; i += 1) {
    const char = line.charAt(i);
    if (char === ' ' || char === '\t') {
      if (word !== undefined) out.push(word);
      word = undefined;
    } else if (char === "'" || char === '"') {
      const end = line.indexOf(char, i + 1);
      if (end < 0) throw new Error(`unmatched ${char} in ${line}`);
      word = (word ?? '') + line.slice(i + 1, end);
      i = end;
    } else word = (word ?? '') + char;
  }
  if (word !== undefined) out.push(word);
  return out;
};

const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? encode(content) : content);

/** The working directory as the setup wants it, made with system calls. */
function* build(sys: Sys, setup: Setup): Generator<void, void> {
  yield* sys.mkdir(HOME, 0o755);
  yield* sys.chdir(HOME);
  for (const [name, content] of Object.entries(setup.files ?? {})) {
    const link = / -> /.exec(name);
    if (link) {
      yield* sys.symlink(name.slice(link.index + 4), name.slice(0, link.index));
      continue;
    }
    const parts = name.split('/');
    for (let i = 1; i < parts.length; i += 1) yield* sys.mkdir(parts.slice(0, i).join('/'), 0o755);
    if (name.endsWith('/')) continue;
    const fd = yield* sys.open(name, O_CREAT | O_RDWR, 0o644);
    if (isFailure(fd)) throw new Error(`${name}: ${fd.errno}`);
    yield* sys.write(fd, bytesOf(content));
    yield* sys.close(fd);
  }
}

function* slurp(sys: Sys, path: string): Generator<void, Uint8Array> {
  const fd = yield* sys.open(path, O_RDWR);
  if (isFailure(fd)) throw new Error(`${path}: ${fd.errno}`);
  const stat = yield* sys.fstat(fd);
  const bytes = new Uint8Array(isFailure(stat) ? 0 : stat.size);
  yield* sys.read(fd, bytes);
  yield* sys.close(fd);
  return bytes;
}

const line = (name: string, mode: number, content: string): string => `${name} ${mode.toString(8)} ${content}`;

function* treeOf(sys: Sys, dir: string, prefix = ''): Generator<void, string[]> {
  const fd = yield* sys.open(dir, 0);
  if (isFailure(fd)) return [`${prefix}: ${fd.errno}`];
  const entries = yield* sys.getdents(fd);
  yield* sys.close(fd);
  const out: string[] = [];
  for (const { name } of isFailure(entries) ? [] : entries) {
    if (name === '.' || name === '..') continue;
    const path = `${dir}/${name}`;
    const stat = yield* sys.lstat(path);
    if (isFailure(stat)) continue;
    let content = '';
    if (S_ISREG(stat.mode)) content = latin1(yield* slurp(sys, path));
    if (S_ISLNK(stat.mode)) content = String(yield* sys.readlink(path));
    out.push(line(prefix + name, stat.mode, content));
    if (S_ISDIR(stat.mode)) out.push(...(yield* treeOf(sys, path, `${prefix}${name}/`)));
  }
  return out.sort();
}

const realTree = (dir: string, prefix = ''): string[] =>
  readdirSync(dir)
    .flatMap((name) => {
      const path = join(dir, name);
      const stat = lstatSync(path);
      let content = '';
      if (stat.isFile()) content = latin1(readFileSync(path));
      if (stat.isSymbolicLink()) content = readlinkSync(path);
      const inner = stat.isDirectory() ? realTree(path, `${prefix}${name}/`) : [];
      return [line(prefix + name, stat.mode, content), ...inner];
    })
    .sort();

/** Runs `body` as process 1 of a fresh machine, as root, until nobody can run any more. */
export const onKernel = (body: (sys: Sys) => Generator<void, void>, seed = 0): Kernel => {
  const kernel = new Kernel({ seed, loadImage: findImage });
  createInit(kernel, function* (sys) {
    yield* body(sys);
    return 0;
  });
  buildRoot(kernel, imageNames);
  kernel.run();
  return kernel;
};

/** Standard output and error go to files, standard input comes from a pipe. */
export const runProgram = (argv: readonly string[], setup: Setup = {}): Result => {
  let result: Result = { stdout: '', stderr: 'the program never ended', status: -1, tree: [] };
  onKernel(function* (sys) {
    yield* build(sys, setup);
    const ends = yield* sys.pipe2(0);
    if (isFailure(ends)) throw new Error(ends.errno);
    const [reader, writer] = ends;
    const out = yield* sys.open('/tmp/stdout', O_CREAT | O_RDWR, 0o600);
    const err = yield* sys.open('/tmp/stderr', O_CREAT | O_RDWR, 0o600);
    if (isFailure(out) || isFailure(err)) throw new Error('no output files');
    const pid = yield* sys.fork(function* (child) {
      yield* child.dup2(reader, 0);
      yield* child.dup2(out, 1);
      yield* child.dup2(err, 2);
      for (const fd of new Set([reader, writer, out, err])) if (fd > 2) yield* child.close(fd);
      const env = Object.entries(environmentOf(setup)).map(([name, value]) => `${name}=${value}`);
      yield* child.execve(`/usr/bin/${argv[0]}`, argv, env);
      return 127;
    });
    if (isFailure(pid)) throw new Error(pid.errno);
    yield* sys.close(reader);
    yield* sys.fork(function* (child) {
      yield* child.sigaction(13, { handler: 'ignore', mask: 0n, flags: 0 });
      yield* child.write(writer, bytesOf(setup.stdin ?? ''));
      return 0;
    });
    yield* sys.close(writer);
    const waited = yield* sys.wait4(pid, 0);
    if (isFailure(waited)) throw new Error(waited.errno);
    const { status } = waited;
    result = {
      stdout: latin1(yield* slurp(sys, '/tmp/stdout')),
      stderr: latin1(yield* slurp(sys, '/tmp/stderr')),
      status: WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
      tree: yield* treeOf(sys, HOME),
    };
  });
  return { ...result, stdout: decode(fromLatin1(result.stdout)), stderr: decode(fromLatin1(result.stderr)) };
};

/** The same command line with the host's tool, in a directory of its own. */
export const runReal = async (argv: readonly string[], setup: Setup = {}): Promise<Result> => {
  const cwd = mkdtempSync(join(tmpdir(), 'ipclab-programs-'));
  try {
    for (const [name, content] of Object.entries(setup.files ?? {})) {
      const link = / -> /.exec(name);
      if (link) symlinkSync(name.slice(link.index + 4), join(cwd, name.slice(0, link.index)));
      else if (name.endsWith('/')) mkdirSync(join(cwd, name), { recursive: true });
      else {
        mkdirSync(dirname(join(cwd, name)), { recursive: true });
        writeFileSync(join(cwd, name), bytesOf(content));
      }
    }
    const environment = environmentOf(setup);
    const { stdout, stderr, exitCode, signal } = await execa(argv[0] ?? '', argv.slice(1), {
      cwd,
      env: environment,
      extendEnv: false,
      input: bytesOf(setup.stdin ?? ''),
      encoding: 'buffer',
      reject: false,
      stripFinalNewline: false,
      timeout: 10_000,
    });
    const number = signal === undefined ? undefined : constants.signals[signal];
    const status = exitCode ?? (number === undefined ? undefined : 128 + number);
    if (status === undefined) throw new Error(`${argv.join(' ')}: not run`);
    return { stdout: decode(stdout), stderr: decode(stderr), status, tree: realTree(cwd) };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
};

/** A table of command lines: each must say and answer what the host's tool does. */
export const sameAsTool = (lines: readonly string[], setup: Setup = {}): void => {
  test.each(lines)('%s', async (commandLine) => {
    const argv = words(commandLine);
    const [real, ours] = [await runReal(argv, setup), runProgram(argv, setup)];
    expect(ours).toEqual(real);
  });
};
