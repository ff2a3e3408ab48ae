import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeDirectories } from '../../src/lessons/directories.ts';

describe('directories of the host', () => {
  const home = mkdtempSync(join(tmpdir(), 'ipclab-'));
  afterAll(() => rmSync(home, { recursive: true }));

  test('with those above them, and once more', () => {
    const path = join(home, 'a', 'b', 'c');
    makeDirectories(path);
    makeDirectories(path);
    expect(statSync(path).isDirectory()).toBe(true);
  });

  test('a file in the place of one is no directory', () => {
    writeFileSync(join(home, 'file'), '');
    expect(() => makeDirectories(join(home, 'file'))).toThrow(/EEXIST/);
  });

  test.skipIf(process.platform !== 'linux')('where there can be none it says so, and does not try for ever', () => {
    expect(() => makeDirectories('/proc/ipclab/a')).toThrow(/ENOENT/);
  });
});
