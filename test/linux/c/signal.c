/* The rows of signal(7) that need no shell, on the real kernel: one line a row, as test/kernel/signal-rows.ts expects them. */
#include "rows.h"
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/time.h>

static int me;
static sigset_t set_of(int n, ...) {
  sigset_t set;
  sigemptyset(&set);
  va_list list;
  va_start(list, n);
  while (n-- > 0) sigaddset(&set, va_arg(list, int));
  va_end(list);
  return set;
}
static void block(int signo) {
  sigset_t s = set_of(1, signo);
  sigprocmask(SIG_BLOCK, &s, 0);
}
static void unblock(int signo) {
  sigset_t s = set_of(1, signo);
  sigprocmask(SIG_UNBLOCK, &s, 0);
}
static void is_pending(int signo) {
  sigset_t s;
  sigpending(&s), num(sigismember(&s, signo));
}
static int sleeper(void) {
  flushed();
  int child = fork();
  if (child == 0)
    for (;;) pause();
  pause_ms(20);
  return child;
}
static void status(int child) {
  int status;
  waitpid(child, &status, 0), num(status);
}
static void status_line(int pid, const char *field) {
  char path[64], line[256];
  sprintf(path, "/proc/%d/status", pid);
  FILE *file = fopen(path, "r");
  while (fgets(line, sizeof line, file))
    if (!strncmp(line, field, strlen(field)) && line[strlen(field)] == ':') {
      char word[64];
      sscanf(line + strlen(field) + 1, " %63s", word), say(word);
    }
  fclose(file);
}
static void raise_me(int signo) { kill(getpid(), signo); }
#define CHILD(...)  \
  do {              \
    flushed();      \
    if (fork() == 0) { \
      __VA_ARGS__;  \
      flushed();    \
      _exit(0);     \
    }               \
    wait(0);        \
  } while (0)

static void numbers(void) {
  begin("SG01");
  int all[] = {SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1, SIGSEGV, SIGUSR2,
               SIGPIPE, SIGALRM, SIGTERM, SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGXCPU,
               SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR, SIGSYS, SIGRTMIN, SIGRTMAX};
  for (int i = 0; i < 33; i++) num(all[i]);
  end();

  begin("SG02");
  struct sigaction action = {.sa_handler = SIG_IGN};
  num(sigaction(32, &action, 0)), num(sigaction(33, &action, 0));
  int child = sleeper();
  num(kill(child, 32)), status(child), end();

  begin("SG06");
  char fates[65] = {0}, cores[65] = {0};
  int pids[65];
  flushed();
  for (int n = 1; n <= 64; n++)
    if ((pids[n] = fork()) == 0) {
      struct rlimit core = {RLIM_INFINITY, RLIM_INFINITY};
      char own[16]; /* of several that dump core in one directory at once only one leaves a core */
      sprintf(own, "core-%d", n), mkdir(own, 0700), chdir(own), setpgid(0, 0), setrlimit(RLIMIT_CORE, &core);
      for (;;) pause();
    }
  pause_ms(100);
  for (int n = 1; n <= 64; n++) kill(pids[n], n);
  pause_ms(300);
  for (int n = 1; n <= 64; n++) {
    int status, got = waitpid(pids[n], &status, WNOHANG | WUNTRACED);
    fates[n - 1] = got == 0 ? 'i' : WIFSTOPPED(status) ? 's' : WCOREDUMP(status) ? 'c' : 't';
    cores[n - 1] = WCOREDUMP(status) ? 'c' : '-';
    if (got == 0 || WIFSTOPPED(status)) kill(pids[n], SIGKILL), waitpid(pids[n], 0, 0);
  }
  for (int n = 0; n < 64; n++)
    if (fates[n] == 'c') fates[n] = 't', cores[n] = 'c';
    else cores[n] = '-';
  say(fates), end();
  begin("SG07"), say(cores), end();

  begin("SG08");
  num(sigaction(SIGKILL, &action, 0)), num(sigaction(SIGSTOP, &action, 0)), num(sigaction(0, &action, 0));
  num(sigaction(65, &action, 0));
  sigset_t s = set_of(3, SIGKILL, SIGSTOP, SIGUSR1), old;
  sigprocmask(SIG_BLOCK, &s, &old), sigprocmask(SIG_SETMASK, &old, &s);
  num(sigismember(&s, SIGKILL)), num(sigismember(&s, SIGSTOP)), num(sigismember(&s, SIGUSR1)), end();
}

