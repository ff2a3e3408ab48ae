/**
 * What a small server has running before anybody logs in: sshd, cron, a web server, a database, a Java service.
 * Each is a process with its own session, user, descriptors and threads, asleep as the real one is; none ever uses the CPU or a
 * timer again until somebody connects to it. Authority: ps(1), ss(8) on a Debian 12.
 */
import { CLONE_FILES, CLONE_FS, CLONE_SIGHAND, CLONE_SYSVSEM, CLONE_THREAD, CLONE_VM, O_RDWR } from '../kernel/abi.ts';
import { isFailure } from '../kernel/errno.ts';
import { openDevice } from '../kernel/fs/devices.ts';
import { find } from '../kernel/fs/path.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { clone, fork } from '../kernel/process.ts';
import { claimMemory, layOut } from '../kernel/program-layout.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { commOf, type Task } from '../kernel/task.ts';
import { greet, handOver, openPort, type Port, proxyTo, SSHD, serveOrders, serving } from './serving.ts';

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: string;
  readonly home: string;
}

const ROOT_USER = { uid: 0, gid: 0 } as const;
const user = (name: string, id: number, home: string, gecos = ''): User => ({ name, uid: id, gid: id, gecos, home });
const WWW_DATA = user('www-data', 33, '/var/www', 'www-data');
const SSHD_USER = user('sshd', 104, '/run/sshd');
const MYSQL = user('mysql', 106, '/nonexistent', 'MySQL Server,,,');
const ORDERS = user('orders', 998, '/opt/orders');

/** The users that the services run as, for /etc/passwd and /etc/group. */
export const SERVICE_USERS: readonly User[] = [WWW_DATA, SSHD_USER, MYSQL, ORDERS];

type Sleep = (sys: Sys) => Generator<void, unknown>;
const waitsForEvents: Sleep = (sys) => sys.poll([], -1);
const waitsForSignals: Sleep = (sys) => sys.sigsuspend(0n);

interface Service {
  readonly pid: number;
  /** The service that started it; init if not said. */
  readonly parent?: number;
  readonly exe: string;
  /** What it made of its own argv, as setproctitle(3) does; with one element a NUL-free title. */
  readonly argv: readonly string[];
  readonly user: Pick<User, 'uid' | 'gid'>;
  readonly sleeps: Sleep;
  /** Names of the threads that it has beside the first; they sleep until there is work for them. */
  readonly threads?: readonly string[];
  /** Where it listens; its parent's if that has one and the service none. */
  readonly port?: Port;
  /** It listens on every machine of the network. */
  readonly everywhere?: boolean;
  readonly cwd?: string;
  /** kB, virtual and resident. */
  readonly memory: readonly [vm: number, rss: number];
}

/** The machines of the network, in the order of their addresses: sshd listens on all of them. */
const MACHINES = ['alpha', 'beta', 'gamma'];
const SSH_PORT: Port = {
  address: '0.0.0.0',
  port: 22,
  backlog: 128,
  serve: handOver(SSHD, 'sshd: [accepted]', MACHINES),
};
/** The first packet of the protocol: its length, version 10, the server's version and a thread id. */
const MYSQL_GREETING = '\x12\0\0\0\x0a8.0.36-debian\0\x01\0\0\0';
const MYSQL_PORT: Port = { address: '127.0.0.1', port: 3306, backlog: 151, serve: greet(MYSQL_GREETING) };
const ORDERS_PORT: Port = { address: '0.0.0.0', port: 8080, backlog: 100, serve: serveOrders };
const HTTP_PORT: Port = { address: '0.0.0.0', port: 80, backlog: 511, serve: proxyTo(ORDERS_PORT.port) };
/** The descriptors behind the standard ones. */
const LISTENER = 3;
const serves = ({ serve }: Port, listeners = 1): Sleep =>
  serving(
    Array.from({ length: listeners }, (_, at) => LISTENER + at),
    serve,
  );

const NGINX = '/usr/sbin/nginx';
const JAVA = '/usr/lib/jvm/java-17-openjdk-amd64/bin/java';
const nginxWorker = (pid: number): Service => ({
  pid,
  parent: 447,
  exe: NGINX,
  argv: ['nginx: worker process'],
  user: WWW_DATA,
  sleeps: serves(HTTP_PORT),
  memory: [10832, 3640],
});

