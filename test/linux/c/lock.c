/* The rows of flock(2) and fcntl(2) locks on the real kernel: one line a row, as test/kernel/lock-rows.ts expects them. */
#include "rows.h"
#include <sched.h>
#include <sys/file.h>

#define RW (O_RDWR | O_CREAT)
static int a, b;
static void fresh(void) {
  unlink("L");
  a = open("L", RW, 0644), b = open("L", O_RDWR);
}
static void done(void) { close(a), close(b); }
static long lk(int fd, int cmd, int type, long start, long len) {
  struct flock f = {.l_type = type, .l_start = start, .l_len = len};
  return fcntl(fd, cmd, &f);
}

/* Lines of /proc/locks about our file, with what differs from run to run called N, PLACE, me and other. */
static void lines(void (*each)(char *)) {
  struct stat st;
  stat("L", &st);
  char ino[32], line[200], said[300];
  sprintf(ino, ":%lu ", (unsigned long)st.st_ino);
  FILE *f = fopen("/proc/locks", "r");
  while (fgets(line, sizeof line, f)) {
    if (!strstr(line, ino)) continue;
    char *rest = strchr(line, ':') + 2, *place = strstr(line, ino);
    while (place[-1] != ' ') place--;
    char *pid = place - 1;
    while (pid[-1] != ' ') pid--;
    int who = atoi(pid);
    pid[-1] = 0;
    char *range = strchr(place, ' ') + 1;
    range[strlen(range) - 1] = 0;
    sprintf(said, "N: %s %s PLACE %s", rest, who == getpid() ? "me" : who == -1 ? "-1" : "other", range);
    each(said);
  }
  fclose(f);
}
static void sayLine(char *line) { printf(" %s;", line); }
static void sayRange(char *line) {
  char type = strstr(line, "WRITE") ? 'W' : 'R';
  char *range = strstr(line, "PLACE ") + 6;
  printf(" %c%s", type, range);
}

/* A child that waits in a flock and gets a signal, then the lock; what it was answered. */
static void interrupted(int flags) {
  fresh();
  flock(a, LOCK_EX);
  flushed();
  int child = fork();
  if (child == 0) {
    int c = open("L", O_RDWR);
    handle(SIGUSR1, flags);
    num(flock(c, LOCK_EX));
    flushed();
    _exit(0);
  }
  pause_ms(50);
  char path[64], where[64] = "";
  sprintf(path, "/proc/%d/wchan", child);
  int w = open(path, O_RDONLY);
  read(w, where, 63), close(w);
  say(where);
  flushed();
  kill(child, SIGUSR1);
  pause_ms(50);
  flock(a, LOCK_UN);
  waitpid(child, 0, 0);
  done();
}

#define IN_CHILD(body) \
  do { \
    flushed(); \
    if (fork() == 0) { \
      body; \
      flushed(); \
      _exit(0); \
    } \
    wait(0); \
  } while (0)

static void flocks(void) {
  begin("LK01");
  fresh(), num(flock(a, LOCK_EX)), num(flock(b, LOCK_EX | LOCK_NB)), done(), end();

  begin("LK02");
  fresh(), num(flock(a, LOCK_SH)), num(flock(b, LOCK_SH | LOCK_NB)), num(flock(b, LOCK_EX | LOCK_NB));
  flock(a, LOCK_UN), flock(b, LOCK_UN);
  int c = open("L", O_RDONLY);
  num(flock(c, LOCK_EX | LOCK_NB)), num(flock(b, LOCK_SH | LOCK_NB)), close(c), done(), end();

  begin("LK03");
  fresh(), num(flock(a, LOCK_EX));
  int d = dup(a);
  num(flock(d, LOCK_EX | LOCK_NB)), close(d), num(flock(b, LOCK_EX | LOCK_NB)), done(), end();

  begin("LK04");
  fresh(), flock(a, LOCK_EX);
  IN_CHILD(num(flock(a, LOCK_UN)));
  num(flock(b, LOCK_EX | LOCK_NB)), done(), end();

  begin("LK05");
  fresh(), flock(a, LOCK_EX);
  int child = fork();
  if (child == 0) pause_ms(100), _exit(0);
  close(a), num(flock(b, LOCK_EX | LOCK_NB)), waitpid(child, 0, 0), num(flock(b, LOCK_EX | LOCK_NB)), done(), end();

  begin("LK06");
  fresh(), flock(a, LOCK_SH), flock(b, LOCK_SH), num(flock(a, LOCK_EX | LOCK_NB)), num(flock(b, LOCK_EX | LOCK_NB));
  done(), end();

  begin("LK07");
  interrupted(0), interrupted(SA_RESTART), end();

  begin("LK08");
  fresh(), num(flock(99, LOCK_EX)), num(flock(a, LOCK_UN)), num(flock(a, 0)), num(flock(a, LOCK_SH | LOCK_EX));
  num(flock(99, 77)), done(), end();
}

static void get(int fd, int cmd, int type, long start, long len) {
  struct flock f = {.l_type = type, .l_start = start, .l_len = len, .l_pid = cmd == F_GETLK ? 77 : 0};
  num(fcntl(fd, cmd, &f)), num(f.l_type), num(f.l_start), num(f.l_len);
  if (f.l_pid < 0)
    say("-1");
  else
    num(f.l_pid == getppid() ? 1 : f.l_pid);
}

