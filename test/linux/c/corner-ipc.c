/* Corners of System V IPC, POSIX queues and counters, on the real kernel: one line a case, as test/kernel/corner-ipc-cases.ts expects them. */
#include "rows.h"
#include <mqueue.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>

static struct {
  long type;
  char text[9000];
} m;

static long sends(int q, long type, long n, int flags) {
  m.type = type;
  return msgsnd(q, &m, n, flags);
}
static long receives(int q, long room, long type, int flags) { return msgrcv(q, &m, room, type, flags); }
static long ops(int s, int count, int num1, int op1, int num2, int op2) {
  struct sembuf all[] = {{num1, op1, IPC_NOWAIT}, {num2, op2, IPC_NOWAIT}};
  return semop(s, all, count);
}

static void messages(void) {
  int q = msgget(IPC_PRIVATE, 0600);
  begin("d001");
  num(sends(q, 0, 1, 0)), num(sends(q, -1, 1, 0)), num(sends(q, 1, 8193, 0)), num(sends(-1, 1, 1, 0));
  num(receives(q, -1, 0, 0)), num(receives(q, 1, 0, IPC_NOWAIT)), num(receives(q, 1, 0, MSG_COPY));
  num(receives(q, 1, 0, MSG_COPY | IPC_NOWAIT)), num(receives(q, 1, 0, MSG_COPY | MSG_EXCEPT | IPC_NOWAIT)), num(receives(-1, 1, 0, 0));
  end();

  begin("d002");
  num(sends(q, 3, 5, 0)), num(sends(q, 2, 0, 0)), num(receives(q, 4, 3, 0)), num(receives(q, 4, 3, MSG_NOERROR));
  num(receives(q, 4, 3, IPC_NOWAIT)), num(receives(q, 0, -9, 0)), num(receives(q, 4, -9, IPC_NOWAIT));
  num(sends(q, 7, 1, 0)), num(receives(q, 4, -6, IPC_NOWAIT)), num(receives(q, 4, 7, MSG_EXCEPT | IPC_NOWAIT));
  num(receives(q, 4, (long)1 << 63, 0)), num(m.type);
  end();

  begin("d003");
  struct msqid_ds ds;
  num(msgctl(q, 99, &ds)), num(msgctl(q, IPC_STAT, 0)), num(msgctl(-1, IPC_STAT, &ds)), num(msgctl(q, IPC_STAT, &ds));
  ds.msg_qbytes = 3, num(msgctl(q, IPC_SET, &ds)), num(sends(q, 1, 4, IPC_NOWAIT)), num(sends(q, 1, 3, IPC_NOWAIT));
  num(sends(q, 1, 0, IPC_NOWAIT)), num(sends(q, 1, 0, IPC_NOWAIT)), num(sends(q, 1, 0, IPC_NOWAIT));
  num(msgctl(q, IPC_RMID, 0)), num(msgctl(q, IPC_RMID, 0)), num(sends(q, 1, 1, 0)), num(receives(q, 1, 0, 0));
  end();

  begin("d004");
  num(msgget(0x7e57, 0)), q = msgget(0x7e57, IPC_CREAT | 0600), num(q >= 0), num(msgget(0x7e57, IPC_CREAT | IPC_EXCL | 0600));
  num(msgget(0x7e57, IPC_EXCL) == q), num(msgget(0x7e57, 0) == q), msgctl(q, IPC_RMID, 0);
  end();
}

static void semaphores(void) {
  union {
    int val;
    unsigned short *array;
  } arg;
  unsigned short values[3] = {1, 32768, 0};
  begin("d010");
  num(semget(IPC_PRIVATE, 0, 0600)), num(semget(IPC_PRIVATE, -1, 0600)), num(semget(IPC_PRIVATE, 32001, 0600));
  int s = semget(0x7e58, 3, IPC_CREAT | 0600);
  num(s >= 0), num(semget(0x7e58, 4, 0)), num(semget(0x7e58, 2, 0) == s), num(semget(0x7e58, 0, 0) == s);
  num(semget(0x7e58, 3, IPC_CREAT | IPC_EXCL));
  end();

  begin("d011");
  arg.val = 32768, num(semctl(s, 0, SETVAL, arg)), arg.val = -1, num(semctl(s, 0, SETVAL, arg)), arg.val = 32767;
  num(semctl(s, 0, SETVAL, arg)), num(semctl(s, 3, GETVAL)), num(semctl(s, -1, GETVAL)), num(semctl(s, 0, 99)), num(semctl(s, 0, GETVAL));
  arg.array = values, num(semctl(s, 0, SETALL, arg)), num(semctl(s, 0, GETVAL));
  end();

  begin("d012");
  struct sembuf many[501] = {{0, 0, IPC_NOWAIT}}, one = {0, -1, 0};
  struct timespec none = {0, 0}, before = {-1, 0};
  num(semop(s, many, 0)), num(semop(s, many, 501)), num(ops(s, 1, 3, 1, 0, 0)), num(ops(s, 1, 0, 1, 0, 0)), num(ops(s, 1, 0, 0, 0, 0));
  num(ops(s, 2, 0, -1, 1, -1)), num(semctl(s, 0, GETVAL)), num(ops(s, 2, 1, 1, 1, -1)), num(ops(s, 2, 1, -1, 1, 1));
  num(ops(s, 2, 1, 2, 0, 1)), num(semctl(s, 1, GETVAL)), one.sem_num = 1, num(semtimedop(s, &one, 1, &none));
  num(semtimedop(s, &one, 1, &before)), one.sem_op = 1, num(semtimedop(s, &one, 1, &before)), num(semctl(s, 1, GETPID) == getpid());
  num(semop(-1, &one, 1)), num(semctl(s, 0, IPC_RMID)), num(semop(s, &one, 1)), num(semctl(s, 0, GETVAL));
  end();
}

