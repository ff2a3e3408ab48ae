/**
 * procfs: what the kernel tells of itself under /proc.
 * Models the files that ps, top and curious people read; layouts as Linux prints them. Leaves out what has no meaning
 * here (interrupts, modules, memory maps): those names do not exist. Authority: proc(5).
 */

import { fail } from '../errno.ts';
import type { Kernel } from '../kernel.ts';
import { PIPE_MAX_SIZE } from '../pipe.ts';
import type { DirInode, Inode } from './inode.ts';
import { fixedDir, type ProcFile, procDir, procFile, procLink } from './proc-dir.ts';
import { processDir } from './proc-pid.ts';

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
  let user = 0;
  let system = 0;
  for (const group of kernel.groups.values()) {
    user += group.utime;
    system += group.stime;
  }
  const ticks = (us: number): number => Math.floor(us / 10_000);
  const idle = ticks(Math.max(0, kernel.now - user - system));
  const cpu = `${ticks(user)} 0 ${ticks(system)} ${idle} 0 0 0 0 0 0`;
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
  return `0.00 0.00 0.00 ${running}/${kernel.tasks.size} ${kernel.lastPid}\n`;
}

const text = (read: () => string): ProcFile => ({ read });

/** A number under /proc/sys that root may set. */
function tunable(get: () => number, set?: (value: number) => boolean): ProcFile {
  return {
    mode: set ? 0o644 : 0o444,
    read: () => `${get()}\n`,
    write(_task, written) {
      const value = Number(written.trim());
      return set && Number.isInteger(value) && set(value) ? undefined : fail('EINVAL');
    },
  };
}

function sysDir(kernel: Kernel, parent: DirInode): DirInode {
  const file = (proc: ProcFile) => () => procFile(kernel, proc);
  const setPidMax = (value: number): boolean => {
    if (value < 301 || value > 4194304) return false;
    kernel.pidMax = value;
    return true;
  };
  return fixedDir(kernel, parent, {
    kernel: (sys) =>
      fixedDir(kernel, sys, {
        hostname: file(text(() => `${kernel.hostname}\n`)),
        ostype: file(text(() => 'Linux\n')),
        osrelease: file(text(() => '6.18.0-ipclab\n')),
        pid_max: file(tunable(() => kernel.pidMax, setPidMax)),
        core_pattern: file(text(() => 'core\n')),
      }),
    fs: (sys) =>
      fixedDir(kernel, sys, {
        'pipe-max-size': file(tunable(() => PIPE_MAX_SIZE)),
        'pipe-user-pages-soft': file(tunable(() => 16384)),
        'pipe-user-pages-hard': file(tunable(() => 0)),
        protected_fifos: file(tunable(() => 0)),
      }),
  });
}

/** The directory that stands at /proc. */
export function procRoot(kernel: Kernel, parent: DirInode): DirInode {
  const file = (proc: ProcFile) => () => procFile(kernel, proc);
  const self = (task: { group: { tgid: number } }): string => String(task.group.tgid);
  const fixed = fixedDir(kernel, parent, {
    cmdline: file(text(() => 'BOOT_IMAGE=/boot/vmlinuz root=/dev/ram0\n')),
    filesystems: file(text(() => 'nodev\tproc\nnodev\ttmpfs\nnodev\tdevpts\n')),
    loadavg: file(text(() => loadAverage(kernel))),
    meminfo: file(text(memInfo)),
    mounts: file(text(() => 'tmpfs / tmpfs rw 0 0\nproc /proc proc rw 0 0\n')),
    self: () => procLink(kernel, self),
    stat: file(text(() => statText(kernel))),
    sys: (proc) => sysDir(kernel, proc),
    uptime: file(text(() => `${seconds(kernel.now)} ${seconds(kernel.now)}\n`)),
    version: file(text(() => 'Linux version 6.18.0-ipclab (ipclab) #1 SMP PREEMPT_DYNAMIC\n')),
  });
  const made = new Map<number, { startTime: number; dir: Inode }>();
  const processEntry = (pid: number): Inode | undefined => {
    const group = kernel.groups.get(pid);
    if (!group) return undefined;
    const known = made.get(pid);
    if (known?.startTime === group.startTime) return known.dir;
    const dir = processDir(kernel, root, group);
    made.set(pid, { startTime: group.startTime, dir });
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
