/**
 * Pathname expansion: the names that a pattern stands for, sorted.
 * Authority: bash(1), Pathname Expansion; glob(7).
 */
import type { DirectoryEntry, ExpandEnv } from './env.ts';
import { compilePattern, hasPattern, unquotePattern } from './pattern.ts';

interface Found {
  /** As far as the path has been found; ends in `/` when more is to come. */
  readonly path: string;
}

/** `pattern` has quoted characters backslashed. The names, in the order of their code points. */
export function* expandGlob(pattern: string, env: ExpandEnv): Generator<void, string[]> {
  const { components, absolute } = cut(pattern);
  let found: Found[] = [{ path: absolute }];
  for (const [i, component] of components.entries()) {
    const isLast = i === components.length - 1;
    const next: Found[] = [];
    for (const { path } of found) next.push(...(yield* step(path, component, isLast, env)));
    found = next;
    if (found.length === 0) return [];
  }
  const names = found.map(({ path }) => path).filter((path) => path !== '');
  return [...new Set(names)].sort(byCodePoint);
}

interface Component {
  readonly text: string;
  /** The slashes behind it. */
  readonly slashes: string;
}

function cut(pattern: string): { components: Component[]; absolute: string } {
  const absolute = /^\/*/.exec(pattern)?.[0] ?? '';
  const components: Component[] = [];
  const matcher = /((?:\\[\s\S]|[^/\\]|\\$)+)(\/*)/gy;
  matcher.lastIndex = absolute.length;
  for (let match = matcher.exec(pattern); match !== null; match = matcher.exec(pattern)) {
    components.push({ text: match[1] ?? '', slashes: match[2] ?? '' });
  }
  return { components, absolute };
}

const DOTS: readonly DirectoryEntry[] = ['.', '..'].map((name) => ({ name, directory: true }));

/** What one component finds below `path`. */
function* step(path: string, component: Component, isLast: boolean, env: ExpandEnv): Generator<void, Found[]> {
  const { text, slashes } = component;
  const { extglob, globstar } = env.options;
  if (!hasPattern(text, extglob)) return yield* fixed(path, unquotePattern(text), slashes, isLast, env);
  if (globstar && text === '**') return yield* everything(path, slashes, isLast, env);
  const entries = yield* env.readDir(path);
  if (entries === undefined) return [];
  const wanted = matcherOf(text, env);
  const found: Found[] = [];
  const dots = !env.options.globskipdots && /^\\?\./.test(text) ? DOTS : [];
  for (const entry of [...dots, ...entries]) {
    if (!wanted(entry.name)) continue;
    if (slashes !== '' && !(yield* isDirectory(path, entry, env))) continue;
    found.push({ path: path + entry.name + slashes });
  }
  return found;
}

/** A name without a pattern. It need only exist when it is the last one: before that, the next one will see. */
function* fixed(
  path: string,
  name: string,
  slashes: string,
  isLast: boolean,
  env: ExpandEnv,
): Generator<void, Found[]> {
  const next = path + name + slashes;
  if (!isLast) return [{ path: next }];
  const type = yield* env.fileType(path + name);
  const exists = slashes === '' ? type !== 'none' : type === 'directory';
  return exists ? [{ path: next }] : [];
}

function* isDirectory(path: string, entry: DirectoryEntry, env: ExpandEnv): Generator<void, boolean> {
  return entry.directory || (yield* env.fileType(path + entry.name)) === 'directory';
}

/** Names that begin with a dot are found only by patterns that begin with one, unless dotglob is set. */
function matcherOf(text: string, env: ExpandEnv): (name: string) => boolean {
  const { extglob, dotglob, nocaseglob } = env.options;
  const pattern = compilePattern(text, { extglob, ignoreCase: nocaseglob });
  const takesDots =
    dotglob ||
    text.startsWith('.') ||
    text.startsWith('\\.') ||
    (extglob && /^[?*+@!]\(\.|^[?*+@!]\([^)]*\|\./.test(text));
  return (name) => (takesDots || !name.startsWith('.')) && pattern.matches(name);
}

/** `**`: the directory itself (when more is to come) and everything below it; symbolic links are not followed. */
function* everything(path: string, slashes: string, isLast: boolean, env: ExpandEnv): Generator<void, Found[]> {
  const found: Found[] = isLast && slashes === '' ? (path === '' ? [] : [{ path }]) : [{ path }];
  yield* below(path, slashes, isLast, env, found);
  return found;
}

function* below(path: string, slashes: string, isLast: boolean, env: ExpandEnv, found: Found[]): Generator<void, void> {
  const entries = (yield* env.readDir(path)) ?? [];
  for (const entry of entries) {
    if (entry.name.startsWith('.') && !env.options.dotglob) continue;
    const name = path + entry.name;
    if (entry.directory) {
      found.push({ path: isLast && slashes === '' ? name : `${name}/` });
      yield* below(`${name}/`, slashes, isLast, env, found);
    } else if (isLast && slashes === '') found.push({ path: name });
  }
}

/** As strcoll(3) does in the C.UTF-8 locale. */
export function byCodePoint(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a === b) continue;
    // Characters beyond U+FFFF come after the rest, although their first half does not.
    const wideA = a >= 0xd800 && a <= 0xdbff;
    const wideB = b >= 0xd800 && b <= 0xdbff;
    return wideA === wideB ? a - b : wideA ? 1 : -1;
  }
  return left.length - right.length;
}
