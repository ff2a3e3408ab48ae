/**
 * Network namespaces by their names, and moving into one: /run/netns/NAME stands for a machine's network and UTS namespaces,
 * as `ip netns` keeps them. Leaves out unshare(2) and making new ones. Authority: setns(2), ip-netns(8).
 */
import { type Failure, fail } from '../errno.ts';
import { fileOf } from '../file.ts';
import type { Inode } from '../fs/inode.ts';
import { call } from '../row.ts';
import { isRoot, type Task } from '../task.ts';
import type { Host } from './network.ts';

const CLONE_NEWUTS = 0x04000000;
const CLONE_NEWNET = 0x40000000;

/** Which inodes stand for which machines. */
export type Namespaces = Map<Inode, Host>;

/** 0 takes whatever the file stands for. */
function setns(task: Task, fd: number, type: number): 0 | Failure {
  const host = task.kernel.network.namespaces.get(fileOf(task, fd).inode);
  if (!host || (type & ~(CLONE_NEWUTS | CLONE_NEWNET)) !== 0) return fail('EINVAL');
  if (!isRoot(task)) return fail('EPERM');
  task.host = host;
  return 0;
}

export const namespaceCalls = {
  setns: call({ args: ['fd', 'int'], restart: 'never', run: setns }),
};
