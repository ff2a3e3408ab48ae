/**
 * What holds of a kernel between any two turns, whatever was called: counts equal what they count, everybody who sleeps
 * is in the queues it sleeps on, nobody else is, every process has its place in the tree.
 */
import type { OpenFile } from '../../src/kernel/file.ts';
import type { Kernel } from '../../src/kernel/kernel.ts';
import { Pipe } from '../../src/kernel/pipe.ts';
import type { Task, ThreadGroup } from '../../src/kernel/task.ts';
import type { Place } from '../../src/kernel/wait-queue.ts';

type Complain = (what: string) => void;

/** Descriptors that refer to each open file, over all tables. */
function descriptors(kernel: Kernel): Map<OpenFile, number> {
  const counts = new Map<OpenFile, number>();
  for (const table of new Set([...kernel.tasks.values()].map((task) => task.files)))
    for (const [, { file }] of table.entries()) counts.set(file, (counts.get(file) ?? 0) + 1);
  for (const { call } of kernel.tasks.values())
    for (const { file } of call?.held?.values() ?? []) counts.set(file, (counts.get(file) ?? 0) + 1);
  countInFlight(counts);
  return counts;
}

/** Those that travel in the queues of sockets, of which some may be reached only through others that travel. */
function countInFlight(counts: Map<OpenFile, number>): void {
  for (const file of counts.keys())
    for (const travelling of file.socket?.inFlight() ?? []) counts.set(travelling, (counts.get(travelling) ?? 0) + 1);
}

/** The pipe that a task sleeps to open, and the end it is to have. */
function opening(task: Task): { readonly pipe: Pipe; readonly end: 'read' | 'write' } | undefined {
  const queue = task.call?.wait?.queues[0];
  if (!(queue?.owner instanceof Pipe)) return undefined;
  return { pipe: queue.owner, end: queue === queue.owner.wantWriter ? 'read' : 'write' };
}

function checkFiles(kernel: Kernel, complain: Complain): void {
  const ends = new Map<Pipe, { readers: number; writers: number }>();
  const endsOf = (pipe: Pipe): { readers: number; writers: number } => {
    const known = ends.get(pipe) ?? { readers: 0, writers: 0 };
    ends.set(pipe, known);
    return known;
  };
  for (const [file, count] of descriptors(kernel)) {
    if (file.refs !== count) complain(`${file.name()}: ${file.refs} references, ${count} descriptors`);
    if (file.pipe && file.readable) endsOf(file.pipe).readers++;
    if (file.pipe && file.writable) endsOf(file.pipe).writers++;
  }
  for (const task of kernel.tasks.values()) {
    const wanted = opening(task);
    if (wanted?.end === 'read') endsOf(wanted.pipe).readers++;
    if (wanted?.end === 'write') endsOf(wanted.pipe).writers++;
  }
  for (const [pipe, { readers, writers }] of ends) {
    if (pipe.readers !== readers) complain(`pipe ${pipe.ino}: counts ${pipe.readers} readers, there are ${readers}`);
    if (pipe.writers !== writers) complain(`pipe ${pipe.ino}: counts ${pipe.writers} writers, there are ${writers}`);
    if (pipe.slots.length > pipe.slotCount) complain(`pipe ${pipe.ino}: more slots filled than there are`);
    if (pipe.slots.some(({ length }) => length <= 0)) complain(`pipe ${pipe.ino}: an empty slot is kept`);
  }
}

function checkSleep(task: Task, complain: Complain): void {
  const who = `task ${task.pid} (${task.state} in ${task.call?.name ?? 'no call'})`;
  const places: Place[] = [];
  for (let place = task.call?.place; place; place = place.also) places.push(place);
  if (task.state === 'S') {
    if (places.length === 0) complain(`${who} sleeps in no queue`);
    if (places.some(({ joined }) => !joined)) complain(`${who} has left a queue that it sleeps on`);
    for (const { queue } of places)
      if (![...queue.sleepers()].includes(task)) complain(`${who} is not in its queue ${queue.wchan}`);
  } else if (places.some(({ joined }) => joined)) complain(`${who} does not sleep, but stands in a queue`);
  if (task.state === 'R' && !task.queued) complain(`${who} can run, but is not in the run queue`);
  const stopped = task.state === 'T' || task.state === 't';
  if (stopped && !task.stopPlace?.joined) complain(`${who} is stopped outside the queue of the stopped`);
  if ((task.state === 't') !== (task.traced?.stop !== undefined)) complain(`${who} has a stop it does not stand in`);
  if (!stopped && task.stopPlace) complain(`${who} is not stopped, but stands there`);
  if (task.state === 'X') complain(`${who} is gone, but still listed`);
  for (const place of places)
    for (const sleeper of place.queue.sleepers())
      if ((sleeper as Task).state !== 'S') complain(`queue ${place.queue.wchan} holds somebody who does not sleep`);
}

