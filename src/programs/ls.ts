/**
 * ls: list directory contents. Leaves out dired mode; there are no security contexts to show.
 * How entries look is in lib/ls-entry.ts, how they are laid out in lib/ls-layout.ts. Authority: ls(1).
 */

import { type Dirent, O_CLOEXEC, O_DIRECTORY, O_NONBLOCK, S_ISDIR, S_ISLNK, type Stat } from '../kernel/abi.ts';
import { type Failure, isFailure } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { SIZE_NOTES } from './lib/block-size.ts';
import { globMatches } from './lib/glob.ts';
import type { Io } from './lib/io.ts';
import { Dired } from './lib/ls-dired.ts';
import { type Entry, fileUrl, linked, type Quoting, sortEntries } from './lib/ls-entry.ts';
import { layOut } from './lib/ls-layout.ts';
import { BAD, type Plan, planOf } from './lib/ls-options.ts';
import { type Name, options } from './lib/ls-table.ts';
import { type Args, program } from './lib/program.ts';
import { quoteaf } from './lib/quote.ts';
import { readEntries } from './lib/read-directory.ts';
import { canonicalize } from './lib/real-path.ts';

class Lister {
  readonly sys: Sys;
  readonly io: Io;
  readonly plan: Plan;
  status = 0;
  /** Something was printed: the next directory is set off by a blank line. */
  private printed = false;
  private colored = false;
  private readonly dired: Dired | undefined;

  constructor(sys: Sys, io: Io, plan: Plan) {
    this.sys = sys;
    this.io = io;
    this.plan = plan;
    this.dired = plan.dired ? new Dired() : undefined;
  }

  *complain(what: string, failure: Failure, argument: boolean): Generator<void, void> {
    yield* this.io.fail(what, failure);
    this.status = Math.max(this.status, argument ? BAD : 1);
  }

  /** Whether names and types are not enough. */
  get needsStat(): boolean {
    const { look, sort, directoriesFirst } = this.plan;
    const byStat = sort === 'time' || sort === 'size';
    const classify = look.indicator === 'classify';
    return (
      look.format === 'long' ||
      look.blocks ||
      look.inode ||
      byStat ||
      classify ||
      look.colors !== undefined ||
      directoriesFirst
    );
  }

  *statOf(path: string, argument: boolean): Generator<void, Stat | Failure> {
    const { dereference } = this.plan;
    if (dereference === 'always') {
      const stat = yield* this.sys.stat(path);
      return isFailure(stat) && !argument ? yield* this.sys.lstat(path) : stat;
    }
    if (argument && dereference !== 'never') {
      const stat = yield* this.sys.stat(path);
      if (dereference === 'arguments' || (!isFailure(stat) && S_ISDIR(stat.mode))) return stat;
    }
    return yield* this.sys.lstat(path);
  }

  /** Links lead to the file itself. */
  private *urlOf(path: string): Generator<void, string | undefined> {
    const { linkHost } = this.plan;
    if (linkHost === undefined) return undefined;
    const absolute = yield* canonicalize(this.sys, path, 'missing');
    return isFailure(absolute) ? undefined : fileUrl(linkHost, absolute);
  }

  *entry(
    name: string,
    path: string,
    stat: Stat | undefined,
    argument: boolean,
    type?: Dirent['type'],
  ): Generator<void, Entry> {
    const { look } = this.plan;
    const isLink = stat ? S_ISLNK(stat.mode) : false;
    const url = yield* this.urlOf(path);
    if (!isLink || (look.format !== 'long' && !look.colors && !this.plan.directoriesFirst))
      return { name, stat, type, url };
    const target = look.format === 'long' ? yield* this.sys.readlink(path) : undefined;
    if (isFailure(target)) yield* this.complain(`cannot read symbolic link ${quoteaf(path)}`, target, argument);
    const through = yield* this.sys.stat(path);
    return {
      name,
      stat,
      type,
      url,
      target: isFailure(target) ? undefined : target,
      targetMode: isFailure(through) ? undefined : through.mode,
    };
  }

  sorted(entries: readonly Entry[]): Entry[] {
    const { sort, time, reverse, directoriesFirst } = this.plan;
    return sortEntries(entries, { key: sort, time, reverse, directoriesFirst });
  }

  *print(entries: readonly Entry[], withTotal: boolean): Generator<void, void> {
    // Files of /proc are as new as the look at them.
    const look = { ...this.plan.look, now: yield* this.sys.clock_gettime(), zone: this.io.zone };
    const { dired } = this;
    let text = dired ? dired.listing(entries, look, withTotal) : layOut(entries, look, withTotal);
    // The first colour of all is preceded by a reset.
    if (!this.colored && this.plan.look.colors && text.includes('\x1b[')) {
      this.colored = true;
      text = text.replace('\x1b[', '\x1b[0m\x1b[');
    }
    if (text !== '') this.printed = true;
    for (const line of text.match(/[^\n\0]*[\n\0]/g) ?? []) yield* this.io.print(line);
  }

