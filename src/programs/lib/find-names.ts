/** Tests of find that compare names: shell patterns and regular expressions. Authority: find(1), fnmatch(3). */

import { S_ISLNK } from '../../kernel/abi.ts';
import { isFailure } from '../../kernel/errno.ts';
import { always, type Primary, type Reader, statOf, wordOf } from './find-primary.ts';
import type { Finder, Predicate, Visit } from './find-types.ts';
import { globMatches } from './glob.ts';
import { compilePosix, RegexProblem } from './posix-regex.ts';
import { quote } from './quote.ts';

type Subject = (visit: Visit) => string;
export const wholePath: Subject = ({ path }) => path;
/** An argument such as `d/` is known as `d`. */
export const baseName: Subject = ({ base }) => base;

export const pattern = (subject: Subject, ignoreCase: boolean): Primary =>
  function* (finder, reader) {
    const glob = yield* wordOf(finder, reader);
    const { warn } = finder.settings;
    if (subject === baseName && glob.includes('/') && glob !== '/' && warn) {
      const better = ignoreCase ? '-iwholename' : '-wholename';
      yield* finder.io.error(
        `warning: ${quote(reader.name)} matches against basenames only, but the given pattern contains a directory separator (${quote('/')}), thus the expression will evaluate to false all the time.  Did you mean ${quote(better)}?`,
      );
    }
    if (subject === wholePath && glob.endsWith('/') && glob !== '/') {
      yield* finder.io.error(`warning: ${reader.name} ${glob} will not match anything because it ends with /.`);
    }
    return function* (visit) {
      return globMatches(glob, subject(visit), { ignoreCase });
    };
  };

export const linkName = (ignoreCase: boolean): Primary =>
  function* (finder, reader) {
    const glob = yield* wordOf(finder, reader);
    return function* (visit) {
      const stat = yield* statOf(finder, visit);
      const target = stat && S_ISLNK(stat.mode) ? yield* finder.sys.readlink(visit.path) : undefined;
      return target !== undefined && !isFailure(target) && globMatches(glob, target, { ignoreCase });
    };
  };

const REGEX_TYPES: Readonly<Record<string, 'emacs' | 'basic' | 'extended'>> = {
  'findutils-default': 'emacs',
  ed: 'basic',
  emacs: 'emacs',
  'gnu-awk': 'extended',
  grep: 'basic',
  'posix-awk': 'extended',
  awk: 'extended',
  'posix-basic': 'basic',
  'posix-egrep': 'extended',
  egrep: 'extended',
  'posix-extended': 'extended',
  'posix-minimal-basic': 'basic',
  sed: 'basic',
};

/** Emacs writes groups and alternatives as basic expressions do, + and ? as extended ones; it has no intervals. */
const fromEmacs = (regex: string): string =>
  regex.replace(/\[\^?\]?[^\]]*\]|\\.|[(){}|]/gs, (piece) => {
    if (piece.startsWith('[')) return piece;
    if (/^\\[()|]$/.test(piece)) return piece.charAt(1);
    return piece.length === 1 ? `\\${piece}` : piece;
  });

export const regex = (ignoreCase: boolean): Primary =>
  function* (finder, reader) {
    const word = yield* wordOf(finder, reader);
    const dialect = REGEX_TYPES[finder.settings.regexType] ?? 'emacs';
    try {
      const source = dialect === 'emacs' ? fromEmacs(word) : word;
      const compiled = compilePosix(source, { extended: dialect !== 'basic', ignoreCase, delimiter: '\0' });
      const whole = new RegExp(`^(?:${compiled.source})$`, compiled.flags);
      return function* ({ path }) {
        return whole.test(path);
      };
    } catch (problem) {
      if (!(problem instanceof RegexProblem)) throw problem;
      return yield* finder.io.die(1, `failed to compile regular expression '${word}': ${problem.message}`);
    }
  };

export function* regexType(finder: Finder, reader: Reader): Generator<void, Predicate> {
  const word = yield* wordOf(finder, reader);
  if (!(word in REGEX_TYPES)) {
    const valid = Object.keys(REGEX_TYPES).map(quote).join(', ');
    return yield* finder.io.die(1, `Unknown regular expression type ${quote(word)}; valid types are ${valid}.`);
  }
  finder.settings.regexType = word;
  return always;
}
