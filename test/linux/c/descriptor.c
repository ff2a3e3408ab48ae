/* The rows of open(2), dup(2) and fcntl(2) on the real kernel, in the order and the notation of descriptor-rows.ts. */
#include "rows.h"
#include <dirent.h>

#define FRESH (O_RDWR | O_CREAT | O_TRUNC)
#define NEW (O_WRONLY | O_CREAT)

static int null_fd(int flags) { return open("/dev/null", O_RDONLY | flags); }
static long here(int fd) { return lseek(fd, 0, SEEK_CUR); }
static void opens(const char *path, int flags) {
  int fd = open(path, flags, 0666);
  num(fd < 0 ? fd : 1);
  if (fd >= 0) close(fd);
}
static void mode_of(const char *path) {
  struct stat s;
  lstat(path, &s), printf(" %o", s.st_mode);
}
static void limit(long soft) {
  struct rlimit l;
  getrlimit(RLIMIT_NOFILE, &l), l.rlim_cur = soft, setrlimit(RLIMIT_NOFILE, &l);
}
static void make(const char *path) { close(open(path, NEW, 0666)); }
static void shut(int from) { close_range(from, ~0U, 0); }

static void numbers(int base) {
  int p[2];
  begin("FD01");
  int a = null_fd(0), b = dup(a);
  pipe(p), close(b);
  int again = null_fd(0);
  num(b - a), num(p[0] - a), num(p[1] - a), num(again - a), num(fcntl(a, F_DUPFD, a + 10) - a), shut(base), end();

  begin("FD02");
  a = open("f", FRESH, 0666);
  int d = dup(a), e = open("f", O_RDONLY);
  put(a, 3), num(here(d)), num(here(e)), fcntl(a, F_SETFL, O_APPEND);
  num(fcntl(d, F_GETFL) & O_APPEND), num(fcntl(e, F_GETFL) & O_APPEND), flushed();
  if (fork() == 0) {
    lseek(a, 1, SEEK_SET);
    _exit(0);
  }
  wait(0), num(here(a)), shut(base), end();

  begin("FD03");
  a = null_fd(0), num(dup2(a, a) == a), num(dup2(77, 77)), num(dup3(a, a, 0)), num(dup3(a, a + 1, O_NONBLOCK));
  shut(base), end();

  begin("FD04");
  struct rlimit old;
  getrlimit(RLIMIT_NOFILE, &old), a = null_fd(0), pipe(p), limit(16);
  num(dup2(a, 15)), num(dup2(a, 16)), num(dup2(a, -1)), num(fcntl(a, F_DUPFD, 16)), num(fcntl(a, F_DUPFD, -1));
  dup2(a, p[1]), num(take(p[0], 1)), setrlimit(RLIMIT_NOFILE, &old), shut(base), end();

  begin("FD05");
  a = null_fd(O_CLOEXEC), num(fcntl(a, F_GETFD)), num(fcntl(dup(a), F_GETFD)), num(fcntl(dup2(a, 20), F_GETFD));
  num(fcntl(fcntl(a, F_DUPFD_CLOEXEC, 0), F_GETFD)), num(fcntl(dup3(a, 20, O_CLOEXEC), F_GETFD));
  b = null_fd(0), fcntl(b, F_SETFD, FD_CLOEXEC), num(fcntl(b, F_GETFD)), flushed();
  if (fork() == 0) _exit(fcntl(a, F_GETFD));
  int status;
  wait(&status), num(status), shut(base), end();

  begin("FD06");
  int w = open("f", NEW, 0666), r = open("f", O_RDONLY);
  num(take(w, 1)), put(r, 1), close(r), num(take(r, 1)), num(close(r)), shut(base), end();

  begin("FD07");
  int lowest = null_fd(0);
  limit(lowest + 2);
  int last = null_fd(0);
  num(last - lowest), opens("/dev/null", O_RDONLY), num(dup(lowest)), close(last), num(pipe2(p, 0));
  limit(lowest + 3), num(pipe2(p, 0)), setrlimit(RLIMIT_NOFILE, &old), shut(base), end();
}

