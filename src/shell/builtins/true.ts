/** `:`, true, false. */
import type { Builtin } from '../shell.ts';

const succeed = (): number => 0;
const fail = (): number => 1;

export const colon: Builtin = { name: ':', special: true, usage: ':', run: succeed };
export const trueBuiltin: Builtin = { name: 'true', usage: 'true', run: succeed };
export const falseBuiltin: Builtin = { name: 'false', usage: 'false', run: fail };
