/** Path names as text, without looking at any file. Authority: basename(1), dirname(1). */

/** `a/b//` → `b`, `//` → `/`. */
export const lastComponent = (path: string): string => {
  const bare = path.replace(/\/+$/, '');
  if (bare === '') return path === '' ? '' : '/';
  return bare.slice(bare.lastIndexOf('/') + 1);
};

/** `a/b` → `a`, `b` → `.`, `/b` → `/`. */
export const directoryPart = (path: string): string => {
  const bare = path.replace(/\/+$/, '');
  if (bare === '') return path === '' ? '.' : '/';
  const slash = bare.lastIndexOf('/');
  if (slash < 0) return '.';
  return bare.slice(0, slash).replace(/\/+$/, '') || '/';
};

export const joinPath = (directory: string, name: string): string =>
  directory.endsWith('/') ? directory + name : `${directory}/${name}`;
