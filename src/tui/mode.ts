/**
 * Full screen or line mode? Decided before anything of Ink is imported, from the streams and the environment alone.
 */
import type { Env } from './colour.ts';

export type FrontEnd = { readonly kind: 'screen' } | { readonly kind: 'plain'; readonly because: PlainReason };
export type PlainReason = 'asked' | 'no-tty' | 'dumb' | 'screen-reader';

export interface Circumstances {
  readonly plain: boolean;
  readonly stdinIsTty: boolean;
  readonly stdoutIsTty: boolean;
  readonly env: Env;
}

export function chooseFrontEnd({ plain, stdinIsTty, stdoutIsTty, env }: Circumstances): FrontEnd {
  if (plain) return { kind: 'plain', because: 'asked' };
  if (!stdinIsTty || !stdoutIsTty) return { kind: 'plain', because: 'no-tty' };
  if (env.INK_SCREEN_READER === 'true') return { kind: 'plain', because: 'screen-reader' };
  if (!env.TERM || env.TERM === 'dumb') return { kind: 'plain', because: 'dumb' };
  return { kind: 'screen' };
}
