/**
 * ipcs, ipcmk, ipcrm and lsipc as root, each script in a namespace of its own, against the host's util-linux.
 * Keys, times and process ids are made the same first; standard error goes where standard output goes.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { decode } from '../../src/bytes.ts';
import { O_CREAT, O_RDWR } from '../../src/kernel/abi.ts';
import { onKernel } from '../programs/harness.ts';
import { ok } from '../support/process.ts';

/** What runs a command in namespaces of its own. */
const UNSHARE = 'unshare';
const NAMESPACES = ['--ipc', '--pid', '--fork', '--mount-proc'];

function hostTools(): boolean {
  try {
    const version = execFileSync(UNSHARE, [...NAMESPACES, 'lsipc', '-V'], { encoding: 'utf8' });
    if (version.includes('util-linux 2.38.')) return true;
  } catch {
    // not Linux, not root, or no such tools
  }
  console.log('skipped: ipcs and its kin are compared where there is root on Linux with util-linux 2.38');
  return false;
}

/** What differs from run to run, by something of the same width. */
const same = (text: string): string =>
  text
    .replaceAll(/0x(?!0{8})[0-9a-f]{8}\b/g, '0xkkkkkkkk')
    .replaceAll(/[A-Z][a-z]{2} (?=[A-Z][a-z]{2} [ \d]\d \d)/g, 'Day ')
    .replaceAll(/[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d/g, 'Mon dd hh:mm:ss')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, 'yyyy-mm-ddThh:mm:ss')
    .replaceAll(/\b\d\d:\d\d\b/g, 'hh:mm')
    .replaceAll(/(pid=|PID: +|"cpid": "|CPID=")[1-9]\d*/g, '$1p')
    .replaceAll(/(hh:mm(?:[+:\w ]*?)?) +\d+(?= +0)/g, '$1 p');

const OBJECTS = 'ipcmk -Q; ipcmk -Q -p 600; ipcmk -M 4096 -p 0666; ipcmk -M 1000000; ipcmk -S 3 -p 660; ipcmk -S 1';
/** What follows is done by somebody else. */
const AS_USER = '\n# as uid 1000\n';
const USER = 1000;
/** Each command with its status. */
const each = (...commands: readonly string[]): string =>
  `${OBJECTS}\n${commands.map((command) => `echo '$ ${command.replaceAll("'", '')}'; ${command}; echo "# $?"`).join('\n')}`;
const all = (tool: string, ...options: readonly string[]): string =>
  each(...options.map((option) => `${tool} ${option}`));

