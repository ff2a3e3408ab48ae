/** xargs: reading, gathering and running, compared with the host's. */
import { describe, expect, test } from 'vitest';
import { runProgram, runReal, sameAsTool, words } from './harness.ts';

describe('arguments', () => {
  const both = ['xargs', 'xargs -n1', "xargs -n1 echo '<'", 'xargs -L1', 'xargs -L2', 'xargs -l', 'xargs -l2'];
  const lines = [
    "xargs -I{} echo '<{}>' x{}y{}",
    "xargs -i echo '<{}>'",
    "xargs -d '\\n' -n1 echo '<'",
    'xargs -t -n2',
  ];
  for (const stdin of [
    '',
    'a b\nc',
    'a b\n\nc d\n',
    'a b \nc d\ne\n',
    '  a  \t b  \n\n c d\n',
    '\'\' "" x',
    '\'a b\' c"d e"f\n',
    'a\\\nb c\\',
    'a\tb\vc\fd',
    'a *  \'b\' $x "\\n"\n',
  ]) {
    describe(JSON.stringify(stdin), () => sameAsTool([...both, ...lines], { stdin }));
  }
  describe('characters beyond ASCII', () => sameAsTool(both, { stdin: 'é ü\n' }));
  describe('unmatched quotes', () => {
    sameAsTool([...both, ...lines, 'xargs -n1 false', 'xargs -x', 'xargs -n3 -x'], { stdin: "a 'b\nc" });
    sameAsTool(['xargs', 'xargs -0'], { stdin: 'a "b' });
  });
});

describe('delimiters and ends', () => {
  sameAsTool(
    [
      'xargs -d: -n1',
      "xargs -d '\\x3a' -n1",
      "xargs -d '\\072' -n1",
      "xargs -d ''",
      'xargs -d xx',
      "xargs -d '\\q'",
      "xargs -d '\\0400'",
      "xargs -d '\\xfff'",
      "xargs -d '\\x41z'",
      "xargs -d '\\101z'",
      "xargs -d '\\tz'",
      "xargs -d '\\'",
      'xargs -d: -I{} echo [{}]',
      'xargs -d: -L2',
      'xargs -d: -E b',
      'xargs -E b -d:',
      "xargs -E '' -0",
      'xargs -0',
    ],
    { stdin: 'a:b::c d\n:' },
  );
  sameAsTool(['xargs -0', 'xargs -0 -n1', 'xargs -n1', 'xargs -0 -I{} echo [{}]', 'xargs --null -t -L1'], {
    stdin: 'a\0b c\0\0d e\n',
  });
  sameAsTool(
    ['xargs -E _', 'xargs -e_ -n1', 'xargs -e -n1', 'xargs --eof=_', 'xargs --eof', 'xargs -E _ -I{} echo {}'],
    {
      stdin: 'a _ b\n_\nc\n',
    },
  );
});

describe('limits', () => {
  sameAsTool(
    [
      'xargs -s 0',
      'xargs -s 3',
      'xargs -s 5',
      'xargs -s 8',
      'xargs -s 9',
      'xargs -s 9 -n4',
      'xargs -s 9 -n4 -x',
      'xargs -s 9 -x',
      'xargs -s -5',
      'xargs -s x',
      'xargs -s 9 -L 1',
      'xargs -s 9 -L 1 -x',
      'xargs -n 0',
      'xargs -n x',
      "xargs -n ''",
      'xargs -n 2x',
      'xargs -n -1',
      "xargs -n ' 2'",
      'xargs -n 99999999999999999999',
      'xargs -L 0',
      'xargs -l0',
      'xargs -lx',
      'xargs --max-lines=0',
      'xargs -P x',
      'xargs -P -1',
      'xargs -P 99999999999',
      'xargs --show-limits',
      'xargs -s 20 -I{} echo [{}{}{}]',
      'xargs -s 40 -I{} echo [{}{}{}] x',
      'xargs -s 20 -I{} echo',
    ],
    { stdin: 'a b c d e f\n' },
  );
  sameAsTool(['xargs', 'xargs -n 3000', 'xargs -s 1000'], {
    stdin: Array.from({ length: 30_000 }, (_, i) => `${i}\n`).join(''),
  });
});

describe('options against each other', () => {
  sameAsTool(
    [
      "xargs -I{} -n1 echo '<{}>'",
      "xargs -I{} -n2 echo '<{}>'",
      "xargs -n2 -I{} echo '<{}>'",
      "xargs -n1 -I{} echo '<{}>'",
      "xargs -L1 -I{} echo '<{}>'",
      "xargs -I{} -L1 echo '<{}>'",
      "xargs -i -l echo '<{}>'",
      'xargs -L1 -n1 echo',
      'xargs -n1 -L1 echo',
      'xargs -n1 -l echo',
      'xargs -n1 --max-lines=1',
      'xargs -Q',
      'xargs --foo',
      'xargs -n',
      'xargs -x -n1',
      'xargs -r -t -I% echo % %% %',
      'xargs -IX X echo',
      'xargs -I{} {}',
      "xargs -I '' echo x",
      'xargs -i',
      'xargs -ii echo i',
      'xargs --replace echo {}',
      'xargs --replace=x echo x {}',
      'xargs --max-args 1',
      'xargs -p echo',
      'xargs --process-slot-var=A=B echo',
      'xargs --process-slot-var= echo',
      'xargs --process-slot-var=SLOT printenv SLOT --',
    ],
    { stdin: 'a b' },
  );
});

describe('commands', () => {
  sameAsTool(
    [
      'xargs nosuchcmd',
      'xargs /etc/passwd',
      'xargs ./',
      "xargs ''",
      "xargs -t ''",
      'xargs false',
      'xargs -n1 false',
      'xargs cat',
      "xargs -n1 bash -c 'kill -9 $$'",
      'xargs -n1 timeout -s KILL 9 sleep',
      'xargs -n1 nosuchcmd',
      'xargs -t printf [%s]',
      'xargs -r echo',
      'xargs -P3 -n1 true',
      'xargs -P0 -n1 true',
      'xargs -n1 env -i A=1 echo',
      'xargs -a nofile',
      'xargs -a list -n1 echo',
      'xargs -a list cat -',
      'xargs -a list head -c2 -',
      'xargs env head -c2 -',
      'xargs -t sleep 0 0',
    ],
    { stdin: 'a b', files: { list: '0 1\n2\n' } },
  );
  sameAsTool(['xargs', 'xargs -r', 'xargs -r -t', 'xargs -I{} echo x', 'xargs -n1', 'xargs false', 'xargs -r false']);

  // Each takes longer than the one before, so that they end in the order of their starts.
  test('-P runs several at a time, each in a slot of its own', async () => {
    const argv = words('xargs -P3 -n1 --process-slot-var=SLOT timeout 5 printenv SLOT -0 --');
    const setup = { stdin: 'HOME' };
    expect(runProgram(argv, setup)).toEqual(await runReal(argv, setup));
  });
});
