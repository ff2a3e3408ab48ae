/** Programs that count, sum and encode bytes, compared with the host's. */
import { describe } from 'vitest';
import { sameAsTool } from './harness.ts';

const all = Uint8Array.from({ length: 256 }, (_, i) => i);
const files = { f: 'hello\n', empty: '', big: 'abc\n'.repeat(5000), all, 'd/': '', 'a\\b': 'x' };

describe('truncate', () => {
  sameAsTool(
    [
      'truncate -s 3 f',
      'truncate -s 0 f',
      'truncate -s 10 f new',
      'truncate -c -s 10 f new',
      'truncate -s +4 f',
      'truncate -s -4 f',
      'truncate -s -40 f',
      "truncate -s '<3' f",
      "truncate -s '>30' f",
      'truncate -s /4 f',
      'truncate -s %4 f',
      'truncate -s 1K f',
      'truncate -s 1KB f',
      'truncate --size=5 f',
      'truncate -r f new',
      'truncate -r f -s +2 new',
      'truncate -r f -s 2 new',
      'truncate -r nofile new',
      'truncate',
      'truncate -s 3',
      'truncate f',
      'truncate -s x f',
      "truncate -s '' f",
      'truncate -s 3 d',
      'truncate -s 3 nodir/x',
      'truncate -o f',
      'truncate -s %0 f',
      'truncate -s 3 -q f',
      'truncate -s +<3 f',
    ],
    { files },
  );
});

describe('sync', () => {
  sameAsTool(['sync', 'sync f', 'sync d', 'sync nofile f', 'sync -d', 'sync -d f', 'sync -df f', 'sync -x'], { files });
});

describe('base64', () => {
  sameAsTool(
    [
      'base64 f',
      'base64 empty',
      'base64 big',
      'base64 all',
      'base64 -w 0 all',
      'base64 -w20 all',
      'base64 --wrap=4 f',
      'base64 nofile',
      'base64 d',
      'base64 f all',
      'base64 -w x f',
      'base64 -w -1 f',
      'base64 -q',
      'base64',
      'base64 -',
    ],
    { files, stdin: 'from stdin' },
  );
  sameAsTool(['base64 -d', 'base64 --decode -'], { stdin: 'aGVsbG8K\n' });
  sameAsTool(['base64 -d'], { stdin: 'aGVs\nbG8K\naA==\n' });
  sameAsTool(['base64 -d'], { stdin: '' });
  sameAsTool(['base64 -d', 'base64 -di'], { stdin: 'aGVs*bG8K' });
  sameAsTool(['base64 -d'], { stdin: 'aGVsbG8' });
  sameAsTool(['base64 -d'], { stdin: 'aGVsbG8=aGVsbG8=' });
});

describe('md5sum and sha256sum', () => {
  for (const tool of ['md5sum', 'sha256sum']) {
    sameAsTool(
      [
        `${tool} f`,
        `${tool} empty`,
        `${tool} f empty big all`,
        `${tool} nofile f`,
        `${tool} d`,
        tool,
        `${tool} -`,
        `${tool} -b f`,
        `${tool} -t f`,
        `${tool} --tag f`,
        `${tool} -z f`,
        `${tool} a\\b`,
        `${tool} --tag a\\b`,
        `${tool} -z a\\b`,
        `${tool} -c f`,
        `${tool} -c nofile`,
        `${tool} -c empty`,
        `${tool} -c d`,
        `${tool} --quiet f`,
        `${tool} --strict f`,
        `${tool} --warn f`,
        `${tool} --status f`,
        `${tool} --tag -c f`,
        `${tool} --tag -t f`,
        `${tool} -b -c f`,
        `${tool} -c -z f`,
        `${tool} -q`,
        `${tool} --foo`,
      ],
      { files, stdin: 'from stdin' },
    );
  }
  const sums = [
    'b1946ac92492d2347c6235b4d2611184  f',
    'd41d8cd98f00b204e9800998ecf8427e *empty',
    'xx',
    'd41d8cd98f00b204e9800998ecf8427e  nofile',
    'd41d8cd98f00b204e9800998ecf8427e  f',
    '\\9dd4e461268c8034f5c8564e155c67a6  a\\\\b',
    'MD5 (f) = b1946ac92492d2347c6235b4d2611184',
    '# comment',
    '',
  ].join('\n');
  const lists = { ...files, sums, good: sums.split('\n').slice(0, 2).join('\n'), gone: sums.split('\n')[3] ?? '' };
  sameAsTool(
    [
      'md5sum -c sums',
      'md5sum -wc sums',
      'md5sum --strict -c sums',
      'md5sum --quiet -c sums',
      'md5sum --status -c sums',
      'md5sum --ignore-missing -c sums',
      'md5sum --ignore-missing -c gone',
      'md5sum -c good',
      'md5sum -c good sums',
      'md5sum -c --quiet good',
      'sha256sum -c good',
    ],
    { files: lists },
  );
  sameAsTool(['md5sum -c', 'md5sum -c -'], { files, stdin: 'b1946ac92492d2347c6235b4d2611184  f\n' });
});

const binary = Uint8Array.from(
  [...'hello world\nfoo\0']
    .map((c) => c.charCodeAt(0))
    .concat(
      [255, 9, 1],
      [...'abcdefgh'].map((c) => c.charCodeAt(0)),
    ),
);

describe('od', () => {
  sameAsTool(
    [
      'od b',
      'od -c b',
      'od -An -tx1 b',
      'od -A n -t x1 b',
      'od -t x1z b',
      'od -tx1z -w8 b',
      'od -t x1 -t c b',
      'od -tx1c b',
      'od -t cx1 b',
      'od -t x2c b',
      'od -t x4 -t x1 -t c b',
      'od -i -c b',
      'od -a b',
      'od -b b',
      'od -a all',
      'od -c all',
      'od -t d1 all',
      'od -t d4 b',
      'od -t u1 b',
      'od -t o1 b',
      'od -t x8 b',
      'od -t d8 all',
      'od -t u8 all',
      'od -t o8 all',
      'od -i b',
      'od -l b',
      'od -s b',
      'od -x b',
      'od -d b',
      'od -o b',
      'od -f b',
      'od -t f8 b',
      'od -t fF b',
      'od -t fD -N 16 zeros',
      'od -w8 -c b',
      'od -w b',
      'od -w3 -x b',
      'od -w0 b',
      'od -c zeros',
      'od zeros',
      'od -v zeros',
      'od -j 5 -N 6 -c b',
      'od -j5 -c b',
      'od -j 0x5 -c b',
      'od -N 4 -tx1 b all',
      'od -N 0 b',
      'od -A d -c b',
      'od -A x -c b',
      'od -Ad -tx1 zeros',
      'od -S 3 b',
      'od -An -S 3 b',
      'od -t d b',
      'od --endian=big -x b',
      'od b all',
      'od empty',
      'od',
      'od -c -',
      'od -c b 5',
      'od -c b +5',
      'od nofile b',
      'od nofile',
      'od d',
      'od -j 100 b',
      'od -A q b',
      'od -t q b',
      'od -t x3 b',
      'od -N x b',
      'od -j x b',
      'od -w x b',
      'od -wx b',
      'od -q b',
    ],
    { files: { ...files, b: binary, zeros: new Uint8Array(100) }, stdin: 'from stdin\n' },
  );
});
