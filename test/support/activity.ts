/** What a process of the host and those below it have done so far, as /proc(5) tells: two equal answers, and nothing ran. */
import { readFileSync } from 'node:fs';

/** Stands in the answer while a process has, or waits for, a processor. */
export const RUNNING = 'State:\tR';

/** Undefined when the process is gone. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

export function activity(pid: number): string {
  const status = read(`/proc/${pid}/status`);
  if (status === undefined) return '';
  const own = status.match(/^(Pid|State|.*voluntary_ctxt_switches):.*$/gm) ?? [];
  const children = read(`/proc/${pid}/task/${pid}/children`)?.match(/\d+/g) ?? [];
  return [...own, ...children.map((child) => activity(Number(child)))].join('\n');
}
