/* Job control of a terminal on the real kernel, in the order and the notation of tty-rows.ts. */
#include "rows.h"
#include <pty.h>
#include <termios.h>

typedef long action(void);
static long reads(void) { return take(0, 1); }
static long writes(void) { return write(0, "x", 1); }
static long sets_modes(void) {
  struct termios t;
  tcgetattr(0, &t);
  return tcsetattr(0, TCSANOW, &t);
}
static long takes_terminal(void) { return tcsetpgrp(0, getpgrp()); }

static void fate_of(action *act) {
  flushed();
  int pid = fork(), status;
  if (pid == 0) {
    setpgid(0, 0), act();
    _exit(0);
  }
  waitpid(pid, &status, WUNTRACED), num(status), kill(pid, SIGKILL), waitpid(pid, 0, 0);
}

static void ignoring(int signo) { signal(signo, SIG_IGN); }
static void blocking(int signo) {
  sigset_t set;
  sigemptyset(&set), sigaddset(&set, signo), sigprocmask(SIG_BLOCK, &set, 0);
}
static void answer_of(void (*prepare)(int), int signo, action *act) {
  flushed();
  int pid = fork();
  if (pid == 0) {
    setpgid(0, 0), prepare(signo), num(act()), flushed();
    _exit(0);
  }
  waitpid(pid, 0, 0);
}

static void stops_output(int on) {
  struct termios t;
  tcgetattr(0, &t), t.c_lflag = on ? t.c_lflag | TOSTOP : t.c_lflag & ~TOSTOP, tcsetattr(0, TCSANOW, &t);
}

int main(void) {
  int master, slave;
  openpty(&master, &slave, 0, 0, 0), flushed();
  if (fork() != 0) {
    int status;
    wait(&status);
    return status != 0;
  }
  setsid(), ioctl(slave, TIOCSCTTY, 0), dup2(slave, 0);

  begin("JC20");
  fate_of(reads), answer_of(ignoring, SIGTTIN, reads), answer_of(blocking, SIGTTIN, reads), flushed();
  int middle = fork();
  if (middle == 0) {
    if (fork() == 0) setpgid(0, 0), pause_ms(50), num(reads()), flushed();
    _exit(0);
  }
  waitpid(middle, 0, 0), pause_ms(150), end();

  begin("JC21");
  answer_of(ignoring, SIGTTIN, writes), stops_output(1), fate_of(writes), answer_of(ignoring, SIGTTOU, writes);
  answer_of(blocking, SIGTTOU, writes), stops_output(0), end();

  begin("JC22");
  fate_of(sets_modes), fate_of(takes_terminal), answer_of(ignoring, SIGTTOU, sets_modes);
  answer_of(ignoring, SIGTTOU, takes_terminal), ignoring(SIGTTOU), tcsetpgrp(0, getpgrp()), signal(SIGTTOU, SIG_DFL), end();

  begin("JC23");
  flushed();
  int stranger = fork();
  if (stranger == 0) {
    setsid(), pause();
    _exit(0);
  }
  pause_ms(50), num(tcsetpgrp(0, stranger)), num(tcsetpgrp(0, 4000000)), num(tcsetpgrp(0, -1));
  kill(stranger, SIGKILL), waitpid(stranger, 0, 0), end();
  return 0;
}
