/** Programs that change the file tree, compared with the host's, tree included. */
import { describe } from 'vitest';
import { sameAsTool } from './harness.ts';

const files = { f: 'f', g: 'g', 'd/': '', 'd2/b/c': 'c', 'l -> f': '', 'dl -> d2': '' };

describe('mkfifo', () => {
  sameAsTool(
    [
      'mkfifo p',
      'mkfifo p q',
      'mkfifo f',
      'mkfifo nodir/p',
      'mkfifo',
      'mkfifo -m 600 p',
      'mkfifo -m 0622 p',
      'mkfifo -m 9 p',
      'mkfifo -m u=rw,go= p',
      'mkfifo -m a+x p',
      'mkfifo -m 4755 p',
      'mkfifo -m',
      'mkfifo --mode=640 p',
      'mkfifo -Q p',
      'mkfifo -m u+s p',
      'mkfifo -m =r p',
      'mkfifo f p',
      'mkfifo ""',
      'mkfifo -m g=u p',
      'mkfifo -m +w p',
      'mkfifo -m -r p',
      'mkfifo -m 07777777 p',
    ],
    { files },
  );
});

describe('rm', () => {
  sameAsTool(
    [
      'rm f',
      'rm f g',
      'rm nofile',
      'rm -f nofile',
      'rm -f',
      'rm',
      'rm d',
      'rm -r d',
      'rm -r d2',
      'rm -d d',
      'rm -d d2',
      'rm -v f',
      'rm -rv d2',
      'rm -rv d',
      'rm l',
      'rm -r dl',
      'rm -r dl/',
      'rm f/x',
      'rm -f f/x',
      'rm .',
      'rm -r .',
      'rm -r ..',
      'rm -r d2/.',
      'rm -rf /',
      'rm -Q',
      'rm -r f nofile d',
      'rm -R d2',
      'rm --recursive d2',
      'rm --force nofile',
      'rm --interactive=foo f',
      'rm --interactive=n f',
      'rm --dir d',
      'rm -- -f',
      'rm ""',
      'rm -r d2/b',
      'rm "a b"',
    ],
    { files },
  );
  sameAsTool(
    [
      'rm -i f g',
      'rm -ri d2',
      'rm -ri d',
      'rm -I f',
      'rm -I f g l dl',
      'rm -rI d2',
      'rm --interactive f',
      'rm --interactive=once -r d',
      'rm -if f',
      'rm -fi f',
    ],
    { files, stdin: 'y\nn\ny\ny\ny\ny\n' },
  );
  sameAsTool(['rm -i f g', 'rm -I -r d', 'rm -ri d2'], { files, stdin: 'n' });
});
