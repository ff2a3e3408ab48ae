import { expect, test } from 'vitest';
import { chooseFrontEnd } from '../../src/tui/mode.ts';

const tty = { plain: false, stdinIsTty: true, stdoutIsTty: true, env: { TERM: 'xterm-256color' } };

test.each([
  ['a terminal', {}, undefined],
  ['--plain', { plain: true }, 'asked'],
  ['input from a pipe', { stdinIsTty: false }, 'no-tty'],
  ['output to a pipe', { stdoutIsTty: false }, 'no-tty'],
  ['TERM=dumb', { env: { TERM: 'dumb' } }, 'dumb'],
  ['no TERM', { env: {} }, 'dumb'],
  ['a screen reader', { env: { TERM: 'xterm', INK_SCREEN_READER: 'true' } }, 'screen-reader'],
])('%s', (_, differs, because) => {
  expect(chooseFrontEnd({ ...tty, ...differs })).toEqual(because ? { kind: 'plain', because } : { kind: 'screen' });
});