static void sending(void) {
  begin("SG09");
  num(kill(me, 0)), num(kill(me, -1)), num(kill(me, 65)), num(kill(99999999, 0)), num(kill(-99999999, 0));
  flushed();
  int zombie = fork();
  if (zombie == 0) _exit(3);
  pause_ms(20), num(kill(zombie, 0)), num(kill(zombie, SIGKILL)), status(zombie), num(kill(zombie, 0)), end();

  begin("SG10");
  int first = sleeper(), second = sleeper();
  setpgid(first, first), setpgid(second, first), num(kill(-first, SIGUSR1)), status(first), status(second);
  int root = sleeper();
  setpgid(root, root);
  CHILD({
    setpgid(0, root), setgid(65534), setuid(65534);
    num(kill(root, 0)), num(kill(0, 0));
  });
  kill(root, SIGKILL), wait(0), end();

  begin("SG11");
  CHILD({
    setgid(65534), setuid(65534);
    num(kill(me, 0)), num(kill(me, SIGCONT)), num(kill(getpid(), 0));
    setsid(), num(kill(me, SIGCONT));
  });
  end();

  begin("SG13");
  signal(SIGUSR1, SIG_IGN), raise_me(SIGUSR1), is_pending(SIGUSR1), block(SIGUSR1), raise_me(SIGUSR1);
  is_pending(SIGUSR1), unblock(SIGUSR1), is_pending(SIGUSR1), signal(SIGUSR1, SIG_DFL);
  block(SIGWINCH), raise_me(SIGWINCH), is_pending(SIGWINCH), unblock(SIGWINCH), end();

  begin("SG14");
  block(SIGUSR1), raise_me(SIGUSR1), is_pending(SIGUSR1), signal(SIGUSR1, SIG_IGN), is_pending(SIGUSR1);
  unblock(SIGUSR1), signal(SIGUSR1, SIG_DFL);
  handle(SIGCHLD, 0), block(SIGCHLD), raise_me(SIGCHLD), is_pending(SIGCHLD), signal(SIGCHLD, SIG_DFL);
  is_pending(SIGCHLD), unblock(SIGCHLD), end();
}

/* Takes a pending signal: its number, how it was sent, and its value. */
static void take_one(sigset_t *set) {
  siginfo_t info;
  struct timespec none = {0, 0};
  int signo = sigtimedwait(set, &info, &none);
  num(signo);
  if (signo > 0) say(info.si_code == SI_QUEUE ? "queue" : "user");
  if (signo > 0 && info.si_code == SI_QUEUE) num(info.si_value.sival_int);
}

