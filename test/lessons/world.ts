/** Worlds made of plain data. */
import type { KernelEvent } from '../../src/kernel/event.ts';
import type { KernelView, PipeView, ProcessView, TtyView } from '../../src/kernel/view.ts';
import { namesOf, type World } from '../../src/lessons/world.ts';
import type { FileView, NodeType } from '../../src/machine.ts';

export interface Facts {
  readonly processes?: readonly Partial<ProcessView>[];
  readonly pipes?: readonly Partial<PipeView>[];
  readonly events?: readonly ({ type: string } & Record<string, unknown>)[];
  readonly outputs?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, NodeType | FileView>>;
  readonly prompts?: readonly string[];
  readonly foreground?: number;
  readonly forgetful?: boolean;
  readonly sessions?: Readonly<Record<number, number>>;
  readonly schedules?: readonly Facts[];
}

const fileView = (file: NodeType | FileView | undefined): FileView | undefined =>
  typeof file === 'string' ? { type: file, mode: 0o644, links: 1, size: 0, content: undefined } : file;

/** Terminal A is pts/0 of session 10, B is pts/1 of session 20. */
export function world(facts: Facts = {}): World {
  const ttys = [
    { name: 'pts/0', sid: 10, foreground: facts.foreground ?? 10 },
    { name: 'pts/1', sid: 20, foreground: 20 },
  ] as TtyView[];
  const shells = [
    { pid: 10, ppid: 1, pgid: 10, sid: 10, comm: 'bash', state: 'S', wchan: 'n_tty_read' },
    { pid: 20, ppid: 1, pgid: 20, sid: 20, comm: 'bash', state: 'S', wchan: 'n_tty_read' },
  ] as ProcessView[];
  const view: KernelView = {
    time: 0,
    seq: 0,
    processes: [...shells, ...((facts.processes ?? []) as ProcessView[])],
    pipes: (facts.pipes ?? []) as PipeView[],
    ttys,
    msgQueues: [],
    semaphores: [],
    network: { hosts: [], sockets: [], flights: [] },
    shmSegments: [],
    locks: [],
    futexes: [],
    mqueues: [],
    shmFiles: [],
    copies: { calls: [], processes: [] },
    costs: [],
  };
  return {
    view: () => view,
    events: () => (facts.events ?? []) as unknown as KernelEvent[],
    forgetful: facts.forgetful ?? false,
    outputOf: (terminal) => facts.outputs?.[terminal] ?? '',
    file: (path) => fileView(facts.files?.[path]),
    nameAt: (event) => namesOf((facts.events ?? []) as unknown as KernelEvent[], view.processes).get(event),
    ttyOf: (terminal) => (terminal === 'A' ? 'pts/0' : 'pts/1'),
    sessionOf: (pid) => facts.sessions?.[pid] ?? view.processes.find((process) => process.pid === pid)?.sid,
    atPrompt: (terminal) => (facts.prompts ?? ['A', 'B']).includes(terminal),
    *schedules(count) {
      for (const each of (facts.schedules ?? []).slice(0, count)) yield world(each);
    },
  };
}
