/**
 * What execve(2) maps: the segments of a program, its heap, the libraries, the stack.
 * Models a dynamically linked program of Debian 12 in the C locale, at the addresses that it has without randomization
 * (`setarch -R`), with as many pages touched as such a program has touched when it waits. Leaves out what is in those pages:
 * code here is no machine code, and variables are not kept there; they read as zeros.
 * Authority: elf(5), vdso(7), proc_pid_maps(5).
 */
import { PAGE_SIZE, PROT_EXEC, PROT_READ, PROT_WRITE } from './abi.ts';
import type { RegularInode } from './fs/inode.ts';
import type { AddressSpace, Mapping, MemoryObject } from './memory.ts';

const KB = 1024;
const ALL = PROT_READ | PROT_WRITE | PROT_EXEC;
const PROGRAM_BEGIN = 0x555555554000;
const LIBRARIES_END = 0x7ffff7fff000;
const STACK_END = 0x7ffffffff000;
/** Faults of loading a program. */
export const FAULTS_OF_EXEC = 107;

/** A file of which a process shows parts as code and data. */
class ImageFile implements MemoryObject {
  readonly name: string;
  readonly ino: number;
  readonly dev: number;
  readonly identity: object = this;

  constructor(name: string, ino: number, dev: number) {
    this.name = name;
    this.ino = ino;
    this.dev = dev;
  }

  pages(): number {
    return Number.POSITIVE_INFINITY;
  }

  page(): Uint8Array {
    return new Uint8Array(PAGE_SIZE);
  }

  isResident(): boolean {
    return true;
  }
}

/** kB mapped, kB of it touched, rights; `*` for pages of which the process has its own copy. */
type Segment = readonly [kb: number, touched: number, rights: 'r' | 'rx' | 'rw' | 'r*' | 'rw*'];

interface Part {
  readonly file?: ImageFile;
  readonly label?: string;
  readonly segments: readonly Segment[];
}

interface Layout {
  readonly program: readonly Segment[];
  /** Variables without initial values, behind the program; and the heap. */
  readonly bss: readonly Segment[];
  readonly heap: Segment;
  /** From high addresses to low ones. */
  readonly libraries: readonly Part[];
  readonly stack: Segment;
}

/** st_dev of the root file system; the files' numbers are made up, as they stand in no directory here. */
const ROOT_DEV = 25;
const library = (name: string, ino: number): ImageFile =>
  new ImageFile(`/usr/lib/x86_64-linux-gnu/${name}`, ino, ROOT_DEV);
const LIBC = library('libc.so.6', 339380);
const TINFO = library('libtinfo.so.6.4', 339934);
const LOADER: Part = {
  file: library('ld-linux-x86-64.so.2', 338944),
  segments: [
    [4, 4, 'r'],
    [152, 148, 'rx'],
    [40, 40, 'r'],
    [8, 8, 'r*'],
    [8, 8, 'rw*'],
  ],
};
const FROM_KERNEL: readonly Part[] = [
  { label: '[vdso]', segments: [[8, 4, 'rx']] },
  { label: '[vvar_vclock]', segments: [[8, 0, 'r']] },
  { label: '[vvar]', segments: [[16, 0, 'r']] },
];
const anonymous = (kb: number, touched: number): Part => ({ segments: [[kb, touched, 'rw*']] });
const libc = (code: number, constants: number): Part => ({
  file: LIBC,
  segments: [
    [152, 152, 'r'],
    [1368, code, 'rx'],
    [332, constants, 'r'],
    [16, 16, 'r*'],
    [8, 8, 'rw*'],
  ],
});

const SMALL: Layout = {
  program: [
    [8, 8, 'r'],
    [20, 20, 'rx'],
    [8, 8, 'r'],
    [4, 4, 'r*'],
    [4, 4, 'rw*'],
  ],
  bss: [],
  heap: [132, 16, 'rw*'],
  libraries: [LOADER, ...FROM_KERNEL, anonymous(60, 24), libc(844, 188), anonymous(12, 8)],
  stack: [132, 8, 'rw*'],
};

