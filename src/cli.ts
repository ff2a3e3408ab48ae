/**
 * The command line: a shell call (`-c`, a script, piped input) runs headless at once; everything else – the screen,
 * lessons, lint – is loaded only when it is asked for.
 */
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { type Loaded, loadScript } from './code-cache.ts';
import { loadCrash } from './load-crash.ts';
import type { ShellCall } from './shell-call.ts';

const COMMANDS = new Set(['lesson', 'lessons', 'repl', 'lint', 'dev', 'schema', 'progress', 'reset', 'help']);

/** Long options of bash that mean something without a terminal; the others are ours. */
const LONG = ['--', '--login', '--noediting', '--noprofile', '--norc', '--posix', '--restricted', '--verbose'];

const isShellOption = (word: string): boolean => /^[-+]($|[^-])/.test(word) || LONG.includes(word);
const isScript = (word: string): boolean => !word.startsWith('-') && !COMMANDS.has(word);

/** What bash shall be called with; undefined when the words ask for something else. */
function shellCall(words: readonly string[]): ShellCall | undefined {
  const seeded = words[0] === '--seed' && /^\d+$/.test(words[1] ?? '');
  const args = seeded ? words.slice(2) : words;
  const seed = seeded ? Number(words[1]) : 0;
  const [first] = args;
  if (first === undefined) return process.stdin.isTTY ? undefined : { seed, args };
  return isScript(first) || isShellOption(first) ? { seed, args } : undefined;
}

/** The folder of this file in the bundle: dist/. */
const here = import.meta.dirname;

/**
 * V8 optimizes a function that has run for a while. Most scripts are over before that pays, and while it does so in the
 * background it takes a third of all the time: a function has to run three times as long for it. The flag is V8 11's, that
 * of Node 20; later ones would complain that they do not know it.
 */
const OPTIMIZE_LATER = '--interrupt-budget=250000';
const canOptimizeLater = process.versions.v8.startsWith('11.');

type Script = keyof typeof BUNDLES;

const loaded = new Map<Script, Loaded<unknown>>();

function load<Exports>(name: Script, use = 'run'): Exports {
  const script =
    (loaded.get(name) as Loaded<Exports> | undefined) ??
    loadScript<Exports>(join(here, `${name}.cjs`), use, BUNDLES[name], (beside) => load(beside as Script));
  loaded.set(name, script);
  return script.exports;
}

async function keepCode(): Promise<void> {
  for (const script of loaded.values()) await script.keepCode();
}

/** Lessons and the free machine run different code. */
const startsWith = (words: readonly string[]): string => (words.includes('repl') ? 'repl' : 'lesson');

async function runShellCall(call: ShellCall): Promise<number> {
  if (canOptimizeLater) setFlagsFromString(OPTIMIZE_LATER);
  const { runShell } = load<typeof import('./shell-call.ts')>('shell-call');
  const status = await runShell(call, dirname(here));
  await keepCode();
  return status;
}

async function runCommand(words: readonly string[]): Promise<number> {
  // Where no file may grow, a write fails with EFBIG and is told of; it does not end the program with the screen in its hands.
  process.on('SIGXFSZ', () => {});
  try {
    const { main } = load<typeof import('./commands.ts')>('commands', startsWith(words));
    return await main(words, dirname(here), keepCode);
  } catch (error) {
    return (await loadCrash()).reportCrash(error, { argv: words });
  }
}

const words = process.argv.slice(2);
const call = shellCall(words);
void (call ? runShellCall(call) : runCommand(words)).then(process.exit);
