/** A shell call from the host's command line (`-c`, a script file, piped input): the machine without a screen, until it ends. */
import { readFileSync } from 'node:fs';
import { type Invocation, runHeadless, Stuck } from './headless.ts';
import { useLibraryOf } from './host-library.ts';
import { hostStreams } from './host-streams.ts';

/** For the programs, which are a script of their own. */
export * as errno from './kernel/errno.ts';

export interface ShellCall {
  readonly seed: number;
  /** As bash gets them. */
  readonly args: readonly string[];
  /** A script of the host's among them. */
  readonly script: string | undefined;
}

/** bash's words for a script that cannot be read. A missing one is left to the simulated bash, which says it itself. */
const REFUSALS: Readonly<Record<string, string>> = { EISDIR: 'Is a directory', EACCES: 'Permission denied' };
const CANNOT_EXECUTE = 126;

type Files = NonNullable<Invocation['files']>;

function scriptFile(path: string): Files | 'refused' {
  try {
    return [{ path, bytes: readFileSync(path) }];
  } catch (error) {
    const refusal = REFUSALS[(error as NodeJS.ErrnoException).code ?? ''];
    if (refusal === undefined) return [];
    process.stderr.write(`bash: ${path}: ${refusal}\n`);
    return 'refused';
  }
}

/** The exit status. `home` is the folder of the package. */
export async function runShell({ seed, args, script }: ShellCall, home: string): Promise<number> {
  useLibraryOf(home);
  const files = script === undefined ? [] : scriptFile(script);
  if (files === 'refused') return CANNOT_EXECUTE;
  const invocation = { argv: ['bash', ...args], seed, files };
  try {
    return await runHeadless(invocation, hostStreams());
  } catch (error) {
    const { explainStuck, reportCrash } = await import('./crash.ts');
    return error instanceof Stuck ? explainStuck(error) : reportCrash(error, invocation);
  }
}
