/** A line of its own, for the build to put another in its place: a script cannot import modules, its loader does it. */
import type * as Drawing from './drawing.ts';

export const loadDrawing = (): Promise<typeof Drawing> => import('./drawing.ts');
