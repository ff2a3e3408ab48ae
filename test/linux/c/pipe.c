/* The rows of pipe(7) that need no shell, on the real kernel: one line a row, as test/kernel/pipe-rows.ts expects them. */
#include "rows.h"

static int p[2];
static void fresh(int flags) {
  if (pipe2(p, flags) < 0) exit(2);
}
static void slots(int n) { fcntl(p[1], F_SETPIPE_SZ, n * 4096); }
static void done(void) {
  close(p[0]);
  close(p[1]);
}

static void sizes(void) {
  begin("PI01");
  fresh(O_NONBLOCK);
  num(fcntl(p[0], F_GETPIPE_SZ)), num(fcntl(p[1], F_GETPIPE_SZ));
  put(p[1], 65536), put(p[1], 1), done(), fresh(O_NONBLOCK), num(fill(p[1], 4096)), done(), end();

  begin("PI02");
  long chunks[] = {1, 10, 65, 100, 1000, 2049, 3000, 4095};
  for (int i = 0; i < 8; i++) fresh(O_NONBLOCK), num(fill(p[1], chunks[i])), done();
  end();

  begin("PI03");
  fresh(O_NONBLOCK), slots(2), put(p[1], 100), put(p[1], 8092), done();
  fresh(O_NONBLOCK), slots(2), put(p[1], 4000), put(p[1], 4000), put(p[1], 97), put(p[1], 96), done(), end();

  begin("PI04");
  long odd[] = {4097, 5000, 10000};
  for (int i = 0; i < 3; i++) fresh(O_NONBLOCK), num(fill(p[1], odd[i])), done();
  end();

  begin("PI05");
  fresh(O_NONBLOCK), num(fill(p[1], 4096)), num(take(p[0], 1)), put(p[1], 1), num(take(p[0], 4095)), put(p[1], 1);
  done(), end();

  begin("PI06");
  fresh(O_NONBLOCK), slots(1), put(p[1], 100), put(p[1], 3000), num(take(p[0], 50)), put(p[1], 1046), put(p[1], 996);
  done(), end();

  begin("PI07");
  fresh(O_NONBLOCK), put(p[1], 61441), num(ready(p[1], POLLOUT)), put(p[1], 4095), done(), end();
}

static void atomicity(void) {
  begin("PI08");
  flushed();
  fresh(0);
  for (int w = 0; w < 4; w++)
    if (fork() == 0) {
      memset(page, 'a' + w, 3000);
      for (int i = 0; i < 50; i++) write(p[1], page, 3000);
      _exit(0);
    }
  close(p[1]);
  static char all[600000];
  long got = 0, n, mixed = 0;
  while ((n = read(p[0], all + got, 1000)) > 0) got += n;
  for (long at = 0; at < got; at++)
    if (all[at] != all[at - at % 3000]) mixed++;
  close(p[0]);
  while (wait(0) > 0) {
  }
  num(got), num(mixed), end();

  begin("PI10");
  fresh(O_NONBLOCK), put(p[1], 65535), put(p[1], 2), put(p[1], 1), done(), end();

  begin("PI11");
  fresh(O_NONBLOCK), put(p[1], 61440), put(p[1], 4097), put(p[1], 1), done(), end();

  begin("PI12");
  fresh(O_NONBLOCK), put(p[1], 65535), put(p[1], 5000), put(p[1], 1), done(), end();
}

/* A child writes 100000 bytes that nobody reads; says what write answered when the parent has done its signals. */
static void big_write(int flags, int first, int second) {
  flushed();
  fresh(0);
  int child = fork();
  if (child == 0) {
    handle(SIGUSR1, flags);
    put(p[1], 100000);
    flushed();
    _exit(0);
  }
  pause_ms(100);
  kill(child, first);
  pause_ms(50);
  if (second) kill(child, second);
  waitpid(child, 0, 0);
  done();
}

static void interrupted(void) {
  begin("PI13"), big_write(0, SIGUSR1, 0), big_write(SA_RESTART, SIGUSR1, 0), end();
  begin("PI14"), big_write(0, SIGSTOP, SIGCONT), end();
}

