/* The rows of processes that need no shell, on the real kernel: one line a row, as test/kernel/process-rows.ts expects them. */
#include "rows.h"
#include <sys/prctl.h>
#include <sys/syscall.h>

static int me;
#define CHILD(...)     \
  do {                 \
    flushed();         \
    int child = fork(); \
    if (child == 0) {  \
      __VA_ARGS__;     \
      flushed();       \
      _exit(0);        \
    }                  \
    waitpid(child, 0, 0); \
  } while (0)

static int sleeper(void) {
  flushed();
  int child = fork();
  if (child == 0)
    for (;;) pause();
  pause_ms(20);
  return child;
}
static void status(int child) {
  int status, got = waitpid(child, &status, 0);
  num(got < 0 ? got : status);
}
static void state(int pid) {
  char path[64], line[256];
  sprintf(path, "/proc/%d/stat", pid);
  int fd = open(path, O_RDONLY);
  line[read(fd, line, 255)] = 0, close(fd);
  char letter[2] = {strrchr(line, ')')[2], 0};
  say(letter);
}

static void forking(void) {
  begin("PR02");
  int fd = open("shared", O_RDWR | O_CREAT | O_TRUNC, 0600);
  write(fd, "abcdef", 6), lseek(fd, 0, SEEK_SET);
  CHILD(text(fd, 3));
  text(fd, 3), close(fd), end();

  begin("PR04");
  sigset_t hup;
  sigemptyset(&hup), sigaddset(&hup, SIGHUP), sigprocmask(SIG_BLOCK, &hup, 0), kill(me, SIGHUP), signal(SIGUSR2, SIG_IGN);
  umask(027), alarm(50);
  struct rlimit few = {77, 99}, old;
  getrlimit(RLIMIT_NOFILE, &old), setrlimit(RLIMIT_NOFILE, &few), few.rlim_cur = 0;
  setpriority(PRIO_PROCESS, 0, 5);
  CHILD({
    sigset_t set;
    struct sigaction action;
    sigprocmask(SIG_BLOCK, 0, &set), num(sigismember(&set, SIGHUP)), sigpending(&set), num(sigismember(&set, SIGHUP));
    sigaction(SIGUSR2, 0, &action), num(action.sa_handler == SIG_IGN), num(umask(0)), num(alarm(0));
    getrlimit(RLIMIT_NOFILE, &few), num(few.rlim_cur), num(getpriority(PRIO_PROCESS, 0));
    num(getpgid(0) == getpgid(me)), num(getsid(0) == getsid(me));
  });
  signal(SIGHUP, SIG_IGN), sigprocmask(SIG_UNBLOCK, &hup, 0), signal(SIGHUP, SIG_DFL), signal(SIGUSR2, SIG_DFL);
  umask(022), alarm(0), end();

  begin("PR05");
  CHILD({
    char own[64];
    setpgid(0, 0), umask(027), setpriority(PRIO_PROCESS, 0, 7), alarm(40), signal(SIGUSR1, SIG_IGN), handle(SIGUSR2, 0);
    sigprocmask(SIG_BLOCK, &hup, 0), kill(getpid(), SIGHUP), prctl(PR_SET_CHILD_SUBREAPER, 1), dup2(1, 9), dup2(1, 8);
    fcntl(8, F_SETFD, FD_CLOEXEC);
    flushed(), sprintf(own, "%d", getpid()), execl("/proc/self/exe", "process", own, (char *)0);
  });
  end();
}

static void executed(int pid) {
  sigset_t set;
  struct sigaction action;
  int on = 0;
  num(getpid() == pid), num(getpgid(0) == pid), num(umask(0)), num(getpriority(PRIO_PROCESS, 0)), num(alarm(0));
  sigprocmask(SIG_BLOCK, 0, &set), num(sigismember(&set, SIGHUP)), sigpending(&set), num(sigismember(&set, SIGHUP));
  sigaction(SIGUSR1, 0, &action), num(action.sa_handler == SIG_IGN), sigaction(SIGUSR2, 0, &action);
  num(action.sa_handler == SIG_DFL), prctl(PR_GET_CHILD_SUBREAPER, &on), num(on);
  num(fcntl(9, F_GETFD)), num(fcntl(8, F_GETFD)), flushed();
}

static void try(const char *path, char *argument) {
  char *argv[] = {"x", argument, 0}, *env[] = {0};
  num(execve(path, argv, env));
}
static void file(const char *path, const char *what, int mode) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
  write(fd, what, strlen(what)), close(fd);
}