const scripts: Readonly<Record<string, string>> = {
  'IT01, IT02 three titled tables, also when they are empty':
    'ipcs; ipcs -a; ipcs -t; ipcs -c; ipcs -p; ipcs -u; ipcs -l',
  'IT03, IT08 the order of kinds and of ids is always the same': all(
    'ipcs',
    '-s -q',
    '-q -m',
    '-s',
    '-m',
    '-q',
    '-qms',
  ),
  'IT04, IT05, IT06, IT07 columns, keys and modes': `${all('ipcs', '', '-a', '-q -q')}; ipcmk -Q -p 0; ipcs -q`,
  'IT09 sizes as they were asked for': each('ipcmk -M 5000', 'ipcmk -M 1', 'ipcs -m'),
  'IT10, IT11 process ids, and semaphores that have none': each('ipcs -q -p', 'ipcs -s -p', 'ipcs -qs -p'),
  'IT12 creators and owners': all('ipcs', '-c', '-q -c', '-m -c', '-s -c'),
  'IT13, IT14 times': all('ipcs', '-t', '-q -t', '-m -t', '-s -t'),
  'IT15, IT16, IT17 limits': all('ipcs', '-l', '-q -l', '-m -l', '-s -l', '--li'),
  'IT18 limits for people and in bytes': all('ipcs', '-l --human', '-l -b', '-lb --human'),
  'IT19, IT20 summaries': all('ipcs', '-u', '-q -u', '-m -u', '-s -u', '-u --human', '--all -m -u'),
  'IT21 of several formats the last is taken': all('ipcs', '-q -t -p', '-q -p -t', '-c -t -l', '-a -p -q -c'),
  'IT22 sizes for people': all('ipcs', '--human', '-b', '-b --human', '--human -b', '-q --human'),
  'IT23 one queue': all('ipcs', '-q -i 0', '-q -i 1', '-q -i 0 --human', '-q -i 0 -l', '-q -i -1', '-q -i 0 -i 1'),
  'IT24 one segment': all('ipcs', '-m -i 0', '-m -i 1 --human'),
  'IT25 one set': all('ipcs', '-s -i 0', '-s -i 1', '-s -i 1 --human'),
  'IT26 an unknown id is no failure': all('ipcs', '-q -i 999', '-m -i 999', '-s -i 999'),
  'IT27 an id asks for one kind': all(
    'ipcs',
    '-i 0',
    '-q -m -i 0',
    '-a -i 0',
    '-q -i abc',
    '-q -i 99999999999',
    "-i ''",
  ),
  'IT28 unknown options, stray operands': all('ipcs', 'foo', '-z', '-i', '--foo'),
  'IT29 everybody sees all': `ipcmk -Q -p 600${AS_USER}ipcs -q; ipcs -q -i 0; lsipc -q`,
  'IT30 what ipcmk says':
    'ipcmk -Q; ipcmk -M 4096; ipcmk -S 1; ipcmk -M 1KiB -S 2 -Q; ipcmk --shmem 10 --semaphore 2; ipcs',
  'IT31 sizes and modes': each(
    ...['1K', '1KiB', '1MB', '1kb', '1kib', '1.5K', '010', '0x10', '+5', "' 5'"].map((size) => `ipcmk -M ${size}`),
    ...['600', '0600', '01777', '-1', '888', 'abc', "''", '99999999999999999999999'].map(
      (mode) => `ipcmk -Q -p ${mode}`,
    ),
    'ipcs -qm',
  ),
  'IT32 what ipcmk refuses': each(
    'ipcmk',
    'ipcmk -p 600',
    'ipcmk -x',
    'ipcmk -M',
    ...['abc', '0', '-1', '1.5', '1.', '08', '1B', "'5 '", '16E', '99999999999', '18446744073692774400', "''"].map(
      (size) => `ipcmk -M ${size}`,
    ),
    ...['0', '-1', '32001', 'abc', '1x', '0x2', '99999999999', "''"].map((count) => `ipcmk -S ${count}`),
    'ipcmk -S 010',
    'ipcmk -Q foo',
    'ipcmk -M 1k -M 2k',
  ),
  'IT33 removal by id and by key': each(
    'ipcrm -q 0',
    'ipcrm -q 0',
    'ipcrm -Q $(ipcs -q | sed -n "s/ .*//;/^0x/p" | tail -1)',
    ...['-q 999', '-m 999', '-s 999', '-q abc', '-q -1', "-q ''", '-q 0x1', '-q 99999999999'].map(
      (one) => `ipcrm ${one}`,
    ),
    ...['-Q 0x999', '-M 0x999', '-S 0x999', '-Q abc', '-Q -1', '-Q 4294967297', '-Q 08', '-Q 0777'].map(
      (one) => `ipcrm ${one}`,
    ),
    'ipcs',
  ),
  'IT34 no key is 0, and rights': `${each('ipcrm -Q 0', 'ipcrm -Q 0x100000000')}${AS_USER}ipcrm -q 0; ipcrm -m 0; ipcrm -s 1; ipcrm -S 0x77`,
  'IT35 nothing asked, nothing said': all('ipcrm', '', 'foo', 'foo bar', '-q 999 foo', '-z', '-Q'),
  'IT36 the old form': all(
    'ipcrm',
    'msg 0',
    'shm 0 1',
    'sem',
    'msg 999 abc',
    "msg ''",
    'shm -v 0',
    '-v shm 0',
    'sem 0 0',
  ),
  'IT37 told what is removed': all('ipcrm', '-v -q 1', '-v -q 999 -q 0', '-v -a'),
  'IT38 all, or all of a kind': each(
    'ipcrm -v --all=msg',
    'ipcrm --all=foo',
    'ipcrm -a=foo',
    'ipcrm -v -ash',
    'ipcrm -ashm',
    'ipcs',
    'ipcrm -a',
    'ipcs',
  ),
  'IT38 of all, those that may be read are tried': `${OBJECTS}${AS_USER}ipcrm -a; echo $?; ipcs`,
  'IT39 limits and what is used': `lsipc\n${all('lsipc', '', '-g', '-b', '-g -b', '-J', '-g -r', '-g -n', '-g -y', '-o RESOURCE,USED')}`,
  'IT40 tables of each kind, nothing when there is none': `lsipc -q; lsipc -m; lsipc -s; lsipc -q -J; lsipc -s -J\n${all('lsipc', '-q', '-s', '-q -t', '-s -t', '-q -c', '-q -t -c', '-s -c', '-q -P', '-s -P', '-q -b', '-q -g', '-m -g', '-s -g', '-q -g -t')}`,
  'IT41 one object in full': all(
    'lsipc',
    '-q -i 0',
    '-m -i 0',
    '-s -i 0',
    '-m -i 1 -b',
    '-m -i 0 -P',
    '-m -i 0 -c',
    '-s -i 0 -t',
    '-q -i 0 -c',
    '-q -l -i 0',
  ),
  'IT42 forms for programs': all(
    'lsipc',
    '-q -J',
    '-s -J',
    '-q -n',
    '-s -e',
    '-q -r',
    '-m -o KEY,ID,SIZE',
    '-m -o SIZE,ID -J',
    '-q --noheadings',
    '-s -r --noheadings',
    '-q -i 0 -J -c',
    '-q -o id,key',
    '-q -o +ID',
    '-q -oID -oKEY',
    '-m -o ATTACH,STATUS,ID',
    '-q -o ID,KEY -i 0',
    '-s -e -y',
  ),
  'IT43 what lsipc refuses': all(
    'lsipc',
    '-q -o FOO',
    '-q -o SIZE',
    '-q -o RESOURCE',
    "-q -o ''",
    '-q -o ID,',
    '-q -i 99',
    '-i 0',
    '-t',
    '-c',
    '-i abc',
    '-q -i 99999999999',
    '-q -s',
    '-J -r',
    '-q -e -n',
    '-g -i 0',
    '-m -s -g',
    '-q --time-format=foo',
    '-z',
    '-q -o',
    '-q -i -1',
  ),
  'what --help says': 'for tool in ipcs ipcmk ipcrm lsipc; do $tool --help; done',
  'segments with their times and creators': all(
    'lsipc',
    '-m',
    '-m -t',
    '-m -c',
    '-m -t -c',
    '-m -J',
    '-m -r',
    '-m -n',
    '-m -e',
    '-m -b',
    '-m -t --time-format=iso',
    '-m --time-format full',
  ),
};

