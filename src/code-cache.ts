/**
 * Loads a bundled CommonJS script with the code that V8 made of it the last time: compiling the whole machine anew takes
 * longer than running a small script on it. The code lies in the user's cache directory, one file a version of ipclab and
 * of V8; where it cannot be read or written, nothing is lost but the time.
 * Authority: Node's vm.Script, `cachedData`.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import envPaths from 'env-paths';
import { makeDirectories } from './lessons/directories.ts';

export interface Loaded<Exports> {
  readonly exports: Exports;
  /** Keeps the code for the next time, if there is something new to keep. Twice does nothing. */
  readonly keepCode: () => Promise<void>;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** What a script finds around it: what Node gives to a module, and its neighbours. */
const PARAMETERS = 'exports,require,module,__filename,__dirname,importBeside,loadBeside';

/**
 * `use` names what is run of it, for only the code of that is kept; `version` the bundle: another one has other code. The
 * script finds other ones, by their names, with `loadBeside`, and modules with `importBeside`.
 */
export function loadScript<Exports>(
  path: string,
  use: string,
  version: string,
  loadBeside: (name: string) => unknown,
): Loaded<Exports> {
  const directory = envPaths('ipclab', { suffix: '' }).cache;
  const name = `${basename(path)}-${use}-`;
  const file = `${name}${version}-${process.versions.v8}-${process.arch}.code`;
  const cachedData = readIfThere(join(directory, file));
  const source = `(function(${PARAMETERS}){${readFileSync(path, 'latin1')}\n})`;
  const script = new Script(source, { filename: path, ...(cachedData && { cachedData }) });
  const importBeside = (file: string): Promise<unknown> => import(pathToFileURL(join(dirname(path), file)).href);
  const module = { exports: {} as Exports };
  script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path), importBeside, loadBeside);
  let kept = cachedData !== undefined && script.cachedDataRejected === false;
  const keepCode = async (): Promise<void> => {
    if (kept) return;
    kept = true;
    try {
      const { default: writeFileAtomic } = await import('write-file-atomic');
      makeDirectories(directory);
      for (const old of readdirSync(directory)) if (old.startsWith(name)) rmSync(join(directory, old), { force: true });
      await writeFileAtomic(join(directory, file), script.createCachedData(), { fsync: false });
    } catch {
      // A read-only home: the next start compiles again.
    }
  };
  return { exports: module.exports, keepCode };
}
