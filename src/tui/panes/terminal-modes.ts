/** The flags and keys of a termios that one has to know, by the names that stty(1) gives them. */
import {
  ECHO,
  ICANON,
  ICRNL,
  ISIG,
  IXON,
  NOFLSH,
  ONLCR,
  OPOST,
  type Termios,
  TOSTOP,
  VEOF,
  VERASE,
  VINTR,
  VKILL,
  VQUIT,
  VSTART,
  VSTOP,
  VSUSP,
} from '../../kernel/abi.ts';

const MODES = [
  ['icanon', 'lflag', ICANON],
  ['echo', 'lflag', ECHO],
  ['isig', 'lflag', ISIG],
  ['tostop', 'lflag', TOSTOP],
  ['noflsh', 'lflag', NOFLSH],
  ['icrnl', 'iflag', ICRNL],
  ['ixon', 'iflag', IXON],
  ['opost', 'oflag', OPOST],
  ['onlcr', 'oflag', ONLCR],
] as const;

export const modesOf = (termios: Termios) =>
  MODES.map(([name, field, bit]) => ({ name, on: (termios[field] & bit) !== 0 }));

const KEYS = [
  ['intr', VINTR, 'isig', 'SIGINT'],
  ['quit', VQUIT, 'isig', 'SIGQUIT'],
  ['susp', VSUSP, 'isig', 'SIGTSTP'],
  ['eof', VEOF, 'icanon', 'EOF'],
  ['erase', VERASE, 'icanon', 'erase'],
  ['kill', VKILL, 'icanon', 'kill'],
  ['stop', VSTOP, 'ixon', 'stop'],
  ['start', VSTART, 'ixon', 'start'],
] as const;

/** The keys that mean something as the flags are now. */
export function keysOf(termios: Termios) {
  const on = new Set<string>(modesOf(termios).flatMap((mode) => (mode.on ? [mode.name] : [])));
  return KEYS.flatMap(([does, index, needs, name]) => {
    const code = termios.cc[index] ?? 0;
    return code !== 0 && on.has(needs) ? [{ does, name, key: keyName(code) }] : [];
  });
}

/** `^C`, `^?`, `q`: as stty writes it. */
export function keyName(code: number): string {
  if (code === 0) return '<undef>';
  if (code === 127) return '^?';
  return code < 32 ? `^${String.fromCharCode(code + 64)}` : String.fromCharCode(code);
}
