/**
 * The command line: a shell call (`-c`, a script, piped input) runs headless at once; everything else – the screen,
 * lessons, lint – is loaded only when it is asked for.
 */
import { fstatSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explainStuck, reportCrash } from './crash.ts';
import { type Invocation, runHeadless, Stuck } from './headless.ts';
import { hostStreams } from './host-streams.ts';

const COMMANDS = new Set(['lesson', 'lessons', 'repl', 'lint', 'progress', 'reset', 'help']);

/** Options of bash are passed on; ours are all long. */
const isShellOption = (word: string): boolean => /^[-+]($|[^-])/.test(word);
const isScript = (word: string): boolean => !word.startsWith('-') && !COMMANDS.has(word);

interface ShellCall {
  readonly seed: number;
  /** As bash gets them. */
  readonly args: readonly string[];
}

/** What bash shall be called with; undefined when the words ask for something else. */
function shellCall(words: readonly string[], stdinIsTty: boolean): ShellCall | undefined {
  const seeded = words[0] === '--seed' && /^\d+$/.test(words[1] ?? '');
  const args = seeded ? words.slice(2) : words;
  const seed = seeded ? Number(words[1]) : 0;
  const [first] = args;
  if (first === undefined) return stdinIsTty ? undefined : { seed, args };
  return isShellOption(first) || isScript(first) ? { seed, args } : undefined;
}

/** bash's words for a script that cannot be read. A missing one is left to the simulated bash, which says it itself. */
const REFUSALS: Readonly<Record<string, string>> = { EISDIR: 'Is a directory', EACCES: 'Permission denied' };

function scriptFile(args: readonly string[]): Invocation['files'] {
  const [path] = args;
  if (path === undefined || !isScript(path)) return [];
  try {
    return [{ path, bytes: readFileSync(path) }];
  } catch (error) {
    const refusal = REFUSALS[(error as NodeJS.ErrnoException).code ?? ''];
    if (refusal === undefined) return [];
    process.stderr.write(`bash: ${path}: ${refusal}\n`);
    process.exit(126);
  }
}

async function runShell({ seed, args }: ShellCall): Promise<number> {
  const invocation = { argv: ['bash', ...args], seed, files: scriptFile(args) ?? [] };
  try {
    return await runHeadless(invocation, hostStreams(fstatSync(1).isFIFO()));
  } catch (error) {
    if (error instanceof Stuck) return explainStuck(error);
    return reportCrash(error, invocation);
  }
}

/** Where the curriculum and package.json lie: above dist/, or src/. */
const home = dirname(dirname(fileURLToPath(import.meta.url)));

async function runCommand(words: readonly string[]): Promise<number> {
  try {
    return await (await import('./commands.ts')).main(words, home);
  } catch (error) {
    return reportCrash(error, { argv: words });
  }
}

const words = process.argv.slice(2);
const call = shellCall(words, process.stdin.isTTY === true);
process.exit(await (call ? runShell(call) : runCommand(words)));
