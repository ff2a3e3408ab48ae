/**
 * Progress on the disk: `progress.json` under the user's data directory (XDG_DATA_HOME). Each save reads what is there,
 * merges and replaces the file atomically, under a lock, so that two running copies do not lose each other's work. Whatever
 * is wrong with the disk, the lessons go on: trouble is a notice to show, never an exception.
 */
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import envPaths from 'env-paths';
import writeFileAtomic from 'write-file-atomic';
import { makeDirectories } from './directories.ts';
import { formatProgress, mergeProgress, noProgress, type Progress, progressVersion, readProgress } from './progress.ts';

/** What the learner should be told about the file. */
export type Notice =
  | { readonly kind: 'corrupt'; readonly kept: string }
  | { readonly kind: 'newer'; readonly file: string; readonly beside: string }
  | { readonly kind: 'unreadable' | 'unwritable'; readonly file: string; readonly why: string };

export interface Saved {
  readonly progress: Progress;
  readonly notice?: Notice;
}

export interface ProgressStore {
  readonly file: string;
  load(): Saved;
  /** Adds `progress` to what is saved; answers both together. */
  save(progress: Progress): Saved;
}

export const defaultProgressFile = (): string => join(envPaths('ipclab', { suffix: '' }).data, 'progress.json');

export function progressStore(file = defaultProgressFile()): ProgressStore {
  const own = file.replace(/(\.json)?$/, `.v${progressVersion}.json`);

  /** Reads `path`; what cannot be used is kept, and we go on beside it or anew. */
  const read = (path: string): Saved => {
    const text = textOf(path);
    if (text === undefined) return { progress: noProgress };
    const reading = readProgress(text);
    switch (reading.kind) {
      case 'good':
        return { progress: reading.progress };
      case 'newer':
        // The newer program goes on with its own file; taking it away would lose it there.
        if (path === own) throw new Error(`version ${reading.version}`);
        return { ...read(own), notice: { kind: 'newer', file: path, beside: own } };
      case 'corrupt':
        return { progress: noProgress, notice: { kind: 'corrupt', kept: keepAside(path) } };
      default:
        return reading satisfies never;
    }
  };

  return {
    file,
    load() {
      try {
        return read(file);
      } catch (error) {
        return { progress: noProgress, notice: { kind: 'unreadable', file, why: reasonOf(error) } };
      }
    },
    save(progress) {
      try {
        makeDirectories(dirname(file));
        return withLock(`${file}.lock`, () => {
          const saved = read(file);
          const merged = mergeProgress(saved.progress, progress);
          const target = saved.notice?.kind === 'newer' ? own : file;
          writeFileAtomic.sync(target, formatProgress(merged));
          return { ...saved, progress: merged };
        });
      } catch (error) {
        return { progress, notice: { kind: 'unwritable', file, why: reasonOf(error) } };
      }
    },
  };
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const reasonOf = (error: unknown): string => codeOf(error) ?? (error instanceof Error ? error.message : String(error));

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Gives a file that we cannot use a name that nothing has yet. */
function keepAside(path: string): string {
  for (let number = 1; ; number++) {
    const kept = `${path}.corrupt-${number}`;
    if (textOf(kept) !== undefined) continue;
    renameSync(path, kept);
    return kept;
  }
}

const lockPatienceMs = 1000;
/** A lock this old belongs to a copy that died between two calls. */
const lockStaleMs = 5000;

function withLock<T>(lock: string, work: () => T): T {
  const deadline = Date.now() + lockPatienceMs;
  while (!take(lock)) {
    if (isStale(lock)) rmSync(lock, { force: true });
    else if (Date.now() > deadline) throw new Error(`${lock} is held by another copy`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx'));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function isStale(lock: string): boolean {
  try {
    return Date.now() - statSync(lock).mtimeMs > lockStaleMs;
  } catch {
    return true;
  }
}
