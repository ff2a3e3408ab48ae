/** split and shuf, compared with the host's. Random bytes come from a file, so that both draw the same. */
import { describe } from 'vitest';
import { sameAsTool } from './harness.ts';

const files = {
  sp: 'l1\nl2\nl3\nl4\nl5\n',
  long: 'a\nbbbbbbbbbbbbbbbb\ncc\ndd\n',
  tiny: '0123456789012345678901234567890123456789',
  many: Array.from({ length: 700 }, (_, i) => `${i}\n`).join(''),
  random: Array.from({ length: 4000 }, (_, i) => String.fromCharCode(32 + ((i * i * 7 + i * 13) % 90))).join(''),
};

describe('split', () => {
  sameAsTool(
    [
      'split -l 2 sp',
      'split -l 2',
      'split -b 4 sp y',
      'split -b 1K many',
      'split -n 2 sp',
      'split -n l/2 sp',
      'split -n r/2 sp',
      'split -n 2/3 sp',
      'split -n l/2/3 sp',
      'split -n r/1/2 sp',
      'split -n l/3 long',
      'split -n 20 sp',
      'split -e -n 20 sp',
      'split -C 7 sp',
      'split -C 5 long',
      'split -d -l 2 sp',
      'split -x -l 1 sp',
      'split -a 1 -l 1 sp',
      'split -a 1 -b 1 tiny',
      'split -l 1 many',
      'split --verbose -l 3 sp',
      'split -l 0 sp',
      'split -b x sp',
      'split -n 0 sp',
      'split -n x sp',
      'split -n 3/2 sp',
      'split -l 2 -b 2 sp',
      'split nofile',
      'split sp a b',
      'split --numeric-suffixes=5 -l 1 sp',
      'split --additional-suffix=.t -l 3 sp',
      'split -2 sp',
      'split -t 4 -l 1 sp',
      'split -t ab sp',
      'split -a 0 -l 1 sp',
      'split -n 2',
      'split -q sp',
      'split - pre',
    ],
    { files, stdin: 'in1\nin2\nin3\n' },
  );
});

describe('shuf', () => {
  sameAsTool(
    [
      'shuf --random-source=random sp',
      'shuf --random-source=random many',
      'shuf --random-source=random -n 3 many',
      'shuf --random-source=random -n 2',
      'shuf --random-source=random',
      'shuf --random-source=random -i 1-10',
      'shuf --random-source=random -i 5-5',
      'shuf --random-source=random -i 1-500 -n 5',
      'shuf --random-source=random -e a b c d',
      'shuf --random-source=random -r -n 8 -e x y z',
      'shuf --random-source=random -r -n 4 -i 1-6',
      'shuf --random-source=random -o out sp',
      'shuf -n 0 sp',
      'shuf -e -i 1-2',
      'shuf -i x',
      'shuf -i 3-1',
      'shuf -i 1-x',
      'shuf -n x',
      'shuf a b',
      'shuf -i 1-2 a',
      'shuf nofile',
      'shuf -r -n 1 -e',
      'shuf -e only',
      'shuf --random-source=nofile sp',
      'shuf -i 1-2 -i 1-3',
      'shuf -q',
    ],
    { files, stdin: 'in1\nin2\nin3\nin4\nin5\nin6\n' },
  );
});
