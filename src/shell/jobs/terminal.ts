/** Who has the terminal, and in which mode. Authority: bash(1), JOB CONTROL; tcsetpgrp(3). */
import { isFailure } from '../../kernel/errno.ts';
import type { Doing, Shell } from '../shell.ts';

/** The group becomes the foreground group; nothing happens without a terminal. */
export function* giveTerminal(sh: Shell, pgid: number): Doing<void> {
  if (sh.tty !== undefined) yield* sh.sys.tcsetpgrp(sh.tty, pgid);
}

/** A job ended well: how it left the terminal is how it shall be. */
export function* keepModes(sh: Shell): Doing<void> {
  if (sh.tty === undefined) return;
  const modes = yield* sh.sys.tcgetattr(sh.tty);
  if (!isFailure(modes)) sh.termios = modes;
}

/** A job was killed or stopped: the terminal goes back to what it was. */
export function* restoreModes(sh: Shell): Doing<void> {
  if (sh.tty !== undefined && sh.termios) yield* sh.sys.tcsetattr(sh.tty, sh.termios);
}