static void queueing(void) {
  union sigval v = {0};
  begin("SG15");
  caught = 0, handle(SIGUSR1, 0), block(SIGUSR1);
  for (int i = 0; i < 5; i++) raise_me(SIGUSR1);
  unblock(SIGUSR1), num(caught), block(SIGUSR1);
  for (int i = 1; i < 4; i++) v.sival_int = i, num(sigqueue(me, SIGUSR1, v));
  sigset_t one = set_of(1, SIGUSR1);
  take_one(&one), take_one(&one), unblock(SIGUSR1), signal(SIGUSR1, SIG_DFL), end();

  begin("SG16");
  sigset_t two = set_of(2, 34, 35);
  sigprocmask(SIG_BLOCK, &two, 0);
  v.sival_int = 5, sigqueue(me, 35, v), v.sival_int = 1, sigqueue(me, 34, v), v.sival_int = 2, sigqueue(me, 34, v);
  kill(me, 34);
  for (int i = 0; i < 5; i++) take_one(&two);
  sigprocmask(SIG_UNBLOCK, &two, 0), end();

  begin("SG17");
  sigset_t five = set_of(5, SIGHUP, SIGUSR1, SIGSEGV, SIGTERM, 34);
  sigprocmask(SIG_BLOCK, &five, 0), kill(me, 34), kill(me, 15), kill(me, 11), kill(me, 10), kill(me, 1);
  struct timespec none = {0, 0};
  for (int i = 0; i < 6; i++) num(sigtimedwait(&five, 0, &none));
  sigprocmask(SIG_UNBLOCK, &five, 0), end();

  begin("SG18");
  int child = sleeper();
  kill(child, SIGSTOP), waitpid(child, 0, WUNTRACED), kill(child, SIGTERM), kill(child, SIGUSR1), kill(child, SIGCONT);
  status(child), end();

  begin("SG19");
  CHILD({
    struct rlimit two_only = {2, 2};
    setrlimit(RLIMIT_SIGPENDING, &two_only), setgid(54321), setuid(54321), block(34), block(SIGUSR1);
    for (int i = 0; i < 3; i++) num(sigqueue(getpid(), 34, v));
    num(kill(getpid(), 34)), num(sigqueue(getpid(), SIGUSR1, v)), status_line(getpid(), "SigQ");
  });
  end();
}

static int depth, deepest, runs;
static void nested(int signo) {
  if (++depth > deepest) deepest = depth;
  if (++runs < 3) raise_me(signo);
  depth--;
}
static void nest(int flags) {
  struct sigaction action = {.sa_handler = nested, .sa_flags = flags};
  depth = deepest = runs = 0, sigaction(SIGUSR1, &action, 0), raise_me(SIGUSR1), num(deepest);
}
/* SIGCHLDs of a child that is stopped, continued and killed. */
static void chld(int flags) {
  caught = 0, handle(SIGCHLD, flags);
  flushed();
  int child = fork();
  if (child == 0)
    for (;;) pause();
  pause_ms(20), kill(child, SIGSTOP), pause_ms(50), num(caught), kill(child, SIGCONT), pause_ms(50), num(caught);
  kill(child, SIGKILL), pause_ms(50), num(caught);
  int got = wait(0);
  num(got > 0 ? 0 : got), signal(SIGCHLD, SIG_DFL);
}

static void handlers(void) {
  begin("SG20"), nest(0), nest(SA_NODEFER), signal(SIGUSR1, SIG_DFL), end();

  begin("SG21");
  flushed();
  int child = fork();
  if (child == 0) {
    handle(SIGUSR1, SA_RESETHAND);
    for (;;) pause();
  }
  pause_ms(30), kill(child, SIGUSR1), pause_ms(30), num(kill(child, 0)), kill(child, SIGUSR1), status(child), end();

  begin("SG22"), chld(SA_NOCLDSTOP), chld(0), chld(SA_NOCLDWAIT | SA_NOCLDSTOP), end();

  begin("SG23");
  handle(SIGUSR1, 0), signal(SIGUSR2, SIG_IGN), block(SIGHUP), raise_me(SIGHUP);
  CHILD({
    is_pending(SIGHUP), raise_me(SIGHUP), status_line(getpid(), "SigBlk"), status_line(getpid(), "SigCgt");
    flushed(), execl("/proc/self/exe", "signal", "exec", (char *)0);
  });
  signal(SIGHUP, SIG_IGN), unblock(SIGHUP), signal(SIGHUP, SIG_DFL), signal(SIGUSR1, SIG_DFL), signal(SIGUSR2, SIG_DFL), end();
}

