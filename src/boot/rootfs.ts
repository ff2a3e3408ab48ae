/**
 * The files that a freshly booted machine has: a small, believable Debian-like tree in memory.
 * Authority: hier(7), passwd(5), group(5). Leaves out everything that no program here reads.
 */
import { encode } from '../bytes.ts';
import { makedev } from '../kernel/abi.ts';
import { ELF_MAGIC } from '../kernel/exec.ts';
import { DEVICE_NUMBERS } from '../kernel/fs/devices.ts';
import type { FileSystem } from '../kernel/fs/file-system.ts';
import type { DirInode, Inode } from '../kernel/fs/inode.ts';
import { procRoot } from '../kernel/fs/procfs.ts';
import { device, directory, enterName, type Ownership, regular, symlink } from '../kernel/fs/tmpfs.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { PTS_MAJOR } from '../kernel/pty.ts';
import { demosDir } from './demos.ts';
import { manualDir } from './manual.ts';
import { SERVICE_FILES, SERVICE_PROGRAMS, SERVICE_TEXTS, SERVICE_USERS } from './services.ts';

/** Whoever is in it may use sudo. */
export const SUDO_GROUP = 27;
export const LEARNER = { name: 'learner', uid: 1000, gid: 1000, home: '/home/learner' } as const;

const ROOT: Ownership = { mode: 0o755, uid: 0, gid: 0 };
/** Programs that run with their owner's rights, whoever calls them. */
const SET_UID: ReadonlySet<string> = new Set(['sudo']);
const NOLOGIN = '/usr/sbin/nologin';
const PASSWD = [
  'root:x:0:0:root:/root:/bin/bash',
  `daemon:x:1:1:daemon:/usr/sbin:${NOLOGIN}`,
  `nobody:x:65534:65534:nobody:/nonexistent:${NOLOGIN}`,
  ...SERVICE_USERS.map(({ name, uid, gid, gecos, home }) => `${name}:x:${uid}:${gid}:${gecos}:${home}:${NOLOGIN}`),
  `${LEARNER.name}:x:${LEARNER.uid}:${LEARNER.gid}:Learner,,,:${LEARNER.home}:/bin/bash`,
];
/** For interactive shells; a script sees nothing of it. */
const BASHRC = "PS1='\\u@\\h:\\w\\$ '\n";
/** For login shells. */
const PROFILE = '[ -z "${PS1-}" ] || . /etc/bash.bashrc\n';
const GROUP = [
  'root:x:0:',
  'daemon:x:1:',
  'tty:x:5:',
  `sudo:x:${SUDO_GROUP}:${LEARNER.name}`,
  ...SERVICE_USERS.map(({ name, gid }) => `${name}:x:${gid}:`),
  'nogroup:x:65534:',
  `${LEARNER.name}:x:${LEARNER.gid}:`,
];

/** Makes directories and files at boot, when there is no process yet that could. */
class Builder {
  readonly kernel: Kernel;
  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** What is mounted there, or else the file system of the directory above. */
  fsOf(path: string, above: DirInode): FileSystem {
    return this.kernel.fileSystems.mounts.find(({ place }) => place === path)?.fs ?? above.fs;
  }

  dir(path: string, who: Ownership = ROOT): DirInode {
    let at = this.kernel.root;
    let here = '';
    for (const name of path.split('/').filter(Boolean)) {
      here += `/${name}`;
      const known = at.entries?.get(name);
      if (known?.kind === 'dir') {
        at = known;
        continue;
      }
      const made = directory(this.fsOf(here, at), at, who);
      enterName(at, name, made);
      at = made;
    }
    return at;
  }

  /** The directory that a path is in. */
  above(path: string): DirInode {
    return this.dir(path.slice(0, path.lastIndexOf('/')));
  }

  put(path: string, inodeIn: (dir: DirInode) => Inode): void {
    const dir = this.above(path);
    enterName(dir, path.slice(path.lastIndexOf('/') + 1), inodeIn(dir));
  }

  file(path: string, bytes: Uint8Array, who: Ownership = { ...ROOT, mode: 0o644 }): void {
    this.put(path, ({ fs }) => regular(fs, who, bytes));
  }

  text(path: string, text: string): void {
    this.file(path, encode(text));
  }

  link(path: string, target: string): void {
    this.put(path, ({ fs }) => symlink(fs, target, ROOT));
  }

  device(path: string, rdev: number, who: Ownership): void {
    this.put(path, ({ fs }) => device(fs, rdev, who));
  }
}

/** Names of ports, of which the tools of the network speak. */
const SERVICES = [
  ['echo', '7'],
  ['ftp', '21'],
  ['ssh', '22'],
  ['telnet', '23'],
  ['smtp', '25'],
  ['domain', '53'],
  ['http', '80'],
  ['https', '443'],
  ['mysql', '3306'],
  ['postgresql', '5432'],
  ['mdns', '5353'],
  ['http-alt', '8080'],
]
  .flatMap(([name = '', port = '']) => ['tcp', 'udp'].map((kind) => `${name.padEnd(16)}${port}/${kind}\n`))
  .join('');

