/**
 * What the machine's /bin holds, as the kernel asks for it at execve(2). A program's code is fetched when it is first
 * executed, so that a script does not wait for what it never runs: a front end either fetches everything before it boots
 * (`fetchUserland`), or fetches a single program whenever a run ends with the state `fetch` (`fetchImage`).
 */
import { daemons } from './boot/daemons.ts';
import type { Image } from './kernel/kernel.ts';
import { programs } from './programs/index.ts';
import { bash } from './shell/main.ts';

const fetched = new Map<string, Image>([
  ['bash', bash],
  ['sh', bash],
]);

/** The names of everything that can be executed. */
export const imageNames: readonly string[] = [...Object.keys(programs), ...fetched.keys()];

/** The program, `absent` if its code has yet to be fetched, undefined if there is none. */
export function findImage(name: string): Image | 'absent' | undefined {
  return fetched.get(name) ?? (Object.hasOwn(programs, name) || Object.hasOwn(daemons, name) ? 'absent' : undefined);
}

export async function fetchImage(name: string): Promise<void> {
  const program = await programs[name]?.();
  const image = program?.main ?? (await daemons[name]?.());
  if (image) fetched.set(name, image);
}

/** For front ends that run the machine without ever waiting. */
export async function fetchUserland(): Promise<void> {
  await Promise.all([...Object.keys(programs), ...Object.keys(daemons)].map(fetchImage));
}
