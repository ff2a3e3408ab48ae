/**
 * procfs: what the kernel tells of itself under /proc.
 * Models the files that ps, top and curious people read; layouts as Linux prints them. Leaves out what has no meaning
 * here (interrupts, modules, memory maps): those names do not exist. Authority: proc(5).
 */
import type { Kernel } from '../kernel.ts';
import { locksText } from '../lock.ts';
import { sysvipcDir } from '../sysv/proc-sysvipc.ts';
import type { Task } from '../task.ts';
import type { DirInode, Inode } from './inode.ts';
import { fixedDir, type ProcFile, procDir, procFile, procLink } from './proc-dir.ts';
import { processDir } from './proc-process.ts';
import { sysDir } from './proc-sys.ts';

const seconds = (us: number): string => (us / 1e6).toFixed(2);
const MEM_TOTAL_KB = 2_030_104;
const MEM_USED_KB = 310_000;

const memInfo = (): string =>
  [
    ['MemTotal:', MEM_TOTAL_KB],
    ['MemFree:', MEM_TOTAL_KB - MEM_USED_KB],
    ['MemAvailable:', MEM_TOTAL_KB - MEM_USED_KB / 2],
    ['Buffers:', 20_480],
    ['Cached:', 160_000],
    ['SwapCached:', 0],
    ['SwapTotal:', 0],
    ['SwapFree:', 0],
  ]
    .map(([name, kb]) => `${String(name).padEnd(15)}${String(kb).padStart(9)} kB\n`)
    .join('');

function statText(kernel: Kernel): string {
  const { user, nice, system } = kernel.cpuTime;
  const ticks = (us: number): number => Math.floor(us / 10_000);
  const idle = ticks(Math.max(0, kernel.now - user - nice - system));
  const cpu = `${ticks(user)} ${ticks(nice)} ${ticks(system)} ${idle} 0 0 0 0 0 0`;
  const running = [...kernel.tasks.values()].filter((task) => task.state === 'R').length;
  return [
    `cpu  ${cpu}`,
    `cpu0 ${cpu}`,
    `ctxt ${kernel.dispatches}`,
    `btime ${Math.floor(kernel.epoch / 1e6)}`,
    `processes ${kernel.forks}`,
    `procs_running ${Math.max(1, running)}`,
    'procs_blocked 0\n',
  ].join('\n');
}

function loadAverage(kernel: Kernel): string {
  const running = [...kernel.tasks.values()].filter((task) => task.state === 'R').length;
  return `${kernel.load.text()} ${running}/${kernel.tasks.size} ${kernel.pids.last}\n`;
}

const text = (read: () => string): ProcFile => ({ read });

const FILE_SYSTEMS = ['tmpfs', 'proc', 'devtmpfs', 'sockfs', 'pipefs', 'devpts', 'mqueue'];

/** The directory that stands at /proc. */
export function procRoot(kernel: Kernel, parent: DirInode): DirInode {
  const file = (proc: ProcFile) => () => procFile(kernel, proc);
  const self = (task: { group: { tgid: number } }): string => String(task.group.tgid);
  const fixed = fixedDir(kernel, parent, {
    cmdline: file(text(() => 'BOOT_IMAGE=/boot/vmlinuz root=/dev/ram0\n')),
    filesystems: file(text(() => FILE_SYSTEMS.map((name) => `nodev\t${name}\n`).join(''))),
    locks: file(text(() => locksText(kernel))),
    loadavg: file(text(() => loadAverage(kernel))),
    meminfo: file(text(memInfo)),
    mounts: () => procLink(kernel, { target: () => 'self/mounts' }),
    net: () => procLink(kernel, { target: () => 'self/net' }),
    self: () => procLink(kernel, { target: self }),
    stat: file(text(() => statText(kernel))),
    sys: (proc) => sysDir(kernel, proc),
    sysvipc: (proc) => sysvipcDir(kernel, proc),
    uptime: file(text(() => `${seconds(kernel.now)} ${seconds(kernel.now)}\n`)),
    version: file(text(() => 'Linux version 6.18.0-ipclab (ipclab) #1 SMP PREEMPT_DYNAMIC\n')),
  });
  const made = new Map<number, { task: Task; dir: Inode }>();
  /** A thread's number is found like a process's, but not listed. */
  const processEntry = (pid: number): Inode | undefined => {
    const task = kernel.tasks.get(pid);
    if (!task) return undefined;
    const known = made.get(pid);
    if (known?.task === task) return known.dir;
    const dir = processDir(kernel, root, task);
    made.set(pid, { task, dir });
    return dir;
  };
  const root: DirInode = procDir(kernel, parent, {
    lookup: (name, task) => (/^[1-9]\d*$/.test(name) ? processEntry(Number(name)) : fixed.lookup(name, task)),
    *names(task) {
      for (const [name] of fixed.list(task)) yield name;
      for (const pid of [...kernel.groups.keys()].sort((a, b) => a - b)) yield String(pid);
    },
  });
  return root;
}