static void reading(void) {
  begin("PI15");
  fresh(0), put(p[1], 3), put(p[1], 3), num(take(p[0], 32)), put(p[1], 4096), put(p[1], 4096), num(take(p[0], 5000));
  num(take(p[0], 5000)), done(), end();

  begin("PI16");
  fresh(O_NONBLOCK), num(take(p[0], 1)), done(), flushed(), fresh(0);
  if (fork() == 0) {
    close(p[0]), pause_ms(50), write(p[1], "late", 4);
    _exit(0);
  }
  close(p[1]), text(p[0], 32), close(p[0]), wait(0), end();

  begin("PI17");
  fresh(0), close(p[1]), num(take(p[0], 1)), num(take(p[0], 1)), close(p[0]), end();

  begin("PI18");
  flushed();
  fresh(O_NONBLOCK);
  if (fork() == 0) {
    write(p[1], "x", 1);
    _exit(0);
  }
  wait(0), text(p[0], 9), num(take(p[0], 9)), close(p[1]), num(take(p[0], 9)), close(p[0]), end();

  begin("PI19");
  fresh(0), write(p[1], "hello", 5), close(p[1]), text(p[0], 5), num(take(p[0], 5)), close(p[0]), end();
}

static void broken(void) {
  begin("PI20");
  flushed();
  fresh(0), close(p[0]);
  int status;
  if (fork() == 0) {
    write(p[1], "x", 1);
    _exit(0);
  }
  wait(&status), num(status);
  signal(SIGPIPE, SIG_IGN), put(p[1], 1), signal(SIGPIPE, SIG_DFL);
  sigset_t set, old, pending;
  sigemptyset(&set), sigaddset(&set, SIGPIPE), sigprocmask(SIG_BLOCK, &set, &old), put(p[1], 1);
  sigpending(&pending), num(sigismember(&pending, SIGPIPE));
  signal(SIGPIPE, SIG_IGN), sigprocmask(SIG_SETMASK, &old, 0);
  caught = 0, handle(SIGPIPE, 0), put(p[1], 1), num(caught), close(p[1]), end();

  begin("PI22");
  flushed();
  fresh(0), caught = 0;
  if (fork() == 0) {
    close(p[1]), pause_ms(100), take(p[0], 10000), pause_ms(100);
    _exit(0);
  }
  close(p[0]), put(p[1], 200000), num(caught), put(p[1], 1), num(caught), close(p[1]), wait(0);
  signal(SIGPIPE, SIG_DFL), end();

  begin("PI23");
  fresh(0), num(take(p[0], 0)), close(p[0]), put(p[1], 0), close(p[1]), end();
}

static void resizing(void) {
  begin("PI24");
  fresh(0);
  long wanted[] = {1, 4097, 10000, 65537, 0};
  for (int i = 0; i < 5; i++) num(fcntl(p[0], F_SETPIPE_SZ, wanted[i]));
  done(), end();

  begin("PI25");
  flushed();
  if (fork() == 0) {
    setgid(65534), setuid(65534), fresh(0);
    num(fcntl(p[0], F_SETPIPE_SZ, 1048577)), num(fcntl(p[0], F_SETPIPE_SZ, -1));
    num(fcntl(open("/etc/passwd", O_RDONLY), F_GETPIPE_SZ)), num(fcntl(p[0], F_SETPIPE_SZ, 1048576));
    flushed();
    _exit(0);
  }
  wait(0), end();

  begin("PI26");
  fresh(0), put(p[1], 20000), num(fcntl(p[1], F_SETPIPE_SZ, 16384)), num(fcntl(p[1], F_SETPIPE_SZ, 20480)), done(), end();

  begin("PI27");
  fresh(0), put(p[1], 3), put(p[1], 2), put(p[1], 5000);
  int n;
  ioctl(p[0], FIONREAD, &n), num(n), ioctl(p[1], FIONREAD, &n), num(n), done(), end();
}

static void descriptors(void) {
  begin("PI28");
  fresh(0), num(lseek(p[0], 0, SEEK_SET)), num(pread(p[0], page, 1, 0)), num(pwrite(p[1], page, 1, 0));
  num(fsync(p[1])), num(ftruncate(p[1], 0)), num(take(p[1], 1)), put(p[0], 1), done(), end();

  begin("PI29");
  struct stat a, b;
  fresh(0), put(p[1], 100), fstat(p[0], &a), fstat(p[1], &b);
  printf(" %o", a.st_mode), num(a.st_size), num(a.st_blksize), num(a.st_nlink), num(a.st_uid == geteuid());
  num(a.st_ino == b.st_ino), done(), end();

  begin("PI30");
  fresh(0), fstat(p[0], &a);
  char link[64], one[64], two[64], want[64];
  sprintf(link, "/proc/self/fd/%d", p[0]), one[readlink(link, one, 63)] = 0;
  int again = open(link, O_WRONLY);
  sprintf(link, "/proc/self/fd/%d", p[1]), two[readlink(link, two, 63)] = 0;
  sprintf(want, "pipe:[%lu]", (unsigned long)a.st_ino), num(strcmp(one, want) == 0), num(strcmp(two, want) == 0);
  put(again, 3), num(take(p[0], 9)), close(again), done(), end();

  begin("PI31");
  fresh(0), num(fcntl(p[0], F_GETFL)), num(fcntl(p[1], F_GETFL)), done();
  fresh(O_CLOEXEC | O_NONBLOCK | O_DIRECT), num(fcntl(p[0], F_GETFD)), done(), num(pipe2(p, O_APPEND));
  struct rlimit all, few;
  getrlimit(RLIMIT_NOFILE, &all), few = all;
  int lowest = dup(0);
  close(lowest), few.rlim_cur = lowest + 1, setrlimit(RLIMIT_NOFILE, &few), num(pipe2(p, 0));
  few.rlim_cur = lowest + 2, setrlimit(RLIMIT_NOFILE, &few), num(pipe2(p, 0)), setrlimit(RLIMIT_NOFILE, &all);
  done(), end();
}

