/** The words of C for what sigaction(2) was given. */
import { SA_NOCLDSTOP, SA_NOCLDWAIT, SA_NODEFER, SA_RESETHAND, SA_RESTART, SA_SIGINFO } from '../../kernel/abi.ts';
import { hasSignal, NSIG, type SigSet, signalName } from '../../kernel/signum.ts';

const FLAGS = { SA_NOCLDSTOP, SA_NOCLDWAIT, SA_SIGINFO, SA_RESTART, SA_NODEFER, SA_RESETHAND } as const;

export function actionFlags(flags: number): string {
  const names = Object.entries(FLAGS).flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name]));
  return names.join('|') || '0';
}

export const maskNames = (mask: SigSet): string =>
  Array.from({ length: NSIG - 1 }, (_, i) => i + 1)
    .filter((signo) => hasSignal(mask, signo))
    .map((signo) => (signalName(signo) ?? String(signo)).replace(/^SIG/, ''))
    .join(' ');