const merged = (script: string): string => `exec 2>&1\n${script}`;

/** A root's part, and perhaps another's. */
function inNamespace(script: string): string {
  const [root = '', user] = script.split(AS_USER);
  const other = user === undefined ? '' : `\nsetpriv --reuid ${USER} --regid ${USER} --clear-groups bash -c '${user}'`;
  const { stdout } = spawnSync(UNSHARE, [...NAMESPACES, 'bash', '-c', merged(root + other)], {
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    encoding: 'utf8',
  });
  return stdout;
}

function simulated(script: string): string {
  let out = '';
  onKernel(function* (sys) {
    const fd = ok(yield* sys.open('/tmp/out', O_CREAT | O_RDWR, 0o600));
    for (const [turn, part] of script.split(AS_USER).entries()) {
      const pid = ok(
        yield* sys.fork(function* (child) {
          yield* child.dup2(fd, 1);
          if (turn > 0) yield* child.setgroups([]);
          if (turn > 0) yield* child.setgid(USER);
          if (turn > 0) yield* child.setuid(USER);
          yield* child.execve('/bin/bash', ['bash', '-c', merged(part)], ['PATH=/usr/bin']);
          return 127;
        }),
      );
      yield* sys.wait4(pid, 0);
    }
    const bytes = new Uint8Array(ok(yield* sys.fstat(fd)).size);
    yield* sys.pread(fd, bytes, 0);
    out = decode(bytes);
  });
  return out;
}

describe.skipIf(!hostTools())('the tools of util-linux', () => {
  for (const [title, script] of Object.entries(scripts)) {
    it(title, { timeout: 60_000 }, () => expect(same(simulated(script))).toBe(same(inNamespace(script))));
  }
});
