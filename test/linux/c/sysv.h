/* What the rows of System V IPC share. Each row has an IPC namespace of its own, as each has a kernel of its own in test/kernel. */
#include "rows.h"
#include <grp.h>
#include <sched.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#define BAD ((void *)8)
#define LATELY(t) (time(0) - (t) < 60)

/* Nothing is kept back, so that what a child says stands where it was said. */
static void row(const char *id) {
  setvbuf(stdout, 0, _IONBF, 0);
  if (unshare(CLONE_NEWIPC) < 0) exit(2);
  begin(id);
}

/* A child that does this, and some time for it to get to sleep. */
#define CHILD(...)                                                                                                     \
  ({                                                                                                                   \
    int pid_ = fork();                                                                                                 \
    if (pid_ == 0) {                                                                                                   \
      __VA_ARGS__;                                                                                                     \
      _exit(0);                                                                                                        \
    }                                                                                                                  \
    pause_ms(60);                                                                                                      \
    pid_;                                                                                                              \
  })
/* The same, to its end. */
#define INCHILD(...) waitpid(CHILD(__VA_ARGS__), 0, 0)
#define AS(id, ...) INCHILD(become(id); __VA_ARGS__)

static void reap(void) {
  while (wait(0) > 0) {
  }
}
static void become(int id) {
  setgroups(0, 0);
  if (setresgid(id, id, id) < 0 || setresuid(id, id, id) < 0) exit(3);
}
/* Stops what it does, for good. */
static void end_of(int pid, int signo) {
  kill(pid, signo);
  waitpid(pid, 0, 0);
}
static void sent(int pid, int signo) {
  kill(pid, signo);
  pause_ms(60);
}
static void writes(const char *name, const char *value) {
  char path[64];
  sprintf(path, "/proc/sys/kernel/%s", name);
  int fd = open(path, O_WRONLY);
  if (fd < 0) {
    num(fd);
    return;
  }
  long n = write(fd, value, strlen(value));
  num(n < 0 ? n : 0);
  close(fd);
}
static void says(const char *path) {
  char line[128] = "";
  int fd = open(path, O_RDONLY);
  long n = read(fd, line, sizeof line - 1);
  close(fd);
  line[n > 0 ? n : 0] = 0;
  line[strcspn(line, "\n")] = 0;
  for (char *c = line; *c; c++)
    if (*c == '\t') *c = ',';
  say(line);
}
static void wchan(int pid) {
  char path[32];
  sprintf(path, "/proc/%d/wchan", pid);
  says(path);
}
static void octal(int mode) {
  char s[16];
  sprintf(s, "%o", mode);
  say(s);
}

/* ---- queues */
static struct {
  long type;
  char text[70000];
} m;

static int queue(int mode) { return msgget(IPC_PRIVATE, mode); }
static long send_text(int q, long type, const char *what, int flags) {
  m.type = type;
  strcpy(m.text, what);
  return msgsnd(q, &m, strlen(what), flags);
}
static long send_bytes(int q, long type, long n, int flags) {
  m.type = type;
  memset(m.text, 'x', n);
  return msgsnd(q, &m, n, flags);
}
/* Says the text of what it got. */
static void rcv(int q, long type, long room, int flags) {
  long n = msgrcv(q, &m, room, type, flags);
  if (n <= 0) num(n);
  else m.text[n] = 0, say(m.text);
}
static void got(int q, long type, long room, int flags) { num(msgrcv(q, &m, room, type, flags)); }
static struct msqid_ds qs(int q) {
  struct msqid_ds d;
  memset(&d, 0, sizeof d);
  msgctl(q, IPC_STAT, &d);
  return d;
}
static void holds(int q) { num(qs(q).msg_qnum), num(qs(q).msg_cbytes); }
static long room_for(int q, long bytes) {
  struct msqid_ds d = qs(q);
  d.msg_qbytes = bytes;
  return msgctl(q, IPC_SET, &d);
}
static long q_mode(int q, int mode) {
  struct msqid_ds d = qs(q);
  d.msg_perm.mode = mode;
  return msgctl(q, IPC_SET, &d);
}

/* ---- semaphores */
union semun {
  int val;
  void *buf;
  unsigned short *array;
};
static int set_of(int n) { return semget(IPC_PRIVATE, n, 0600); }
static long ctl(int s, int n, int cmd, int val) { return semctl(s, n, cmd, (union semun){.val = val}); }
static long val(int s, int n) { return ctl(s, n, GETVAL, 0); }
static void vals(int s, int n) {
  for (int i = 0; i < n; i++) num(val(s, i));
}
static long op1(int s, int n, int op, int flg) {
  struct sembuf o = {n, op, flg};
  return semop(s, &o, 1);
}
#define OPS(s, ...)                                                                                                    \
  ({                                                                                                                   \
    struct sembuf ops_[] = {__VA_ARGS__};                                                                              \
    semop(s, ops_, sizeof ops_ / sizeof *ops_);                                                                        \
  })
static long set_all(int s, int n, ...) {
  unsigned short all[16];
  va_list list;
  va_start(list, n);
  for (int i = 0; i < n; i++) all[i] = va_arg(list, int);
  va_end(list);
  return semctl(s, 0, SETALL, (union semun){.array = all});
}
static void waiting(int s, int n) { num(ctl(s, n, GETNCNT, 0)), num(ctl(s, n, GETZCNT, 0)); }
static struct semid_ds ss(int s) {
  struct semid_ds d;
  memset(&d, 0, sizeof d);
  semctl(s, 0, IPC_STAT, (union semun){.buf = &d});
  return d;
}

/* ---- segments */
static int segment(long bytes) { return shmget(IPC_PRIVATE, bytes, 0600); }
static struct shmid_ds ms(int id) {
  struct shmid_ds d;
  memset(&d, 0, sizeof d);
  shmctl(id, IPC_STAT, &d);
  return d;
}
static char *at(int id, int flags) { return shmat(id, 0, flags); }
static void attached(void *address) { num(address == (void *)-1 ? -1 : 0); }
/* How a child ends that does this: 0, or the signal. */
#define DEATH(...)                                                                                                     \
  ({                                                                                                                   \
    int status_, pid_ = fork();                                                                                        \
    if (pid_ == 0) {                                                                                                   \
      __VA_ARGS__;                                                                                                     \
      _exit(0);                                                                                                        \
    }                                                                                                                  \
    waitpid(pid_, &status_, 0);                                                                                        \
    WTERMSIG(status_);                                                                                                 \
  })
static volatile char seen;
static void peek(volatile char *address) { seen = *address; }
static void poke(volatile char *address, char c) { *address = c; }
static long faults(void) {
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  return r.ru_minflt;
}
/* Faults of touching every page once. */
static long touch(volatile char *address, int pages, int writing) {
  long before = faults();
  for (int i = 0; i < pages; i++) writing ? poke(address + i * 4096, 'x') : peek(address + i * 4096);
  return faults() - before;
}
/* After a fork the stack and the data are copied at first use: not what is to be counted. */
static void warm(void) {
  static char own[2 * 4096];
  touch(own, 1, 1), touch(own, 1, 0), num(0);
}
