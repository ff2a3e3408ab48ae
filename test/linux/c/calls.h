/* The calls that a step may name, each with its words in the order in which they stand. */

static void ends(int answer, int *pair) {
  if (answer < 0) num(answer);
  else say("%d %d", pair[0], pair[1]);
}
static void entries(int fd) {
  char names[64][64];
  int n = 0;
  long length = syscall(SYS_getdents64, fd, bytes, 32768);
  if (length < 0) return num(length);
  for (long at = 0; at < length; n++) {
    struct dirent64 *entry = (void *)(bytes + at);
    snprintf(names[n], 64, "%.60s%s", entry->d_name, "?pc?d?b?-?l?s" + entry->d_type);
    names[n][strlen(entry->d_name) + 1] = 0;
    at += entry->d_reclen;
  }
  qsort(names, n, 64, (void *)strcmp);
  say("%d", n);
  for (int i = 0; i < n; i++) say("%s", names[i]);
}
/* A path from where the names of a script begin. */
static char *inside(char *path) {
  size_t length = strlen(base);
  if (strncmp(path, base, length)) return path;
  path[length - 1] = '.';
  return path + length - 1;
}
static void polled(void) {
  struct pollfd fds[WORDS];
  int n = 0;
  for (int i = 1; i + 2 < count; i++, n++) sscanf(S(i), "%i:%hi", &fds[n].fd, &fds[n].events);
  int answer = poll(fds, n, N(0));
  if (answer < 0) return num(answer);
  for (int i = 0; i < n; i++) say("%d", fds[i].revents);
}
static void selected(void) {
  fd_set sets[3];
  long fds[WORDS], highest = -1;
  for (int i = 0; i < 3; i++) {
    FD_ZERO(&sets[i]);
    for (int j = list(i, fds, WORDS); j-- > 0;) {
      FD_SET(fds[j], &sets[i]);
      if (fds[j] > highest) highest = fds[j];
    }
  }
  struct timeval none = {0, 0};
  int answer = select(highest + 1, &sets[0], &sets[1], &sets[2], &none);
  if (answer < 0) return num(answer);
  for (int i = 0; i < 3; i++) {
    char line[64] = "";
    for (int fd = 0; fd <= highest; fd++)
      if (FD_ISSET(fd, &sets[i])) sprintf(line + strlen(line), "%d,", fd);
    say("%s;", line);
  }
}
static void waited(pid_t pid, int status) {
  person(pid);
  if (pid > 0) say("%x", status);
}
static void waited_for(void) {
  siginfo_t info = {0};
  int answer = waitid(N(0), N(1), &info, N(2));
  if (answer < 0) num(answer);
  else say("%s %u %d %d", who(info.si_pid), info.si_uid, info.si_code, info.si_status);
}

