/** All builtins by name. Filled by index.ts; apart from it so that `type` and `command` can look without importing it. */
import type { Builtin } from '../shell.ts';

export const builtinTable = new Map<string, Builtin>();