/* What each call answers when something happens to the process that sleeps in it. */
static int p[2], pipe_out;
static void blocking(int which) {
  sigset_t none, usr2 = set_of(1, SIGUSR2);
  sigemptyset(&none);
  struct timespec t = {0, 300000000};
  struct timeval tv = {0, 300000};
  struct pollfd fd = {p[0], POLLIN, 0};
  siginfo_t info;
  uint64_t word;
  switch (which) {
    case 0: num(read(p[0], page, 9)); break;
    case 1: num(read(eventfd(0, 0), &word, 8)); break;
    case 2: num(wait(0) > 0 ? 0 : -1); break;
    case 3: num(waitid(P_ALL, 0, &info, WEXITED)); break;
    case 4: num(open("sgfifo", O_RDONLY) > 0 ? 0 : -1); break;
    case 5: num(pause()); break;
    case 6: num(sigsuspend(&none)); break;
    case 7: block(SIGUSR2), num(sigtimedwait(&usr2, 0, &t)); break;
    case 8: num(nanosleep(&t, 0)); break;
    case 9: num(poll(&fd, 1, 300)); break;
    case 10: num(ppoll(&fd, 1, &t, 0)); break;
    case 11: num(select(0, 0, 0, 0, &tv)); break;
  }
}
static void disturbed(int which, int flags, int first, int second) {
  flushed(), pipe2(p, 0);
  int child = fork();
  if (child == 0) {
    if (which == 2 || which == 3)
      if (fork() == 0) pause_ms(200), _exit(0);
    handle(SIGUSR1, flags), blocking(which), flushed();
    _exit(0);
  }
  pause_ms(60), kill(child, first), pause_ms(40);
  if (second) kill(child, second);
  pause_ms(40);
  if (which == 0) write(p[1], "ab", 2);
  if (which == 4) pipe_out = open("sgfifo", O_WRONLY | O_NONBLOCK);
  if (which == 1 || which == 5 || which == 6) pause_ms(20), kill(child, SIGKILL);
  waitpid(child, 0, 0), close(p[0]), close(p[1]), close(pipe_out);
}

static void interrupted(void) {
  mkfifo("sgfifo", 0600);
  begin("SG24");
  int restarted[] = {0, 2, 3, 4};
  for (int i = 0; i < 4; i++) disturbed(restarted[i], 0, SIGUSR1, 0), disturbed(restarted[i], SA_RESTART, SIGUSR1, 0);
  disturbed(1, 0, SIGUSR1, 0), disturbed(1, SA_RESTART, SIGUSR1, 0), end();

  begin("SG25");
  for (int which = 5; which < 12; which++) disturbed(which, SA_RESTART, SIGUSR1, 0);
  end();

  begin("SG26");
  CHILD({
    handle(SIGALRM, 0);
    struct itimerval it = {{0, 0}, {0, 150000}};
    setitimer(ITIMER_REAL, &it, 0);
    struct timespec t = {1, 0};
    num(nanosleep(&t, &t)), num((t.tv_sec * 1000 + t.tv_nsec / 1000000) / 100);
  });
  end();

  begin("SG27");
  CHILD({
    int taken;
    sigset_t usr2 = set_of(1, SIGUSR2);
    caught = 0, block(SIGUSR2), handle(SIGUSR1, 0);
    int parent = getpid();
    if (fork() == 0) pause_ms(50), kill(parent, SIGUSR1), pause_ms(50), kill(parent, SIGUSR2), _exit(0);
    sigwait(&usr2, &taken), num(taken), num(caught), wait(0);
  });
  end();

  begin("SG28");
  int calls[] = {0, 2, 3, 7, 8, 9, 10, 11};
  for (int i = 0; i < 8; i++) disturbed(calls[i], 0, SIGSTOP, SIGCONT);
  end();

  begin("SG29");
  flushed(), pipe2(p, 0);
  int child = fork();
  if (child == 0) {
    handle(SIGUSR1, 0), put(p[1], 100000), flushed();
    _exit(0);
  }
  pause_ms(50), kill(child, SIGUSR1), wait(0), close(p[0]), close(p[1]), end();
}

