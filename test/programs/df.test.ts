/** df: the host's layout and mistakes, this machine's numbers. */
import { describe, expect, test } from 'vitest';
import { runProgram, sameAsTool } from './harness.ts';

describe('df', () => {
  test('a table', () => {
    expect(runProgram(['df']).stdout).toMatch(
      /^Filesystem {5}1K-blocks +Used Available Use% Mounted on\ntmpfs +\d+ +\d+ +\d+ +\d+% \/\n/,
    );
    expect(runProgram(['df', '-hT', '/tmp']).stdout).toMatch(
      /^Filesystem {5}Type +Size +Used Avail Use% Mounted on\ntmpfs +tmpfs +[\d.]+M +[\d.]+K +[\d.]+M +\d+% \/\n$/,
    );
    expect(runProgram(['df', '-a']).stdout).toMatch(/^proc +0 +0 +0 +- \/proc$/m);
  });

  sameAsTool(['df nofile', 'df -Q']);
});