  *operands(names: readonly string[]): Generator<void, void> {
    const files: Entry[] = [];
    const directories: Entry[] = [];
    for (const name of names) {
      const stat = yield* this.statOf(name, true);
      if (isFailure(stat)) {
        yield* this.complain(`cannot access ${quoteaf(name)}`, stat, true);
        continue;
      }
      const entry = yield* this.entry(name, name, stat, true);
      if (S_ISDIR(stat.mode) && !this.plan.directories) directories.push(entry);
      else files.push(entry);
    }
    const headers = names.length > 1 || this.plan.recursive;
    if (files.length > 0) yield* this.print(this.sorted(files), false);
    for (const { name } of this.sorted(directories)) yield* this.directory(name, headers, true, []);
  }

  *finish(): Generator<void, void> {
    if (this.dired) yield* this.io.print(this.dired.summary(this.plan.look.quoting));
  }

  /** The names; the directory stays open while they are looked at, as readdir(3) has it. */
  *list(path: string, argument: boolean): Generator<void, { fd: number; names: Dirent[] } | undefined> {
    const fd = yield* this.sys.open(path, O_NONBLOCK | O_DIRECTORY | O_CLOEXEC);
    if (isFailure(fd)) {
      yield* this.complain(`cannot open directory ${quoteaf(path)}`, fd, argument);
      return undefined;
    }
    const { entries, failure } = yield* readEntries(this.sys, fd);
    if (failure) yield* this.complain(`reading directory ${quoteaf(path)}`, failure, argument);
    return { fd, names: entries.filter(({ name }) => this.isShown(name)) };
  }

  private isShown(name: string): boolean {
    const { show, ignored, hidden } = this.plan;
    if (show !== 'all' && (name === '.' || name === '..')) return false;
    if (show === 'visible') {
      if (name.startsWith('.')) return false;
      if (hidden.some((pattern) => globMatches(pattern, name, { period: true }))) return false;
    }
    return !ignored.some((pattern) => globMatches(pattern, name, { period: true }));
  }

  *directory(path: string, header: boolean, argument: boolean, above: readonly number[]): Generator<void, void> {
    const listed = yield* this.list(path, argument);
    if (!listed) return;
    const entries: Entry[] = [];
    for (const { name, type } of listed.names) {
      const full = path.endsWith('/') ? path + name : `${path}/${name}`;
      let stat: Stat | undefined;
      if (this.needsStat) {
        const answer = yield* this.statOf(full, false);
        if (isFailure(answer)) yield* this.complain(`cannot access ${quoteaf(full)}`, answer, false);
        else stat = answer;
      }
      entries.push(yield* this.entry(name, full, stat, false, type));
    }
    yield* this.sys.close(listed.fd);
    if (header) {
      const title = quoteHeader(path, this.plan.look.quoting);
      const plain = `${this.printed ? '\n' : ''}${linked(title, yield* this.urlOf(path))}:\n`;
      yield* this.io.print(this.dired?.header(title, !this.printed) ?? plain);
      this.printed = true;
    }
    const sorted = this.sorted(entries);
    yield* this.print(sorted, this.plan.look.format === 'long' || this.plan.look.blocks);
    if (!this.plan.recursive) return;
    for (const { name, stat, type } of sorted) {
      const isDirectory = stat ? S_ISDIR(stat.mode) : type === 'dir';
      if (!isDirectory || name === '.' || name === '..') continue;
      yield* this.directory(path.endsWith('/') ? path + name : `${path}/${name}`, true, false, above);
    }
  }
}

const quoteHeader = (path: string, quoting: Quoting): string =>
  quoting === 'literal' ? path : quoting === 'c' ? `"${path}"` : quoteHeaderInShell(path);

const quoteHeaderInShell = (path: string): string => {
  const quoted = quoteaf(path);
  return quoted === `'${path}'` && /^[\w./+,@%~-]*$/.test(path) ? path : quoted;
};

function* run(sys: Sys, args: Args<Name>, io: Io): Generator<void, number> {
  const plan = yield* planOf(sys, args, io);
  const lister = new Lister(sys, io, plan);
  const names = args.operands.length > 0 ? args.operands : ['.'];
  yield* lister.operands(names);
  yield* lister.finish();
  return lister.status;
}

export const ls = program(
  {
    name: 'ls',
    summary: 'list directory contents',
    usage: '[OPTION]... [FILE]...',
    about:
      'List information about the FILEs (the current directory by default).\nSort entries alphabetically if none of -cftuvSUX nor --sort is specified.',
    options,
    notes: `${SIZE_NOTES}

The TIME_STYLE argument can be full-iso, long-iso, iso, locale, or +FORMAT.
FORMAT is interpreted like in date(1).  If FORMAT is FORMAT1<newline>FORMAT2,
then FORMAT1 applies to non-recent files and FORMAT2 to recent files.
TIME_STYLE prefixed with 'posix-' takes effect only outside the POSIX locale.`,
    usageStatus: 2,
  },
  run,
);
