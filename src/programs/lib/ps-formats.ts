/**
 * Which columns ps shows: those that were named, one of BSD's formats, or what -f, -l, -j and the others put together.
 * Leaves out the formats of other systems' personalities. Authority: ps(1); recorded from procps 4.0.2.
 */
import { COLUMNS, type Shown } from './ps-columns.ts';
import { PsProblem } from './ps-lists.ts';
import type { Request } from './ps-options.ts';

export const column = (name: string): Shown =>
  COLUMNS[name] ?? { header: name, width: 1, align: 'left', value: () => '' };

const BSD_FORMATS: Readonly<Record<string, string>> = {
  u: 'user pid pcpu pmem vsz rss tname stat start_time bsdtime args',
  j: 'ppid pid pgid sid tname tpgid stat uid bsdtime args',
  l: 'f uid pid ppid priority ni vsz rss wchan stat tname bsdtime args',
  s: 'uid pid pending blocked ignored caught stat tname bsdtime args',
  v: 'pid tname stat bsdtime maj_flt trs drs rss pmem args',
};

/** Puts columns behind the first of some that the format has. */
const addAfter = (format: readonly string[], places: readonly string[], ...added: readonly string[]): string[] => {
  const place = places.find((name) => format.includes(name));
  const at = place === undefined ? -1 : format.indexOf(place);
  return at < 0 ? [...format] : [...format.slice(0, at + 1), ...added, ...format.slice(at + 1)];
};

const replace = (format: readonly string[], from: string, ...to: readonly string[]): string[] =>
  format.flatMap((name) => (name === from ? to : [name]));

/** BSD's formats take the modifiers of Unix too, where they find a place for them. */
function bsdFormat(letter: string, { unix, threadColumns }: Request): string[] {
  let format = (BSD_FORMATS[letter] ?? '').split(' ');
  if (unix.has('j')) format = addAfter(format, ['ppid', 'pid'], 'pgid', 'sid');
  if (unix.has('y')) format = replace(format, 'f');
  if (unix.has('c')) {
    if (!format.includes('priority')) throw new PsProblem('internal error: no PRI for -c option');
    format = replace(replace(format, 'ni'), 'priority', 'class', 'pri');
  }
  if (threadColumns.has('spid')) format = addAfter(format, ['pid'], 'spid');
  if (threadColumns.has('lwp')) format = addAfter(addAfter(format, ['sid', 'ppid', 'pid'], 'lwp'), ['pcpu'], 'nlwp');
  return format;
}

/** With any option of BSD the state is among them, and the time is BSD's. */
function unixFormat({ unix, threadColumns, bsd }: Request): string[] {
  const full = unix.has('f') || unix.has('F');
  const long = unix.has('l');
  const names: (string | false)[] = [
    long && !unix.has('y') && 'f',
    long && 's',
    full ? 'uid_hack' : long && 'uid',
    'pid',
    threadColumns.has('spid') && 'spid',
    (full || long) && 'ppid',
    unix.has('j') && 'pgid',
    unix.has('j') && 'sid',
    threadColumns.has('lwp') && 'lwp',
    unix.has('P') && 'psr',
    (full || long) && !unix.has('c') && 'c',
    full && threadColumns.has('lwp') && 'nlwp',
    unix.has('c') && 'class',
    unix.has('c') ? 'pri' : long && 'opri',
    long && !unix.has('c') && 'ni',
    long && (unix.has('y') ? 'rss' : 'addr_1'),
    (long || unix.has('F')) && 'sz',
    long && 'wchan',
    unix.has('F') && !(long && unix.has('y')) && 'rss',
    unix.has('F') && !unix.has('P') && 'psr',
    full && 'stime',
    'tname',
    bsd && !long && 'stat',
    bsd ? 'bsdtime' : 'time',
    full ? 'cmd' : bsd && !long ? 'args' : 'ucmd',
  ];
  return names.filter((name) => name !== false);
}

function defaultFormat(request: Request): string[] {
  const { unix, threadColumns, bsd } = request;
  if (request.bsdFormat !== undefined) {
    if ([...unix].some((letter) => 'flF'.includes(letter))) throw new PsProblem('conflicting format options');
    return bsdFormat(request.bsdFormat, request);
  }
  if (unix.has('y') && !unix.has('l')) throw new PsProblem('modifier -y without format -l makes no sense');
  if (unix.size > 0 || threadColumns.size > 0) return unixFormat(request);
  return (bsd ? 'pid tname stat bsdtime args' : 'pid tname time ucmd').split(' ');
}

/** Throws PsProblem for options that do not go together. */
export function formatOf(request: Request): Shown[] {
  if (request.columns.length > 0) {
    if (request.unix.size > 0 && [...request.unix].some((letter) => 'flF'.includes(letter) === false)) {
      throw new PsProblem("can't use output modifiers with user-defined output");
    }
    if (request.bsdFormat !== undefined) throw new PsProblem('conflicting format options');
    return request.columns;
  }
  if (request.extra.length === 0) return defaultFormat(request).map(column);
  return [column('pid'), ...request.extra, column('state'), column('tname'), column('time'), column('command')];
}
