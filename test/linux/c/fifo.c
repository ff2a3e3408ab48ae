/* The rows of fifo(7) that need no shell, on the real kernel: one line a row, as test/kernel/fifo-rows.ts expects them. */
#include "rows.h"

static void fresh(void) {
  unlink("ff");
  mkfifo("ff", 0666);
}

/* Opens in a child, so that one that sleeps can be told: "sleeps", "ok" or an errno. */
static void opens(int flags) {
  flushed();
  int told[2];
  char answer[32] = "sleeps";
  pipe2(told, O_NONBLOCK);
  int child = fork();
  if (child == 0) {
    int fd = open("ff", flags);
    const char *what = fd < 0 ? strerrorname_np(errno) : "ok";
    write(told[1], what, strlen(what) + 1);
    pause();
  }
  for (int tries = 0; tries < 10 && read(told[0], answer, sizeof answer) < 0; tries++) pause_ms(5);
  kill(child, SIGKILL), waitpid(child, 0, 0), close(told[0]), close(told[1]), say(answer);
}

static const int kinds[6] = {O_RDONLY, O_WRONLY, O_RDWR, O_RDONLY | O_NONBLOCK, O_WRONLY | O_NONBLOCK, O_RDWR | O_NONBLOCK};
static void opens_all(void) {
  for (int i = 0; i < 6; i++) opens(kinds[i]);
}

static void rendezvous(void) {
  begin("FI01"), fresh(), opens_all(), end();

  begin("FI02"), fresh();
  int reader = open("ff", O_RDONLY | O_NONBLOCK);
  opens(O_RDONLY), opens(O_WRONLY), opens(O_WRONLY | O_NONBLOCK), close(reader), end();

  begin("FI03"), fresh();
  reader = open("ff", O_RDONLY | O_NONBLOCK);
  int writer = open("ff", O_WRONLY);
  close(reader), opens(O_RDONLY), opens(O_WRONLY), opens(O_WRONLY | O_NONBLOCK), close(writer), end();

  begin("FI04"), fresh();
  int both = open("ff", O_RDWR);
  opens_all(), put(both, 3), num(take(both, 9)), fcntl(both, F_SETFL, O_NONBLOCK), num(take(both, 9)), close(both), end();
}

static void wchan_of(int pid) {
  char path[64], where[64], state;
  sprintf(path, "/proc/%d/wchan", pid);
  int fd = open(path, O_RDONLY);
  long n = read(fd, where, 63);
  where[n > 0 ? n : 0] = 0, close(fd), say(where);
  sprintf(path, "/proc/%d/stat", pid);
  FILE *f = fopen(path, "r");
  fscanf(f, "%*d %*s %c", &state), fclose(f), printf(" %c", state);
}

static int sleeper(int flags, int catches, int restart) {
  flushed();
  int child = fork();
  if (child == 0) {
    if (catches) handle(SIGUSR1, restart ? SA_RESTART : 0);
    int fd = open("ff", flags);
    say(fd < 0 ? strerrorname_np(errno) : "ok"), flushed();
    if (fd >= 0 && flags == O_RDONLY) num(take(fd, 9)), flushed();
    if (fd >= 0 && flags == O_WRONLY) write(fd, "x", 1), say("survived"), flushed();
    _exit(0);
  }
  pause_ms(50);
  return child;
}

static void sleeping(void) {
  int status;
  begin("FI05"), fresh();
  int child = sleeper(O_RDONLY, 0, 0);
  wchan_of(child), kill(child, SIGKILL), wait(0), end();

  begin("FI07"), fresh();
  child = sleeper(O_RDONLY, 1, 0), kill(child, SIGUSR1), wait(0);
  child = sleeper(O_RDONLY, 1, 1), kill(child, SIGUSR1), pause_ms(50), close(open("ff", O_WRONLY)), wait(0);
  child = sleeper(O_RDONLY, 0, 0), kill(child, SIGSTOP), pause_ms(50), kill(child, SIGCONT), pause_ms(50);
  close(open("ff", O_WRONLY)), wait(0), end();

  begin("FI08"), fresh();
  child = sleeper(O_RDONLY, 0, 0), close(open("ff", O_WRONLY | O_NONBLOCK)), wait(0);
  child = sleeper(O_WRONLY, 0, 0), close(open("ff", O_RDONLY | O_NONBLOCK)), wait(&status), num(status), end();
}

