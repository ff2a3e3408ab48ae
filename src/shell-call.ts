/** A shell call from the host's command line (`-c`, a script file, piped input): the machine without a screen, until it ends. */
import { readFileSync } from 'node:fs';
import { type Invocation, runHeadless, Stuck } from './headless.ts';
import { useLibraryOf } from './host-library.ts';
import { hostStreams } from './host-streams.ts';
import { loadCrash } from './load-crash.ts';
import { parseInvocation } from './shell/session/invoke.ts';

/** For the programs, which are a script of their own. */
export * as errno from './kernel/errno.ts';

export interface ShellCall {
  readonly seed: number;
  /** As bash gets them. */
  readonly args: readonly string[];
}

/** bash's words for a script that cannot be read. A missing one is left to the simulated bash, which says it itself. */
const REFUSALS: Readonly<Record<string, string>> = { EISDIR: 'Is a directory', EACCES: 'Permission denied' };
const CANNOT_EXECUTE = 126;

type Files = NonNullable<Invocation['files']>;

/** A script of the host's among the arguments. */
function scriptIn(args: readonly string[]): string | undefined {
  const invocation = parseInvocation(args);
  if (invocation.kind === 'notice' || invocation.command !== undefined || invocation.fromInput) return undefined;
  return invocation.operands[0];
}

function scriptFile(path: string): Files | 'refused' {
  try {
    return [{ path, bytes: readFileSync(path) }];
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const refusal = REFUSALS[code];
    if (refusal === undefined) return [];
    process.stderr.write(`${code === 'EISDIR' ? path : 'bash'}: ${path}: ${refusal}\n`);
    return 'refused';
  }
}

/** The exit status. `home` is the folder of the package. */
export async function runShell({ seed, args }: ShellCall, home: string): Promise<number> {
  useLibraryOf(home);
  const script = scriptIn(args);
  const files = script === undefined ? [] : scriptFile(script);
  if (files === 'refused') return CANNOT_EXECUTE;
  const invocation = { argv: ['bash', ...args], seed, files };
  try {
    return await runHeadless(invocation, hostStreams());
  } catch (error) {
    const { explainStuck, reportCrash } = await loadCrash();
    return error instanceof Stuck ? explainStuck(error) : reportCrash(error, invocation);
  }
}