static void executing(void) {
  begin("PR06");
  static char big[200001];
  memset(big, 'x', 200000);
  file("notext", "echo hi\n", 0755), file("nox", "#!/bin/sh\n", 0644), mkdir("directory", 0755);
  try("nowhere", 0), try("directory", 0), try("nox", 0), try("nox/y", 0), try("notext", 0), try("notext", big);
  int fd = open("notext", O_WRONLY);
  try("notext", 0), close(fd), num(open("/proc/self/exe", O_WRONLY)), end();

  begin("PR09");
  int codes[] = {256, 257, -1};
  for (int i = 0; i < 3; i++) {
    flushed();
    int child = fork();
    if (child == 0) _exit(codes[i]);
    status(child);
  }
  end();
}

static int exits(int code) {
  flushed();
  int child = fork();
  if (child == 0) _exit(code);
  pause_ms(20);
  return child;
}

static void waiting(void) {
  begin("PR10");
  status(exits(7));
  int child = sleeper(), how;
  kill(child, SIGTERM), status(child);
  flushed();
  if ((child = fork()) == 0) {
    struct rlimit core = {RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_CORE, &core);
    for (;;) pause();
  }
  pause_ms(20), kill(child, SIGSEGV), status(child);
  child = sleeper();
  kill(child, SIGSTOP), waitpid(child, &how, WUNTRACED), num(how), kill(child, SIGCONT);
  waitpid(child, &how, WCONTINUED), num(how), kill(child, SIGKILL), wait(0), end();

  begin("PR12");
  siginfo_t info;
  num(wait(0)), num(waitpid(1, 0, 0)), child = exits(0), wait(0), num(waitpid(child, 0, 0)), child = sleeper();
  num(waitpid(child, 0, 0x100)), num(waitpid(child, 0, WEXITED)), num(wait4(-2147483647 - 1, 0, 0, 0));
  num(waitid(P_ALL, 0, &info, 0)), num(waitid(P_ALL, 0, &info, WEXITED | 0x800)), num(waitid(P_PID, 0, &info, WEXITED));
  num(waitid(9, 0, &info, WEXITED)), kill(child, SIGKILL), wait(0), child = exits(0);
  num(waitid(P_PID, child, &info, WSTOPPED)), wait(0), end();

  begin("PR13");
  child = sleeper(), num(waitpid(child, 0, WNOHANG)), info.si_pid = 77;
  num(waitid(P_PID, child, &info, WEXITED | WNOHANG)), num(info.si_pid), kill(child, SIGKILL), wait(0), end();

  begin("PR14");
  child = sleeper();
  kill(child, SIGSTOP), pause_ms(20), num(waitpid(child, &how, WNOHANG));
  num(waitpid(child, &how, WNOHANG | WUNTRACED) == child), num(how), num(waitpid(child, &how, WNOHANG | WUNTRACED));
  kill(child, SIGCONT), pause_ms(20), num(waitpid(child, &how, WNOHANG));
  num(waitpid(child, &how, WNOHANG | WCONTINUED) == child), num(how), num(waitpid(child, &how, WNOHANG | WCONTINUED));
  kill(child, SIGSTOP), pause_ms(20), kill(child, SIGCONT), pause_ms(20);
  num(waitpid(child, &how, WNOHANG | WUNTRACED | WCONTINUED) == child), num(how), kill(child, SIGKILL), wait(0), end();

  begin("PR15");
  flushed();
  int first = fork();
  if (first == 0) pause_ms(40), _exit(0);
  int second = exits(0);
  pause_ms(60), num(wait(0) == first), num(wait(0) == second), end();

  begin("PR16");
  child = exits(9);
  for (int i = 0; i < 2; i++) waitid(P_PID, child, &info, WEXITED | WNOWAIT), num(info.si_code), num(info.si_status);
  status(child), child = sleeper(), kill(child, SIGSTOP);
  waitid(P_PID, child, &info, WSTOPPED | WNOWAIT), num(info.si_code), num(info.si_status);
  waitid(P_PID, child, &info, WSTOPPED), num(info.si_code);
  num(waitid(P_PID, child, &info, WSTOPPED | WNOHANG)), num(info.si_pid), kill(child, SIGCONT);
  waitid(P_PID, child, &info, WCONTINUED), num(info.si_code), num(info.si_status), kill(child, SIGKILL);
  waitid(P_ALL, 0, &info, WEXITED), num(info.si_code), num(info.si_status), end();

  begin("PR17");
  char path[64];
  child = exits(0), state(child), sprintf(path, "/proc/%d/cmdline", child);
  int fd = open(path, O_RDONLY);
  num(take(fd, 9)), close(fd), num(kill(child, 0)), num(kill(child, SIGKILL)), state(child), wait(0), num(kill(child, 0)), end();
}

