/**
 * Copying files and trees as cp does it, which mv uses between file systems. Regular files go through a buffer of
 * 128 KiB; with -R every kind of file is made anew. Leaves out holes of the source, which are copied as zeros, and ACLs.
 * Authority: cp(1), copy.c of coreutils.
 */

import {
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  PAGE_SIZE,
  S_IFMT,
  S_ISDIR,
  S_ISLNK,
  S_ISREG,
  SEEK_CUR,
  type Stat,
  W_OK,
} from '../../kernel/abi.ts';
import { type Failure, fail, isFailure } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { askYes } from './ask.ts';
import { type Backup, backupNote, sameName, setAside, wouldDestroy } from './backup.ts';
import type { Io } from './io.ts';
import { modeString, octalMode } from './mode.ts';
import { writeAll } from './output.ts';
import { joinPath, lastComponent } from './path-text.ts';
import { quoteaf } from './quote.ts';
import { readDirectory } from './read-directory.ts';

const BUFFER = 131072;

export interface CopyPlan {
  readonly recursive: boolean;
  /** Of a directory on another file system only the directory itself is copied. */
  readonly oneFileSystem: boolean;
  /** Links: followed always, on the command line, or copied. */
  readonly dereference: 'always' | 'arguments' | 'never';
  /** What to do with what is there. */
  readonly existing: 'overwrite' | 'ask' | 'keep';
  readonly force: boolean;
  readonly update: boolean;
  readonly removeDestination: boolean;
  readonly how: 'copy' | 'link' | 'symlink';
  readonly preserve: {
    readonly mode: boolean;
    readonly ownership: boolean;
    readonly times: boolean;
    readonly links: boolean;
  };
  readonly attributesOnly: boolean;
  /** With -R, devices and FIFOs are read instead of made. */
  readonly copyContents: boolean;
  /** Blocks of zeros become holes. */
  readonly sparse: boolean;
  /** Only blocks that both files share will do. */
  readonly clone: boolean;
  readonly backup: Backup | undefined;
  readonly verbose: boolean;
}

export class Copier {
  readonly sys: Sys;
  readonly io: Io;
  readonly plan: CopyPlan;
  readonly umask: number;
  status = 0;
  /** Targets made in this run. */
  private readonly made = new Set<number>();
  private readonly madeDirectories = new Set<number>();
  /** The file system of the operand that is being copied. */
  private device = 0;
  /** That operand, and where it goes. */
  private top: readonly [string, string] = ['', ''];
  /** Source inode → first copy, for --preserve=links. */
  private readonly copies = new Map<number, string>();
  private readonly buffer = new Uint8Array(BUFFER);

  constructor(sys: Sys, io: Io, plan: CopyPlan, umask: number) {
    this.sys = sys;
    this.io = io;
    this.plan = plan;
    this.umask = umask;
  }

  private *trouble(what: string, failure: Failure): Generator<void, false> {
    yield* this.io.fail(what, failure);
    this.status = 1;
    return false;
  }

  private *refuse(text: string): Generator<void, false> {
    yield* this.io.error(text);
    this.status = 1;
    return false;
  }

  /** The backup of the target that is being made, until the new file stands. */
  private saved: string | undefined;

  /** Whether it was copied (or needed not to be). */
  *copy(source: string, target: string, argument = true): Generator<void, boolean> {
    const { dereference, recursive } = this.plan;
    if (argument) this.top = [source, target];
    this.saved = undefined;
    const follow = dereference === 'always' || (dereference === 'arguments' && argument);
    const from = follow ? yield* this.sys.stat(source) : yield* this.sys.lstat(source);
    if (isFailure(from)) return yield* this.trouble(`cannot stat ${quoteaf(source)}`, from);
    if (S_ISDIR(from.mode) && !recursive)
      return yield* this.refuse(`-r not specified; omitting directory ${quoteaf(source)}`);
    const to = yield* this.existing(target, from, follow);
    if (isFailure(to)) {
      if (to.errno !== 'ENOENT' && to.errno !== 'ELOOP')
        return yield* this.trouble(`cannot stat ${quoteaf(target)}`, to);
    } else {
      const go = yield* this.mayReplace(source, target, from, to);
      if (go !== 'go') return go === 'skip';
      if (!(yield* this.makeRoom(source, target, to))) return false;
    }
    const exists = !isFailure(to) && this.saved === undefined;
    if (S_ISDIR(from.mode)) return yield* this.directory(source, target, from, exists);
    const copied = yield* this.file(source, target, from, exists);
    if (!copied) yield* this.restore(target);
    return copied;
  }

