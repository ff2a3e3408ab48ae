/** file, compared with the host's. */
import { describe, expect, test } from 'vitest';
import { isFailure } from '../../src/kernel/errno.ts';
import { onKernel, runProgram, sameAsTool } from './harness.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

const files = {
  t: 'hi\n',
  'd/': '',
  e: '',
  'l -> t': '',
  'br -> nowhere': '',
  s: '#!/bin/sh\necho\n',
  s2: '#!/bin/bash\n',
  s4: '#! /bin/sh -e\nls\n',
  py: '#!/usr/bin/env python3\nprint(1)\n',
  b: bytes(0, 1, 2, 255),
  u: 'café\n',
  i1: bytes(0x63, 0x61, 0x66, 0xe9, 10),
  cr: 'a\r\nb\r\n',
  mixed: 'a\r\nb\n',
  n: 'no newline',
  j: '{"a":1}\n',
  nl: '\n',
  one: 'a',
  'd.c': '#include <stdio.h>\nint main(void){return 0;}\n',
  esc: '\x1b[31mred\n',
  long: `${'x'.repeat(400)}\n`,
  'a longer name': 'x y\n',
};

describe('file', () => {
  sameAsTool(
    [
      ...Object.keys(files)
        .filter((name) => !name.includes(' '))
        .map((name) => `file ${name.replace(/\/$/, '')}`),
      'file l br',
      "file t d e 'a longer name'",
      'file nofile t',
      'file -b t',
      'file --brief d',
      'file -L l br',
      'file -h l',
      'file -i t d e s l u i1 b j d.c',
      'file --mime-type t d s',
      'file --mime-encoding t u b',
      'file -N t nofile',
      'file -F = t',
      'file /dev/null',
      'file d/ .',
      'file -',
      'file -b -',
      'file',
      'file -Q',
      'file -f n',
    ],
    { files, stdin: 'text\n' },
  );

  test('a FIFO is told from its inode, and programs are ELF', () => {
    onKernel(function* (sys) {
      const made = yield* sys.mknod('/tmp/p', 0o010644);
      expect(isFailure(made)).toBe(false);
    });
    expect(runProgram(['file', '-b', '/usr/bin/cat']).stdout).toMatch(/^ELF 64-bit LSB pie executable, x86-64/);
  });
});
