/** stty, compared with what the host's says on a pseudo-terminal that has the same settings. */
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { sameAsTool } from './harness.ts';
import { onTerminal } from './terminal.ts';

/** The host's pty begins without iutf8, ours with it. */
const START = 'iutf8 rows 24 cols 80';

const onHost = async (script: string): Promise<string> => {
  const { stdout } = await execa('script', ['-qec', `stty ${START}; ${script}`, '/dev/null'], {
    input: '',
    env: { LC_ALL: 'C', PATH: process.env.PATH ?? '' },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
  });
  // script(1) may send ^D, which is echoed, when its input ends.
  return stdout.replace(/\r/g, '').replace(/\^D(?!;)(\x08\x08)?/g, '');
};

const scripts = [
  'stty -a',
  'stty',
  'stty -echo; stty; stty -a',
  'stty raw; stty sane; stty; stty -a',
  'stty -icanon min 1 time 5; stty; stty -a',
  'stty size',
  'stty rows 30; stty size; stty cols 100; stty size; stty -a; stty columns 0x50 rows 24; stty size',
  'stty speed',
  'stty intr ^X; stty',
  'stty intr undef eof ^-; stty',
  'stty sane; stty',
  'stty min 1; stty',
  'stty cbreak; stty; stty -cbreak; stty',
  'stty cooked; stty',
  'stty tostop; stty',
  'stty noflsh -isig -ixon; stty; stty -a',
  'stty ek; stty; stty nl; stty; stty -nl; stty; stty crt; stty',
  'stty 9600; stty',
  'stty lnext 0x41 start A; stty',
  'stty susp 032; stty',
  'stty intr ^?; stty',
  'stty -F /dev/tty size',
  'stty --file=/dev/tty speed',
  'stty -drain; stty drain',
  'stty foo',
  'stty -foo',
  'stty intr',
  'stty intr abc',
  'stty susp 300',
  'stty rows x',
  'stty 1:2:3',
  'stty -a -g',
  'stty -a echo',
  'stty -F /nofile',
  'stty -size',
  'stty -ctlecho; stty; stty ctlecho; stty',
  'stty -tabs; stty; stty tabs; stty',
  'stty min 300',
  'stty echo -echo echo; stty',
];

const commandsOf = (script: string): string[][] => script.split('; ').map((command) => command.split(' '));

describe('stty on a terminal', () => {
  test.each(scripts)('%s', async (script) => {
    expect(onTerminal(commandsOf(script))).toBe(await onHost(script));
  });

  test('what -g saves can be given back', () => {
    const saved = onTerminal([['stty', '-g']]).trim();
    expect(saved).toMatch(/^[0-9a-f]+(:[0-9a-f]+){35}$/);
    const [before, after] = onTerminal([
      ['stty', '-a'],
      ['stty', 'raw', '-echo'],
      ['stty', saved],
      ['stty', '-a'],
    ]).split(/(?=speed)/);
    expect(after).toBe(before);
  });
});

describe('stty without a terminal', () => {
  sameAsTool(['stty', 'stty -a', 'stty size', 'stty foo', 'stty -g', 'stty -a -g', 'stty -F']);
});
