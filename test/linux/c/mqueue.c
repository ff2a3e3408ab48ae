/* The rows of mq_overview(7) on the real kernel: one line a row, as test/kernel/mqueue-rows.ts expects them. */
#include "rows.h"
#include <mqueue.h>
#include <pthread.h>
#include <sys/syscall.h>

static char qname[32];
static struct mq_attr four = {.mq_maxmsg = 4, .mq_msgsize = 64};
static char text_[9000];
static mqd_t make(int flags) {
  mq_unlink(qname);
  return mq_open(qname, O_CREAT | O_RDWR | flags, 0600, &four);
}
/* The call itself: mq_open(3) looks at the slash before. */
static long mqopen(const char *path, int flags, struct mq_attr *attr) {
  return syscall(SYS_mq_open, path, flags, 0600, attr);
}
static void got(mqd_t q) {
  unsigned priority;
  long n = mq_receive(q, text_, 64, &priority);
  if (n < 0) {
    num(n);
    return;
  }
  text_[n] = 0;
  say(text_), num(priority);
}
static void opened(const char *path, int flags, long max, long size) {
  struct mq_attr attr = {.mq_maxmsg = max, .mq_msgsize = size};
  long q = mqopen(path, flags, max ? &attr : NULL);
  num(q < 0 ? q : 0);
  if (q >= 0) close(q);
}
static void sleeps(mqd_t q, int flags) {
  flushed();
  int child = fork();
  if (child == 0) {
    handle(SIGUSR1, flags);
    num(mq_receive(q, text_, 64, 0)), flushed(), _exit(0);
  }
  pause_ms(50);
  char path[64], where[64] = "";
  sprintf(path, "/proc/%d/wchan", child);
  int w = open(path, O_RDONLY);
  read(w, where, 63), close(w), say(where), flushed();
  kill(child, SIGUSR1), pause_ms(50), mq_send(q, "abc", 3, 0), waitpid(child, 0, 0);
  if (mq_timedreceive(q, text_, 64, 0, &(struct timespec){0, 0}) >= 0) say("left");
}

static void queues(void) {
  char longest[300] = "";
  memset(longest, 'x', 256);
  begin("PX01");
  mq_unlink(qname);
  opened("a/b", O_RDWR | O_CREAT, 0, 0), opened("", O_RDWR | O_CREAT, 0, 0), opened(longest, O_RDWR | O_CREAT, 0, 0);
  opened(qname + 1, O_RDWR, 0, 0), make(0), opened(qname + 1, O_RDWR | O_CREAT | O_EXCL, 0, 0), num(mq_unlink(qname));
  num(mq_unlink(qname)), end();

  begin("PX02");
  long d = mqopen(qname + 1, O_RDWR | O_CREAT, NULL);
  struct mq_attr attr;
  mq_getattr(d, &attr), num(attr.mq_flags), num(attr.mq_maxmsg), num(attr.mq_msgsize), num(attr.mq_curmsgs);
  num(fcntl(d, F_GETFD)), close(d), mq_unlink(qname), end();

  begin("PX04");
  opened(qname + 1, O_RDWR | O_CREAT, -1, 8), opened(qname + 1, O_RDWR | O_CREAT, 1, 0), flushed();
  if (fork() == 0) {
    setuid(65534), opened(qname + 1, O_RDWR | O_CREAT, 11, 8), opened(qname + 1, O_RDWR | O_CREAT, 1, 8193), flushed();
    _exit(0);
  }
  wait(0), end();

  begin("PX05"); /* a user who has no queues yet */
  flushed();
  if (fork() == 0) {
    setuid(61234);
    char each[40];
    long i, q = 0;
    for (i = 0; i < 20 && q >= 0; i++) sprintf(each, "%s.%ld", qname + 1, i), q = mqopen(each, O_RDWR | O_CREAT, NULL);
    num(i - 1), num(-1 * (q < 0)), sprintf(each, "%s.0", qname), num(mq_unlink(each));
    num(mqopen("again", O_RDWR | O_CREAT, NULL) < 0 ? -1 : 0);
    for (i = 1; i < 20; i++) sprintf(each, "%s.%ld", qname, i), mq_unlink(each);
    flushed(), _exit(0);
  }
  wait(0), end();

  begin("PX06");
  mqd_t q = make(O_NONBLOCK);
  mq_send(q, "low", 3, 1), mq_send(q, "high", 4, 9), mq_send(q, "low2", 4, 1), mq_send(q, "mid", 3, 5);
  got(q), got(q), got(q), got(q), got(q), end();

  begin("PX07");
  num(mq_send(q, "", 0, 32767)), num(mq_send(q, "", 0, 32768)), num(mq_receive(q, text_, 64, 0)), end();

  begin("PX08");
  num(mq_send(q, text_, 65, 0)), num(mq_send(q, text_, 64, 0)), num(mq_receive(q, text_, 63, 0));
  num(mq_receive(q, text_, 64, 0)), end();

  begin("PX09");
  for (int i = 0; i < 5; i++) num(mq_send(q, "x", 1, 0));
  for (int i = 0; i < 5; i++) num(mq_receive(q, text_, 64, 0));
  mq_close(q), end();

  begin("PX10");
  q = make(O_NONBLOCK);
  struct mq_attr set = {.mq_flags = 0, .mq_maxmsg = 9}, old;
  num(mq_setattr(q, &set, &old)), num(old.mq_flags), mq_getattr(q, &attr), num(attr.mq_flags), num(attr.mq_maxmsg);
  set.mq_flags = O_APPEND, num(mq_setattr(q, &set, 0)), mq_close(q), end();

  begin("PX11");
  q = make(0);
  struct timespec past = {1, 0}, wrong = {-1, 0};
  num(mq_timedreceive(q, text_, 64, 0, &past)), num(mq_timedsend(q, "x", 1, 0, &wrong));
  for (int i = 0; i < 5; i++) num(mq_timedsend(q, "x", 1, 0, &past));
  mq_close(q), end();

  begin("PX12");
  make(0);
  mqd_t r = mq_open(qname, O_RDONLY), w = mq_open(qname, O_WRONLY);
  num(mq_send(r, "x", 1, 0)), num(mq_receive(w, text_, 64, 0)), num(mq_send(0, "x", 1, 0)), num(mq_send(99, "x", 1, 0));
  flushed();
  if (fork() == 0) {
    setuid(65534), opened(qname + 1, O_RDONLY, 0, 0), num(syscall(SYS_mq_unlink, qname + 1)), flushed(), _exit(0);
  }
  wait(0), mq_close(r), mq_close(w), end();

  begin("PX13");
  umask(077), mq_unlink(qname), q = mq_open(qname, O_CREAT | O_RDWR, 0666, &four), umask(022);
  struct stat st;
  fstat(q, &st), num(st.st_mode & 0777), num(st.st_size), mq_close(q), end();

  begin("PX16");
  q = make(0), flushed();
  for (int i = 0; i < 3; i++) {
    if (fork() == 0) {
      pause_ms(i * 40), got(q), flushed(), _exit(0);
    }
  }
  pause_ms(160);
  for (int i = 0; i < 3; i++) text_[0] = '0' + i, mq_send(q, text_, 1, i), pause_ms(20);
  while (wait(0) > 0)
    ;
  mq_close(q), end();
}

