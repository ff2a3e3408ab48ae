/* What an interpreter of steps has at hand: the words of the step, and the text of its answer. Each call is one line in calls.h. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#ifndef SA_RESTORER
#define SA_RESTORER 0x04000000
#endif

enum { WORKERS = 4, WORDS = 16, SLOTS = 8, CONTROL = 200, TEXT = 8192, ROOM = 1 << 21 };

/* What the supervisor and the workers see of each other. */
static struct shared {
  char step[TEXT];
  pid_t pid[WORKERS];
  int done[WORKERS];
  char answer[WORKERS][TEXT];
  char caught[WORKERS][TEXT];
} *shared;

static int me;
static char base[256];
static char *words[WORDS];
static int count;
static char bytes[ROOM];
static void *slot[SLOTS];

static void say(const char *format, ...) {
  char *to = shared->answer[me];
  size_t used = strlen(to);
  if (used && used < TEXT - 1) strcpy(to + used++, " ");
  va_list list;
  va_start(list, format);
  vsnprintf(to + used, TEXT - used, format, list);
  va_end(list);
}

/* A process by the number of its worker; `up` is the supervisor. */
static const char *who(long pid) {
  static char name[4][16];
  static int next;
  if (pid == 0) return "0";
  if (pid == -1) return "-1";
  if (pid == 1) return "up";
  for (int i = 1; i < WORKERS; i++)
    if (shared->pid[i] == pid) return sprintf(name[next = (next + 1) % 4], "w%d", i), name[next];
  return "?";
}
static void num(long answer) {
  if (answer < 0) say("%s", strerrorname_np(errno));
  else say("%ld", answer);
}
static void person(long pid) {
  if (pid < 0) num(pid);
  else say("%s", who(pid));
}

/* ---- words */
static char *S(int at) { return at + 2 >= count ? "" : !strcmp(words[at + 2], "-") ? "" : words[at + 2]; }
static int absent(int at) { return at + 2 >= count || !strcmp(words[at + 2], "~"); }
/* A number; `w1` and `-w1` are a process and a group, `m1+4` is an address. */
static long N(int at) {
  char *s = S(at);
  int sign = *s == '-' && s[1] == 'w' ? -1 : 1;
  if (sign < 0) s++;
  if (*s == 'w') return shared->pid[s[1] - '0'] ? sign * shared->pid[s[1] - '0'] : 99999;
  if (*s != 'm') return strtol(s, 0, 0);
  return (long)slot[s[1] - '0'] + (s[2] ? strtol(s + 2, 0, 0) : 0);
}
/* The numbers of `3,4,5`. */
static int list(int at, long *into, int most) {
  int n = 0;
  for (char *s = S(at), *end; n < most && *s; s = *end ? end + 1 : end) into[n++] = strtol(s, &end, 0);
  return n;
}

/* ---- bytes */
static char *made(long n, long seed) {
  for (long i = 0; i < n && i < ROOM; i++) bytes[i] = 'a' + (seed + i + i / 251) % 26;
  return bytes;
}
static void digest(const char *from, long n) {
  unsigned long sum = 0;
  for (long i = 0; i < n; i++) sum = (sum * 31 + (unsigned char)from[i] + 1) % 1000003;
  say("%.*s#%lu", (int)(n < 3 || from[0] < 'a' || from[1] < 'a' || from[2] < 'a' ? 0 : 3), from, sum);
}
static void got(long n) {
  num(n);
  if (n > 0) digest(bytes, n);
}

/* ---- structures */
static void stated(int answer, struct stat *s) {
  if (answer < 0) return num(answer);
  say("%o nlink=%ld uid=%u gid=%u size=%ld ino=%lx:%ld m=%ld.%09ld c=%ld.%09ld", s->st_mode, (long)s->st_nlink, s->st_uid,
      s->st_gid, (long)s->st_size, s->st_dev, (long)s->st_ino, s->st_mtim.tv_sec, s->st_mtim.tv_nsec, s->st_ctim.tv_sec,
      s->st_ctim.tv_nsec);
  if (S_ISREG(s->st_mode)) say("blocks=%ld", (long)s->st_blocks);
  if (S_ISCHR(s->st_mode)) say("rdev=%lx", (long)s->st_rdev);
}
static sigset_t mask(int at) {
  sigset_t set;
  unsigned long bits = strtoul(S(at), 0, 0);
  sigemptyset(&set);
  memcpy(&set, &bits, sizeof bits);
  return set;
}
static unsigned long bits(const sigset_t *set) {
  unsigned long word;
  memcpy(&word, set, sizeof word);
  return word;
}
static struct timespec span(int at) {
  long us = N(at);
  return (struct timespec){us / 1000000, us % 1000000 * 1000};
}

/* ---- addresses: u:PATH, a:NAME (abstract), i:PORT (of 127.0.0.1) */
union address {
  struct sockaddr any;
  struct sockaddr_un un;
  struct sockaddr_in in;
  char room[256];
};
static union address to;
static socklen_t address(int at) {
  char *s = S(at);
  memset(&to, 0, sizeof to);
  if (*s == 'i') {
    to.in.sin_family = AF_INET, to.in.sin_port = htons(atoi(s + 2)), to.in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return sizeof to.in;
  }
  to.un.sun_family = AF_UNIX;
  strcpy(to.un.sun_path + (*s == 'a'), s + 2);
  size_t length = strlen(s + 2);
  return offsetof(struct sockaddr_un, sun_path) + (length || *s == 'a' ? length + 1 - (*s == 'a') + (*s == 'a') : 0);
}
static void told(union address *from, socklen_t length) {
  if (length == 0) return say("nobody");
  if (from->any.sa_family == AF_INET) {
    int port = ntohs(from->in.sin_port);
    return say("%s:%s", inet_ntoa(from->in.sin_addr), port == 0 ? "0" : port < 5100 && port >= 5000 ? "mine" : "auto");
  }
  size_t path = length - offsetof(struct sockaddr_un, sun_path);
  if (length <= offsetof(struct sockaddr_un, sun_path)) return say("unnamed");
  if (from->un.sun_path[0]) return say("u:%s", from->un.sun_path);
  say(path == 6 && from->un.sun_path[1] != 'n' ? "a:auto" : "a:%.*s", (int)path - 1, from->un.sun_path + 1);
}
