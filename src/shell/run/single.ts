/** PIPESTATUS of one command. The usual ones are shared: this is done for every command. */
const USUAL: readonly (readonly number[])[] = [[0], [1]];
export const single = (status: number): readonly number[] => USUAL[status] ?? [status];