static void polling(void) {
  begin("PI32");
  fresh(0), num(ready(p[0], POLLIN)), put(p[1], 1), num(ready(p[0], POLLIN)), close(p[1]), num(ready(p[0], POLLIN));
  take(p[0], 1), num(ready(p[0], POLLIN)), close(p[0]), end();

  begin("PI33");
  fresh(O_NONBLOCK), num(ready(p[1], POLLOUT)), fill(p[1], 4096), num(ready(p[1], POLLOUT)), take(p[0], 1);
  num(ready(p[1], POLLOUT)), take(p[0], 4095), num(ready(p[1], POLLOUT)), close(p[0]), num(ready(p[1], POLLOUT));
  close(p[1]), fresh(O_NONBLOCK), fill(p[1], 4096), close(p[0]), num(ready(p[1], POLLOUT)), close(p[1]), end();

  begin("PI34");
  fresh(0), num(ready(p[0], POLLOUT)), num(ready(p[1], POLLIN)), close(p[1]), num(ready(p[0], 0));
  struct pollfd two[2] = {{p[1], POLLIN, 0}, {-1, POLLIN, 7}};
  num(poll(two, 2, 0)), num(two[0].revents), num(two[1].revents), close(p[0]);
  fresh(0), close(p[0]), num(ready(p[1], 0)), close(p[1]), end();
}

static void packets(void) {
  begin("PI35");
  fresh(O_DIRECT | O_NONBLOCK), write(p[1], "abc", 3), write(p[1], "de", 2), put(p[1], 5000), text(p[0], 2), text(p[0], 32);
  num(take(p[0], 5000)), num(take(p[0], 5000)), put(p[1], 0), num(take(p[0], 1)), num(fill(p[1], 1)), done(), end();
}

static void wchan_of(int pid) {
  char path[64], where[64];
  sprintf(path, "/proc/%d/wchan", pid);
  int fd = open(path, O_RDONLY);
  long n = read(fd, where, 63);
  where[n > 0 ? n : 0] = 0, close(fd), say(where);
}

static void asleep(void) {
  begin("PI36");
  flushed(), fresh(0);
  int reader = fork();
  if (reader == 0) {
    take(p[0], 1);
    _exit(0);
  }
  pause_ms(50), wchan_of(reader), put(p[1], 1), wait(0), flushed();
  int writer = fork();
  if (writer == 0) {
    write(p[1], page, 100000);
    _exit(0);
  }
  pause_ms(50), wchan_of(writer), kill(writer, SIGKILL), wait(0), done(), end();
}

/* A child reads an empty pipe; the parent sends signals, then a byte. */
static void blocked_read(int flags, int first, int second) {
  flushed(), fresh(0);
  int child = fork();
  if (child == 0) {
    handle(SIGUSR1, flags), num(take(p[0], 9)), flushed();
    _exit(0);
  }
  pause_ms(50), kill(child, first), pause_ms(50);
  if (second) kill(child, second);
  pause_ms(50), write(p[1], "ab", 2), wait(0), done();
}

static void restarted(void) {
  begin("PI37"), blocked_read(0, SIGUSR1, 0), blocked_read(SA_RESTART, SIGUSR1, 0), blocked_read(0, SIGSTOP, SIGCONT);
  flushed(), fresh(0);
  int child = fork();
  if (child == 0) {
    handle(SIGUSR1, 0), fcntl(p[1], F_SETFL, O_NONBLOCK), fill(p[1], 4096), fcntl(p[1], F_SETFL, 0);
    put(p[1], 100), flushed();
    _exit(0);
  }
  pause_ms(50), kill(child, SIGUSR1), wait(0), done(), end();
}

int main(void) {
  sizes(), atomicity(), interrupted(), reading(), broken(), resizing(), descriptors(), polling(), packets(), asleep();
  restarted();
  return 0;
}
