/**
 * kill: send a signal to processes. The one of procps, whose reading of the command line has edges of its own: a wrong
 * `-99` means process group 9, as it does there. Authority: kill(1) of procps-ng 4.0.2.
 */

import { type Failure, isFailure } from '../kernel/errno.ts';
import { SIGTERM } from '../kernel/signum.ts';
import type { Sys } from '../kernel/syscalls.ts';
import type { Io } from './lib/io.ts';
import { rawProgram } from './lib/program.ts';
import { parseSignal, SIGNAL_NAMES, signalTable } from './lib/signals.ts';

const USAGE = `
Usage:
 kill [options] <pid> [...]

Options:
 <pid> [...]            send signal to every <pid> listed
 -<signal>, -s, --signal <signal>
                        specify the <signal> to be sent
 -q, --queue <value>    integer value to be sent with the signal
 -l, --list=[<signal>]  list all signal names, or convert one to a name
 -L, --table            list all signal names in a nice table

 -h, --help     display this help and exit
 -V, --version  output version information and exit

For more details see kill(1).
`;

const LINE = 80;

const signalRows = (): string => {
  let out = '';
  let used = 0;
  for (const [index, name] of SIGNAL_NAMES.entries()) {
    if (index > 0 && used + name.length + 1 >= LINE) {
      out += `\n${name}`;
      used = name.length;
    } else {
      out += index > 0 ? ` ${name}` : name;
      used += name.length + (index > 0 ? 1 : 0);
    }
  }
  return `${out}\n`;
};

/** What is printed and cannot be written is lost without a word. */
function* show(io: Io, text: string): Generator<void, number> {
  yield* io.print(text);
  yield* io.out.flush();
  io.out.discard();
  return 0;
}

/** A number gives its name, a name its number. */
const convert = (word: string): string | undefined => {
  if (/^\d/.test(word)) return SIGNAL_NAMES[Number(word) - 1];
  const index = SIGNAL_NAMES.indexOf(word.toUpperCase().replace(/^SIG/, ''));
  return index < 0 ? undefined : String(index + 1);
};

function* list(io: Io, word: string | undefined): Generator<void, number> {
  if (word === undefined) return yield* show(io, signalRows());
  const converted = convert(word);
  if (converted === undefined) yield* io.error(`unknown signal name ${word}`);
  else yield* show(io, `${converted}\n`);
  return 0;
}

interface Reading {
  signal: number;
  /** What sigqueue(3) sends along, if it is to be sent so. */
  value: number | undefined;
  readonly operands: string[];
}

type Step = { readonly exit: number } | undefined;

/** One word; every letter either ends kill or takes the rest of the word. */
function* readShort(sys: Sys, io: Io, word: string, rest: string[], reading: Reading): Generator<void, Step> {
  const letter = word.charAt(1);
  const value = word.slice(2);
  switch (letter) {
    case 'l':
      return { exit: yield* list(io, value !== '' ? value : rest[0]?.startsWith('-') ? undefined : rest[0]) };
    case 'L':
      return { exit: yield* show(io, signalTable()) };
    case 'h':
      return { exit: yield* show(io, USAGE) };
    case 'V':
      return { exit: yield* show(io, io.versionText) };
    case 's':
    case 'q': {
      const given = value !== '' ? value : rest.shift();
      if (given === undefined) return yield* invalid(io, letter);
      if (letter === 's') reading.signal = parseSignal(given) ?? -1;
      else if (!/^[-+]?\d+$/.test(given)) {
        yield* io.error(`must be an integer value to be passed with the signal.: '${given}'`);
        return { exit: 1 };
      } else reading.value = Number(given);
      return undefined;
    }
    default:
      if (!/\d/.test(letter)) return yield* invalid(io, letter);
      yield* sys.kill(-Number(letter), reading.signal);
      return { exit: 0 };
  }
}

function* invalid(io: Io, letter: string): Generator<void, Step> {
  yield* io.complain(`${io.name}: invalid argument ${letter}\n${USAGE}`);
  return { exit: 1 };
}

const LONG: Readonly<Record<string, string>> = {
  list: 'l',
  table: 'L',
  signal: 's',
  help: 'h',
  version: 'V',
  queue: 'q',
};

function* readLong(sys: Sys, io: Io, word: string, rest: string[], reading: Reading): Generator<void, Step> {
  const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const matches = Object.keys(LONG).filter((one) => one.startsWith(name));
  const letter = LONG[name] ?? (matches.length === 1 ? LONG[matches[0] ?? ''] : undefined);
  if (letter === undefined) return yield* invalid(io, '\0');
  return yield* readShort(sys, io, `-${letter}${value ?? ''}`, rest, reading);
}

/** The first word of the form -SIGNAL is taken out before anything else is looked at. */
const takeSignal = (args: readonly string[]): { signal: number | undefined; rest: string[] } => {
  for (const [index, word] of args.entries()) {
    if (word === '--') break;
    const signal = word.startsWith('-') ? parseSignal(word.slice(1)) : undefined;
    if (signal !== undefined) return { signal, rest: args.filter((_, i) => i !== index) };
  }
  return { signal: undefined, rest: [...args] };
};

function* send(sys: Sys, io: Io, word: string, reading: Reading): Generator<void, Failure | undefined | 'unreadable'> {
  if (!/^[ \t]*[-+]?\d+$/.test(word)) {
    yield* io.error(`failed to parse argument: '${word}'`);
    return 'unreadable';
  }
  if (!Number.isSafeInteger(Number(word))) {
    yield* io.error(`failed to parse argument: '${word}': Numerical result out of range`);
    return 'unreadable';
  }
  const { signal, value } = reading;
  const pid = Number(word);
  const answer = yield* value === undefined ? sys.kill(pid, signal) : sys.sigqueue(pid, signal, value);
  if (!isFailure(answer)) return undefined;
  yield* io.fail(`(${pid})`, answer);
  return answer;
}

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const { signal, rest } = takeSignal(args);
  const reading: Reading = { signal: signal ?? SIGTERM, value: undefined, operands: [] };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      reading.operands.push(...rest);
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      reading.operands.push(word);
      continue;
    }
    const read = word.startsWith('--') ? readLong : readShort;
    const step = yield* read(sys, io, word, rest, reading);
    if (step) return step.exit;
  }
  if (reading.operands.length === 0) {
    yield* io.complain(USAGE);
    return 1;
  }
  let status = 0;
  for (const word of reading.operands) {
    const failed = yield* send(sys, io, word, reading);
    if (failed) status = 1;
    if (failed === 'unreadable') return status;
  }
  return status;
}

export const kill = rawProgram(
  {
    name: 'kill',
    summary: 'send a signal to a process',
    usage: '[options] <pid> [...]',
    family: 'procps',
    options: {
      signal: { short: 's', long: 'signal', value: '<signal>', help: 'specify the <signal> to be sent' },
      queue: { short: 'q', long: 'queue', value: '<value>', help: 'integer value to be sent with the signal' },
      list: {
        short: 'l',
        long: 'list',
        value: '<signal>',
        optional: true,
        help: 'list all signal names, or convert one to a name',
      },
      table: { short: 'L', long: 'table', help: 'list all signal names in a nice table' },
    },
  },
  run,
);
