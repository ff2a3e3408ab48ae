/* The rows of System V semaphores on the real kernel, one line a row, as test/kernel/sem-rows.ts expects them. */
#include "sysv.h"

#define UNDO SEM_UNDO
#define NOWAIT IPC_NOWAIT

/* A set of one, of that value. */
static int one(int value) {
  int s = set_of(1);
  ctl(s, 0, SETVAL, value);
  return s;
}
static int two(int a, int b) {
  int s = set_of(2);
  set_all(s, 2, a, b);
  return s;
}
static long timed(int s, int op, long sec, long nsec) {
  struct sembuf o = {0, op, 0};
  struct timespec t = {sec, nsec};
  return semtimedop(s, &o, 1, &t);
}

static void making(void) {
  row("SE01");
  int s = set_of(3);
  vals(s, 3), num(ctl(s, 2, GETPID, 0)), waiting(s, 2), num(ss(s).sem_otime), num(LATELY(ss(s).sem_ctime));
  num(ss(s).sem_nsems), end();

  row("SE02");
  num(semget(5, 0, IPC_CREAT | 0600)), num(set_of(-1)), num(set_of(32001)), num(set_of(32000));
  num(semget(5, 2, IPC_CREAT | 0600)), num(semget(5, 0, 0)), num(semget(5, 1, 0)), num(semget(5, 2, 0));
  num(semget(5, 3, 0)), num(semget(5, -1, 0)), end();

  row("SE03"), s = set_of(2), num(ctl(s, 1, SETVAL, 32767)), num(ctl(s, 1, SETVAL, -1)), num(ctl(s, 1, SETVAL, 32768));
  vals(s, 2), num(ctl(s, 1, GETPID, 0) == getpid()), num(ctl(s, 0, GETPID, 0)), num(ss(s).sem_otime), end();

  row("SE04"), s = set_of(3), num(set_all(s, 3, 7, 8, 9)), vals(s, 3), num(set_all(s, 3, 7, 40000, 9)), vals(s, 3);
  unsigned short all[3] = {1, 2, 3};
  num(semctl(s, 99, SETALL, (union semun){.array = all})), vals(s, 3);
  for (int i = 0; i < 3; i++) num(ctl(s, i, GETPID, 0) == getpid());
  end();

  row("SE05"), s = set_of(2);
  int commands[] = {GETVAL, SETVAL, GETPID, GETNCNT, GETZCNT};
  for (int i = 0; i < 5; i++) num(ctl(s, 2, commands[i], 0)), num(ctl(s, -1, commands[i], 0));
  struct semid_ds d;
  num(semctl(s, 9, IPC_STAT, (union semun){.buf = &d})), num(semctl(s, 9, GETALL, (union semun){.array = all})), end();

  row("SE06"), s = one(0);
  int down = CHILD(op1(s, 0, -1, 0)), more = CHILD(op1(s, 0, -2, 0));
  num(val(s, 0)), waiting(s, 0), end_of(down, SIGKILL), end_of(more, SIGKILL), ctl(s, 0, SETVAL, 1);
  int zero = CHILD(op1(s, 0, 0, 0));
  num(val(s, 0)), waiting(s, 0), end_of(zero, SIGKILL), waiting(s, 0), end();
}

