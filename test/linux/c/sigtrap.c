/* The twin of src/programs/sigtrap.ts, without its refusals: sigtrap [-b] [-n] SIGNUM... */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void say(const char *format, ...) {
  char line[200];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line, format, values);
  va_end(values);
  write(1, line, length);
}

static const char *name(int signo) {
  static char text[16];
  if (signo >= SIGRTMIN)
    snprintf(text, sizeof text, signo == SIGRTMIN ? "RTMIN" : "RTMIN+%d", signo - SIGRTMIN);
  return signo >= SIGRTMIN ? text : sigabbrev_np(signo);
}

static void show(int signo, siginfo_t *info, void *context) {
  (void)context;
  if (info->si_code == SI_KERNEL)
    say("caught SIG%s from the kernel\n", name(signo));
  else if (info->si_code == SI_QUEUE)
    say("caught SIG%s from PID %d, value %d\n", name(signo), info->si_pid, info->si_value.sival_int);
  else
    say("caught SIG%s from PID %d\n", name(signo), info->si_pid);
}

int main(int argc, char **argv) {
  int block = 0, option;
  struct sigaction on = {.sa_sigaction = show, .sa_flags = SA_SIGINFO | SA_RESTART};
  sigset_t set;
  sigfillset(&on.sa_mask);
  while ((option = getopt(argc, argv, "bn")) != -1)
    if (option == 'b')
      block = 1;
    else
      sigemptyset(&on.sa_mask);
  sigemptyset(&set);
  for (int i = optind; i < argc; i++)
    sigaddset(&set, atoi(argv[i]));
  if (block)
    sigprocmask(SIG_BLOCK, &set, NULL);
  for (int i = optind; i < argc; i++)
    if (sigaction(atoi(argv[i]), &on, NULL) < 0) {
      perror("sigtrap");
      return 1;
    }
  say("PID %d %s", getpid(), block ? "blocks" : "catches");
  for (int i = optind; i < argc; i++)
    say(" SIG%s", name(atoi(argv[i])));
  say("\n");
  for (char byte; read(0, &byte, 1) == 1;)
    if (byte == '\n') {
      block = !block;
      say(block ? "blocking\n" : "unblocking\n");
      sigprocmask(block ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
    }
  return 0;
}
