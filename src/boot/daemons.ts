/** Programs of the machine's own that are not in /bin. The code of one is fetched when it is first executed. */
import type { Image } from '../kernel/kernel.ts';

export const daemons: Readonly<Record<string, () => Promise<Image>>> = {
  sshd: async () => (await import('./sshd.ts')).sshd,
};
