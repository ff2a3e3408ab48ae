/** The list of `NAME=value` that a program hands on. Authority: putenv(3), environ(7). */

/** putenv(3): in the place of the old value, else behind all others. */
export const setEnvironment = (environment: readonly string[], name: string, value: string): string[] => {
  const entry = `${name}=${value}`;
  const at = environment.findIndex((one) => one.startsWith(`${name}=`));
  return at < 0 ? [...environment, entry] : environment.with(at, entry);
};
