/** What an interactive shell does around a command: PROMPT_COMMAND, PS0, PS2, autocd. */
import { sameSessions } from '../support/same-session.ts';

sameSessions('around the prompt', {
  'PROMPT_COMMAND, a text and an array': [
    'PROMPT_COMMAND="echo before"\r',
    'false\r',
    'echo $?\r',
    'PROMPT_COMMAND=("echo one" "" "echo two; false")\r',
    'echo $?\r',
    'unset PROMPT_COMMAND\r',
    'echo done\r',
  ],
  'PS0 and PS2': [
    "PS0='<\\#>\\n'\r",
    'echo a\r',
    '\r',
    'for i in 1 2\r',
    'do echo $i; done\r',
    "PS2='more> '\r",
    'echo "a\r',
    'b"\r',
  ],
  autocd: [
    'mkdir sub; cd .\r',
    'sub\r',
    'shopt -s autocd\r',
    'sub\r',
    'pwd | grep -o sub$\r',
    '..\r',
    './sub\r',
    'nosuch\r',
  ],
});
