/** column, compared with the host's of util-linux 2.38.1. */
import { describe } from 'vitest';
import { sameAsTool } from './harness.ts';

const files = {
  words: Array.from({ length: 30 }, (_, i) => `${'abcdefghijklmno'.slice(0, 1 + ((i * 7) % 15))}\n`).join(''),
  few: 'one\ntwo\n\nthree\n   four\n',
  t: 'a bb ccc\ndddd e\n\nf   g  h i\n',
  csv: 'x:yy::z\n:b:c\nonly\n',
  wide: `${'w'.repeat(90)}\nx\n`,
  empty: '',
};

describe('column', () => {
  sameAsTool(
    [
      'column words',
      'column -x words',
      'column -c 40 words',
      'column -c 10 words',
      'column -c 40 -x words',
      'column few',
      'column -x few',
      'column few words',
      'column wide',
      'column empty',
      'column',
      'column -t t',
      'column -t few',
      'column -s: -t csv',
      'column -t -s : -o , csv',
      "column -t -o ' | ' t",
      'column -t -N A,B t',
      'column -t -N A,B,C,D -R B t',
      'column -t -R 1 t',
      'column -t -l 2 t',
      'column -t -d -N A,B t',
      'column -L -t t',
      'column nofile',
      'column nofile few',
      'column -q',
      'column -c x few',
    ],
    { files, stdin: 'in1\nin2\nin3\n' },
  );
});
