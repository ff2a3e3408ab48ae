/** which, who, groups, nproc: small programs about where and who one is. */
import { describe, expect, test } from 'vitest';
import { boot } from '../../src/machine.ts';
import { runProgram, sameAsTool } from './harness.ts';

describe('which', () => {
  sameAsTool([
    'which',
    'which nosuch',
    'which ls',
    'which ls nosuch cat',
    'which -a ls',
    'which -a ls nosuch',
    'which -aa ls',
    'which ls -a',
    'which -- ls',
    'which - ls',
    'which -h',
    'which --help',
    'which -ab x',
    'which -a',
    'which /bin/ls',
    'which /etc',
    'which ./nosuch',
    "which ''",
  ]);
  // Nothing in PATH: the program itself is found by the harness.
  sameAsTool(
    ['env PATH=/bin::/usr/bin /usr/bin/which -a ls', 'env PATH=/bin: /usr/bin/which ls f', 'env PATH= which ls'],
    {
      files: { f: 'x', 'd/ls': 'x' },
    },
  );
  sameAsTool(['env PATH=: /usr/bin/which ls', 'env -u PATH /usr/bin/which ls', 'env PATH=/etc/ /usr/bin/which passwd']);
});

describe('groups', () => {
  sameAsTool([
    'groups',
    'groups root',
    'groups root daemon',
    'groups nosuch',
    'groups nosuch root',
    'groups -x',
    "groups ''",
    'groups 0',
  ]);
});

describe('nproc', () => {
  sameAsTool([
    'nproc x',
    'nproc -x',
    'nproc --ignore',
    'nproc --ignore=',
    'nproc --ignore=x',
    'nproc --ignore=-1',
    'nproc --ignore=1k',
    'nproc --ignore=99999999999999999999999',
    'nproc --ignore=99999',
    'nproc --all --ignore=99999',
  ]);
  for (const env of [['OMP_NUM_THREADS=3'], ['OMP_NUM_THREADS=3,2'], ['OMP_NUM_THREADS=5', 'OMP_THREAD_LIMIT=2']]) {
    describe(env.join(' '), () => sameAsTool(['nproc', 'nproc --ignore=1', 'nproc --ignore=9'], { env }));
  }
  sameAsTool(['nproc'], { env: ['OMP_THREAD_LIMIT=1'] });
  sameAsTool(['nproc'], { env: ['OMP_NUM_THREADS=3 '] });
  test.each([['0'], ['x'], ['3x'], ['3 x']])('OMP_NUM_THREADS=%s counts for nothing', (value) => {
    expect(runProgram(['nproc'], { env: [`OMP_NUM_THREADS=${value}`] }).stdout).toBe(runProgram(['nproc']).stdout);
  });
});

describe('who', () => {
  // Nobody is logged in on a machine without terminals, and the host keeps no records.
  sameAsTool([
    'who',
    'who -H',
    'who -q',
    'who -qH',
    'who -T -H',
    'who -Hu',
    'who -HTu',
    'who -Hl',
    'who -Hd',
    'who -Hs',
    'who -Hsu',
    'who -Hm',
    'who -m',
    'who am i',
    'who a b c',
    'who -x',
    'who --lo',
    'who -ltrp',
    'who /nofile',
    'who -b /nofile',
    'who -Ha /nofile',
    'who --ips --lookup',
  ]);

  const screen = (line: string): string => {
    let shown = '';
    const machine = boot({
      seed: 1,
      terminals: [
        { name: 'A', cols: 80, rows: 24 },
        { name: 'B', cols: 80, rows: 24 },
      ],
      onOutput: (terminal, bytes) => {
        if (terminal === 'A') shown += new TextDecoder().decode(bytes);
      },
    });
    machine.run({ until: 2_000_000 });
    machine.input('A', new TextEncoder().encode(`${line} > out; cat out\r`));
    machine.run({ until: 4_000_000 });
    return shown.replaceAll(/\r|\x1b\[\?2004[hl]/g, '');
  };
  test('shows whose shells sit at which terminal', () => {
    expect(screen('who')).toMatch(/\nlearner {2}pts\/0 {8}\w{3} [ \d]\d \d\d:\d\d\nlearner {2}pts\/1 {8}/);
    expect(screen('who -q')).toContain('\nlearner learner\n# users=2\n');
    expect(screen('who am i')).toMatch(/\nlearner {2}pts\/0 {8}\w{3} [ \d]\d \d\d:\d\d\n(?!learner {2}pts)/);
    expect(screen('who -Tu')).toMatch(/\nlearner {2}\+ pts\/0 {8}\w{3} [ \d]\d \d\d:\d\d {3}\. {10}\d+\n/);
    expect(screen('who -b')).toMatch(/\n {9}system boot {2}\w{3} [ \d]\d \d\d:\d\d\n/);
  });
});
