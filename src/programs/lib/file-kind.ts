/** What a file is, in the words of stat %F and of rm's questions. Authority: file_type(gnulib). */

import { S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, S_ISSOCK, type Stat } from '../../kernel/abi.ts';

export const fileKind = ({ mode, size }: Pick<Stat, 'mode' | 'size'>): string => {
  if (S_ISREG(mode)) return size === 0 ? 'regular empty file' : 'regular file';
  if (S_ISDIR(mode)) return 'directory';
  if (S_ISBLK(mode)) return 'block special file';
  if (S_ISCHR(mode)) return 'character special file';
  if (S_ISFIFO(mode)) return 'fifo';
  if (S_ISLNK(mode)) return 'symbolic link';
  return S_ISSOCK(mode) ? 'socket' : 'weird file';
};
