/** du, compared with the host's where the size of a directory, which is the file system's own affair, does not show. */
import { describe, expect, test } from 'vitest';
import { runProgram, sameAsTool } from './harness.ts';

const files = { f: 'x'.repeat(9000), g: 'y', e: '', 'd/a/b': 'z'.repeat(5000), 'd/c': 'q', 'l -> f': '' };

describe('du', () => {
  sameAsTool(
    [
      'du f',
      'du -h f',
      'du -b f',
      'du -k f',
      'du -m f',
      'du --si f',
      'du --apparent-size f g e',
      'du -bc f g',
      'du -c f f',
      'du -bl f f',
      'du -a f',
      'du -s f g',
      'du -0b f',
      'du -L l',
      'du nofile f',
      'du -d x',
      'du -as',
      'du -sd 1',
      'du -Q',
    ],
    { files },
  );

  test('directories come behind what they hold', () => {
    const names = (line: string[]): string[] =>
      runProgram(line, { files })
        .stdout.trim()
        .split('\n')
        .map((row) => row.split('\t')[1] ?? '');
    expect(names(['du'])).toEqual(['./d/a', './d', '.']);
    expect(names(['du', '-d', '1'])).toEqual(['./d', '.']);
    expect(names(['du', '-s'])).toEqual(['.']);
    expect(names(['du', '-a', 'd']).at(-1)).toBe('d');
  });
});