/** The leader has the process's number; an ended thread is kept for its tracer only. */
function checkThreads(kernel: Kernel, group: ThreadGroup, complain: Complain): void {
  const who = `process ${group.tgid}`;
  if (group.leader?.pid !== group.tgid) complain(`${who} is led by ${group.leader?.pid}`);
  for (const task of group.tasks) {
    if (task.group !== group) complain(`task ${task.pid} is in the list of another process, ${group.tgid}`);
    if (kernel.tasks.get(task.pid) !== task) complain(`task ${task.pid} of ${who} is not in the table`);
    if (task.state === 'Z' && !task.isLeader && !task.traced) complain(`task ${task.pid} is a zombie for nobody`);
    if (task.state === 'Z' && task.frames.length > 0) complain(`task ${task.pid} has ended, but has code to run`);
  }
}

/** Memory and descriptor tables know how many live tasks use them. */
function checkUsers(kernel: Kernel, complain: Complain): void {
  const users = new Map<{ readonly users: number }, number>();
  for (const { state, mm, files } of kernel.tasks.values())
    for (const shared of state === 'Z' ? [] : [mm, files]) users.set(shared, (users.get(shared) ?? 0) + 1);
  for (const [shared, count] of users)
    if (shared.users !== count)
      complain(`${shared.constructor.name}: counts ${shared.users} users, there are ${count}`);
}

/** What is kept so that nobody has to look at all processes. */
function checkSets(kernel: Kernel, group: ThreadGroup, complain: Complain): void {
  const { tgid, pgid, parent, zombie, tasks, heldFor, report, stopSignal } = group;
  const members = [...kernel.processGroups.membersOf(pgid)];
  if (!members.includes(group)) complain(`${tgid}: not in its process group ${pgid}`);
  if (members.some((member) => member.pgid !== pgid)) complain(`${pgid}: a member is in another process group`);
  const toldOf = (zombie && tasks.length === 1 && !heldFor) || report !== undefined;
  if (toldOf && parent && !parent.news.has(group)) complain(`${tgid}: its parent does not know that it has news`);
  if (kernel.stopped.has(group) !== (stopSignal !== 0)) complain(`${tgid}: stopped by ${stopSignal}, kept otherwise`);
}

function checkProcess(kernel: Kernel, group: ThreadGroup, complain: Complain): void {
  const who = `process ${group.tgid}`;
  const { parent, session } = group;
  if (!parent && group.tgid !== 1) complain(`${who} has no parent`);
  if (parent && !parent.children.has(group)) complain(`${who} is unknown to its parent ${parent.tgid}`);
  if (parent && (parent.zombie || kernel.groups.get(parent.tgid) !== parent)) complain(`${who} has a dead parent`);
  for (const child of group.children) if (child.parent !== group) complain(`${who} has somebody else's child`);
  if (group.zombie && group.tasks.some(({ state }) => state !== 'Z')) complain(`${who} is a zombie with a living task`);
  if (!group.zombie && group.tasks.every(({ state }) => state === 'Z')) complain(`${who} lives with dead tasks only`);
  checkThreads(kernel, group, complain);
  if (session.tty && session.tty.session !== session) complain(`${who}: its terminal belongs to another session`);
  for (const other of kernel.groups.values())
    if (other.pgid === group.pgid && other.session !== session) complain(`group ${group.pgid} is in two sessions`);
  const pending = [group.shared, ...group.tasks.map((task) => task.pending)];
  for (const { set, queue } of pending)
    for (const { signo } of queue)
      if (!(set & (1n << BigInt(signo - 1)))) complain(`${who}: signal ${signo} is queued, but not pending`);
}

/** What does not hold; empty when all is well. Not for the middle of a turn. */
export function brokenInvariants(kernel: Kernel): string[] {
  const complaints = new Set<string>();
  const complain: Complain = (what) => complaints.add(what);
  checkFiles(kernel, complain);
  for (const task of kernel.tasks.values()) checkSleep(task, complain);
  checkUsers(kernel, complain);
  for (const group of kernel.groups.values()) {
    checkProcess(kernel, group, complain);
    checkSets(kernel, group, complain);
  }
  for (const group of kernel.stopped) if (!kernel.groups.has(group.tgid)) complain(`${group.tgid}: stopped, and gone`);
  for (const tty of kernel.ttys) {
    if (tty.session && tty.session.tty !== tty) complain(`${tty.name}: its session has another terminal`);
    if (tty.foreground !== 0 && !tty.session) complain(`${tty.name}: a foreground group without a session`);
  }
  return [...complaints];
}
