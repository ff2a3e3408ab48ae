/** A terminal that hands on every key, as programs set it that give keys to somebody else. Authority: cfmakeraw(3); sshtty.c of OpenSSH. */
import { ECHO, ICANON, ICRNL, IEXTEN, ISIG, IXON, OPOST, type Termios, VMIN, VTIME } from '../../kernel/abi.ts';

export const rawTermios = (termios: Termios): Termios => ({
  ...termios,
  iflag: termios.iflag & ~(ICRNL | IXON),
  oflag: termios.oflag & ~OPOST,
  lflag: termios.lflag & ~(ISIG | ICANON | ECHO | IEXTEN),
  cc: termios.cc.with(VMIN, 1).with(VTIME, 0),
});