static void names(int base) {
  begin("FD08");
  mode_t mask = umask(027);
  close(open("m", NEW, 0666));
  int fd = open("n", O_RDWR | O_CREAT, 0444);
  mode_of("m"), mode_of("n"), put(fd, 1), umask(mask), shut(base), end();

  begin("FD09");
  char longest[257];
  memset(longest, 'a', 256), longest[256] = 0, make("f"), symlink("loop", "loop");
  opens("f", NEW | O_EXCL), opens("none", O_RDONLY), opens("none/f", NEW), opens("f/x", O_RDONLY);
  opens(longest, NEW), opens("", O_RDONLY), opens("loop", O_RDONLY), end();

  begin("FD10");
  opens(".", O_WRONLY), opens(".", O_RDONLY), opens("f", O_RDONLY | O_DIRECTORY), opens("new/", NEW), end();
}

static void contents(int base) {
  struct stat s;
  unsigned char bytes[64];
  begin("FD11");
  int a = open("t", FRESH, 0666);
  put(a, 3);
  int b = open("t", O_RDONLY | O_TRUNC);
  fstat(a, &s), num(s.st_size), num(here(a)), num(write(a, "\7", 1));
  long got = read(b, bytes, 9);
  num(got);
  for (int i = 0; i < got; i++) num(bytes[i]);
  shut(base), end();

  begin("FD12");
  a = open("g", FRESH, 0666), b = open("g", O_WRONLY), num(write(a, "aaaa", 4)), num(write(b, "bb", 2));
  int c = open("g", O_WRONLY | O_APPEND), d = open("g", O_WRONLY | O_APPEND);
  num(write(c, "11", 2)), num(lseek(c, 0, SEEK_SET)), num(write(c, "22", 2)), num(write(d, "33", 2));
  text(open("g", O_RDONLY), 32), shut(base), end();

  begin("FD13");
  a = open("f", FRESH, 0666), num(lseek(a, 100, SEEK_SET)), num(take(a, 1)), num(lseek(a, -1, SEEK_SET));
  num(fcntl(a, F_SETFL, O_APPEND | O_NONBLOCK | O_WRONLY | O_CREAT | O_TRUNC)), num(fcntl(a, F_GETFL) & 0x7fff);
  shut(base), end();

  begin("FD14");
  char link[64], target[4096];
  a = open("u", FRESH, 0666), put(a, 5), unlink("u"), opens("u", O_RDONLY);
  sprintf(link, "/proc/self/fd/%d", a), target[readlink(link, target, 4095)] = 0;
  num(strcmp(target + strlen(target) - 12, "/u (deleted)") == 0), fstat(a, &s), num(s.st_nlink);
  num(pread(a, bytes, 9, 0)), shut(base), end();
}

static void rights(int base) {
  struct stat s;
  begin("FD15");
  int a = open("s", FRESH, 0666);
  write(a, "abc", 3), lseek(a, 0, SEEK_SET), chmod("s", 0), chmod(".", 0755);
  mkdir("d0", 0755), mkdir("dx", 0755), make("dx/in"), chmod("dx", 0744), flushed();
  if (fork() == 0) {
    setgid(65534), setuid(65534), num(take(a, 1)), opens("s", O_RDONLY), opens("d0/new", NEW), opens("dx/in", O_RDONLY);
    DIR *dir = opendir("dx");
    int found = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) found |= strcmp(entry->d_name, "in") == 0;
    num(found), num(stat("dx/in", &s)), flushed();
    _exit(0);
  }
  wait(0), opens("s", O_RDONLY), shut(base), end();

  begin("FD16");
  char link[64], target[64];
  int modes[] = {O_RDONLY, O_WRONLY, O_RDWR}, p[2];
  for (int i = 0; i < 3; i++) sprintf(link, "/proc/self/fd/%d", open("f", modes[i])), mode_of(link);
  pipe(p), sprintf(link, "/proc/self/fd/%d", p[0]), lstat(link, &s), num(s.st_size);
  target[readlink(link, target, 63)] = 0, num(strncmp(target, "pipe:[", 6) == 0), shut(base), end();
}

int main(void) {
  int base = null_fd(0);
  close(base);
  numbers(base), names(base), contents(base), rights(base);
  return 0;
}
