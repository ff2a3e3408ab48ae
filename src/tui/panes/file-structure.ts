/**
 * struct files_struct with its fdtable, and a struct file for each open file of one process (include/linux/fdtable.h, fs.h
 * of Linux 6.18). In Linux 2.6.11 the table's fields stood in files_struct itself; in xv6 it is ofile[] in struct proc.
 */
import { O_ACCMODE, O_CLOEXEC } from '../../kernel/abi.ts';
import type { FdView, ProcessView } from '../../kernel/view.ts';
import { span } from '../line.ts';
import { copiesEntry } from './copied.ts';
import { type Entry, entry, type PaneContext, subjectOf } from './pane.ts';
import { field, legend, octal, structure } from './structure.ts';

/** Every open() of a 64-bit program has it. */

export function fileStructure(context: PaneContext): Entry[] {
  const process = subjectOf(context);
  if (!process) return [entry([span(context.speech.t('pane.nobody'), 'quiet')])];
  const files = new Map(process.fds.map((fd) => [fd.file, fd]));
  return [
    structure('files_struct', context.names.process(process.pid), tableFields(process), context),
    ...[...files.values()].map((fd) => structure('file', `#${fd.file}`, fileFields(fd), context)),
    copiesEntry(process.pid, context),
    legend(context),
  ];
}

function tableFields({ fds, threads }: ProcessView) {
  const used = new Set(fds.map(({ fd }) => fd));
  let next = 0;
  while (used.has(next)) next++;
  return [
    field('count', threads.length),
    ...fds.map(({ fd, file }, i) => field(`fdt->fd[${fd}]`, `#${file}`, i === 0 ? 'xv6 ofile[]' : undefined)),
    field('fdt->open_fds', bitmap(fds), 'ULK open_fds'),
    field('fdt->close_on_exec', bitmap(fds.filter(({ cloexec }) => cloexec)), 'ULK close_on_exec'),
    field('next_fd', next),
  ];
}

/** The bits that are set: bit n stands for descriptor n. */
const bitmap = (fds: readonly FdView[]): string =>
  fds.length === 0 ? '0' : `{ ${fds.map(({ fd }) => fd).join(', ')} }`;

function fileFields(fd: FdView) {
  const mode = fd.flags & O_ACCMODE;
  return [
    field('f_path', fd.name, 'ULK f_dentry'),
    field('f_inode->i_ino', fd.ino, 'xv6 ip'),
    field('f_flags', octal(fd.flags & ~O_CLOEXEC)),
    field('f_mode', ['FMODE_READ', 'FMODE_WRITE', 'FMODE_READ|FMODE_WRITE'][mode] ?? '0', 'xv6 readable, writable'),
    field('f_ref', fd.refs, 'ULK f_count, xv6 ref'),
    field('f_pos', fd.offset, 'xv6 off'),
    ...(fd.pipe === undefined ? [] : [field('private_data', `pipe_inode_info of ${fd.pipe}`, 'xv6 pipe')]),
  ];
}
