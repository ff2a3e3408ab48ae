/**
 * /usr/share/man: the pages as files, whose text is made when somebody reads one. Not compressed, as on a Debian they
 * would be; and nobody can change them. Authority: man(1), hier(7).
 */
import { encode } from '../bytes.ts';
import { fail } from '../kernel/errno.ts';
import type { Content, DirInode, Inode, RegularInode } from '../kernel/fs/inode.ts';
import { directory, regular } from '../kernel/fs/tmpfs.ts';
import { fileOf, pages } from '../manual/index.ts';

const SECTIONS = ['1', '2', '4', '7'];

const printed = (bytes: Uint8Array): Content => ({
  size: bytes.length,
  readAt(into, offset) {
    const part = bytes.subarray(offset, offset + into.length);
    into.set(part);
    return part.length;
  },
  writeAt: () => fail('EROFS'),
  truncate: () => {},
});

/** A file whose text is made when somebody reads it. */
export function lazyFile({ fs }: DirInode, text: () => string): RegularInode {
  let content: Content | undefined;
  const open = (): Content => {
    content ??= printed(encode(text()));
    return content;
  };
  return {
    ...regular(fs),
    open,
    get size() {
      return open().size;
    },
  };
}

type Entries = Map<string, Inode>;

/** A directory whose entries are made when somebody looks, and which takes no others. */
export function lazyDir(parent: DirInode, subdirectories: number, entriesOf: (self: DirInode) => Entries): DirInode {
  const dir = directory(parent.fs, parent);
  let made: Entries | undefined;
  const entries = (): Entries => {
    made ??= entriesOf(self);
    return made;
  };
  const self: DirInode = {
    ...dir,
    nlink: dir.nlink + subdirectories,
    entries: undefined,
    lookup: (name) => entries().get(name),
    list: entries,
  };
  return self;
}

const sectionDir = (man: DirInode, section: string): DirInode =>
  lazyDir(man, 0, (self) => {
    const own = pages().filter((page) => page.section.startsWith(section));
    return new Map(own.map((page) => [fileOf(page), lazyFile(self, () => page.source())]));
  });

export const manualDir = (parent: DirInode): DirInode =>
  lazyDir(
    parent,
    SECTIONS.length,
    (self) => new Map(SECTIONS.map((section) => [`man${section}`, sectionDir(self, section)])),
  );
