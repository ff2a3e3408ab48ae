/**
 * What the kernel tells ip(8) and tc(8) of interfaces, neighbours and queueing disciplines, and what root may change of them:
 * messages of rtnetlink(7) as records. Leaves out other addresses, routes and disciplines than the machine has from boot.
 * Authority: rtnetlink(7), netdevice(7), tc(8).
 */
import { type LinkInfo, type NeighbourInfo, type Netem, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from '../abi.ts';
import { type Failure, fail } from '../errno.ts';
import { call } from '../row.ts';
import { isRoot, type Task } from '../task.ts';
import type { Link } from './link.ts';
import type { Host } from './network.ts';
import { LOOPBACK } from './packet.ts';

const LOOPBACK_PREFIX = 8;
const PREFIX = 24;
const LEAST_MTU = 68;

function infoOf({ lo, address }: Host, link: Link): LinkInfo {
  const { index, name, up, mtu, mac, received, sent, discipline, waiting } = link;
  const loopback = link === lo;
  return {
    ...{ index, name, loopback, up, mtu, mac },
    address: loopback ? LOOPBACK : address,
    prefix: loopback ? LOOPBACK_PREFIX : PREFIX,
    received: { ...received },
    sent: { ...sent },
    qdisc: discipline && { ...discipline, sent: { ...discipline.sent }, waiting },
  };
}

const getLinks = ({ host }: Task): LinkInfo[] => host.links.map((link) => infoOf(host, link));
const getNeighbours = ({ host }: Task): NeighbourInfo[] => host.neighbours.list(host.eth0.name);

/** Throws EPERM, ENODEV. */
function changeable(task: Task, index: number): Link {
  if (!isRoot(task)) throw fail('EPERM');
  const link = task.host.links.find((one) => one.index === index);
  if (!link) throw fail('ENODEV');
  return link;
}

/** An interface that goes down forgets who was there. Nothing is changed of what is undefined. */
function setLink(task: Task, index: number, change: { up?: boolean; mtu?: number }): 0 | Failure {
  const link = changeable(task, index);
  const { up = link.up, mtu = link.mtu } = change;
  if (mtu < LEAST_MTU) return fail('EINVAL');
  link.up = up;
  link.mtu = mtu;
  if (!up && link === task.host.eth0) task.host.neighbours.forget();
  return 0;
}

function isSound({ delay, jitter, loss, duplicate, limit }: Netem): boolean {
  const percents = [loss, duplicate].every((percent) => percent >= 0 && percent <= 100);
  return percents && delay >= 0 && jitter >= 0 && limit >= 0;
}

/** RTM_NEWQDISC at the root of an interface: NLM_F_CREATE and _EXCL make one, _REPLACE takes what is there. EEXIST, ENOENT. */
function newQdisc(task: Task, index: number, flags: number, netem: Netem): 0 | Failure {
  const link = changeable(task, index);
  if (!isSound(netem)) return fail('EINVAL');
  const there = link.discipline !== undefined;
  if (there && flags & NLM_F_EXCL && !(flags & NLM_F_REPLACE)) return fail('EEXIST');
  if (!there && !(flags & NLM_F_CREATE)) return fail('ENOENT');
  link.shape(netem);
  return 0;
}

/** ENOENT: the one that was there from the beginning cannot be taken away. */
function delQdisc(task: Task, index: number): 0 | Failure {
  const link = changeable(task, index);
  if (!link.discipline) return fail('ENOENT');
  link.shape(undefined);
  return 0;
}

export const rtnetlinkCalls = {
  rtm_getlink: call({ args: [], restart: 'never', shown: 'recvmsg', run: getLinks }),
  rtm_getneigh: call({ args: [], restart: 'never', shown: 'recvmsg', run: getNeighbours }),
  rtm_setlink: call({ args: ['int', 'linkchange'], restart: 'never', shown: 'sendmsg', run: setLink }),
  rtm_newqdisc: call({ args: ['int', 'int', 'netem'], restart: 'never', shown: 'sendmsg', run: newQdisc }),
  rtm_delqdisc: call({ args: ['int'], restart: 'never', shown: 'sendmsg', run: delQdisc }),
};