/* ---- signals */
static const char *code(const siginfo_t *info) {
  switch (info->si_code) {
  case SI_USER: return "SI_USER";
  case SI_QUEUE: return "SI_QUEUE";
  case SI_TKILL: return "SI_TKILL";
  case SI_KERNEL: return "SI_KERNEL";
  case SI_MESGQ: return "SI_MESGQ";
  }
  return info->si_signo == SIGCHLD ? "CLD" : "?";
}
static void about(char *to, const siginfo_t *info) {
  sprintf(to, "%d/%s", info->si_signo, code(info));
  if (info->si_code != SI_KERNEL) sprintf(to + strlen(to), "/%s/%d", who(info->si_pid), info->si_uid);
  if (info->si_code == SI_QUEUE || info->si_code == SI_MESGQ) sprintf(to + strlen(to), "/%d", info->si_value.sival_int);
}
static void caught(int signo, siginfo_t *info, void *context) {
  (void)signo, (void)context;
  strcat(shared->caught[me], " ");
  about(shared->caught[me] + strlen(shared->caught[me]), info);
}
static void acted(void) {
  struct sigaction wanted = {.sa_flags = N(2)}, old;
  wanted.sa_mask = mask(3);
  if (N(1) == 2) wanted.sa_sigaction = caught, wanted.sa_flags |= SA_SIGINFO;
  else wanted.sa_handler = N(1) ? SIG_IGN : SIG_DFL;
  int answer = sigaction(N(0), absent(1) ? 0 : &wanted, &old);
  if (answer < 0) return num(answer);
  int how = old.sa_handler == SIG_DFL ? 0 : old.sa_handler == SIG_IGN ? 1 : 2;
  say("%d %x %lx", how, old.sa_flags & ~(SA_SIGINFO | SA_RESTORER), bits(&old.sa_mask));
}
static void masked(void) {
  sigset_t wanted = mask(1), old;
  int answer = syscall(SYS_rt_sigprocmask, N(0), absent(1) ? 0 : &wanted, &old, 8);
  if (answer < 0) num(answer);
  else say("%lx", bits(&old));
}
static void pending(void) {
  sigset_t set;
  sigpending(&set);
  say("%lx", bits(&set));
}
static void taken(void) {
  sigset_t set = mask(0);
  struct timespec time = span(1);
  siginfo_t info;
  char line[64];
  int answer = syscall(SYS_rt_sigtimedwait, &set, &info, absent(1) ? 0 : &time, 8); /* libc hides SI_TKILL */
  if (answer < 0) return num(answer);
  about(line, &info);
  say("%s", line);
}
static void suspended(void) {
  sigset_t set = mask(0);
  num(sigsuspend(&set));
}
/* How much is left is a matter of time: only whether it runs, and at which interval. */
static void timer(int answer, long left, long interval) {
  if (answer < 0) num(answer);
  else say("%s %ld", left ? "armed" : "off", interval);
}
static struct itimerval itimer(int at) {
  return (struct itimerval){{N(at + 1) / 1000000, N(at + 1) % 1000000}, {N(at) / 1000000, N(at) % 1000000}};
}
static void itimer_of(int setting) {
  struct itimerval wanted = itimer(1), old;
  int answer = setting ? setitimer(N(0), &wanted, &old) : getitimer(N(0), &old);
  timer(answer, old.it_value.tv_sec + old.it_value.tv_usec, old.it_interval.tv_sec * 1000000 + old.it_interval.tv_usec);
}
static void timerfd_of(int setting) {
  struct itimerspec wanted = {span(3), span(2)}, old;
  int answer = setting ? timerfd_settime(N(0), N(1), &wanted, &old) : timerfd_gettime(N(0), &old);
  timer(answer, old.it_value.tv_sec + old.it_value.tv_nsec,
        old.it_interval.tv_sec * 1000000 + old.it_interval.tv_nsec / 1000);
}
/* The records that a signalfd gives; there is room for so many bytes. */
static void records(void) {
  struct signalfd_siginfo *info = (void *)bytes;
  long n = read(N(0), info, N(1));
  num(n);
  for (; n >= (long)sizeof *info; n -= sizeof *info, info++)
    say("%d %d %s %d", info->ssi_signo, info->ssi_code, who(info->ssi_pid), info->ssi_uid);
}
static void signalfd_of(void) {
  sigset_t set = mask(1);
  num(signalfd(N(0), &set, N(2)));
}

/* ---- who one is */
static void ids(void) {
  uid_t r, e, s;
  gid_t rg, eg, sg;
  getresuid(&r, &e, &s), getresgid(&rg, &eg, &sg);
  say("%u %u %u %u %u", r, e, s, rg, eg);
}
static void groups(void) {
  gid_t all[64];
  int n = getgroups(64, all);
  say("%d", n);
  for (int i = 0; i < n; i++) say("%u", all[i]);
}
static void groups_set(void) {
  long all[WORDS];
  gid_t gids[WORDS];
  int n = absent(0) ? 0 : list(0, all, WORDS);
  for (int i = 0; i < n; i++) gids[i] = all[i];
  num(setgroups(n, gids));
}
static void limit(int answer, struct rlimit *l) {
  if (answer < 0) num(answer);
  else say("%ld %ld", (long)l->rlim_cur, (long)l->rlim_max);
}
static void limits(void) {
  struct rlimit wanted = {N(2), N(3)}, old;
  int answer = prlimit(N(0), N(1), absent(2) ? 0 : &wanted, &old);
  limit(answer, &old);
}
static void priority(void) {
  errno = 0;
  int answer = getpriority(N(0), N(1));
  if (answer == -1 && errno) num(-1);
  else say("%d", answer);
}
static void nicer(void) {
  errno = 0;
  int answer = nice(N(0));
  if (answer == -1 && errno) num(-1);
  else say("%d", answer);
}