static void ends(void) {
  begin("FI09"), fresh();
  int r = open("ff", O_RDONLY | O_NONBLOCK);
  num(take(r, 1)), num(ready(r, POLLIN)), close(open("ff", O_WRONLY)), num(ready(r, POLLIN)), num(take(r, 1)), close(r), end();

  begin("FI10"), fresh(), r = open("ff", O_RDONLY | O_NONBLOCK);
  int w = open("ff", O_WRONLY);
  num(take(r, 1)), put(w, 3), close(w), num(ready(r, POLLIN)), num(take(r, 9)), num(ready(r, POLLIN)), num(take(r, 9));
  close(r), end();

  begin("FI11"), fresh(), r = open("ff", O_RDONLY | O_NONBLOCK), w = open("ff", O_WRONLY), close(w);
  num(take(r, 1)), num(ready(r, POLLIN)), w = open("ff", O_WRONLY), num(take(r, 1)), num(ready(r, POLLIN));
  close(r), close(w), end();

  begin("FI12"), fresh(), r = open("ff", O_RDONLY | O_NONBLOCK), w = open("ff", O_WRONLY);
  int v = open("ff", O_WRONLY);
  write(w, "AA", 2), write(v, "BB", 2), close(w), text(r, 9), num(take(r, 9)), close(v), num(take(r, 9)), close(r), end();

  begin("FI13"), fresh(), w = open("ff", O_RDWR), write(w, "lost", 4), close(w), r = open("ff", O_RDONLY | O_NONBLOCK);
  num(take(r, 9)), close(r), end();

  begin("FI14"), fresh(), signal(SIGPIPE, SIG_IGN), r = open("ff", O_RDONLY | O_NONBLOCK), w = open("ff", O_WRONLY);
  write(w, "keep", 4), close(r), put(w, 1), r = open("ff", O_RDONLY | O_NONBLOCK), text(r, 9), close(r), close(w);
  signal(SIGPIPE, SIG_DFL), end();

  begin("FI15"), fresh(), flushed();
  int told[2];
  pipe(told);
  for (int i = 0; i < 2; i++)
    if (fork() == 0) {
      char c;
      for (r = open("ff", O_RDONLY); read(r, &c, 1) == 1;) write(told[1], &c, 1);
      _exit(0);
    }
  close(told[1]), w = open("ff", O_WRONLY), pause_ms(20);
  for (int i = 0; i < 200; i++) {
    unsigned char c = i;
    write(w, &c, 1);
  }
  close(w);
  unsigned char seen[256] = {0}, c;
  long once = 0;
  while (read(told[0], &c, 1) == 1) seen[c]++;
  for (int i = 0; i < 200; i++) once += seen[i] == 1;
  close(told[0]), wait(0), wait(0), num(once), end();
}

static void names(void) {
  struct stat s;
  begin("FI16");
  int masks[] = {022, 077, 0};
  for (int i = 0; i < 3; i++) umask(masks[i]), unlink("fm"), mkfifo("fm", 0666), stat("fm", &s), printf(" %o", s.st_mode);
  umask(022), unlink("fm"), end();

  begin("FI18"), fresh();
  int b = open("ff", O_RDWR), n;
  put(b, 4), fstat(b, &s), num(s.st_size), num(s.st_blocks), ioctl(b, FIONREAD, &n), num(n), close(b), end();

  begin("FI19"), num(mkfifo("ff", 0666)), close(creat("regular", 0666)), num(mkfifo("regular", 0666));
  num(mkfifo("nodir/ff", 0666)), end();

  begin("FI21"), fresh(), chmod("ff", 0600), chmod(".", 0777), flushed();
  if (fork() == 0) {
    setgid(65534), setuid(65534), num(open("ff", O_RDONLY)), num(open("ff", O_WRONLY)), flushed();
    _exit(0);
  }
  wait(0), opens(O_RDWR), end();

  begin("FI22"), fresh(), b = open("ff", O_RDWR), unlink("ff");
  char link[64], where[256];
  sprintf(link, "/proc/self/fd/%d", b), where[readlink(link, where, 255)] = 0, put(b, 3), num(take(b, 9)), fstat(b, &s);
  num(s.st_nlink), say(strrchr(where, '/') + 1), mkfifo("ff", 0666), n = open("ff", O_RDONLY | O_NONBLOCK), put(b, 3);
  num(take(n, 9)), close(b), close(n), end();

  begin("FI23"), fresh(), unlink("ff2"), unlink("ff3");
  int r = open("ff", O_RDONLY | O_NONBLOCK);
  num(linkat(AT_FDCWD, "ff", AT_FDCWD, "ff2", 0)), b = open("ff2", O_WRONLY), put(b, 1), num(take(r, 9)), close(b);
  num(rename("ff", "ff3")), b = open("ff3", O_WRONLY), put(b, 2), num(take(r, 9)), close(b), close(r);
  unlink("ff2"), unlink("ff3"), end();

  begin("FI24"), fresh(), b = open("ff", O_RDWR), sprintf(link, "/proc/self/fd/%d", b);
  where[readlink(link, where, 255)] = 0, say(strrchr(where, '/') + 1), num(where[0] == '/'), close(b), end();

  begin("FI25"), fresh(), b = open("ff", O_RDWR), put(b, 5), n = open("ff", O_WRONLY | O_CREAT | O_TRUNC, 0666), num(n >= 0);
  num(take(b, 9)), opens(O_WRONLY | O_CREAT | O_EXCL), opens(O_RDONLY | O_DIRECTORY), num(truncate("ff", 0));
  num(lseek(b, 0, SEEK_SET)), close(b), close(n), end();

  begin("FI26"), fresh(), b = open("ff", O_RDWR), num(fcntl(b, F_SETPIPE_SZ, 4096)), close(b), b = open("ff", O_RDWR);
  num(fcntl(b, F_GETPIPE_SZ)), close(b), end();
}

int main(void) {
  umask(022);
  rendezvous(), sleeping(), ends(), names();
  return 0;
}
