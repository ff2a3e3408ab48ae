/** One descriptor: whether it survives exec, who shares its open file and the offset, who else has its object open. */
import { O_ACCMODE, O_CLOEXEC, O_RDONLY, O_WRONLY } from '../../kernel/abi.ts';
import { openFlags } from '../../kernel/trace-values.ts';
import type { FdView, ProcessView } from '../../kernel/view.ts';
import { type Line, span } from '../line.ts';
import { fact } from './fact.ts';
import type { PaneContext } from './pane.ts';

/** What may be done with it. */
export const ends = ({ flags }: FdView) => ({
  read: (flags & O_ACCMODE) !== O_WRONLY,
  write: (flags & O_ACCMODE) !== O_RDONLY,
});

export function descriptorDetails(fd: FdView, process: ProcessView, context: PaneContext): Line[] {
  const { speech, width } = context;
  const { t } = speech;
  const sharing = holders(context, (other) => other.file === fd.file, { fd, process });
  const lines = [
    ...fact('exec', t(fd.cloexec ? 'descriptors.closes' : 'descriptors.survives'), width),
    ...fact('flags', [span(openFlags(fd.flags & ~O_CLOEXEC), 'code')], width),
    ...(fd.kind === 'reg' ? fact('pos', t('descriptors.offset', fd.offset, sharing.length > 0), width) : []),
    ...fact('file', sharing.length === 0 ? t('descriptors.alone') : t('descriptors.shared', sharing), width),
    ...fact('object', t('descriptors.inode', t(`descriptors.kind.${fd.kind}`), fd.ino), width),
  ];
  return fd.pipe === undefined ? lines : [...lines, ...endLines(fd.pipe, context)];
}

/** Everybody at both ends of a pipe, descriptor by descriptor. */
const endLines = (ino: number, context: PaneContext): Line[] => [
  ...fact('writers', holdersOfEnd(ino, 'write', context), context.width),
  ...fact('readers', holdersOfEnd(ino, 'read', context), context.width),
];

export function holdersOfEnd(ino: number, end: 'read' | 'write', context: PaneContext): string {
  const found = holders(context, (fd) => fd.pipe === ino && ends(fd)[end]);
  return found.length === 0 ? context.speech.t('pipes.nobody') : context.speech.t('pane.list', found);
}

interface Descriptor {
  readonly fd: FdView;
  readonly process: ProcessView;
}

/** `cat(7) fd 0`: every descriptor of the machine that `fits`. */
const holders = (
  { kernel, names, speech: { t } }: Pick<PaneContext, 'kernel' | 'names' | 'speech'>,
  fits: (fd: FdView) => boolean,
  except?: Descriptor,
): string[] =>
  kernel.processes.flatMap(({ pid, fds }) =>
    fds
      .filter((fd) => fits(fd) && !(pid === except?.process.pid && fd.fd === except.fd.fd))
      .map(({ fd }) => t('descriptors.holder', names.process(pid), fd)),
  );