static void segments(void) {
  begin("d020");
  num(shmget(IPC_PRIVATE, 0, 0600)), num(shmget(0x7e59, 100, 0));
  int id = shmget(0x7e59, 100, IPC_CREAT | 0600);
  struct shmid_ds ds;
  num(id >= 0), num(shmget(0x7e59, 101, 0)), num(shmget(0x7e59, 50, 0) == id), num(shmget(0x7e59, 0, 0) == id);
  num(shmget(0x7e59, 100, IPC_CREAT | IPC_EXCL)), num((long)shmat(-1, 0, 0)), num((long)shmat(id, (void *)0x10001, 0));
  num((long)shmat(id, 0, SHM_REMAP)), num(shmdt((void *)0x7000)), num(shmctl(id, 99, &ds)), num(shmctl(-1, IPC_STAT, &ds));
  char *at = shmat(id, 0, 0);
  num(shmdt(at + 1)), num(shmctl(id, IPC_RMID, 0)), num(shmget(0x7e59, 0, 0)), num((long)shmat(id, 0, 0) != -1);
  num(shmdt(at)), num(shmdt(at));
  end();
}

static long opens(const char *name, int flags, long most, long size) {
  struct mq_attr attr = {0, most, size, 0};
  return syscall(SYS_mq_open, name, flags, 0600, &attr);
}

static void queues(void) {
  char name[300] = "";
  memset(name, 'x', 256), name[256] = 0;
  begin("d030");
  num(opens("", O_CREAT | O_RDWR, 1, 8)), num(opens("a/b", O_CREAT | O_RDWR, 1, 8)), num(opens("none", O_RDWR, 1, 8));
  num(opens(name, O_CREAT | O_RDWR, 1, 8)), num(opens("q7e57", O_CREAT | O_RDWR, 0, 8)), num(opens("q7e57", O_CREAT | O_RDWR, 1, 0));
  num(opens("q7e57", O_CREAT | O_RDWR, -1, 8)), num(syscall(SYS_mq_unlink, "none"));
  end();

  begin("d031");
  int q = opens("q7e57", O_CREAT | O_RDWR | O_NONBLOCK, 2, 8), r = opens("q7e57", O_RDONLY, 0, 0), w = opens("q7e57", O_WRONLY, 0, 0);
  unsigned priority = 9;
  num(opens("q7e57", O_CREAT | O_EXCL | O_RDWR, 1, 8)), num(mq_send(q, "123456789", 9, 0)), num(mq_send(q, "1", 1, 32768));
  num(mq_receive(q, name, 8, 0)), num(mq_receive(q, name, 7, 0)), num(mq_send(r, "1", 1, 0)), num(mq_receive(w, name, 8, 0));
  num(mq_send(q, "", 0, 5)), num(mq_send(q, "12345678", 8, 32767)), num(mq_send(q, "1", 1, 0)), num(mq_receive(q, name, 8, &priority));
  num(priority), num(mq_receive(q, name, 8, &priority)), num(priority), num(mq_receive(q, name, 8, &priority));
  num(syscall(SYS_mq_unlink, "q7e57")), mq_send(w, "1", 1, 0), num(mq_receive(r, name, 8, 0));
  end();
  close(q), close(r), close(w);
  q = opens("q7e57", O_CREAT | O_RDWR, 2, 8);

  begin("d032");
  struct sigevent bad = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = 99}, odd = {.sigev_notify = 77}, none = {.sigev_notify = SIGEV_NONE};
  num(mq_notify(q, &bad)), num(mq_notify(q, &odd)), num(mq_notify(q, &none)), num(mq_notify(q, &none)), num(mq_notify(q, 0));
  num(mq_notify(q, 0)), num(mq_notify(99, 0));
  end();
  syscall(SYS_mq_unlink, "q7e57"), close(q);
}

static void counters(void) {
  unsigned long long value = 0;
  begin("d040");
  num(eventfd(0, 99)), num(eventfd(5, EFD_NONBLOCK) >= 0);
  int e = eventfd(5, EFD_NONBLOCK), s = eventfd(2, EFD_NONBLOCK | EFD_SEMAPHORE);
  num(read(e, &value, 7)), num(read(e, &value, 8)), num(value), num(read(e, &value, 8)), value = -1, num(write(e, &value, 8));
  value = -2, num(write(e, &value, 8)), value = 1, num(write(e, &value, 8)), num(write(e, &value, 4)), num(lseek(e, 0, SEEK_SET));
  num(read(s, &value, 8)), num(value), num(read(s, &value, 8)), num(read(s, &value, 8));
  end();
  close(e), close(s);
}

int main(void) {
  if (unshare(CLONE_NEWIPC) < 0) exit(2);
  messages();
  semaphores();
  segments();
  queues();
  counters();
}