static void stopping(void) {
  begin("SG30");
  int child = sleeper();
  kill(child, SIGSTOP), waitpid(child, 0, WUNTRACED), kill(child, SIGTERM), kill(child, SIGUSR1);
  status_line(child, "State"), status_line(child, "ShdPnd"), kill(child, SIGKILL), status(child), end();

  begin("SG31");
  for (int how = 0; how < 3; how++) {
    flushed();
    child = fork();
    if (child == 0) {
      if (how == 0) signal(SIGCONT, SIG_IGN);
      if (how == 1) block(SIGCONT);
      if (how == 2) handle(SIGCONT, 0);
      caught = 0, raise_me(SIGSTOP), num(caught), flushed();
      _exit(how);
    }
    waitpid(child, 0, WUNTRACED), kill(child, SIGCONT), status(child);
  }
  end();

  begin("SG32");
  CHILD({
    block(SIGTSTP), block(SIGTTIN), block(SIGCONT), block(SIGUSR1);
    raise_me(SIGTSTP), raise_me(SIGTTIN), raise_me(SIGUSR1), status_line(getpid(), "ShdPnd");
    raise_me(SIGCONT), status_line(getpid(), "ShdPnd"), raise_me(SIGTSTP), status_line(getpid(), "ShdPnd");
  });
  end();

  begin("SG33");
  CHILD({
    caught = 0, raise_me(SIGCONT), num(caught), handle(SIGCONT, 0), raise_me(SIGCONT), num(caught);
  });
  end();
}

static long overflow(long n) {
  volatile char room[4096];
  room[0] = (char)n;
  if (n < 0) return 0;
  return overflow(n + 1) + room[0];
}
static void faults(void) {
  struct rlimit no_core = {0, 0};
  begin("SG34");
  for (int how = 0; how < 3; how++) {
    flushed();
    int child = fork();
    if (child == 0) {
      setrlimit(RLIMIT_CORE, &no_core);
      if (how == 0) signal(SIGABRT, SIG_IGN);
      if (how == 1) block(SIGABRT);
      if (how == 2) handle(SIGABRT, 0);
      abort();
    }
    status(child);
  }
  end();

  begin("SG35");
  for (int how = 0; how < 2; how++) {
    flushed();
    int child = fork();
    if (child == 0) {
      setrlimit(RLIMIT_CORE, &no_core);
      if (how == 0) signal(SIGSEGV, SIG_IGN);
      else block(SIGSEGV);
      overflow(0);
      _exit(0);
    }
    status(child);
  }
  signal(SIGSEGV, SIG_IGN), num(kill(me, SIGSEGV)), signal(SIGSEGV, SIG_DFL), end();

  begin("SG36");
  flushed();
  int child = fork();
  if (child == 0) {
    struct rlimit limit = {100, RLIM_INFINITY};
    setrlimit(RLIMIT_CORE, &no_core), setrlimit(RLIMIT_FSIZE, &limit);
    int fd = open("limited", O_WRONLY | O_CREAT, 0600);
    num(write(fd, page, 200)), flushed(), write(fd, page, 1);
    _exit(0);
  }
  status(child), flushed();
  child = fork();
  if (child == 0) {
    struct rlimit second = {1, RLIM_INFINITY};
    setrlimit(RLIMIT_CORE, &no_core), setrlimit(RLIMIT_CPU, &second);
    for (;;) {
    }
  }
  status(child), end();
}

