/** Programs that do one thing to their arguments, compared with the host's. */
import { describe } from 'vitest';
import { sameAsTool } from './harness.ts';

const files = { f: 'one\ntwo\n\n\n\nthree\tx', g: 'G\r\nbytes \u0001\u007f é\n', 'd/': '', e: '' };

describe('cat', () => {
  sameAsTool(
    [
      'cat f g',
      'cat',
      'cat -',
      'cat f - g',
      'cat nofile f',
      'cat d',
      "cat 'a b' nofile",
      'cat -n f',
      'cat -b f g',
      'cat -s f',
      'cat -E f g',
      'cat -T f',
      'cat -v g',
      'cat -A g f',
      'cat -e g',
      'cat -t g',
      'cat -ns f',
      'cat -bs f',
      'cat -nE g f',
      'cat -u f',
      'cat e',
      'cat --number f',
      'cat --num f',
      'cat --number-',
      'cat -z',
      'cat -nQ',
      'cat --nosuch',
      'cat --number=3 f',
      'cat -- f',
      'cat f -n',
      'cat "it\'s"',
      'cat x:y',
      'cat ""',
    ],
    { files, stdin: 'from stdin\nno end' },
  );
});

describe('echo', () => {
  sameAsTool([
    'echo',
    'echo a b',
    'echo -n a',
    'echo -ne a\\tb',
    'echo -e a\\\\b\\0101\\x41\\101\\cz',
    'echo -E a\\tb',
    'echo -x a',
    'echo -nx',
    'echo - a',
    'echo -- a',
    "echo -e '\\e[1m\\a\\b\\f\\r\\v\\q\\x\\xg\\0\\08\\1'",
    'echo -e -n a',
    'echo -eE a\\tb',
    'echo a -n',
    'echo --help x',
    'echo "a  b"',
  ]);
});

describe('true, false', () => {
  sameAsTool(['true', 'false', 'true a b', 'false --x', 'true --help x']);
});

describe('sleep', () => {
  sameAsTool([
    'sleep',
    'sleep x',
    'sleep 1 x y',
    'sleep 0',
    'sleep 0.01',
    'sleep .001s 0m',
    'sleep -1',

    'sleep 1q',
    'sleep ""',
    'sleep "it\'s"',
    'sleep -- -1',
  ]);
});