static void families(void) {
  begin("PR18");
  int p[2], on;
  prctl(PR_SET_CHILD_SUBREAPER, 1), prctl(PR_GET_CHILD_SUBREAPER, &on), num(on), pipe(p), flushed();
  if (fork() == 0) {
    if (fork() == 0) pause_ms(50), num(getppid() == me), flushed(), _exit(0);
    prctl(PR_GET_CHILD_SUBREAPER, &on), num(on), flushed(), _exit(0);
  }
  wait(0), wait(0), num(wait(0)), end();

  begin("PR19");
  int zombie = exits(3);
  signal(SIGCHLD, SIG_IGN), exits(0), status(zombie), flushed();
  if (fork() == 0) pause_ms(50), _exit(0);
  num(wait(0)), signal(SIGCHLD, SIG_DFL), end();

  begin("PR20");
  int child = sleeper();
  num(setpgid(99999999, 0)), num(setpgid(0, -1)), num(setpgid(0, 4321987)), num(setpgid(1, 0)), num(setpgid(child, child));
  num(getpgid(child) == child), kill(child, SIGKILL), wait(0), flushed();
  if ((child = fork()) == 0) execl("/bin/sleep", "sleep", "5", (char *)0);
  pause_ms(40), num(setpgid(child, child)), kill(child, SIGKILL), wait(0), flushed();
  if ((child = fork()) == 0) {
    setsid(), num(setpgid(0, 0)), flushed(), pause_ms(100);
    _exit(0);
  }
  pause_ms(40), flushed(), num(setpgid(child, child)), wait(0), end();

  begin("PR21");
  CHILD({
    setpgid(0, 0), num(setsid());
  });
  CHILD({
    num(setsid() == getpid()), num(getpgid(0) == getpid()), num(setsid()), num(open("/dev/tty", O_RDWR));
  });
  num(getpgid(99999999)), num(getsid(99999999)), end();

  begin("PR22");
  flushed();
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      setpgid(0, 0);
      for (;;) pause();
    }
    pause_ms(80);
    _exit(0);
  }
  /* The grandchild stops in a group of its own while its parent, of the same session, still lives. */
  pause_ms(20);
  char path[64];
  int middle, grandchild;
  sprintf(path, "/proc/%d/task/%d/children", me, me);
  FILE *list = fopen(path, "r");
  fscanf(list, "%d", &middle), fclose(list), sprintf(path, "/proc/%d/task/%d/children", middle, middle);
  list = fopen(path, "r"), fscanf(list, "%d", &grandchild), fclose(list);
  kill(grandchild, SIGSTOP), waitpid(middle, 0, 0), status(grandchild), end();

  begin("PR23");
  flushed();
  if ((child = fork()) == 0) {
    setsid(), kill(getpid(), SIGTSTP), num(1), flushed(), kill(getpid(), SIGSTOP);
    _exit(7);
  }
  int how;
  waitpid(child, &how, WUNTRACED), num(how), kill(child, SIGCONT), status(child), end();

  begin("PR24");
  CHILD({
    struct rlimit three = {3, 3};
    setrlimit(RLIMIT_NPROC, &three), setgid(54322), setuid(54322);
    int pids[3];
    for (int i = 0; i < 3; i++) {
      flushed();
      if ((pids[i] = fork()) == 0)
        for (;;) pause();
      num(pids[i] > 0 ? 0 : pids[i]);
    }
    for (int i = 0; i < 2; i++) kill(pids[i], SIGKILL), wait(0);
  });
  end();

  begin("PR27");
  flushed();
  if ((child = fork()) == 0)
    for (;;) {
    }
  pause_ms(20), state(child), kill(child, SIGKILL), wait(0), child = sleeper(), state(child), kill(child, SIGSTOP);
  waitpid(child, 0, WUNTRACED), state(child), kill(child, SIGKILL), pause_ms(20), state(child), wait(0), end();
}

int main(int argc, char **argv) {
  if (argc > 1) return executed(atoi(argv[1])), 0;
  me = getpid();
  executing(), waiting(), families(), forking();
  return 0;
}