static int code, value;
static void info(int signo, siginfo_t *si, void *context) {
  (void)signo, (void)context, code = si->si_code, value = si->si_value.sival_int, caught++;
}

static volatile int seen, apart;
static pthread_t starter;
static void told(union sigval value) {
  seen = value.sival_int;
  apart = !pthread_equal(pthread_self(), starter);
}

static void notices(void) {
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 7};
  struct sigaction action = {.sa_sigaction = info, .sa_flags = SA_SIGINFO};
  sigaction(SIGUSR1, &action, 0);

  begin("PX17");
  mqd_t q = make(O_NONBLOCK);
  num(mq_notify(q, &event)), mq_send(q, "a", 1, 0), num(caught), num(code == SI_MESGQ), num(value), got(q);
  mq_send(q, "b", 1, 0), num(caught), end();

  begin("PX18");
  num(mq_notify(q, &event)), num(mq_notify(q, &event)), num(mq_notify(q, NULL)), num(mq_notify(q, &event));
  mqd_t again = mq_open(qname, O_RDONLY);
  mq_close(again), num(mq_notify(q, &event)), mq_close(q), end();

  begin("PX19");
  q = make(0), caught = 0, mq_send(q, "a", 1, 0), num(mq_notify(q, &event)), mq_send(q, "b", 1, 0), num(caught);
  got(q), got(q), flushed();
  if (fork() == 0) {
    got(q), flushed(), _exit(0);
  }
  pause_ms(50), mq_send(q, "c", 1, 0), wait(0), num(caught), mq_send(q, "d", 1, 0), num(caught), mq_close(q), end();

  begin("PX20");
  struct sigevent thread = {
      .sigev_notify = SIGEV_THREAD, .sigev_notify_function = told, .sigev_value.sival_int = 42};
  q = make(0), starter = pthread_self(), num(mq_notify(q, &thread)), mq_send(q, "x", 1, 0), pause_ms(100);
  num(seen), num(apart), seen = 0, mq_send(q, "y", 1, 0), pause_ms(100), num(seen), mq_close(q), end();

  begin("PX21");
  q = make(0), num(mq_unlink(qname)), num(mq_send(q, "x", 1, 3)), got(q), opened(qname + 1, O_RDWR, 0, 0), mq_close(q);
  end();

  begin("PX22");
  q = make(0), num(ready(q, POLLIN | POLLOUT)), mq_send(q, "x", 1, 0), num(ready(q, POLLIN | POLLOUT));
  for (int i = 0; i < 3; i++) mq_send(q, "x", 1, 0);
  num(ready(q, POLLIN | POLLOUT)), mq_close(q), end();

  begin("PX23");
  q = make(0), sleeps(q, 0), sleeps(q, SA_RESTART), mq_close(q), mq_unlink(qname), end();
}

int main(void) {
  sprintf(qname, "/ipclab-%d", getpid());
  queues();
  notices();
  return 0;
}