static void atomic(void) {
  struct sembuf many[501] = {{0, 0, 0}};
  row("SE07");
  int s = one(0);
  num(semop(s, many, 0)), num(semop(s, many, 501)), num(semop(s, many, 500)), num(op1(s, 1, 1, 0));
  num(op1(s, -1, 1, 0)), num(semop(s, BAD, 1)), num(semop(99, many, 1)), end();

  row("SE08"), s = two(1, 0), num(OPS(s, {0, -1, 0}, {1, -1, NOWAIT})), vals(s, 2), end();

  row("SE09"), s = one(0), num(OPS(s, {0, 1, NOWAIT}, {0, -1, NOWAIT})), num(OPS(s, {0, -1, NOWAIT}, {0, 1, NOWAIT}));
  num(OPS(s, {0, 0, NOWAIT}, {0, 1, NOWAIT})), num(OPS(s, {0, 0, NOWAIT}, {0, 1, NOWAIT})), vals(s, 1), end();

  row("SE10"), s = one(2), num(OPS(s, {0, -1, 0}, {0, -1, 0}, {0, 0, 0}, {0, 3, 0})), vals(s, 1), end();

  row("SE11"), s = one(32767), num(OPS(s, {0, 1, 0}, {0, -1, 0})), num(OPS(s, {0, -1, 0}, {0, 1, 0}));
  num(op1(s, 0, 1, NOWAIT)), num(op1(s, 0, 1, 0)), vals(s, 1), s = two(0, 32767);
  num(OPS(s, {1, 1, 0}, {0, -1, NOWAIT})), num(OPS(s, {0, -1, NOWAIT}, {1, 1, 0})), end();

  row("SE12"), s = two(1, 0);
  int child = CHILD(OPS(s, {0, -1, NOWAIT}, {1, -1, 0}); say("on"));
  waiting(s, 0), waiting(s, 1), vals(s, 2), op1(s, 1, 1, 0), reap(), vals(s, 2), s = two(1, 0);
  child = CHILD(num(OPS(s, {0, -1, NOWAIT}, {1, -1, 0})));
  ctl(s, 0, SETVAL, 0), pause_ms(60), reap(), end();

  row("SE13"), s = set_of(3), child = CHILD(OPS(s, {0, -1, 0}, {1, -1, 0}, {2, -1, 0}); say("on"));
  for (int i = 0; i < 3; i++) {
    for (int n = 0; n < 3; n++) num(ctl(s, n, GETNCNT, 0));
    vals(s, 3), op1(s, i, 1, 0);
  }
  reap(), vals(s, 3), end();

  row("SE14"), s = one(0), child = CHILD(OPS(s, {0, -1, 0}, {0, -1, 0}); say("on"));
  waiting(s, 0), op1(s, 0, 1, 0), pause_ms(60), waiting(s, 0), vals(s, 1), op1(s, 0, 1, 0), reap(), vals(s, 1), end();

  row("SE15"), s = semget(IPC_PRIVATE, 1, 0604), ctl(s, 0, SETVAL, 1);
  child = CHILD(become(1000); num(op1(s, 0, 0, 0)));
  waiting(s, 0), op1(s, 0, -1, 0), reap(), end();

  row("SE16"), s = set_of(3), num(OPS(s, {0, 1, 0}, {1, 0, 0}));
  for (int i = 0; i < 3; i++) num(ctl(s, i, GETPID, 0) == getpid());
  num(LATELY(ss(s).sem_otime)), s = one(0), num(op1(s, 0, -1, NOWAIT)), num(ctl(s, 0, GETPID, 0) == getpid());
  s = set_of(1), op1(s, 0, -1, NOWAIT), num(ss(s).sem_otime), end();

  row("SE17"), s = one(0), child = CHILD(op1(s, 0, -1, 0); pause_ms(300));
  op1(s, 0, 1, 0), num(ctl(s, 0, GETPID, 0) == child), reap(), end();

  row("SE18"), s = one(0), child = CHILD(op1(s, 0, -1, 0));
  num(OPS(s, {0, 1, 0})), num(op1(s, 0, -1, NOWAIT)), reap(), end();
}

