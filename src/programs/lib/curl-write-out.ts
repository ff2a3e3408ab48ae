/** What -w says when a transfer is over. Authority: curl(1), --write-out. */

export type Facts = Readonly<Record<string, string | number>>;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };

/** The text, and the names of variables that there are not. */
export function writeOut(format: string, facts: Facts): { readonly text: string; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  const text = format.replaceAll(/%\{([^}]*)\}|%%|\\(.)/gs, (whole, name: string | undefined, letter?: string) => {
    if (letter !== undefined) return ESCAPES[letter] ?? whole;
    if (name === undefined) return '%';
    const value = facts[name];
    if (value === undefined) unknown.push(name);
    return value === undefined ? '' : String(value);
  });
  return { text, unknown };
}

/** Seconds with six digits. */
export const secondsText = (us: number): string => (us / 1e6).toFixed(6);
