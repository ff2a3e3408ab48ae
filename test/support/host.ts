/** What the host has for comparing: a Linux with bash, a C compiler. Where it has not, the tests say so in one line. */
import { execFileSync } from 'node:child_process';

function works(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let bash: boolean | undefined;
let compiler: boolean | undefined;

const skipped = (what: string, why: string): false => {
  console.log(`skipped: ${what} is compared with the real system only where there is ${why}`);
  return false;
};

/** Whether scripts can be run in a real bash on Linux. */
export function hostBash(what: string): boolean {
  bash ??= process.platform === 'linux' && works('bash', '-c', 'true');
  return bash || skipped(what, 'Linux with bash');
}

export function hostCompiler(what: string): boolean {
  compiler ??= process.platform === 'linux' && works('gcc', '--version');
  return compiler || skipped(what, 'Linux with gcc');
}
