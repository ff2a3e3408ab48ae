/** One paragraph on why a process does not run: what it waits for, whom it waits for, and what would wake it. */
import { explainReason, type Names, en as reasonsEn, zh as reasonsZh } from './reasons.ts';

interface Reason {
  readonly kind: string;
  /** Of a futex, what it is used for. */
  readonly use?: string | undefined;
  /** Whom the reason names itself. */
  readonly holder?: number | undefined;
}

export interface Waiting {
  /** As in /proc/PID/stat. */
  readonly state: string;
  readonly reason?: Reason | undefined;
  /** Those who could end it; one of them is enough. */
  readonly wakers: readonly number[];
  /** Each waits for the next, the last for the first. */
  readonly circle?: readonly number[] | undefined;
  /** Of a leader that has ended: the threads that go on. */
  readonly others?: readonly number[] | undefined;
  /** Of a zombie: who has to wait for it. */
  readonly parent?: number | undefined;
}

/** No signal but SIGCONT or SIGKILL ends these; or they say themselves that a signal would. */
const STANDING: readonly string[] = ['stopped', 'traced', 'pause', 'signal'];
/** These say themselves whom they wait for. */
const NAMING: readonly string[] = ['child', 'traced'];

/** What ends a sleep of each kind. A signal that is not ignored always does. */
const endsEn: Readonly<Record<string, string>> = {
  'fifo-open': 'An open of the other end',
  'pipe-empty': 'Bytes, or the close of the last writing end,',
  'pipe-full': 'A read that empties a page, or the close of the last reading end,',
  'tty-input': 'A key',
  'pty-empty': 'Output of a program on that terminal',
  'tty-output': 'Control-Q',
  child: 'The end of a child',
  sleep: 'Time',
  poll: 'Whatever makes a descriptor ready',
  'msg-receive': 'Such a message, or the removal of the queue,',
  'msg-send': 'A msgrcv that makes room, or the removal of the queue,',
  sem: 'A semop or semctl that makes it possible, or the removal of the set,',
  lock: 'An unlock, or the end of whoever holds it,',
  mutex: 'pthread_mutex_unlock by its owner',
  rwlock: 'pthread_rwlock_unlock by its writer',
  join: 'The end of that thread',
};

const endsZh: Readonly<Record<keyof typeof endsEn, string>> = {
  'fifo-open': '有人打开另一端',
  'pipe-empty': '有数据写进来，或者最后一个写端关闭',
  'pipe-full': '读进程读空一页，或者最后一个读端关闭',
  'tty-input': '按一个键',
  'pty-empty': '那个终端上有程序输出',
  'tty-output': '按 Control-Q',
  child: '子进程结束',
  sleep: '时间到',
  poll: '任何一个描述符就绪',
  'msg-receive': '来一条这样的消息，或者队列被删除',
  'msg-send': '有人用 msgrcv 腾出空位，或者队列被删除',
  sem: '有人用 semop 或 semctl 使它可行，或者信号量集被删除',
  lock: '持有者解锁或者结束',
  mutex: '持有者调用 pthread_mutex_unlock',
  rwlock: '写者调用 pthread_rwlock_unlock',
  join: '那个线程结束',
};

type Naming = (pid: number) => string;

const listed = (words: readonly string[], comma: string, or: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(comma)}${or}${words.at(-1)}`;

/** The circle as this process sees it. */
const from = (circle: readonly number[], pid: number): readonly number[] => {
  const at = Math.max(0, circle.indexOf(pid));
  return [...circle.slice(at), ...circle.slice(0, at)];
};

/** `A waits for B, B for C, C for A`. */
const roundEn = (circle: readonly number[], name: Naming): string =>
  circle
    .map((pid, at) => `${name(pid)} ${at === 0 ? 'waits for' : 'for'} ${name(circle[at + 1] ?? circle[0] ?? pid)}`)
    .join(', ');
const roundZh = (circle: readonly number[], name: Naming): string =>
  circle.map((pid, at) => `${name(pid)} 等 ${name(circle[at + 1] ?? circle[0] ?? pid)}`).join('，');

/** Whom it waits for, where the reason does not say it. */
const othersOf = (pid: number, { reason, wakers }: Waiting): readonly number[] =>
  reason && (NAMING.includes(reason.kind) || reason.holder !== undefined) ? [] : wakers.filter((one) => one !== pid);

function en(pid: number, waiting: Waiting, names: Names): string {
  const { state, reason, circle, parent = 0, others: going = [] } = waiting;
  const who = names.process(pid);
  if (state === 'Z' && going.length > 0)
    return `${who} has ended, but other threads of it go on: ${going.map(names.process).join(', ')}. It is a zombie until they have ended, and ${names.process(parent)} has waited for it.`;
  if (state === 'Z')
    return `${who} has ended: nothing of it is left but its status, until ${names.process(parent)} waits for it.`;
  if (!reason) return `${who} runs, or waits for nothing but the CPU.`;
  const sentences = [`${who} ${explainReason(reasonsEn, reason, names)}.`];
  const others = othersOf(pid, waiting).map(names.process);
  if (others.length > 0) sentences.push(`It waits for ${listed(others, ', ', ' or ')}.`);
  const ends = endsEn[reason.use ?? reason.kind];
  if (ends !== undefined) sentences.push(`${ends} would wake it, or a signal.`);
  else if (!STANDING.includes(reason.kind)) sentences.push('A signal would wake it.');
  if (circle?.includes(pid)) sentences.push(`This is a deadlock: ${roundEn(from(circle, pid), names.process)}.`);
  else if (circle) sentences.push(`Behind it is a deadlock: ${roundEn(circle, names.process)}.`);
  return sentences.join(' ');
}

function zh(pid: number, waiting: Waiting, names: Names): string {
  const { state, reason, circle, parent = 0, others: going = [] } = waiting;
  const who = names.process(pid);
  if (state === 'Z' && going.length > 0)
    return `${who} 已经结束，但它的其他线程还在：${going.map(names.process).join('、')}。等它们都结束、${names.process(parent)} 也用 wait 收走它以前，它一直是僵尸。`;
  if (state === 'Z') return `${who} 已经结束，只剩下一个状态，要等 ${names.process(parent)} 用 wait 收走。`;
  if (!reason) return `${who} 正在运行，或者只是在等 CPU。`;
  const sentences = [`${who}：${explainReason(reasonsZh, reason, names)}。`];
  const others = othersOf(pid, waiting).map(names.process);
  if (others.length > 0) sentences.push(`它等的是 ${listed(others, '、', ' 或 ')}。`);
  const ends = endsZh[reason.use ?? reason.kind];
  if (ends !== undefined) sentences.push(`能叫醒它的：${ends}；信号也能。`);
  else if (!STANDING.includes(reason.kind)) sentences.push('信号能叫醒它。');
  if (circle?.includes(pid)) sentences.push(`这是死锁：${roundZh(from(circle, pid), names.process)}。`);
  else if (circle) sentences.push(`它后面有死锁：${roundZh(circle, names.process)}。`);
  return sentences.join('');
}

export const why = { en, zh };