  /** Moves what is in the way to its backup, if there are to be any. */
  private *makeRoom(source: string, target: string, to: Stat): Generator<void, boolean> {
    const { backup } = this.plan;
    if (!backup || S_ISDIR(to.mode) || /^\.\.?$/.test(lastComponent(target))) return true;
    if (yield* wouldDestroy(this.sys, source, target, backup)) {
      return yield* this.refuse(`backing up ${quoteaf(target)} might destroy source;  ${quoteaf(source)} not copied`);
    }
    const saved = yield* setAside(this.sys, target, backup);
    if (isFailure(saved)) return yield* this.trouble(`cannot backup ${quoteaf(target)}`, saved);
    this.saved = saved;
    return true;
  }

  /** After a copy that failed, the backup is the file again. */
  private *restore(target: string): Generator<void, void> {
    if (this.saved === undefined) return;
    const failure = yield* this.sys.rename(this.saved, target);
    if (isFailure(failure)) yield* this.trouble(`cannot un-backup ${quoteaf(target)}`, failure);
    else if (this.plan.verbose) yield* this.io.print(`${quoteaf(this.saved)} -> ${quoteaf(target)} (unbackup)\n`);
  }

  private *existing(target: string, from: Stat, follow: boolean): Generator<void, Stat | Failure> {
    const plain = S_ISREG(from.mode) || S_ISDIR(from.mode) || follow;
    return plain && this.plan.how === 'copy' ? yield* this.sys.stat(target) : yield* this.sys.lstat(target);
  }

  /** What is in the way may make the copy impossible, or call for a question. */
  private *mayReplace(source: string, target: string, from: Stat, to: Stat): Generator<void, 'go' | 'skip' | 'failed'> {
    const { existing, update, removeDestination, how, force } = this.plan;
    const says = function* (text: Generator<void, false>): Generator<void, 'failed'> {
      yield* text;
      return 'failed';
    };
    if (from.ino === to.ino && how === 'link') return 'skip';
    if (from.ino === to.ino && !(removeDestination && S_ISLNK(to.mode))) {
      if (!(yield* this.isOwnLink(source, target))) {
        return yield* says(this.refuse(`${quoteaf(source)} and ${quoteaf(target)} are the same file`));
      }
    }
    if (!S_ISDIR(from.mode)) {
      if (S_ISDIR(to.mode)) {
        return yield* says(this.refuse(`cannot overwrite directory ${quoteaf(target)} with non-directory`));
      }
      if (existing === 'keep') return 'skip';
      if (update && to.mtime >= from.mtime) return 'skip';
      if (existing === 'ask' && !(yield* this.asks(target, to, force || removeDestination))) return 'skip';
      if (this.made.has(to.ino) && this.plan.backup?.kind !== 'numbered') {
        return yield* says(this.refuse(`will not overwrite just-created ${quoteaf(target)} with ${quoteaf(source)}`));
      }
    } else if (!S_ISDIR(to.mode)) {
      return yield* says(
        this.refuse(`cannot overwrite non-directory ${quoteaf(target)} with directory ${quoteaf(source)}`),
      );
    }
    return 'go';
  }

  /** With -d or -P a link and what it points to are two files. */
  private *isOwnLink(source: string, target: string): Generator<void, boolean> {
    if (this.plan.backup) return yield* this.staysApart(source, target);
    if (!this.plan.removeDestination && this.plan.how !== 'symlink') return false;
    const [a, b] = [yield* this.sys.lstat(source), yield* this.sys.lstat(target)];
    return !isFailure(a) && !isFailure(b) && a.ino !== b.ino;
  }

  /** Two names of one file, of which a backup takes one away: the other must still lead to it. */
  private *staysApart(source: string, target: string): Generator<void, boolean> {
    const [a, b] = [yield* this.sys.lstat(source), yield* this.sys.lstat(target)];
    if (isFailure(a) || isFailure(b)) return true;
    if (a.ino === b.ino) return !(yield* sameName(this.sys, source, target));
    return this.plan.dereference === 'never' || !S_ISLNK(a.mode) || S_ISLNK(b.mode);
  }

  private *asks(target: string, to: Stat, forced: boolean): Generator<void, boolean> {
    const writable = !isFailure(yield* this.sys.access(target, W_OK));
    if (writable) return yield* askYes(this.sys, this.io, `overwrite ${quoteaf(target)}? `);
    const mode = `${octalMode(to.mode)} (${modeString(to.mode).slice(1)})`;
    const question = forced
      ? `replace ${quoteaf(target)}, overriding mode ${mode}? `
      : `unwritable ${quoteaf(target)} (mode ${mode}); try anyway? `;
    return yield* askYes(this.sys, this.io, question);
  }