static void records(void) {
  begin("LK09");
  fresh(), num(lk(a, F_SETLK, F_WRLCK, 0, 0)), num(lk(b, F_SETLK, F_WRLCK, 0, 0)), done(), end();

  begin("LK10");
  fresh(), lk(a, F_SETLK, F_WRLCK, 10, 5);
  IN_CHILD(num(lk(a, F_SETLK, F_WRLCK, 0, 0)); get(a, F_GETLK, F_WRLCK, 0, 0); get(a, F_GETLK, F_RDLCK, 0, 9));
  lk(a, F_SETLK, F_RDLCK, 0, 0);
  IN_CHILD(get(a, F_GETLK, F_WRLCK, 3, 4));
  num(lk(a, F_GETLK, F_UNLCK, 0, 0)), done(), end();

  begin("LK11");
  fresh(), lk(a, F_SETLK, F_WRLCK, 0, 0), num(lk(a, F_SETLK, F_UNLCK, 10, 10)), lines(sayRange), done(), end();

  begin("LK12");
  fresh(), lk(a, F_SETLK, F_WRLCK, 0, 5), lk(a, F_SETLK, F_WRLCK, 20, 5), lk(a, F_SETLK, F_WRLCK, 0, 0);
  lines(sayRange), lk(a, F_SETLK, F_RDLCK, 5, 5), lines(sayRange), lk(b, F_SETLK, F_RDLCK, 0, 5), lines(sayRange);
  lk(b, F_SETLK, F_RDLCK, 0, 0), lines(sayRange), done(), end();

  begin("LK13");
  fresh();
  int r = open("L", O_RDONLY), w = open("L", O_WRONLY);
  num(lk(r, F_SETLK, F_WRLCK, 0, 0)), num(lk(w, F_SETLK, F_RDLCK, 0, 0)), num(lk(a, F_SETLK, F_WRLCK, -1, 0));
  num(lk(a, F_SETLK, 7, 0, 0)), num(lk(a, F_SETLK, F_WRLCK, 5, -5)), num(lk(a, F_SETLK, F_WRLCK, 5, -6));
  lines(sayRange), num(fcntl(a, F_SETLK, 0)), close(r), close(w), done(), end();

  begin("LK14");
  fresh(), lk(a, F_SETLK, F_WRLCK, 0, 10), lines(sayRange), close(b), lines(sayRange), done(), end();

  begin("LK15");
  fresh(), lk(a, F_SETLK, F_WRLCK, 0, 10);
  IN_CHILD(num(lk(a, F_SETLK, F_WRLCK, 0, 1)); close(a));
  lines(sayRange), lk(a, F_SETLK, F_UNLCK, 0, 0);
  int child = fork();
  if (child == 0) {
    lk(a, F_SETLK, F_WRLCK, 0, 10);
    execlp("sleep", "sleep", "0.3", NULL);
  }
  pause_ms(150), num(lk(a, F_SETLK, F_WRLCK, 0, 1)), waitpid(child, 0, 0), num(lk(a, F_SETLK, F_WRLCK, 0, 1));
  done(), end();

  begin("LK16");
  fresh(), num(flock(a, LOCK_EX));
  IN_CHILD(num(lk(a, F_SETLK, F_WRLCK, 0, 0)));
  done(), end();

  begin("LK17");
  fresh(), lk(a, F_SETLK, F_WRLCK, 0, 1);
  flushed();
  child = fork();
  if (child == 0) {
    lk(a, F_SETLK, F_WRLCK, 1, 1);
    num(lk(a, F_SETLKW, F_WRLCK, 0, 1)), flushed(), _exit(0);
  }
  pause_ms(50);
  char path[64], where[64] = "";
  sprintf(path, "/proc/%d/wchan", child);
  int f = open(path, O_RDONLY);
  read(f, where, 63), close(f), say(where);
  num(lk(a, F_SETLKW, F_WRLCK, 1, 1)), flushed(), lk(a, F_SETLK, F_UNLCK, 0, 1), waitpid(child, 0, 0), done(), end();

  begin("LK18");
  fresh(), num(lk(a, F_OFD_SETLK, F_WRLCK, 0, 10)), num(lk(b, F_OFD_SETLK, F_WRLCK, 0, 10));
  num(lk(b, F_SETLK, F_WRLCK, 0, 10)), close(b), lines(sayLine);
  IN_CHILD(num(lk(a, F_OFD_SETLK, F_WRLCK, 0, 10)); int c = open("L", O_RDWR); get(c, F_GETLK, F_WRLCK, 0, 0));
  get(a, F_OFD_GETLK, F_UNLCK, 0, 0);
  done(), end();

  begin("LK19");
  fresh(), num(lockf(a, F_LOCK, 10)), num(lockf(a, F_TEST, 10));
  IN_CHILD(num(lockf(a, F_TEST, 10)); num(lockf(a, F_TLOCK, 10)); lseek(a, 10, SEEK_SET); num(lockf(a, F_TLOCK, 5)));
  num(lseek(a, 0, SEEK_CUR)), num(lockf(a, F_ULOCK, 0)), done(), end();
}

static void table(void) {
  begin("LK20");
  fresh(), flock(a, LOCK_SH);
  int child[3];
  for (int i = 0; i < 3; i++) {
    if ((child[i] = fork()) == 0) {
      int c = open("L", O_RDWR);
      flock(c, i == 1 ? LOCK_SH : LOCK_EX), pause_ms(30), _exit(0);
    }
    pause_ms(40);
    if (i == 1) waitpid(child[i], 0, 0);
  }
  lines(sayLine), flock(a, LOCK_UN), pause_ms(15), lines(sayLine);
  waitpid(child[0], 0, 0), waitpid(child[2], 0, 0), done(), end();
}

int main(void) {
  cpu_set_t one; /* /proc/locks lists the locks of each processor by age */
  CPU_ZERO(&one);
  CPU_SET(0, &one);
  sched_setaffinity(0, sizeof one, &one);
  flocks();
  records();
  table();
  return 0;
}
