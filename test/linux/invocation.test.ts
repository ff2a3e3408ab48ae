/** The host's command line: `ipclab` with the options of bash, as bash itself takes them; and what becomes of 2>&1. */

import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostBash } from '../support/host.ts';

const bundle = join(import.meta.dirname, '../../dist/ipclab.js');
const SCRIPT = 'echo "$0 $# $*"; false; echo after; echo $-\necho a{b,c} ${BASH_SOURCE[0]}\n';

/** What stands behind `bash` and behind `ipclab`; with `<` in front the script comes from standard input. */
const CALLS: readonly (readonly string[])[] = [
  ['-e', '-c', 'false; echo no'],
  ['-u', '-c', 'echo $x; echo no'],
  ['-x', '-c', 'echo hi; (echo sub)'],
  ['-o', 'pipefail', '-c', 'false | true; echo $?'],
  ['+o', 'braceexpand', '-c', 'echo {a,b}'],
  ['-O', 'extglob', '-c', 'echo @(x|y); shopt extglob'],
  ['-O', 'nosuch', '-c', 'echo x'],
  ['-eu', '-o', 'pipefail', '-c', 'echo $-; set -o | grep pipefail'],
  ['-c'],
  ['-c', 'echo $0 $1 $#', 'name', 'a', 'b'],
  ['-c', 'echo a', '-x'],
  ['-n', '-c', 'echo no'],
  ['-v', '-c', 'echo v\necho w'],
  ['-r', '-c', 'cd /'],
  ['-t', '-c', 'echo 1\necho 2'],
  ['-l', '-c', 'shopt login_shell; echo $-'],
  ['+h', '-c', 'echo $-; hash ls'],
  ['-e', 'script', 'one', 'two'],
  ['-x', 'script', 'one'],
  ['--', 'script', 'a'],
  ['-', 'script', 'a'],
  ['nosuch'],
  ['.'],
  ['<', '-s', 'a', 'b'],
  ['<', '-es', 'a'],
  ['<', '-x'],
  ['--posix', '-c', 'set -o | grep posix; echo $-'],
  ['--norc', '-c', 'echo norc'],
  ['--noprofile', '--login', '-c', 'echo login'],
  ['--verbose', '-c', 'echo verbose'],
  ['--restricted', '-c', 'cd /'],
  ['-c', 'echo a; echo b >&2; nosuch; echo c'],
];

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ipclab-call-'));
  await writeFile(join(directory, 'script'), SCRIPT);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Both streams as one, in the order in which they were written. */
async function seen(program: readonly string[], [first = '', ...rest]: readonly string[]) {
  const fromInput = first === '<';
  const args = fromInput ? rest : [first, ...rest];
  const run = await execa('sh', ['-c', 'exec "$@" 2>&1', 'sh', ...program, ...args], {
    cwd: directory,
    env: { ...process.env, LC_ALL: 'C' },
    input: fromInput ? SCRIPT : '',
    reject: false,
  });
  return { output: run.stdout, status: run.exitCode };
}

describe.skipIf(!hostBash('invocation') || !existsSync(bundle))('ipclab called as bash is', () => {
  for (const call of CALLS) {
    it(call.join(' '), { timeout: 20_000 }, async () => {
      expect(await seen([process.execPath, bundle], call)).toEqual(await seen(['bash'], call));
    });
  }
});

/** What tells one kind of standard input from another. */
const LOOKS = [
  'for kind in p f c; do [ -$kind /dev/stdin ]; echo -n "$? "; done; stat -L -c "%F %s" /dev/stdin',
  'head -1; cat',
  'read x; echo $x; tail -1; cat',
  'cat /dev/stdin; cat',
  'wc -c; wc -c; bash -s < /dev/null; cat <&0',
  'echo a > /dev/stderr; echo b >> /dev/fd/1; echo c | tee /dev/stderr > /proc/self/fd/1; exec > /dev/stdout; echo d',
];
const CALLED = {
  'from nothing': '"$@" < /dev/null 2>&1 | cat',
  'from a file': '"$@" < script 2>&1 | cat',
  'from a pipe': 'cat script | "$@" 2>&1 | cat',
  'from a file of which others have read and will read': '{ read first; "$@" 2>&1 | cat; cat; } < script',
};

async function streams(program: readonly string[], script: string, call: string): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C' };
  return (await execa('sh', ['-c', call, 'sh', ...program, '-c', script], { cwd: directory, env })).stdout;
}

describe.skipIf(!hostBash('standard streams') || !existsSync(bundle))('standard streams are what bash has', () => {
  for (const [title, call] of Object.entries(CALLED)) {
    it(title, { timeout: 60_000 }, async () => {
      for (const script of LOOKS) {
        expect(await streams([process.execPath, bundle], script, call), script).toBe(
          await streams(['bash'], script, call),
        );
      }
    });
  }
});
