/** Security contexts on a kernel without SELinux: the options exist, and what they ask for is ignored. Authority: mkdir(1). */

import type { Io } from './io.ts';

export const contextOption = {
  long: 'context',
  value: 'CTX',
  optional: true,
  help: 'like -Z, or if CTX is specified then set the SELinux\nor SMACK security context to CTX',
} as const;

export const contextOptions = {
  Z: { short: 'Z', help: 'set the SELinux security context to default type' },
  context: contextOption,
} as const;

/** A context that was named is told to be of no use; -Z alone is silent. */
export function* ignoreContext(
  io: Io,
  context: string | undefined,
  kernels: 'SELinux' | 'SELinux/SMACK',
): Generator<void, void> {
  if (context !== undefined) yield* io.error(`warning: ignoring --context; it requires an ${kernels}-enabled kernel`);
}
