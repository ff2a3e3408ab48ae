/** echo. Authority: bash(1). */
import { echoText } from '../../programs/lib/echo.ts';
import { print } from '../output.ts';
import type { Builtin } from '../shell.ts';

export const echo: Builtin = {
  name: 'echo',
  usage: 'echo [-neE] [arg ...]',
  run: (sh, args) => print(sh, 'echo', echoText(args, 'bash', { escapes: sh.state.shopt.xpg_echo === true })),
};