static void order(void) {
  row("SE19");
  int s = one(0);
  const char *names[] = {"w0", "w1", "w2", "w3"};
  for (int i = 0; i < 4; i++) CHILD(op1(s, 0, -1, 0), say(names[i]));
  for (int i = 0; i < 4; i++) op1(s, 0, 1, 0), pause_ms(60);
  reap(), end();

  row("SE20"), s = one(0);
  CHILD(op1(s, 0, -2, 0), say("two"));
  CHILD(op1(s, 0, -1, 0), say("one"));
  op1(s, 0, 1, 0), pause_ms(60), waiting(s, 0), op1(s, 0, 2, 0), reap(), end();

  row("SE21"), s = one(0);
  CHILD(op1(s, 0, -2, 0), say("two"));
  CHILD(op1(s, 0, -1, 0), say("one"));
  op1(s, 0, 2, 0), pause_ms(60), vals(s, 1), waiting(s, 0), op1(s, 0, 1, 0), reap(), end();

  row("SE22"), s = one(1);
  CHILD(op1(s, 0, -2, 0), say("two"));
  num(op1(s, 0, -1, NOWAIT)), vals(s, 1), op1(s, 0, 2, 0), reap(), end();

  row("SE23"), s = two(0, 1);
  CHILD(OPS(s, {0, -1, 0}, {1, -1, 0}), say("complex"));
  CHILD(op1(s, 0, -1, 0), say("simple"));
  op1(s, 0, 1, 0), pause_ms(60), op1(s, 0, 1, 0), reap(), s = two(0, 1);
  CHILD(op1(s, 0, -1, 0), say("simple"));
  CHILD(OPS(s, {0, -1, 0}, {1, -1, 0}), say("complex"));
  op1(s, 0, 1, 0), pause_ms(60), op1(s, 0, 1, 0), reap(), end();

  row("SE24"), s = one(1);
  CHILD(op1(s, 0, 0, 0); pause_ms(30); say("zero"));
  CHILD(op1(s, 0, -2, 0), say("two"));
  op1(s, 0, 1, 0), reap(), vals(s, 1), end();

  row("SE25"), s = one(1);
  CHILD(OPS(s, {0, 0, 0}, {0, 1, 0}), say("first"));
  CHILD(OPS(s, {0, 0, 0}, {0, 1, 0}), say("second"));
  op1(s, 0, -1, 0), pause_ms(60), waiting(s, 0), vals(s, 1), op1(s, 0, -1, 0), reap(), end();

  row("SE26"), s = one(0);
  CHILD(op1(s, 0, -3, 0), say("on"));
  ctl(s, 0, SETVAL, 5), pause_ms(60), vals(s, 1), reap(), s = two(0, 0);
  CHILD(OPS(s, {1, -3, 0}), say("on"));
  set_all(s, 2, 1, 4), pause_ms(60), vals(s, 2), reap(), end();
}

static void undoing(void) {
  row("SE27");
  int s = one(3);
  INCHILD(op1(s, 0, -1, UNDO), op1(s, 0, -1, 0); vals(s, 1));
  vals(s, 1);
  int child = CHILD(op1(s, 0, -1, UNDO); pause());
  vals(s, 1), end_of(child, SIGKILL), vals(s, 1);
  INCHILD(op1(s, 0, -1, UNDO); exit(0));
  vals(s, 1), end();

  row("SE28"), s = one(0);
  INCHILD(op1(s, 0, 1, UNDO), op1(s, 0, -1, 0));
  vals(s, 1), s = one(32000);
  INCHILD(op1(s, 0, -32000, UNDO), op1(s, 0, 30000, 0));
  vals(s, 1), end();

  row("SE29"), s = one(1), child = CHILD(op1(s, 0, -1, UNDO); pause());
  int waiter = CHILD(op1(s, 0, -1, 0); say("on"), pause());
  end_of(child, SIGKILL), pause_ms(60), num(ctl(s, 0, GETPID, 0) == waiter), end_of(waiter, SIGKILL), vals(s, 1);
  child = CHILD(op1(s, 0, 2, UNDO));
  reap(), num(ctl(s, 0, GETPID, 0) == child), vals(s, 1), end();

  row("SE30"), s = one(32000), child = CHILD(op1(s, 0, -32000, UNDO); pause());
  ctl(s, 0, SETVAL, 30000), end_of(child, SIGKILL), vals(s, 1), s = two(5, 5);
  child = CHILD(OPS(s, {0, -1, UNDO}, {1, -1, UNDO}); pause()), ctl(s, 0, SETVAL, 9), end_of(child, SIGKILL);
  vals(s, 2), child = CHILD(OPS(s, {0, -1, UNDO}, {1, -1, UNDO}); pause()), set_all(s, 2, 1, 2);
  end_of(child, SIGKILL), vals(s, 2), end();

  row("SE31"), s = one(32767);
  INCHILD(num(op1(s, 0, -32767, UNDO)), num(op1(s, 0, 32767, 0)), num(op1(s, 0, -1, UNDO)); vals(s, 1));
  s = one(0);
  INCHILD(num(op1(s, 0, 32767, UNDO)), num(op1(s, 0, -32767, 0)), num(op1(s, 0, 1, UNDO)), num(op1(s, 0, 1, UNDO)));
  end();

  row("SE32"), s = one(1);
  INCHILD(op1(s, 0, -1, UNDO), op1(s, 0, 1, UNDO));
  vals(s, 1);
  INCHILD(op1(s, 0, -1, UNDO), op1(s, 0, 1, 0));
  vals(s, 1), end();

  row("SE33"), s = one(5);
  INCHILD(op1(s, 0, -1, UNDO); INCHILD(op1(s, 0, -1, UNDO)); vals(s, 1));
  vals(s, 1);
  INCHILD(op1(s, 0, -1, UNDO); INCHILD(op1(s, 0, 0, NOWAIT)); vals(s, 1));
  vals(s, 1), child = CHILD(op1(s, 0, -1, UNDO); execl("/bin/sleep", "sleep", "9", (char *)0));
  vals(s, 1), end_of(child, SIGKILL), vals(s, 1), end();

  row("SE34"), s = one(0), child = CHILD(op1(s, 0, -1, UNDO)), waiting(s, 0), end_of(child, SIGKILL), waiting(s, 0);
  vals(s, 1), num(op1(s, 0, 1, 0)), vals(s, 1), end();
}

