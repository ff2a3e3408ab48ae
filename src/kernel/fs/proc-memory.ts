/**
 * The address space of a process as /proc/PID shows it: maps, smaps, statm, and the figures of status and stat.
 * Authority: proc_pid_maps(5), proc_pid_smaps(5), proc_pid_statm(5); fs/proc/task_mmu.c.
 */
import { major, minor, PAGE_SIZE, PROT_EXEC, PROT_READ, PROT_WRITE } from '../abi.ts';
import type { Kernel } from '../kernel.ts';
import { type AddressSpace, type Mapping, type MemoryObject, type Usage, usageSum } from '../memory.ts';
import { rightsOf } from '../memory-view.ts';
import type { Task } from '../task.ts';

const PAGE_KB = PAGE_SIZE / 1024;
const NAME_COLUMN = 73;
const VSYSCALL = 'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0';

const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');
const kbOf = ({ start, end }: Mapping): number => (end - start) / 1024;

const withName = (line: string, name: string): string =>
  name === '' ? `${line} \n` : `${`${line} `.padEnd(NAME_COLUMN)}${name}\n`;

function headLine(mapping: Mapping): string {
  const { start, end, object, offset, label } = mapping;
  const dev = object?.dev ?? (object ? 1 : 0);
  const where = `${hex(start, 8)}-${hex(end, 8)} ${rightsOf(mapping)} ${hex(object ? offset * PAGE_SIZE : 0, 8)}`;
  const which = `${hex(major(dev), 2)}:${hex(minor(dev), 2)} ${object?.ino ?? 0}`;
  return withName(`${where} ${which}`, object?.name ?? label ?? '');
}

/** An ended task has none any more. */
const mmOf = ({ state, mm }: Task): AddressSpace | undefined => (state === 'Z' || state === 'X' ? undefined : mm);

export function mapsText(task: Task): string {
  const mm = mmOf(task);
  return mm ? mm.mappings.map(headLine).join('') + withName(VSYSCALL, '[vsyscall]') : '';
}

// ---- smaps

/** Who else has something of the same object in memory. */
type Sharers = ReadonlyMap<string, number>;
const nameOf = ({ name, ino }: MemoryObject): string => `${ino} ${name}`;

function sharersOf(kernel: Kernel): Sharers {
  const sharers = new Map<string, number>();
  for (const mm of new Set([...kernel.tasks.values()].flatMap((task) => mmOf(task) ?? [])))
    for (const name of new Set(mm.mappings.flatMap(({ object }) => (object ? [nameOf(object)] : []))))
      sharers.set(name, (sharers.get(name) ?? 0) + 1);
  return sharers;
}

const line = (name: string, kb: number): string => `${`${name}:`.padEnd(16)}${String(kb).padStart(8)} kB\n`;

function flagsOf({ prot, shared, label, mayProt }: Mapping): string {
  const flags = [
    prot & PROT_READ && 'rd',
    prot & PROT_WRITE && 'wr',
    prot & PROT_EXEC && 'ex',
    shared && 'sh',
    mayProt & PROT_READ && 'mr',
    mayProt & PROT_WRITE && 'mw',
    mayProt & PROT_EXEC && 'me',
    shared && 'ms',
    label === '[stack]' && 'gd',
    !shared && prot & PROT_WRITE && 'ac',
  ];
  return flags
    .filter((flag) => typeof flag === 'string')
    .map((flag) => `${flag} `)
    .join('');
}

function details(mapping: Mapping, { anon, shared, file, shmem }: Usage, sharers: number): string {
  const kb = (pages: number): number => pages * PAGE_KB;
  const objects = file + shmem;
  const [ours, others] = sharers > 1 ? [0, 1] : [1, 0];
  /** In proportion to how many have it. */
  const part = (pages: number): number =>
    Math.floor(kb(anon - shared) + kb(shared) / 2 + kb(pages) / Math.max(1, sharers));
  return [
    line('Size', kbOf(mapping)),
    line('KernelPageSize', PAGE_KB),
    line('MMUPageSize', PAGE_KB),
    line('Rss', kb(anon + objects)),
    line('Pss', part(objects)),
    line('Pss_Dirty', part(shmem)),
    line('Shared_Clean', kb(file) * others),
    line('Shared_Dirty', kb(shared) + kb(shmem) * others),
    line('Private_Clean', kb(file) * ours),
    line('Private_Dirty', kb(anon - shared) + kb(shmem) * ours),
    line('Referenced', kb(anon + objects)),
    line('Anonymous', kb(anon)),
    ...['KSM', 'LazyFree', 'AnonHugePages', 'ShmemPmdMapped', 'FilePmdMapped'].map((name) => line(name, 0)),
    ...['Shared_Hugetlb', 'Private_Hugetlb', 'Swap', 'SwapPss', 'Locked'].map((name) => line(name, 0)),
    'THPeligible:           0\n',
    `VmFlags: ${flagsOf(mapping)}\n`,
  ].join('');
}

