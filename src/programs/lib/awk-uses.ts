/** Whether names of an awk program are variables or arrays: the first use says it. Authority: parse.y of mawk 1.3.4. */

import type { Variable } from './awk-syntax.ts';

type Use = 'variable' | 'array';

export class Uses {
  private readonly globals = new Map<string, Use>();
  /** By the parameters of the function. */
  private readonly locals = new WeakMap<readonly string[], Map<string, Use>>();

  private of({ kind }: Variable, parameters: readonly string[]): Map<string, Use> {
    if (kind === 'global') return this.globals;
    const known = this.locals.get(parameters) ?? new Map<string, Use>();
    this.locals.set(parameters, known);
    return known;
  }

  /** The complaint, if the name was the other before. */
  note(variable: Variable, use: Use, parameters: readonly string[]): string | undefined {
    const known = this.of(variable, parameters);
    const before = known.get(variable.name) ?? use;
    known.set(variable.name, before);
    if (before === use) return undefined;
    return `illegal reference to ${variable.kind === 'local' ? 'local ' : ''}${before} ${variable.name}`;
  }
}
