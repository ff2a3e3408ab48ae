/** A line of its own, for the build to put another in its place: a script cannot import modules, its loader does it. */
import type * as Crash from './crash.ts';

export const loadCrash = (): Promise<typeof Crash> => import('./crash.ts');