const NOTHING: Usage = { anon: 0, shared: 0, file: 0, shmem: 0 };

export function smapsText(kernel: Kernel, task: Task): string {
  const mm = mmOf(task);
  if (!mm) return '';
  const sharers = sharersOf(kernel);
  const usage = mm.usage();
  const each = mm.mappings.map((mapping) => {
    const { object } = mapping;
    const used = usage.get(mapping) ?? NOTHING;
    return headLine(mapping) + details(mapping, used, object ? (sharers.get(nameOf(object)) ?? 1) : 1);
  });
  const vsyscall: Mapping = {
    ...{ start: 0, end: PAGE_SIZE, prot: PROT_EXEC, mayProt: PROT_EXEC },
    ...{ shared: false, object: undefined, offset: 0, label: undefined },
  };
  return each.join('') + withName(VSYSCALL, '[vsyscall]') + details(vsyscall, NOTHING, 1);
}

// ---- figures

/** What status, stat and statm tell, kB. */
export interface MemoryFigures {
  readonly vm: number;
  readonly rss: number;
  readonly anon: number;
  readonly file: number;
  readonly shmem: number;
  readonly data: number;
  readonly stack: number;
  readonly exe: number;
  readonly lib: number;
  readonly peakVm: number;
  readonly peakRss: number;
}

const isStack = ({ label }: Mapping): boolean => label === '[stack]';
const isData = (mapping: Mapping): boolean => !mapping.shared && (mapping.prot & PROT_WRITE) !== 0 && !isStack(mapping);

export function memoryFigures(task: Task): MemoryFigures | undefined {
  const mm = mmOf(task);
  if (!mm) return undefined;
  const sum = (which: (mapping: Mapping) => boolean): number =>
    mm.mappings.filter(which).reduce((total, mapping) => total + kbOf(mapping), 0);
  const { anon, file, shmem } = usageSum(mm.usage().values());
  const isCode = ({ prot }: Mapping): boolean => (prot & PROT_EXEC) !== 0;
  const exe = sum((mapping) => isCode(mapping) && mapping.object?.name === task.group.exe);
  return {
    vm: mm.size / 1024,
    rss: (anon + file + shmem) * PAGE_KB,
    anon: anon * PAGE_KB,
    file: file * PAGE_KB,
    shmem: shmem * PAGE_KB,
    data: sum(isData),
    stack: sum(isStack),
    exe,
    lib: sum((mapping) => isCode(mapping) && !mapping.shared) - exe,
    peakVm: mm.peakSize / 1024,
    peakRss: mm.peakResident * PAGE_KB,
  };
}

const kb = (name: string, value: number): string => `${name}:\t${String(value).padStart(8)} kB\n`;

/** The lines of /proc/PID/status. */
export function memoryLines(task: Task): string {
  const figures = memoryFigures(task);
  if (!figures) return '';
  const { vm, rss, anon, file, shmem, data, stack, exe, lib, peakVm, peakRss } = figures;
  return [
    kb('VmPeak', Math.max(vm, peakVm)),
    kb('VmSize', vm),
    kb('VmLck', 0),
    kb('VmPin', 0),
    kb('VmHWM', Math.max(rss, peakRss)),
    kb('VmRSS', rss),
    kb('RssAnon', anon),
    kb('RssFile', file),
    kb('RssShmem', shmem),
    kb('VmData', data),
    kb('VmStk', stack),
    kb('VmExe', exe),
    kb('VmLib', lib),
    kb('VmPTE', 44),
    kb('VmSwap', 0),
    kb('HugetlbPages', 0),
  ].join('');
}

/** Bytes of address space and resident pages, as stat has them. */
export function sizesOf(task: Task): readonly [bytes: number, pages: number] {
  const mm = mmOf(task);
  return mm ? [mm.size, mm.resident] : [0, 0];
}

/** Pages: size, resident, shared, code, 0, data and stack, 0. */
export function statmText(task: Task): string {
  const figures = memoryFigures(task);
  if (!figures) return '0 0 0 0 0 0 0\n';
  const { vm, rss, file, shmem, exe, data, stack } = figures;
  return `${[vm, rss, file + shmem, exe, 0, data + stack, 0].map((value) => value / PAGE_KB).join(' ')}\n`;
}