  *tell(source: string, target: string): Generator<void, void> {
    if (!this.plan.verbose) return;
    yield* this.io.print(`${quoteaf(source)} -> ${quoteaf(target)}${backupNote(this.saved)}\n`);
  }

  private *directory(source: string, target: string, from: Stat, exists: boolean): Generator<void, boolean> {
    // What this run has made is not copied into itself.
    if (this.madeDirectories.has(from.ino)) {
      const [top, below] = this.top;
      return yield* this.refuse(`cannot copy a directory, ${quoteaf(top)}, into itself, ${quoteaf(below)}`);
    }
    if (!exists) {
      const made = yield* this.sys.mkdir(target, (from.mode & 0o777 & ~this.umask) | 0o700);
      if (isFailure(made)) return yield* this.trouble(`cannot create directory ${quoteaf(target)}`, made);
      const stat = yield* this.sys.lstat(target);
      if (!isFailure(stat)) this.madeDirectories.add(stat.ino);
      yield* this.tell(source, target);
    }
    if (source === this.top[0]) this.device = from.dev;
    if (this.plan.oneFileSystem && from.dev !== this.device) {
      yield* this.finish(target, from, !exists);
      return true;
    }
    const entries = yield* readDirectory(this.sys, source);
    if (isFailure(entries)) return yield* this.trouble(`cannot access ${quoteaf(source)}`, entries);
    let whole = true;
    for (const { name } of entries) {
      const copied = yield* this.copy(joinPath(source, name), joinPath(target, name), false);
      whole = whole && copied;
    }
    yield* this.finish(target, from, !exists);
    return whole;
  }

  private *file(source: string, target: string, from: Stat, exists: boolean): Generator<void, boolean> {
    const { how, removeDestination, preserve } = this.plan;
    const anew = this.plan.recursive && !this.plan.copyContents && !S_ISREG(from.mode);
    const replaces = exists && (removeDestination || (how !== 'copy' && this.plan.force) || anew);
    if (replaces) {
      const gone = yield* this.sys.unlink(target);
      if (isFailure(gone)) return yield* this.trouble(`cannot remove ${quoteaf(target)}`, gone);
    }
    if (how !== 'copy') return yield* this.link(source, target);
    const twin = preserve.links && from.nlink > 1 ? this.copies.get(from.ino) : undefined;
    if (twin !== undefined) {
      const linked = yield* this.sys.link(twin, target);
      if (isFailure(linked))
        return yield* this.trouble(`cannot create hard link ${quoteaf(target)} to ${quoteaf(twin)}`, linked);
      yield* this.tell(source, target);
      return true;
    }
    this.copies.set(from.ino, target);
    if (S_ISLNK(from.mode)) return yield* this.symbolicLink(source, target);
    if (anew) return yield* this.special(source, target, from);
    return yield* this.contents(source, target, from, exists && !replaces);
  }

  private *link(source: string, target: string): Generator<void, boolean> {
    const symbolic = this.plan.how === 'symlink';
    const failure = symbolic ? yield* this.sys.symlink(source, target) : yield* this.sys.link(source, target);
    if (isFailure(failure)) {
      const what = symbolic
        ? `cannot create symbolic link ${quoteaf(target)} to ${quoteaf(source)}`
        : `cannot create hard link ${quoteaf(target)} to ${quoteaf(source)}`;
      return yield* this.trouble(what, failure);
    }
    yield* this.tell(source, target);
    return true;
  }

  private *symbolicLink(source: string, target: string): Generator<void, boolean> {
    const text = yield* this.sys.readlink(source);
    if (isFailure(text)) return yield* this.trouble(`cannot read symbolic link ${quoteaf(source)}`, text);
    const failure = yield* this.sys.symlink(text, target);
    if (isFailure(failure)) return yield* this.trouble(`cannot create symbolic link ${quoteaf(target)}`, failure);
    yield* this.tell(source, target);
    return true;
  }

  private *special(source: string, target: string, from: Stat): Generator<void, boolean> {
    const failure = yield* this.sys.mknod(target, (from.mode & S_IFMT) | (from.mode & 0o777 & ~this.umask), from.rdev);
    if (isFailure(failure)) return yield* this.trouble(`cannot create special file ${quoteaf(target)}`, failure);
    yield* this.tell(source, target);
    yield* this.finish(target, from, true);
    return true;
  }

