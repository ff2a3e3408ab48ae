/* The rows of pthreads(7) on the real kernel: one line a row, as test/kernel/thread-rows.ts expects them. */
#include "rows.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#define SHARED(type) ((type *)mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))

/* pthread functions return the error. */
static void err(int answer) { say(answer == 0 ? "0" : strerrorname_np(answer)); }
static pthread_t start(void *(*body)(void *), void *arg) {
  pthread_t thread;
  pthread_create(&thread, 0, body, arg);
  return thread;
}
static void *joined(pthread_t thread) {
  void *value = 0;
  pthread_join(thread, &value);
  return value;
}
/* To its end. */
static void inside(void *(*body)(void *), void *arg) { joined(start(body, arg)); }
static struct timespec in_ms(long ms) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  t.tv_nsec += ms * 1000000, t.tv_sec += t.tv_nsec / 1000000000, t.tv_nsec %= 1000000000;
  return t;
}
static void contents(const char *path) {
  char s[64];
  int fd = open(path, O_RDONLY);
  long got = read(fd, s, 63);
  close(fd), s[got > 0 ? got : 0] = 0, say(s);
}
static char *field(int pid, const char *name) {
  static char line[256];
  char path[64];
  sprintf(path, "/proc/%d/status", pid);
  FILE *f = fopen(path, "r");
  while (f && fgets(line, sizeof line, f))
    if (!strncmp(line, name, strlen(name)) && line[strlen(name)] == ':') {
      fclose(f);
      char *value = line + strlen(name) + 2, *end = strpbrk(value, " \n");
      if (end) *end = 0;
      return value;
    }
  return "none";
}
static void mutex_of(pthread_mutex_t *m, int type, int robust, int shared) {
  pthread_mutexattr_t attr;
  pthread_mutexattr_init(&attr), pthread_mutexattr_settype(&attr, type);
  if (robust) pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
  if (shared) pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(m, &attr);
}
static int status_of(int pid) {
  int status;
  waitpid(pid, &status, 0);
  return status;
}

static void *locks(void *m) { return (void *)(long)pthread_mutex_lock(m); }
static void *trylocks(void *m) { return err(pthread_mutex_trylock(m)), (void *)0; }
static void *unlocks(void *m) { return err(pthread_mutex_unlock(m)), (void *)0; }
static int tid_of_it;
static void *locks_twice(void *m) {
  tid_of_it = gettid();
  pthread_mutex_lock(m), pthread_mutex_lock(m);
  return 0;
}
static void *times_out(void *m) {
  struct timespec t = in_ms(30);
  return err(pthread_mutex_timedlock(m, &t)), (void *)0;
}