const BASH: Layout = {
  program: [
    [188, 188, 'r'],
    [772, 772, 'rx'],
    [224, 184, 'r'],
    [16, 16, 'r*'],
    [36, 36, 'rw*'],
  ],
  bss: [[44, 28, 'rw*']],
  heap: [380, 332, 'rw*'],
  libraries: [
    LOADER,
    ...FROM_KERNEL,
    anonymous(8, 8),
    {
      file: TINFO,
      segments: [
        [60, 60, 'r'],
        [68, 64, 'rx'],
        [56, 0, 'r'],
        [16, 16, 'r*'],
        [4, 4, 'rw*'],
      ],
    },
    anonymous(52, 20),
    libc(1112, 192),
    anonymous(12, 8),
  ],
  stack: [132, 12, 'rw*'],
};

const layoutOf = (path: string): Layout => (/\/(ba)?sh$/.test(path) ? BASH : SMALL);

const bytesOf = (segments: readonly Segment[]): number => segments.reduce((total, [kb]) => total + kb * KB, 0);

function protOf(rights: Segment[2]): number {
  const write = rights.includes('w') ? PROT_WRITE : 0;
  return PROT_READ | write | (rights.includes('x') ? PROT_EXEC : 0);
}

/** Mappings one behind the other, as the linker laid the segments of a file out. */
function put(start: number, { file, label, segments }: Part): Mapping[] {
  let at = start;
  return segments.map(([kb, touched, rights]) => {
    const from = at;
    at += kb * KB;
    return {
      start: from,
      end: at,
      prot: protOf(rights),
      mayProt: ALL,
      shared: false,
      object: file,
      offset: file ? (from - start) / PAGE_SIZE : 0,
      label,
      loaded: { pages: (touched * KB) / PAGE_SIZE, own: rights.endsWith('*') },
    };
  });
}

/** The file that is executed. */
export interface Executable {
  readonly path: string;
  readonly ino: number;
  readonly dev: number;
}

export function layOut({ path, ino, dev }: Executable): Mapping[] {
  const { program, bss, heap, libraries, stack } = layoutOf(path);
  const file = new ImageFile(path, ino, dev);
  const bssBegin = PROGRAM_BEGIN + bytesOf(program);
  const heapBegin = bssBegin + bytesOf(bss);
  const low = [
    ...put(PROGRAM_BEGIN, { file, segments: program }),
    ...put(bssBegin, { segments: bss }),
    ...put(heapBegin, { label: '[heap]', segments: [heap] }),
  ];
  let end = LIBRARIES_END;
  const high = libraries.map((part) => put((end -= bytesOf(part.segments)), part));
  return [
    ...low,
    ...high.reverse().flat(),
    ...put(STACK_END - bytesOf([stack]), { label: '[stack]', segments: [stack] }),
  ];
}

const laidOut = new WeakMap<RegularInode, { readonly path: string; readonly mappings: readonly Mapping[] }>();

/** The same program lies the same way each time: mappings never change, so that all its processes can have these. */
export function layOutImage(path: string, inode: RegularInode): readonly Mapping[] {
  const known = laidOut.get(inode);
  if (known?.path === path) return known.mappings;
  const mappings = layOut({ path, ino: inode.ino, dev: inode.fs.dev });
  laidOut.set(inode, { path, mappings });
  return mappings;
}

/** The heap of a process is so big that all of it together comes to these figures. */
export function claimMemory(
  mm: AddressSpace,
  { vmKb, rssKb }: { readonly vmKb: number; readonly rssKb: number },
): void {
  const heap = mm.mappings.find(({ label }) => label === '[heap]');
  if (!heap?.loaded) return;
  const more = Math.max(0, vmKb * KB - mm.size);
  const pages = heap.loaded.pages + Math.max(0, (rssKb * KB) / PAGE_SIZE - mm.resident);
  mm.begin(
    mm.mappings.map((one) => (one === heap ? { ...heap, end: heap.end + more, loaded: { pages, own: true } } : one)),
  );
}