/* ---- locks, System V, POSIX queues */
static void locked(void) {
  struct flock l = {.l_type = N(2), .l_whence = N(3), .l_start = N(4), .l_len = N(5)};
  int answer = fcntl(N(0), N(1), &l);
  num(answer);
  if (answer == 0 && (N(1) == F_GETLK || N(1) == F_OFD_GETLK)) {
    say("%d", l.l_type);
    if (l.l_type != F_UNLCK) say("%d %ld %ld %s", l.l_whence, (long)l.l_start, (long)l.l_len, who(l.l_pid));
  }
}
static void perm(struct ipc_perm *p) {
  say("key=%d uid=%u gid=%u cuid=%u cgid=%u mode=%o", p->__key, p->uid, p->gid, p->cuid, p->cgid, p->mode);
}
static struct {
  long type;
  char text[ROOM];
} message;
static void message_sent(void) {
  message.type = N(1);
  memcpy(message.text, made(N(2), N(3)), N(2) > 0 ? N(2) : 0);
  num(msgsnd(N(0), &message, N(2), N(4)));
}
static void message_got(void) {
  long n = msgrcv(N(0), &message, N(1), N(2), N(3));
  num(n);
  if (n >= 0) say("%ld", message.type);
  if (n > 0) digest(message.text, n);
}
static void queue_controlled(void) {
  struct msqid_ds ds = {0};
  if (N(1) == IPC_SET) {
    msgctl(N(0), IPC_STAT, &ds);
    ds.msg_perm.mode = N(2), ds.msg_perm.uid = N(3), ds.msg_qbytes = N(4);
  }
  int answer = msgctl(N(0), N(1), &ds);
  num(answer);
  if (answer < 0 || (N(1) != IPC_STAT && N(1) != MSG_STAT && N(1) != MSG_STAT_ANY)) return;
  perm(&ds.msg_perm);
  say("n=%ld bytes=%ld max=%ld %s %s", (long)ds.msg_qnum, (long)ds.__msg_cbytes, (long)ds.msg_qbytes, who(ds.msg_lspid),
      who(ds.msg_lrpid));
  say("%d%d", ds.msg_stime != 0, ds.msg_rtime != 0);
}
static void operated(void) {
  struct sembuf ops[WORDS];
  int n = 0;
  for (int i = 2; i + 2 < count; i++, n++) sscanf(S(i), "%hu:%hd:%hd", &ops[n].sem_num, &ops[n].sem_op, &ops[n].sem_flg);
  struct timespec time = span(1);
  num(absent(1) ? semop(N(0), ops, n) : semtimedop(N(0), ops, n, &time));
}
static void set_controlled(void) {
  static unsigned short values[32000];
  long wanted[WORDS];
  struct semid_ds ds = {0};
  union {
    int val;
    void *at;
  } arg = {.val = 0};
  int cmd = N(2), n;
  if (cmd == SETVAL) arg.val = N(3);
  if (cmd == SETALL || cmd == GETALL) arg.at = values;
  memset(values, 0, sizeof values);
  if (cmd == SETALL)
    for (n = list(3, wanted, WORDS); n-- > 0;) values[n] = wanted[n];
  if (cmd == IPC_STAT || cmd == IPC_SET || cmd == SEM_STAT || cmd == SEM_STAT_ANY) arg.at = &ds;
  if (cmd == IPC_SET) semctl(N(0), 0, IPC_STAT, arg), ds.sem_perm.mode = N(3), ds.sem_perm.uid = N(4);
  int answer = semctl(N(0), N(1), cmd, arg);
  if (answer >= 0 && cmd == GETPID) return person(answer);
  num(answer);
  if (answer < 0) return;
  if (cmd == GETALL) {
    semctl(N(0), 0, IPC_STAT, (arg.at = &ds, arg));
    for (unsigned i = 0; i < ds.sem_nsems; i++) say("%d", values[i]);
  }
  if (cmd == IPC_STAT || cmd == SEM_STAT || cmd == SEM_STAT_ANY)
    perm(&ds.sem_perm), say("n=%ld %d", (long)ds.sem_nsems, ds.sem_otime != 0);
}
static void segment_controlled(void) {
  struct shmid_ds ds = {0};
  if (N(1) == IPC_SET) shmctl(N(0), IPC_STAT, &ds), ds.shm_perm.mode = N(2), ds.shm_perm.uid = N(3);
  int answer = shmctl(N(0), N(1), &ds);
  num(answer);
  if (answer < 0 || (N(1) != IPC_STAT && N(1) != SHM_STAT && N(1) != SHM_STAT_ANY)) return;
  perm(&ds.shm_perm);
  say("size=%ld n=%ld %s %s", (long)ds.shm_segsz, (long)ds.shm_nattch, who(ds.shm_cpid), who(ds.shm_lpid));
  say("%d%d", ds.shm_atime != 0, ds.shm_dtime != 0);
}
static void queue_opened(void) {
  struct mq_attr attr = {.mq_maxmsg = N(3), .mq_msgsize = N(4)};
  num(syscall(SYS_mq_open, S(0), N(1), N(2), absent(3) ? 0 : &attr));
}
static void queue_sent(void) {
  struct timespec past = {0, 0};
  num(syscall(SYS_mq_timedsend, N(0), made(N(1), N(2)), N(1), N(3), absent(4) ? 0 : &past));
}
static void queue_got(void) {
  struct timespec past = {0, 0};
  unsigned priority = 77;
  long n = syscall(SYS_mq_timedreceive, N(0), bytes, N(1), &priority, absent(2) ? 0 : &past);
  got(n);
  if (n >= 0) say("%u", priority);
}
static void queue_attributes(void) {
  struct mq_attr wanted = {.mq_flags = N(1)}, old;
  int answer = syscall(SYS_mq_getsetattr, N(0), absent(1) ? 0 : &wanted, &old);
  if (answer < 0) num(answer);
  else say("%lo %ld %ld %ld", old.mq_flags, old.mq_maxmsg, old.mq_msgsize, old.mq_curmsgs);
}
static void queue_notified(void) {
  struct sigevent event = {.sigev_notify = N(1), .sigev_signo = N(2), .sigev_value = {.sival_int = 7}};
  num(syscall(SYS_mq_notify, N(0), absent(1) ? 0 : &event));
}