static void timers(void) {
  begin("SG37");
  num(alarm(5)), num(alarm(3)), num(alarm(0)), num(alarm(0)), alarm(9);
  CHILD(num(alarm(0)));
  struct itimerval it = {{0, 0}, {2, 400000}}, old;
  setitimer(ITIMER_REAL, &it, &old), num((old.it_value.tv_sec * 10 + 10) / 10), num(alarm(0));
  getitimer(ITIMER_REAL, &old), num(old.it_value.tv_sec + old.it_value.tv_usec);
  CHILD({
    alarm(7), flushed(), execl("/proc/self/exe", "signal", "alarm", (char *)0);
  });
  end();

  begin("SG38");
  CHILD({
    caught = 0, handle(SIGALRM, 0);
    struct itimerval often = {{0, 20000}, {0, 20000}};
    setitimer(ITIMER_REAL, &often, 0);
    for (int i = 0; i < 3; i++) pause();
    num(caught), getitimer(ITIMER_REAL, &often), num(often.it_interval.tv_usec), num(setitimer(3, &often, 0));
    often.it_value.tv_usec = -1, num(setitimer(ITIMER_REAL, &often, 0)), num(getitimer(-1, &often));
  });
  for (int which = ITIMER_VIRTUAL; which <= ITIMER_PROF; which++) {
    flushed();
    int child = fork();
    if (child == 0) {
      struct itimerval soon = {{0, 0}, {0, 50000}};
      setitimer(which, &soon, 0);
      for (;;) {
      }
    }
    status(child);
  }
  end();

  begin("SG39");
  CHILD({
    sigset_t none, usr1 = set_of(1, SIGUSR1);
    sigemptyset(&none), caught = 0, handle(SIGUSR1, 0), block(SIGUSR1), raise_me(SIGUSR1), num(caught);
    num(sigsuspend(&none)), num(caught), sigprocmask(SIG_BLOCK, 0, &usr1), num(sigismember(&usr1, SIGUSR1));
  });
  end();
}

static void descriptors(void) {
  begin("SG40");
  sigset_t s = set_of(2, SIGUSR1, 34);
  struct signalfd_siginfo records[3];
  union sigval v = {.sival_int = 7};
  sigprocmask(SIG_BLOCK, &s, 0);
  int fd = signalfd(-1, &s, SFD_NONBLOCK);
  num(read(fd, records, sizeof records)), num(ready(fd, POLLIN)), kill(me, SIGUSR1), sigqueue(me, 34, v);
  num(ready(fd, POLLIN)), num(read(fd, records, 100)), num(read(fd, records, sizeof records));
  num(records[0].ssi_signo), num(records[1].ssi_signo), num(records[1].ssi_int), num(records[0].ssi_pid == (unsigned)me);
  num(read(fd, records, 128)), pipe2(p, 0), num(signalfd(p[0], &s, 0)), num(signalfd(-1, &s, 1));
  struct timespec t = {0, 20000000};
  num(sigtimedwait(&s, 0, &t)), close(fd);
  flushed();
  int child = fork();
  if (child == 0) {
    num(read(signalfd(-1, &s, 0), records, sizeof records)), num(records[0].ssi_signo), flushed();
    _exit(0);
  }
  pause_ms(40), kill(child, SIGUSR1), waitpid(child, 0, 0), sigprocmask(SIG_UNBLOCK, &s, 0), end();

  begin("SG41");
  CHILD({
    signal(SIGINT, SIG_IGN), signal(SIGQUIT, SIG_IGN), handle(SIGTERM, 0), block(SIGUSR1), raise_me(SIGUSR1), raise(SIGUSR1);
    status_line(getpid(), "SigPnd"), status_line(getpid(), "ShdPnd"), status_line(getpid(), "SigBlk");
    status_line(getpid(), "SigIgn"), status_line(getpid(), "SigCgt");
  });
  end();

  begin("SG42");
  for (int n = 1; n <= 64; n++)
    if (n != 32 && n != 33) say(strsignal(n));
  end();
}

/* What is left after exec. */
static void executed(const char *what) {
  if (!strcmp(what, "alarm")) num(alarm(0));
  else {
    is_pending(SIGHUP), status_line(getpid(), "SigBlk"), status_line(getpid(), "SigCgt");
    struct sigaction action;
    sigaction(SIGUSR2, 0, &action), num(action.sa_handler == SIG_IGN);
  }
  flushed();
}

int main(int argc, char **argv) {
  if (argc > 1) return executed(argv[1]), 0;
  me = getpid();
  numbers(), sending(), queueing(), handlers(), interrupted(), stopping(), faults(), timers(), descriptors();
  return 0;
}
