/** Lines that come several at a time, and commands that the end of the input cuts off, screen for screen as `bash -i` shows them. */
import { sameSessions } from '../support/same-session.ts';

const CTRL_D = '\x04';
const UP = '\x10';
const pasted = (...lines: readonly string[]): string => `\x1b[200~${lines.join('\n')}\x1b[201~`;

sameSessions('several lines at once', {
  'each is run and remembered by itself': [
    pasted('echo a', 'echo b'),
    '\r',
    UP,
    `${UP}\x15`,
    'history 2\r',
    'PROMPT_COMMAND="echo pc"\r',
    pasted('echo c', 'echo d'),
    '\r',
  ],
  'the last one goes on at the next prompt': [
    pasted('echo and', 'nosuch $x', 'for i in 1'),
    '\r',
    'do echo $i; done\r',
    UP,
    '\x15',
    pasted('cat <<E | tr a b', 'aaa'),
    '\r',
    'E\r',
  ],
  'an error drops one line only': [
    pasted('esac', 'echo after )', 'echo last'),
    '\r',
    pasted('(', ') x', 'echo y'),
    '\r',
  ],
  'a line repeated in the next one': [pasted('echo one two', 'echo !!:1', '^one^1^'), '\r', 'echo t`\r', '!!\r', '`\r'],
  'a command of several lines again': ['echo "a\r', 'b"\r', UP, '\r', "r'\r", "s'\r", UP, '\r'],
  'literals and sums as entries of the history': [
    'x=(1\r',
    '2)\r',
    UP,
    '\x15echo $((1 +\r',
    '(2)))\r',
    UP,
    '\x15echo `echo $LINENO\r',
    'echo $LINENO`\r',
    UP,
    '\x15',
  ],
});

sameSessions('the end of the input inside of a command', {
  'it is an error, and a hint': [
    'set -o ignoreeof\r',
    'for i in 1 2\r',
    CTRL_D,
    'f()\r',
    CTRL_D,
    'echo $(\r',
    CTRL_D,
    'echo still\r',
  ],
  'a here-document ends there': ['set -o ignoreeof\r', 'cat <<E\r', 'x\r', CTRL_D, 'echo still\r'],
  'in quotes another line is dropped': ['set -o ignoreeof\r', 'echo "a\r', CTRL_D, CTRL_D, '((1 +\r', CTRL_D, CTRL_D],
  'in a test the newline is what is wrong': ['[[ a ==\r', 'echo dropped\r', 'echo $?\r', UP],
});
