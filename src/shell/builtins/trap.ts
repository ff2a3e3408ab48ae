/** trap. Authority: bash(1). */
import { hasSignal, NSIG, SIGCHLD, SIGINT, signalName } from '../../kernel/signum.ts';
import { quoteSingle } from '../expand/quote.ts';
import { complain, print, printUsage } from '../output.ts';
import { dispose, guardExit, ignoredOnEntry, takeAsGiven, usual } from '../run/signals.ts';
import type { Builtin, Doing, Shell } from '../shell.ts';
import type { TrapName } from '../state.ts';
import { parseOptions } from './options.ts';
import { signalOf, signalTable } from './signal-names.ts';

const PSEUDO = ['EXIT', 'ERR', 'DEBUG', 'RETURN'] as const;

/** `INT`, `SIGINT`, `2`, `EXIT`, `0`, `ERR`… */
function nameOf(text: string): TrapName | undefined {
  const upper = text.toUpperCase();
  const pseudo = PSEUDO.find((name) => name === upper);
  if (pseudo) return pseudo;
  const signo = signalOf(text);
  return signo === 0 ? 'EXIT' : signo;
}

const shown = (name: TrapName): string => (typeof name === 'number' ? (signalName(name) ?? String(name)) : name);

/** EXIT first, then signals by number, then the others. */
function order(name: TrapName): number {
  if (typeof name === 'number') return name;
  return { EXIT: 0, DEBUG: NSIG, ERR: NSIG + 1, RETURN: NSIG + 2 }[name];
}

const line = (name: TrapName, command: string): string => `trap -- ${quoteSingle(command)} ${shown(name)}\n`;

/** What is set, here or, until something is set here, in the shell that this is a subshell of. */
function* traps(sh: Shell): Doing<Map<TrapName, string>> {
  const { state } = sh;
  const all = new Map([...(state.inheritedTraps ?? []), ...state.traps]);
  if (state.origin.interactive) return all;
  if (!all.has(SIGINT) && hasSignal(state.ignoring, SIGINT)) takeAsGiven(state, SIGINT);
  for (let signo = 1; signo < NSIG; signo++) {
    if (!all.has(signo) && (yield* ignoredOnEntry(sh, signo))) all.set(signo, '');
  }
  return all;
}

function* list(sh: Shell, names: readonly string[]): Doing<number> {
  const all = yield* traps(sh);
  if (names.length === 0) {
    const sorted = [...all].sort(([a], [b]) => order(a) - order(b));
    return yield* print(sh, 'trap', sorted.map(([name, command]) => line(name, command)).join(''));
  }
  let status = 0;
  for (const text of names) {
    const name = nameOf(text);
    if (name === undefined) {
      yield* complain(sh, `trap: ${text}: invalid signal specification`);
      status = 1;
      continue;
    }
    const command = all.get(name);
    if (command !== undefined) yield* print(sh, 'trap', line(name, command));
  }
  return status;
}

/** Undefined: back to what the signal does of itself. */
function* setOne(sh: Shell, name: TrapName, command: string | undefined): Doing<void> {
  const { state } = sh;
  // A trap of KILL or STOP is kept and listed like any other; the kernel refuses it (EINVAL), and nobody hears of that.
  if (typeof name === 'number' && !state.origin.interactive && (yield* ignoredOnEntry(sh, name))) return;
  if (command === undefined) state.traps.delete(name);
  else state.traps.set(name, command);
  if (name === 'EXIT') yield* guardExit(sh);
  if (typeof name !== 'number') return;
  if (command === undefined) yield* dispose(sh, name, usual(sh, name));
  else yield* dispose(sh, name, command === '' && name !== SIGCHLD ? 'ignore' : 'catch');
}

export const trap: Builtin = {
  name: 'trap',
  special: true,
  usage: 'trap [-lp] [[arg] signal_spec ...]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, trap, args, 'lp');
    if (!options) return 2;
    const { rest, given } = options;
    if (given.has('l')) return yield* print(sh, 'trap', signalTable());
    if (given.has('p') || rest.length === 0) return yield* list(sh, rest);
    const [first = '', ...others] = rest;
    const resets = first === '-' || others.length === 0 || /^\d+$/.test(first);
    if (others.length === 0 && (first === '-' || nameOf(first) === undefined)) return yield* printUsage(sh, trap);
    sh.state.inheritedTraps = undefined;
    const names = resets && first !== '-' ? rest : others;
    let status = 0;
    for (const text of names) {
      const name = nameOf(text);
      if (name === undefined) {
        yield* complain(sh, `trap: ${text}: invalid signal specification`);
        status = 1;
      } else yield* setOne(sh, name, resets ? undefined : first);
    }
    return status;
  },
};
