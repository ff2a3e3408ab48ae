/* What pipe.c and fifo.c share: each row prints its id and what the kernel answered, errors by their names. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Not every program needs all of it. */
#pragma GCC diagnostic ignored "-Wunused-function"

static char page[1 << 20];

static const char *name(long answer) {
  static char text[8][32];
  static int next;
  char *s = text[next++ % 8];
  if (answer >= 0) {
    sprintf(s, "%ld", answer);
    return s;
  }
  strcpy(s, strerrorname_np(errno));
  return s;
}

static void begin(const char *id) { printf("%s", id); }
static void say(const char *what) { printf(" %s", what); }
static void num(long answer) { say(name(answer)); }
static void end(void) {
  printf("\n");
  fflush(stdout);
}

static void pause_ms(long ms) {
  struct timespec t = {ms / 1000, ms % 1000 * 1000000};
  while (nanosleep(&t, &t) < 0) {
  }
}
static void put(int fd, long n) { num(write(fd, page, n)); }
static long take(int fd, long n) { return read(fd, page, n); }
static void text(int fd, long n) {
  char s[64];
  long got = read(fd, s, n);
  if (got <= 0) {
    num(got);
    return;
  }
  s[got] = 0;
  say(s);
}
static long fill(int fd, long chunk) {
  long total = 0, n;
  while ((n = write(fd, page, chunk)) > 0) total += n;
  return total;
}
static int ready(int fd, short events) {
  struct pollfd p = {fd, events, 0};
  poll(&p, 1, 0);
  return p.revents;
}

static int caught;
static void count(int signo) {
  (void)signo;
  caught++;
}
static void handle(int signo, int flags) {
  struct sigaction action = {.sa_handler = count, .sa_flags = flags};
  sigaction(signo, &action, 0);
}

/* What the child printed comes before what the parent prints next. */
static void flushed(void) { fflush(stdout); }