/** Every machine of the simulated network by its name; this one as Debian has it, too. */
function hostsFile({ network }: Kernel): string {
  const here = network.local.hostname;
  const lines = network.hosts.map(({ address, names }) => `${address}\t${names.join(' ')}\n`);
  return `127.0.0.1\tlocalhost\n127.0.1.1\t${here}\n${lines.join('')}`;
}

const executables = new Map<string, Uint8Array>();

/** The same bytes for every machine: a file that nobody changes costs none of them anything. */
function executable(program?: string): Uint8Array {
  const text = program === undefined ? ELF_MAGIC : `${ELF_MAGIC}${program}\n`;
  const bytes = executables.get(text) ?? encode(text);
  executables.set(text, bytes);
  return bytes;
}

/** Keys of a terminal that readline does not know by itself, as Debian lays them down. */
const INPUTRC = `# What readline reads where there is no ~/.inputrc.
set input-meta on
set output-meta on

$if mode=emacs
# Home, End, Insert and Delete
"\\e[1~": beginning-of-line
"\\e[4~": end-of-line
"\\e[2~": quoted-insert
"\\e[3~": delete-char
# Ctrl with an arrow goes by words
"\\e[1;5C": forward-word
"\\e[1;5D": backward-word
"\\e[5C": forward-word
"\\e[5D": backward-word
"\\e\\e[C": forward-word
"\\e\\e[D": backward-word
$endif
`;

export function buildRoot(kernel: Kernel, programs: readonly string[]): void {
  const build = new Builder(kernel);
  for (const path of [
    '/etc',
    '/usr/bin',
    '/usr/sbin',
    '/usr/share',
    '/usr/local/bin',
    '/var/log',
    '/var/spool/cron',
    '/opt/orders',
    '/run',
    '/home',
    '/dev/pts',
    '/dev/shm',
  ])
    build.dir(path);
  build.dir('/root', { ...ROOT, mode: 0o700 });
  build.dir('/var/lib');
  build.dir('/var/lib/mysql', { mode: 0o700, uid: 106, gid: 106 });
  build.dir('/tmp', { ...ROOT, mode: 0o1777 });
  build.dir(LEARNER.home, { mode: 0o755, uid: LEARNER.uid, gid: LEARNER.gid });
  for (const [name, target] of [
    ['bin', 'usr/bin'],
    ['sbin', 'usr/sbin'],
  ] as const)
    build.link(`/${name}`, target);
  build.text('/etc/bash.bashrc', BASHRC);
  build.text('/etc/inputrc', INPUTRC);
  build.text('/etc/profile', PROFILE);
  build.text('/etc/passwd', `${PASSWD.join('\n')}\n`);
  build.text('/etc/group', `${GROUP.join('\n')}\n`);
  build.text('/etc/hostname', `${kernel.network.local.hostname}\n`);
  build.text('/etc/hosts', hostsFile(kernel));
  build.text('/etc/services', SERVICES);
  for (const host of kernel.network.hosts) {
    const inode = regular(build.dir('/run/netns').fs, { ...ROOT, mode: 0o444 });
    build.put(`/run/netns/${host.names.at(-1)}`, () => inode);
    kernel.network.namespaces.set(inode, host);
  }
  build.text('/etc/os-release', 'PRETTY_NAME="ipclab (simulated Linux)"\nNAME="ipclab"\nID=ipclab\n');
  for (const name of programs)
    build.file(`/usr/bin/${name}`, executable(name), SET_UID.has(name) ? { ...ROOT, mode: 0o4755 } : ROOT);
  build.file('/etc/sudoers', encode('%sudo\tALL=(ALL:ALL) NOPASSWD: ALL\n'), { ...ROOT, mode: 0o440 });
  for (const path of SERVICE_FILES) build.file(path, executable(SERVICE_PROGRAMS[path]), ROOT);
  for (const [path, text] of Object.entries(SERVICE_TEXTS)) build.text(path, text);
  for (const [name, rdev] of Object.entries(DEVICE_NUMBERS))
    build.device(`/dev/${name}`, rdev, { ...ROOT, mode: 0o666 });
  build.link('/dev/fd', '/proc/self/fd');
  for (const [fd, name] of ['stdin', 'stdout', 'stderr'].entries()) build.link(`/dev/${name}`, `/proc/self/fd/${fd}`);
  build.dir('/dev/shm').mode = 0o1777;
  enterName(build.dir('/dev'), 'mqueue', kernel.mqueues.dir);
  const share = build.dir('/usr/share');
  enterName(share, 'man', manualDir(share));
  const own = build.dir('/usr/share/ipclab');
  enterName(own, 'demos', demosDir(own));
  enterName(kernel.root, 'proc', procRoot(kernel, kernel.root));
}

/** The name of a terminal appears under /dev/pts; it belongs to whoever sits at it. */
export function nameTerminal(kernel: Kernel, index: number): void {
  const build = new Builder(kernel);
  build.device(`/dev/pts/${index}`, makedev(PTS_MAJOR, index), { mode: 0o620, uid: LEARNER.uid, gid: 5 });
}

/** A file of the learner's, readable and executable, with the directories above it. */
export function installFile(kernel: Kernel, path: string, bytes: Uint8Array): void {
  const absolute = path.startsWith('/') ? path : `${LEARNER.home}/${path}`;
  new Builder(kernel).file(absolute, bytes, { mode: 0o755, uid: LEARNER.uid, gid: LEARNER.gid });
}
