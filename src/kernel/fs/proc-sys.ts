/**
 * /proc/sys: what can be tuned. Everybody may read it, root may write; a value that the kernel here cannot change is
 * refused (EINVAL).
 * Authority: proc_sys(5), proc_sys_fs(5), proc_sys_kernel(5).
 */
import { fail } from '../errno.ts';
import type { Kernel } from '../kernel.ts';
import { PIPE_MAX_SIZE } from '../pipe.ts';
import { sysvTunables } from '../sysv/proc-sys.ts';
import type { DirInode, Inode } from './inode.ts';
import { fixedDir, type ProcFile, procFile } from './proc-dir.ts';

type Value = string | number;

function tunable(get: () => Value, set: (text: string) => boolean = () => false): ProcFile {
  return {
    mode: 0o644,
    read: () => `${get()}\n`,
    write: (_task, written) => (set(written.trim()) ? undefined : fail('EINVAL')),
  };
}
const fixed = (value: Value): ProcFile => tunable(() => value);
const readOnly = (value: Value): ProcFile => ({ mode: 0o444, read: () => `${value}\n` });

const LEAST_PID_MAX = 301;
const GREATEST_PID_MAX = 4194304;
function setPidMax(kernel: Kernel, text: string): boolean {
  const value = Number(text);
  if (!Number.isInteger(value) || value < LEAST_PID_MAX || value > GREATEST_PID_MAX) return false;
  kernel.pids.max = value;
  return true;
}

const kernelFiles = (kernel: Kernel): Readonly<Record<string, ProcFile>> => ({
  cap_last_cap: readOnly(40),
  core_pattern: fixed('core'),
  core_uses_pid: fixed(0),
  hostname: {
    mode: 0o644,
    read: ({ host }) => `${host.hostname}\n`,
    write: ({ host }, written) => {
      host.hostname = written.trim();
      return undefined;
    },
  },
  ngroups_max: readOnly(65536),
  osrelease: readOnly('6.18.0-ipclab'),
  ostype: readOnly('Linux'),
  pid_max: tunable(
    () => kernel.pids.max,
    (text) => setPidMax(kernel, text),
  ),
  randomize_va_space: fixed(0),
  'threads-max': fixed(8192),
  ...sysvTunables(kernel.sysv),
});

const FS_FILES: Readonly<Record<string, ProcFile>> = {
  'file-max': fixed('9223372036854775807'),
  nr_open: fixed(1048576),
  'pipe-max-size': fixed(PIPE_MAX_SIZE),
  'pipe-user-pages-hard': fixed(0),
  'pipe-user-pages-soft': fixed(16384),
  protected_fifos: fixed(0),
  protected_hardlinks: fixed(1),
  protected_symlinks: fixed(0),
};

/** From 1 (queues: 0) up to what the kernel can hold at all. */
const mqueueFiles = ({ mqueues }: Kernel): Readonly<Record<string, ProcFile>> => {
  const limit = (
    name: 'msgMax' | 'msgsizeMax' | 'msgDefault' | 'msgsizeDefault' | 'queuesMax',
    least: number,
    most: number,
  ): ProcFile =>
    tunable(
      () => mqueues[name],
      (text) => {
        const value = Number(text);
        if (!Number.isInteger(value) || value < least || value > most) return false;
        mqueues[name] = value;
        return true;
      },
    );
  return {
    msg_default: limit('msgDefault', 1, 65536),
    msg_max: limit('msgMax', 1, 65536),
    msgsize_default: limit('msgsizeDefault', 128, 16777216),
    msgsize_max: limit('msgsizeMax', 128, 16777216),
    queues_max: limit('queuesMax', 0, 2147483647),
  };
};

type Made = Record<string, (self: DirInode) => Inode>;

export function sysDir(kernel: Kernel, parent: DirInode): DirInode {
  const made = (files: Readonly<Record<string, ProcFile>>): Made =>
    Object.fromEntries(Object.entries(files).map(([name, file]) => [name, () => procFile(kernel, file)]));
  return fixedDir(kernel, parent, {
    fs: (sys) =>
      fixedDir(kernel, sys, { ...made(FS_FILES), mqueue: (fs) => fixedDir(kernel, fs, made(mqueueFiles(kernel))) }),
    kernel: (sys) => fixedDir(kernel, sys, made(kernelFiles(kernel))),
  });
}
