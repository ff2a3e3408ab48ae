/**
 * What echo prints: /bin/echo and the shell's builtin share the option rule and differ in their escapes.
 * Authority: echo(1), bash(1).
 */

import { expandEscapes } from './escape.ts';

export interface EchoOptions {
  /** bash's `shopt -s xpg_echo`: escapes are on from the start. */
  readonly escapes?: boolean;
}

/** All that `echo ARGS` writes, the newline included. An argument is an option only if all its letters are n, e, E. */
export const echoText = (args: readonly string[], dialect: 'bash' | 'coreutils', options: EchoOptions = {}): string => {
  let newline = true;
  let escapes = options.escapes ?? false;
  let first = 0;
  for (; first < args.length; first += 1) {
    const word = args[first] ?? '';
    if (!/^-[neE]+$/.test(word)) break;
    for (const letter of word.slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const text = args.slice(first).join(' ');
  if (!escapes) return newline ? `${text}\n` : text;
  const { text: expanded, stop } = expandEscapes(text, dialect === 'bash' ? 'bash-echo' : 'coreutils-echo');
  return newline && !stop ? `${expanded}\n` : expanded;
};
