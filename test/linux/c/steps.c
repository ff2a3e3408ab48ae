/*
 * An interpreter of steps on the real kernel: `1 open a 0x42 0644` is a call of worker 1. Workers take their steps in strict
 * turn; after each one everybody is waited for until he sleeps, so that what a step wakes is told with it. Scripts come
 * from the standard input, each behind a line `# name`; every one has a directory, an IPC and a network namespace of its own.
 */
#include "steps.h"
#include "calls.h"

/* ---- a worker */
static void worker(int number);

static void forked(int number) {
  if (number <= 0 || number >= WORKERS || shared->pid[number]) return say("none");
  pid_t pid = fork();
  if (pid == 0) worker(number);
  if (pid > 0) shared->pid[number] = pid;
  person(pid);
}

static void split(char *line) {
  count = 0;
  for (char *word = strtok(line, " "); word && count < WORDS; word = strtok(0, " ")) words[count++] = word;
}

static void step(void) {
  static char line[TEXT];
  split(strcpy(line, shared->step));
  if (!strcmp(words[1], "fork")) return forked(N(0));
#define X(name, ...)                                                                                                   \
  if (!strcmp(words[1], #name)) {                                                                                      \
    __VA_ARGS__;                                                                                                       \
    return;                                                                                                            \
  }
  CALLS
#undef X
  say("unknown");
}

static void worker(int number) {
  char turn;
  me = number;
  for (;;) {
    if (read(CONTROL + me, &turn, 1) != 1) continue;
    shared->answer[me][0] = 0;
    step();
    shared->done[me] = 1;
  }
}

/* ---- the supervisor */
static char seen[WORKERS]; /* the state that was told last: I idle, S asleep in a call, T stopped, Z dead */

/* I, S, T, Z as above; R for one who has something to do. */
static char state(int number) {
  char path[64], text[512] = "";
  pid_t pid = shared->pid[number];
  sprintf(path, "/proc/%d/stat", pid);
  int fd = open(path, O_RDONLY);
  if (fd < 0) return 'Z';
  if (read(fd, text, sizeof text - 1) < 0) text[0] = 0;
  close(fd);
  char *at = strrchr(text, ')');
  if (!at || at[2] == 'Z' || at[2] == 'X') return 'Z';
  if (at[2] == 'T') return 'T';
  if (at[2] != 'S') return 'R';
  sprintf(path, "/proc/%d/syscall", pid);
  if ((fd = open(path, O_RDONLY)) < 0) return 'Z';
  memset(text, 0, sizeof text);
  if (read(fd, text, sizeof text - 1) < 0) text[0] = 0;
  close(fd);
  unsigned long call, first;
  if (sscanf(text, "%ld %lx", &call, &first) != 2) return 'R';
  return call == SYS_read && first == (unsigned long)CONTROL + number ? 'I' : 'S';
}

/* Until everybody sleeps; what they were found to do goes into `now`. */
static int settle(char *now) {
  struct timespec moment = {0, 100000};
  int quiet = 0;
  for (int tries = 0; tries < 20000 && quiet < 2; tries++) {
    int busy = 0, asleep = 0;
    for (int i = 1; i < WORKERS; i++) {
      if (!shared->pid[i]) continue;
      now[i] = state(i);
      if (now[i] == 'R') busy = 1;
      if (now[i] == 'S') asleep = 1;
    }
    quiet = busy ? 0 : quiet + 1; /* twice: who was looked at first may have been woken since */
    if (busy || asleep) nanosleep(&moment, 0);
  }
  return quiet == 2;
}

static int waiting[WORKERS];

static void tell(int number, int actor, char now) {
  const char *what = now == 'T' ? "stopped" : now == 'Z' ? "dies" : "sleeps";
  if (shared->caught[number][0]) printf("  w%d caught%s\n", number, shared->caught[number]);
  shared->caught[number][0] = 0;
  if (waiting[number] && shared->done[number]) {
    printf("  w%d -> %s\n", number, shared->answer[number]);
    waiting[number] = 0;
  } else if (number == actor) printf("  w%d %s\n", number, what);
  else if (now != seen[number] && (now == 'T' || now == 'Z')) printf("  w%d %s\n", number, what);
  if (now == 'Z') waiting[number] = 0;
  seen[number] = now;
}

/* Until what is changed later has another time. */
static void tick(void) {
  struct timespec before, now, moment = {0, 500000};
  clock_gettime(CLOCK_REALTIME_COARSE, &before);
  do nanosleep(&moment, 0), clock_gettime(CLOCK_REALTIME_COARSE, &now);
  while (before.tv_sec == now.tv_sec && before.tv_nsec == now.tv_nsec);
}

/* One step; 0 if the workers do not come to rest. */
static int take(char *line) {
  char now[WORKERS] = {0};
  int actor = line[0] - '0';
  printf("%s\n", line);
  if (actor < 1 || actor >= WORKERS || !shared->pid[actor] || seen[actor] == 'Z') return printf("  nobody\n");
  if (waiting[actor]) return printf("  busy\n");
  strcpy(shared->step, line);
  shared->done[actor] = 0;
  waiting[actor] = 1;
  if (write(CONTROL + WORKERS + actor, "!", 1) != 1) return 0;
  if (!settle(now)) return printf("  no rest\n"), 0;
  for (int i = 1; i < WORKERS; i++)
    if (shared->pid[i]) tell(i, actor, now[i]);
  if (strstr(line, "stat")) tick();
  return 1;
}

static void loopback(void) {
  struct ifreq up = {.ifr_name = "lo", .ifr_flags = IFF_UP};
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  ioctl(fd, SIOCSIFFLAGS, &up);
  close(fd);
}

static void device(const char *path, int number) { unlink(path), mknod(path, S_IFCHR | 0666, number); }
static void devices(void) { device("/dev/null", 0x103), device("/dev/zero", 0x105), device("/dev/full", 0x107); }

static void begin(int script, int network) {
  memset(shared, 0, sizeof *shared), memset(seen, 'I', sizeof seen), memset(waiting, 0, sizeof waiting);
  char past[32];
  sprintf(past, "/past%d", script);
  rename("/tmp", past), strcpy(base, "/tmp/steps");
  chmod("/", 0755), chown("/", 0, 0), mkdir("/tmp", 01777), mkdir(base, 01777);
  devices();
  if (chdir(base) < 0 || unshare(CLONE_NEWIPC) < 0 || (network && unshare(CLONE_NEWNET) < 0)) exit(2);
  if (network) loopback();
  for (int i = 1; i < WORKERS; i++) {
    int pair[2];
    if (pipe(pair) < 0) exit(2);
    dup2(pair[0], CONTROL + i), dup2(pair[1], CONTROL + WORKERS + i);
    close(pair[0]), close(pair[1]);
  }
  pid_t pid = fork();
  if (pid) {
    shared->pid[1] = pid;
    return;
  }
  umask(022), setsid(), setgroups(0, 0);
  for (int fd = 0; fd < CONTROL; fd++) close(fd);
  for (int i = 1; i < WORKERS; i++) close(CONTROL + WORKERS + i);
  worker(1);
}

static void finish(void) {
  fflush(stdout);
  kill(-1, SIGKILL);
  while (wait(0) > 0) {
  }
}

static void limited(int resource, rlim_t soft, rlim_t hard) {
  struct rlimit limit = {soft, hard};
  setrlimit(resource, &limit);
}

/* A root of its own: no path leads out of it. */
static int apart(void) {
  if (mount(0, "/", 0, MS_REC | MS_PRIVATE, 0) < 0 || mount("tmpfs", base, "tmpfs", 0, "mode=755") < 0) return 0;
  if (chdir(base) < 0 || chroot(".") < 0) return 0;
  umask(0);
  mkdir("/proc", 0755), mkdir("/dev", 0755);
  return mount("proc", "/proc", "proc", 0, 0) == 0;
}

static int supervise(void) {
  static char line[TEXT];
  int script = 0, going = 0;
  setsid();
  if (!apart()) return 2;
  limited(RLIMIT_NOFILE, 1024, 4096), limited(RLIMIT_CORE, 0, RLIM_INFINITY), limited(RLIMIT_SIGPENDING, 1000, 1000);
  shared = mmap(0, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = 0;
    if (line[0] == '#') {
      if (script) finish();
      printf("%s\n", line);
      fflush(stdout);
      begin(++script, strstr(line, "inet") != 0);
      going = 1;
    } else if (going) going = take(line);
  }
  finish();
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 2 || !realpath(argv[1], base)) return 2;
  if (unshare(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET) < 0) return 3;
  pid_t pid = fork();
  if (pid == 0) exit(supervise());
  int status = 2;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 4;
}
