/** /usr/share/ipclab/demos: textbook cases as scripts and as C, whose texts are read when somebody looks at them. */
import type { DirInode } from '../kernel/fs/inode.ts';
import { shelf } from '../library.ts';
import { lazyDir, lazyFile } from './manual.ts';

export const demosDir = (parent: DirInode): DirInode =>
  lazyDir(
    parent,
    0,
    (self) => new Map([...shelf('demos')].map(([name, text]) => [name, lazyFile(self, () => `${text}\n`)])),
  );