static void mutexes(void) {
  static pthread_mutex_t twice, m; /* somebody sleeps on the first for ever */
  char path[64];

  begin("MT12"), mutex_of(&twice, PTHREAD_MUTEX_NORMAL, 0, 0), err(pthread_mutex_lock(&twice)), trylocks(&twice);
  inside(unlocks, &twice), start(locks_twice, &twice), pause_ms(60);
  sprintf(path, "/proc/self/task/%d/wchan", tid_of_it), contents(path), end();

  begin("MT13"), mutex_of(&m, PTHREAD_MUTEX_ERRORCHECK, 0, 0), err(pthread_mutex_lock(&m));
  err(pthread_mutex_lock(&m)), trylocks(&m), inside(unlocks, &m), unlocks(&m), unlocks(&m), end();

  begin("MT14"), mutex_of(&m, PTHREAD_MUTEX_RECURSIVE, 0, 0), err(pthread_mutex_lock(&m));
  err(pthread_mutex_lock(&m)), trylocks(&m), inside(trylocks, &m), inside(unlocks, &m);
  unlocks(&m), unlocks(&m), inside(trylocks, &m), unlocks(&m), unlocks(&m), end();

  begin("MT15"), mutex_of(&m, PTHREAD_MUTEX_NORMAL, 0, 0), pthread_mutex_lock(&m), err(pthread_mutex_destroy(&m));
  inside(times_out, &m), unlocks(&m), err(pthread_mutex_destroy(&m)), err(pthread_mutex_lock(&m)), end();

  begin("MT16"), mutex_of(&m, PTHREAD_MUTEX_NORMAL, 1, 0), inside(locks, &m), err(pthread_mutex_lock(&m));
  inside(trylocks, &m), err(pthread_mutex_consistent(&m)), unlocks(&m), err(pthread_mutex_lock(&m));
  err(pthread_mutex_consistent(&m)), unlocks(&m);
  pthread_mutex_t *s = SHARED(pthread_mutex_t);
  mutex_of(s, PTHREAD_MUTEX_NORMAL, 1, 1), flushed();
  int child = fork();
  if (child == 0) pthread_mutex_lock(s), pause();
  pause_ms(40), err(pthread_mutex_trylock(s)), kill(child, SIGKILL), status_of(child);
  err(pthread_mutex_trylock(s)), err(pthread_mutex_consistent(s)), unlocks(s), end();

  begin("MT17"), mutex_of(&m, PTHREAD_MUTEX_NORMAL, 1, 0), inside(locks, &m), err(pthread_mutex_lock(&m)), unlocks(&m);
  err(pthread_mutex_lock(&m)), err((long)joined(start(locks, &m))), end();

  begin("MT18"), s = SHARED(pthread_mutex_t), mutex_of(s, PTHREAD_MUTEX_NORMAL, 0, 1), flushed(), child = fork();
  if (child == 0) pthread_mutex_lock(s), pause_ms(60), pthread_mutex_unlock(s), _exit(0);
  pause_ms(30), err(pthread_mutex_trylock(s)), err(pthread_mutex_lock(s)), num(status_of(child)), unlocks(s), end();
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static int woken, order[3];
static void *waits(void *arg) {
  pthread_mutex_lock(&lock), pthread_cond_wait(&cond, &lock);
  order[woken++] = (int)(long)arg, pthread_mutex_unlock(&lock);
  return 0;
}
static void three(pthread_t *threads) {
  woken = 0;
  for (long i = 0; i < 3; i++) threads[i] = start(waits, (void *)i), pause_ms(20);
}
static void *tries(void *arg) { return trylocks(&lock), arg; }

static void conditions(void) {
  pthread_t t[3];
  struct timespec soon;

  begin("MT19"), three(t), num(woken), pthread_cond_signal(&cond), pause_ms(40), num(woken);
  pthread_cond_broadcast(&cond);
  for (int i = 0; i < 3; i++) joined(t[i]);
  num(woken), end();

  begin("MT20"), pthread_cond_signal(&cond), soon = in_ms(30), pthread_mutex_lock(&lock);
  err(pthread_cond_timedwait(&cond, &lock, &soon)), end();

  begin("MT21"), inside(tries, 0), pthread_mutex_unlock(&lock), inside(tries, 0), end();
  mutex_of(&lock, PTHREAD_MUTEX_NORMAL, 0, 0);

  begin("MT22"), three(t);
  for (int i = 0; i < 3; i++) pthread_cond_signal(&cond), pause_ms(20);
  for (int i = 0; i < 3; i++) joined(t[i]), num(order[i]);
  end();
}

static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static void *tryreads(void *arg) { return err(pthread_rwlock_tryrdlock(&rw)), arg; }
static void *trywrites(void *arg) { return err(pthread_rwlock_trywrlock(&rw)), arg; }
static void *writes(void *arg) { return pthread_rwlock_wrlock(&rw), pthread_rwlock_unlock(&rw), arg; }
static pthread_barrier_t barrier;
static void *meets(void *arg) { return (void)arg, (void *)(long)pthread_barrier_wait(&barrier); }
static pthread_spinlock_t spin;
static void *spins(void *arg) {
  tid_of_it = gettid(), pthread_spin_lock(&spin);
  return arg;
}

static void others(void) {
  begin("MT23"), err(pthread_rwlock_rdlock(&rw)), inside(tryreads, 0), trywrites(0), inside(trywrites, 0);
  pthread_rwlock_unlock(&rw), pthread_rwlock_unlock(&rw), err(pthread_rwlock_wrlock(&rw)), inside(tryreads, 0);
  inside(trywrites, 0), err(pthread_rwlock_wrlock(&rw)), err(pthread_rwlock_rdlock(&rw));
  err(pthread_rwlock_unlock(&rw)), end();

  begin("MT24"), pthread_rwlock_rdlock(&rw);
  pthread_t writer = start(writes, 0);
  pause_ms(30), inside(tryreads, 0), pthread_rwlock_unlock(&rw), num(pthread_tryjoin_np(writer, 0) == EBUSY);
  pthread_rwlock_unlock(&rw), joined(writer), trywrites(0), end();

  begin("MT25"), err(pthread_barrier_init(&barrier, 0, 0)), pthread_barrier_init(&barrier, 0, 3);
  pthread_t t[3];
  long sum = 0, zeros = 0;
  for (int i = 0; i < 3; i++) t[i] = start(meets, 0);
  for (int i = 0; i < 3; i++) {
    long got = (long)joined(t[i]);
    sum += got, zeros += got == 0;
  }
  num(zeros), num(sum == PTHREAD_BARRIER_SERIAL_THREAD), end();

  begin("MT26"), pthread_spin_init(&spin, 0), err(pthread_spin_lock(&spin)), err(pthread_spin_trylock(&spin));
  pthread_t waiter = start(spins, 0);
  pause_ms(30), say(field(tid_of_it, "State")), pthread_spin_unlock(&spin), joined(waiter), end();
}

static void *forty_two(void *arg) { return (void)arg, (void *)42; }
static void *sleeps(void *ms) { return pause_ms((long)ms), ms; }
static int pair[2];
static __thread int own = 1;
static void *shares(void *arg) {
  sigset_t set;
  own = 2, close(pair[0]), chdir("/"), umask(077), handle(SIGUSR1, 0);
  sigemptyset(&set), sigaddset(&set, SIGUSR2), pthread_sigmask(SIG_BLOCK, &set, 0);
  num(gettid() != getpid());
  return arg;
}
static int cleaned;
static void cleanup(void *arg) { cleaned = (int)(long)arg; }
static void *paused(void *arg) {
  pthread_cleanup_push(cleanup, arg);
  for (;;) pause();
  pthread_cleanup_pop(0);
  return 0;
}
static void *forever(void *arg) {
  for (;;) pause();
  return arg;
}
static void *faults(void *arg) {
  *(volatile char *)arg = 1;
  return 0;
}
static void *becomes(void *path) {
  execl("/bin/sleep", "sleep", "0.1", (char *)0);
  return path;
}

static void lives(void) {
  begin("MT27"), num((long)joined(start(forty_two, 0))), err(pthread_join(pthread_self(), 0));
  pthread_t t = start(sleeps, (void *)40);
  err(pthread_tryjoin_np(t, 0)), joined(t), t = start(forever, 0), err(pthread_detach(t)), err(pthread_join(t, 0)), end();

  begin("MT28"), pipe(pair), inside(shares, 0), num(write(pair[0], "x", 1)), num(own);
  char cwd[64];
  sigset_t set;
  struct sigaction action;
  say(getcwd(cwd, 64)), num(umask(022)), sigaction(SIGUSR1, 0, &action), num(action.sa_handler == count);
  pthread_sigmask(SIG_BLOCK, 0, &set), num(sigismember(&set, SIGUSR2)), signal(SIGUSR1, SIG_DFL), end();

  begin("MT29"), t = start(paused, (void *)7), pause_ms(20), err(pthread_cancel(t));
  num(joined(t) == PTHREAD_CANCELED), num(cleaned), end(), flushed();

  begin("MT30"), flushed();
  int child = fork();
  if (child == 0) t = start(forever, 0), pause_ms(20), pthread_kill(t, SIGTERM), pause(), _exit(0);
  num(WTERMSIG(status_of(child))), flushed(), child = fork();
  if (child == 0) start(faults, 0), pause(), _exit(0);
  num(WTERMSIG(status_of(child))), end();

  begin("MT31"), flushed(), child = fork();
  if (child == 0) start(forever, 0), exit(3);
  num(WEXITSTATUS(status_of(child))), flushed(), child = fork();
  if (child == 0) start(sleeps, (void *)80), pthread_exit(0);
  pause_ms(40), say(field(child, "State")), say(field(child, "Threads")), num(waitpid(child, 0, WNOHANG));
  num(status_of(child)), end();

  begin("MT32"), flushed(), child = fork();
  if (child == 0) start(forever, 0), start(becomes, 0), pause(), _exit(1);
  pause_ms(50), say(field(child, "Threads")), say(field(child, "Name")), num(status_of(child)), flushed(), child = fork();
  if (child == 0) {
    start(forever, 0), say(field(getpid(), "Threads")), flushed();
    int grandchild = fork();
    if (grandchild == 0) say(field(getpid(), "Threads")), flushed(), _exit(0);
    status_of(grandchild), _exit(0);
  }
  status_of(child), end();
}

int main(void) {
  setvbuf(stdout, 0, _IONBF, 0);
  mutexes();
  conditions();
  others();
  lives();
}