static void ending(void) {
  row("SE35");
  int s = one(1);
  num(timed(s, -2, 0, 20000000)), num(timed(s, -1, 0, 1000000000));
  num(timed(s, -2, 0, 0)), num(timed(s, -1, 0, 0)), num(timed(s, 1, 100, 0)), vals(s, 1), waiting(s, 0), end();

  row("SE36"), s = one(0);
  CHILD(num(op1(s, 0, -1, 0)));
  int child = CHILD(op1(s, 0, 1, UNDO); pause());
  end_of(child, SIGKILL), reap(), vals(s, 1), s = one(0), child = CHILD(op1(s, 0, 1, UNDO); pause());
  CHILD(num(op1(s, 0, -2, 0)));
  ctl(s, 0, IPC_RMID, 0), pause_ms(60), num(op1(s, 0, 1, 0)), end_of(child, SIGKILL), reap(), end();

  row("SE37");
  for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
    s = one(0), child = CHILD(handle(SIGUSR1, flags); num(op1(s, 0, -1, 0)));
    sent(child, SIGUSR1), reap(), waiting(s, 0);
  }
  end();

  row("SE38"), s = one(0), child = CHILD(num(op1(s, 0, -1, 0)));
  sent(child, SIGSTOP), waiting(s, 0), op1(s, 0, 1, 0), vals(s, 1), sent(child, SIGCONT), reap(), vals(s, 1);
  s = one(0), child = CHILD(signal(SIGUSR1, SIG_IGN); num(op1(s, 0, -1, 0)));
  sent(child, SIGUSR1), waiting(s, 0), op1(s, 0, 1, 0), reap(), end();

  row("SE39"), s = one(0), child = CHILD(op1(s, 0, -1, 0)), wchan(child), end_of(child, SIGKILL), end();

  row("SE40");
  struct seminfo i;
  num(semctl(0, 0, IPC_INFO, (union semun){.buf = &i})), num(i.semmni), num(i.semmns), num(i.semmsl), num(i.semopm);
  num(i.semume), num(i.semusz), num(i.semvmx), num(i.semaem), set_of(3), set_of(4);
  num(semctl(0, 0, SEM_INFO, (union semun){.buf = &i})), num(i.semusz), num(i.semaem), end();
}

int main(void) {
  making();
  atomic();
  order();
  undoing();
  ending();
}