  private *contents(source: string, target: string, from: Stat, exists: boolean): Generator<void, boolean> {
    const input = yield* this.sys.open(source, O_RDONLY);
    if (isFailure(input)) return yield* this.trouble(`cannot open ${quoteaf(source)} for reading`, input);
    const output = yield* this.openTarget(target, from, exists);
    if (isFailure(output)) {
      yield* this.sys.close(input);
      if (!exists && output.errno === 'EEXIST') {
        return yield* this.refuse(`not writing through dangling symlink ${quoteaf(target)}`);
      }
      const failure = output.errno === 'EISDIR' && target.endsWith('/') ? fail('ENOTDIR') : output;
      return yield* this.trouble(`cannot create regular file ${quoteaf(target)}`, failure);
    }
    yield* this.tell(source, target);
    const done = this.plan.attributesOnly || (yield* this.data(input, output, source, target));
    const made = yield* this.sys.fstat(output);
    if (!isFailure(made)) this.made.add(made.ino);
    yield* this.sys.close(output);
    yield* this.sys.close(input);
    yield* this.finish(target, from, !exists);
    return done;
  }

  private *openTarget(target: string, from: Stat, exists: boolean): Generator<void, number | Failure> {
    if (!exists) return yield* this.sys.open(target, O_WRONLY | O_CREAT | O_EXCL, from.mode & 0o777);
    const truncate = this.plan.attributesOnly ? 0 : O_TRUNC;
    const fd = yield* this.sys.open(target, O_WRONLY | truncate);
    if (!isFailure(fd) || !this.plan.force) return fd;
    // -f: what cannot be opened is removed.
    yield* this.sys.unlink(target);
    return yield* this.sys.open(target, O_WRONLY | O_CREAT | O_EXCL, from.mode & 0o777);
  }

  private *data(input: number, output: number, source: string, target: string): Generator<void, boolean> {
    if (!this.plan.clone) return yield* this.pump(input, output, source, target);
    return yield* this.trouble(`failed to clone ${quoteaf(target)} from ${quoteaf(source)}`, fail('EOPNOTSUPP'));
  }

  private *pump(input: number, output: number, source: string, target: string): Generator<void, boolean> {
    let hole = false;
    for (;;) {
      const count = yield* this.sys.read(input, this.buffer);
      if (isFailure(count)) return yield* this.trouble(`error reading ${quoteaf(source)}`, count);
      if (count === 0) break;
      const bytes = this.buffer.subarray(0, count);
      const failure = this.plan.sparse
        ? yield* this.writeSparsely(output, bytes)
        : yield* writeAll(this.sys, output, bytes);
      if (failure) return yield* this.trouble(`error writing ${quoteaf(target)}`, failure);
      hole = this.plan.sparse;
    }
    if (!hole) return true;
    // A hole at the end is only there when the file is as long as the source.
    const end = yield* this.sys.lseek(output, 0, SEEK_CUR);
    const cut = isFailure(end) ? end : yield* this.sys.ftruncate(output, end);
    return !isFailure(cut) || (yield* this.trouble(`failed to extend ${quoteaf(target)}`, cut));
  }

  /** Blocks of zeros are skipped. */
  private *writeSparsely(output: number, bytes: Uint8Array): Generator<void, Failure | undefined> {
    for (let at = 0; at < bytes.length; at += PAGE_SIZE) {
      const block = bytes.subarray(at, at + PAGE_SIZE);
      const empty = block.every((byte) => byte === 0);
      const done = empty
        ? yield* this.sys.lseek(output, block.length, SEEK_CUR)
        : yield* writeAll(this.sys, output, block);
      if (done !== undefined && isFailure(done)) return done;
    }
    return undefined;
  }

  /** Times, owner and mode of the copy. */
  private *finish(target: string, from: Stat, isNew: boolean): Generator<void, void> {
    const { preserve } = this.plan;
    if (preserve.times) yield* this.sys.utimens(target, from.atime, from.mtime);
    if (preserve.ownership) {
      const failure = yield* this.sys.chown(target, from.uid, from.gid);
      if (isFailure(failure) && failure.errno !== 'EPERM') {
        yield* this.trouble(`failed to preserve ownership for ${quoteaf(target)}`, failure);
      }
    }
    if (preserve.mode) yield* this.sys.chmod(target, from.mode & 0o7777);
    else if (isNew && S_ISDIR(from.mode)) yield* this.sys.chmod(target, from.mode & 0o7777 & ~this.umask);
  }
}
