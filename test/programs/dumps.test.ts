/** hexdump and xxd, compared with the host's. */
import { describe } from 'vitest';
import { sameAsTool } from './harness.ts';

const codes = (text: string): number[] => [...text].map((char) => char.charCodeAt(0));
const b = Uint8Array.from([...codes('hello world\nfoo\0'), 255, 9, 1, ...codes('abcdefgh')]);
const all = Uint8Array.from({ length: 256 }, (_, i) => i);
const files = { b, all, z: new Uint8Array(100), e: '', 'd/': '' };

describe('hexdump', () => {
  sameAsTool(
    [
      ...['', '-C', '-c', '-b', '-d', '-o', '-x', '-v', '-Cv', '-n 5', '-s 5 -C', '-n 20 -s 3', '-Cc'].flatMap(
        (flags) => [`hexdump ${flags} b`.replace('  ', ' '), `hexdump ${flags} z`.replace('  ', ' ')],
      ),
      'hexdump -C all',
      'hexdump -c all',
      'hexdump b all',
      'hexdump e',
      'hexdump -C e',
      'hexdump nofile',
      'hexdump nofile b',
      'hexdump -Q',
      'hexdump -n x b',
      'hexdump -s x b',
      'hexdump -C',
    ],
    { files, stdin: 'from stdin\n' },
  );
});

describe('xxd', () => {
  sameAsTool(
    [
      'xxd b',
      'xxd all',
      'xxd e',
      'xxd -p b',
      'xxd -ps b',
      'xxd -p all',
      'xxd -i b',
      'xxd -i',
      'xxd -i e',
      'xxd -C -i b',
      'xxd -n foo -i b',
      'xxd -b b',
      'xxd -u b',
      'xxd -c 8 b',
      'xxd -c8 b',
      'xxd -c 0 b',
      'xxd -g 1 b',
      'xxd -g 0 b',
      'xxd -g8 b',
      'xxd -g1 -c 4 b',
      'xxd -l 5 b',
      'xxd -s 5 b',
      'xxd -s -5 b',
      'xxd -o 16 b',
      'xxd -d b',
      'xxd -ps -c 5 b',
      'xxd z',
      'xxd -a z',
      'xxd b out',
      'xxd nofile',
      'xxd d',
      'xxd -q',
      'xxd -h',
      'xxd -v',
      'xxd -c',
      'xxd -c 300 b',
      'xxd b o1 o2',
      'xxd',
      'xxd -',
    ],
    { files, stdin: 'from stdin\n' },
  );
  sameAsTool(['xxd -r', 'xxd -r -'], { stdin: '00000000: 6865 6c6c 6f20 776f 726c 640a            hello world.\n' });
  sameAsTool(['xxd -r -p', 'xxd -r -ps'], { stdin: '68656c6c\n6f0a\n' });
});