/** In the order of their pids. */
const SERVICES: readonly Service[] = [
  {
    pid: 388,
    exe: '/usr/sbin/cron',
    argv: ['/usr/sbin/cron', '-f'],
    user: ROOT_USER,
    sleeps: waitsForEvents,
    cwd: '/var/spool/cron',
    memory: [6612, 2688],
  },
  {
    pid: 431,
    exe: SSHD,
    argv: ['sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups'],
    user: ROOT_USER,
    sleeps: serves(SSH_PORT, MACHINES.length),
    port: SSH_PORT,
    everywhere: true,
    memory: [15436, 9216],
  },
  {
    pid: 447,
    exe: NGINX,
    argv: ['nginx: master process /usr/sbin/nginx -g daemon on; master_process on;'],
    user: ROOT_USER,
    sleeps: waitsForSignals,
    port: HTTP_PORT,
    memory: [10348, 1804],
  },
  nginxWorker(448),
  nginxWorker(449),
  {
    pid: 502,
    exe: '/usr/sbin/mysqld',
    argv: ['/usr/sbin/mysqld'],
    user: MYSQL,
    sleeps: serves(MYSQL_PORT),
    port: MYSQL_PORT,
    threads: ['ib_io_rd-1', 'ib_io_wr-1', 'ib_pg_flush_co', 'ib_log_writer', 'ib_srv_mon', 'sig_handler'],
    cwd: '/var/lib/mysql',
    memory: [1785344, 402312],
  },
  {
    pid: 571,
    exe: JAVA,
    argv: ['/usr/bin/java', '-Xms128m', '-Xmx256m', '-jar', '/opt/orders/orders.jar', '--server.port=8080'],
    user: ORDERS,
    sleeps: serves(ORDERS_PORT),
    port: ORDERS_PORT,
    threads: ['GC Thread#0', 'VM Thread', 'Finalizer', 'C2 CompilerThre', 'C1 CompilerThre', 'http-nio-8080-e'],
    cwd: '/opt/orders',
    memory: [2876540, 198764],
  },
];

/** The executable files of the services that have a program here, and of which. */
export const SERVICE_PROGRAMS: Readonly<Record<string, string>> = { [SSHD]: 'sshd' };
/** All their executable files. */
export const SERVICE_FILES: readonly string[] = [...new Set(SERVICES.map(({ exe }) => exe))];

const PID_FILES: Readonly<Record<string, number>> = {
  '/run/crond.pid': 388,
  '/run/sshd.pid': 431,
  '/run/nginx.pid': 447,
  '/run/mysqld/mysqld.pid': 502,
};

/** Small files that somebody who looks around finds. */
export const SERVICE_TEXTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(PID_FILES).map(([path, pid]) => [path, `${pid}\n`])),
  '/etc/nginx/nginx.conf': [
    'user www-data;',
    'worker_processes 2;',
    'pid /run/nginx.pid;',
    'events { worker_connections 768; }',
    'http { server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } } }\n',
  ].join('\n'),
  '/etc/mysql/my.cnf': '[mysqld]\nuser = mysql\ndatadir = /var/lib/mysql\nmax_connections = 151\n',
  '/etc/ssh/sshd_config': 'Port 22\nPermitRootLogin no\nMaxStartups 10:30:100\n',
  '/etc/crontab': '# m h dom mon dow user\tcommand\n17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly\n',
};

const asleepForEver = (sleeps: Sleep) =>
  function* (sys: Sys): Generator<void, number> {
    for (;;) yield* sleeps(sys);
  };

/** Ports below this are root's: who listens there becomes an ordinary user afterwards. */
const FIRST_UNPRIVILEGED = 1024;

/** Starts them all below pid 1, as they are once they have become daemons. */
export function startServices(kernel: Kernel, init: Task): void {
  for (const service of SERVICES) start(kernel, init, service);
}

function start(kernel: Kernel, init: Task, service: Service): void {
  const { pid, parent, exe, argv, user, sleeps, cwd = '/', memory, port, threads = [] } = service;
  kernel.pids.skip(pid - 1);
  const starter = (parent !== undefined && kernel.tasks.get(parent)) || init;
  const task = kernel.tasks.get(Number(fork(starter, asleepForEver(sleeps))));
  if (!task) throw new Error(`no process for ${exe}`);
  const { group } = task;
  group.didExec = true;
  group.exe = exe;
  task.comm = commOf(exe.slice(exe.lastIndexOf('/') + 1));
  group.argv = argv;
  if (starter === init) {
    kernel.processGroups.join(group, pid);
    group.session = { sid: pid, tty: undefined };
    kernel.sessions.set(pid, group.session);
    takeStandardDescriptors(task);
  }
  const machines = service.everywhere ? kernel.network.hosts : [task.host];
  const listen = () => {
    if (port) for (const host of machines) openPort(task, port, host);
  };
  const { uid, gid } = user;
  const needsRoot = port !== undefined && port.port < FIRST_UNPRIVILEGED;
  if (needsRoot) listen();
  task.cred = { ruid: uid, euid: uid, suid: uid, rgid: gid, egid: gid, sgid: gid, groups: [gid] };
  if (!needsRoot) listen();
  const { inode } = find(init, cwd);
  if (inode.kind === 'dir') task.fs = { ...task.fs, cwd: inode, cwdPath: cwd };
  task.mm.begin(layOut({ path: exe, ino: 0, dev: 0 }));
  claimMemory(task.mm, { vmKb: memory[0], rssKb: memory[1] });
  for (const name of threads) startThread(kernel, task, name);
}

const THREAD = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;

function startThread(kernel: Kernel, leader: Task, name: string): void {
  const tid = clone(leader, { flags: THREAD }, asleepForEver(waitsForEvents));
  const thread = kernel.tasks.get(Number(tid));
  if (thread) thread.comm = name;
}

/** Standard input, output and error of a daemon. */
function takeStandardDescriptors(task: Task): void {
  const { inode, path } = find(task, '/dev/null');
  const file = inode.kind === 'chr' ? openDevice(task, inode, path, O_RDWR) : undefined;
  if (!file || isFailure(file)) return;
  for (const fd of [0, 1, 2]) task.files.install(fd, file, false);
}