/* ---- memory: what is mapped where it was wanted is kept in a slot */
static void kept(int at, long wanted, char *address, long length) {
  if (address == MAP_FAILED) return num(-1);
  if ((long)address != (wanted & ~4095)) {
    if (length > 0) munmap(address, length);
    else shmdt(address);
    return say("elsewhere");
  }
  slot[at] = address;
  say("mapped");
}
static void resident(void) {
  unsigned char there[64] = {0};
  int answer = mincore((void *)N(0), N(1), there);
  num(answer);
}
static void word(void) {
  struct timespec time = span(3);
  int moves = (N(1) & 127) == FUTEX_REQUEUE || (N(1) & 127) == FUTEX_CMP_REQUEUE; /* then it is a number */
  num(syscall(SYS_futex, N(0), N(1), N(2), absent(3) ? 0 : moves ? (void *)N(3) : &time, N(4), N(5)));
}

/* ---- sockets */
static void accepted(void) {
  union address from;
  socklen_t length = sizeof from;
  int answer = accept4(N(0), &from.any, &length, N(1));
  num(answer);
  if (answer >= 0) told(&from, length);
}
static void named(int answer, union address *from, socklen_t length) {
  if (answer < 0) num(answer);
  else told(from, length);
}
static void names(int (*call)(int, struct sockaddr *, socklen_t *)) {
  union address from = {0};
  socklen_t length = sizeof from;
  int answer = call(N(0), &from.any, &length);
  named(answer, &from, length);
}
static void sent(void) {
  socklen_t length = absent(4) ? 0 : address(4);
  num(sendto(N(0), made(N(1), N(2)), N(1), N(3), length ? &to.any : 0, length));
}
static void received(void) {
  union address from = {0};
  socklen_t length = sizeof from;
  long n = recvfrom(N(0), bytes, N(1), N(2), &from.any, &length);
  num(n);
  if (n < 0) return;
  digest(bytes, n < N(1) ? n : N(1));
  told(&from, length);
}
static void rights_sent(void) {
  long fds[WORDS];
  int n = absent(4) ? 0 : list(4, fds, WORDS);
  char room[CMSG_SPACE(WORDS * sizeof(int))] = {0};
  struct iovec vector = {made(N(1), N(2)), N(1)};
  struct msghdr header = {.msg_iov = &vector, .msg_iovlen = 1};
  if (n > 0) {
    header.msg_control = room, header.msg_controllen = CMSG_SPACE(n * sizeof(int));
    struct cmsghdr *c = CMSG_FIRSTHDR(&header);
    c->cmsg_level = SOL_SOCKET, c->cmsg_type = SCM_RIGHTS, c->cmsg_len = CMSG_LEN(n * sizeof(int));
    for (int i = 0; i < n; i++) ((int *)CMSG_DATA(c))[i] = fds[i];
  }
  num(sendmsg(N(0), &header, N(3)));
}
static void rights_got(void) {
  char room[CMSG_SPACE(WORDS * sizeof(int))] = {0};
  struct iovec vector = {bytes, N(1)};
  struct msghdr header = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
  long n = recvmsg(N(0), &header, N(2));
  num(n);
  if (n < 0) return;
  digest(bytes, n < N(1) ? n : N(1));
  say("flags=%x", header.msg_flags & ~MSG_CMSG_CLOEXEC);
  struct cmsghdr *c = CMSG_FIRSTHDR(&header);
  for (unsigned i = 0; c && c->cmsg_type == SCM_RIGHTS && i < (c->cmsg_len - CMSG_LEN(0)) / sizeof(int); i++)
    say("%d", ((int *)CMSG_DATA(c))[i]);
}
static void option(void) {
  int value[4] = {0};
  socklen_t length = sizeof value;
  int answer = getsockopt(N(0), N(1), N(2), value, &length);
  if (answer < 0) num(answer);
  else say("%d", value[0]);
}
static int option_set(void) {
  int value = N(3);
  return setsockopt(N(0), N(1), N(2), &value, sizeof value);
}

/* The only option that is answered through memory. */
static int controlled(void) {
  int value = 0;
  if (N(0) != PR_GET_CHILD_SUBREAPER) return prctl(N(0), N(1), 0, 0, 0);
  return prctl(N(0), &value, 0, 0, 0) < 0 ? -1 : value;
}
static int failed_exec(void) {
  char *none[] = {0};
  return syscall(SYS_execve, S(0), none, none);
}
static long times_set(void) {
  struct timespec both[2] = {span(1), span(2)};
  for (int i = 0; i < 2; i++)
    if (absent(i + 1)) both[i] = (struct timespec){0, UTIME_NOW};
  return utimensat(AT_FDCWD, S(0), both, 0);
}

/* Name, and what is done; NUM is a call whose whole answer is a number. */
#define NUM(name, call) X(name, num(call))
#define CALLS                                                                                                          \
  NUM(open, open(S(0), N(1), N(2)))                                                                                    \
  NUM(close, close(N(0)))                                                                                              \
  X(read, got(read(N(0), bytes, N(1))))                                                                                \
  NUM(write, write(N(0), made(N(1), N(2)), N(1)))                                                                      \
  X(pread, got(pread(N(0), bytes, N(1), N(2))))                                                                        \
  NUM(pwrite, pwrite(N(0), made(N(1), N(2)), N(1), N(3)))                                                              \
  NUM(lseek, lseek(N(0), N(1), N(2)))                                                                                  \
  NUM(dup, dup(N(0)))                                                                                                  \
  NUM(dup2, dup2(N(0), N(1)))                                                                                          \
  NUM(dup3, dup3(N(0), N(1), N(2)))                                                                                    \
  X(pipe2, int pair[2]; ends(pipe2(pair, N(0)), pair))                                                                 \
  NUM(fcntl, syscall(SYS_fcntl, N(0), N(1), N(2)))                                                                     \
  X(fionread, int n = 0, e = ioctl(N(0), FIONREAD, &n); if (e < 0) num(e); else say("%d", n)) \
  NUM(ftruncate, ftruncate(N(0), N(1)))                                                                                \
  NUM(fsync, fsync(N(0)))                                                                                              \
  X(fstat, struct stat s; stated(fstat(N(0), &s), &s))                                                                 \
  X(stat, struct stat s; stated(stat(S(0), &s), &s))                                                                   \
  X(lstat, struct stat s; stated(lstat(S(0), &s), &s))                                                                 \
  NUM(access, syscall(SYS_access, S(0), N(1)))                                                                         \
  X(readlink, long n = readlink(S(0), bytes, 4096); num(n); if (n > 0) say("%.*s", (int)n, bytes))                     \
  X(getdents, entries(N(0)))                                                                                           \
  NUM(mkdir, mkdir(S(0), N(1)))                                                                                        \
  NUM(rmdir, rmdir(S(0)))                                                                                              \
  NUM(mknod, mknod(S(0), N(1), N(2)))                                                                                  \
  NUM(unlink, unlink(S(0)))                                                                                            \
  NUM(link, link(S(0), S(1)))                                                                                          \
  NUM(symlink, symlink(S(0), S(1)))                                                                                    \
  NUM(rename, rename(S(0), S(1)))                                                                                      \
  NUM(chmod, chmod(S(0), N(1)))                                                                                        \
  NUM(fchmod, fchmod(N(0), N(1)))                                                                                      \
  NUM(chown, chown(S(0), N(1), N(2)))                                                                                  \
  NUM(lchown, lchown(S(0), N(1), N(2)))                                                                                \
  NUM(utimens, times_set())                                                                                            \
  NUM(truncate, truncate(S(0), N(1)))                                                                                  \
  NUM(chdir, chdir(S(0)))                                                                                              \
  X(getcwd, char *s = getcwd(bytes, 4096); if (!s) num(-1); else say("%s", inside(s)))                         \
  X(umask, say("%o", umask(N(0))))                                                                                     \
  X(poll, polled())                                                                                                    \
  X(select, selected())                                                                                                \
  NUM(execve, failed_exec())                                                                                           \
  X(exit, _exit(N(0)))                                                                                                 \
  X(getpid, person(getpid()))                                                                                          \
  X(getppid, person(getppid()))                                                                                        \
  X(getpgrp, person(getpgrp()))                                                                                        \
  X(getpgid, person(getpgid(N(0))))                                                                                    \
  NUM(setpgid, setpgid(N(0), N(1)))                                                                                    \
  X(getsid, person(getsid(N(0))))                                                                                      \
  X(setsid, person(setsid()))                                                                                          \
  NUM(prctl, controlled())                                                                                             \
  X(prlimit, limits())                                                                                                 \
  NUM(sched_yield, sched_yield())                                                                                      \
  X(wait4, int status = 0; pid_t pid = wait4(N(0), &status, N(1), 0); waited(pid, status))                             \
  X(waitid, waited_for())                                                                                              \
  X(ids, ids())                                                                                                        \
  X(getgroups, groups())                                                                                               \
  NUM(setuid, setuid(N(0)))                                                                                            \
  NUM(setgid, setgid(N(0)))                                                                                            \
  NUM(setresuid, setresuid(N(0), N(1), N(2)))                                                                          \
  NUM(setresgid, setresgid(N(0), N(1), N(2)))                                                                          \
  X(setgroups, groups_set())                                                                                           \
  X(nice, nicer())                                                                                                     \
  X(getpriority, priority())                                                                                           \
  NUM(setpriority, setpriority(N(0), N(1), N(2)))                                                                      \
  X(sigaction, acted())                                                                                                \
  X(sigprocmask, masked())                                                                                             \
  X(sigpending, pending())                                                                                             \
  X(sigsuspend, suspended())                                                                                           \
  NUM(pause, pause())                                                                                                  \
  NUM(kill, kill(N(0), N(1)))                                                                                          \
  NUM(sigqueue, sigqueue(N(0), N(1), (union sigval){.sival_int = N(2)}))                                               \
  NUM(tgkill, syscall(SYS_tgkill, N(0), N(1), N(2)))                                                                   \
  X(sigtimedwait, taken())                                                                                             \
  NUM(alarm, alarm(N(0)))                                                                                              \
  X(setitimer, itimer_of(1))                                                                                           \
  X(getitimer, itimer_of(0))                                                                                           \
  NUM(eventfd, eventfd(N(0), N(1)))                                                                                    \
  NUM(timerfd_create, timerfd_create(N(0), N(1)))                                                                      \
  X(timerfd_settime, timerfd_of(1))                                                                                    \
  X(timerfd_gettime, timerfd_of(0))                                                                                    \
  X(signalfd, signalfd_of())                                                                                           \
  X(siginfo, records())                                                                                                \
  X(tcgetattr, struct termios t; num(tcgetattr(N(0), &t)))                                                             \
  X(tcgetpgrp, num(tcgetpgrp(N(0))))                                                                                   \
  NUM(tcsetpgrp, tcsetpgrp(N(0), N(1)))                                                                                \
  X(tiocgwinsz, struct winsize w; num(ioctl(N(0), TIOCGWINSZ, &w)))                                                    \
  NUM(msgget, msgget(N(0), N(1)))                                                                                      \
  X(msgsnd, message_sent())                                                                                            \
  X(msgrcv, message_got())                                                                                             \
  X(msgctl, queue_controlled())                                                                                        \
  NUM(semget, semget(N(0), N(1), N(2)))                                                                                \
  X(semop, operated())                                                                                                 \
  X(semctl, set_controlled())                                                                                          \
  NUM(shmget, shmget(N(0), N(1), N(2)))                                                                                \
  X(shmat, kept(N(0), N(2), shmat(N(1), (void *)N(2), N(3)), 0))                                                                \
  NUM(shmdt, shmdt((void *)N(0)))                                                                                      \
  X(shmctl, segment_controlled())                                                                                      \
  X(mmap, kept(N(0), N(1), mmap((void *)N(1), N(2), N(3), N(4), N(5), N(6)), N(2)))                                                \
  NUM(munmap, munmap((void *)N(0), N(1)))                                                                              \
  NUM(mprotect, mprotect((void *)N(0), N(1), N(2)))                                                                    \
  NUM(msync, msync((void *)N(0), N(1), N(2)))                                                                          \
  X(mincore, resident())                                                                                               \
  X(load, memcpy(bytes, (void *)N(0), N(1)); digest(bytes, N(1)))                                                      \
  X(store, memcpy((void *)N(0), made(N(1), N(2)), N(1)); say("stored"))                                                \
  X(futex, word())                                                                                                     \
  NUM(socket, socket(N(0), N(1), N(2)))                                                                                \
  X(socketpair, int pair[2]; ends(socketpair(N(0), N(1), N(2), pair), pair))                                           \
  X(bind, socklen_t n = address(1); num(bind(N(0), &to.any, n)))                                                       \
  NUM(listen, listen(N(0), N(1)))                                                                                      \
  X(accept4, accepted())                                                                                               \
  X(connect, socklen_t n = address(1); num(connect(N(0), &to.any, n)))                                                 \
  X(sendto, sent())                                                                                                    \
  X(recvfrom, received())                                                                                              \
  X(sendmsg, rights_sent())                                                                                            \
  X(recvmsg, rights_got())                                                                                             \
  NUM(shutdown, shutdown(N(0), N(1)))                                                                                  \
  X(getsockname, names(getsockname))                                                                                   \
  X(getpeername, names(getpeername))                                                                                   \
  NUM(setsockopt, option_set())                                                                                        \
  X(getsockopt, option())                                                                                              \
  NUM(flock, flock(N(0), N(1)))                                                                                        \
  X(lock, locked())                                                                                                    \
  X(mq_open, queue_opened())                                                                                           \
  NUM(mq_unlink, syscall(SYS_mq_unlink, S(0)))                                                                         \
  X(mq_timedsend, queue_sent())                                                                                        \
  X(mq_timedreceive, queue_got())                                                                                      \
  X(mq_notify, queue_notified())                                                                                       \
  X(mq_getsetattr, queue_attributes())
