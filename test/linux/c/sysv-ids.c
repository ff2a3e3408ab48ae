/* The rows of sysvipc(7): ids, keys and permissions, on the real kernel, as test/kernel/sysv-ids-rows.ts expects them. */
#include "sysv.h"

#define K 0x1234

static void touched(const char *path) { close(open(path, O_CREAT | O_WRONLY, 0644)); }
/* The id of a queue that is gone at once, the last of so many. */
static int cycled(int times) {
  int q = -1;
  for (int i = 0; i < times; i++) q = queue(0600), msgctl(q, IPC_RMID, 0);
  return q;
}

static void keys(void) {
  struct stat st;
  row("IP01"), touched("a"), stat("a", &st);
  num(ftok("a", 65) == (key_t)(65u << 24 | (st.st_dev & 0xff) << 16 | (st.st_ino & 0xffff)));
  num(ftok("a", 65) == ftok("a", 321)), num(ftok("a", 65) == ftok("a", 66)), end();

  row("IP02");
  key_t k = ftok("a", 65);
  link("a", "b"), num(ftok("b", 65) == k), rename("a", "c"), num(ftok("c", 65) == k), num(ftok("a", 65)), end();

  row("IP03"), num(msgget(K, IPC_CREAT | 0600)), num(queue(0600)), num(queue(0600));
  num(semget(K, 1, 0)), num(shmget(K, 1, 0));
  num(semget(K, 1, IPC_CREAT | 0600)), num(shmget(K, 1, IPC_CREAT | 0600)), end();
}

static void numbers(void) {
  row("IP04");
  for (int i = 0; i < 5; i++) queue(0600);
  for (int i = 0; i < 5; i++) num(cycled(1));
  unshare(CLONE_NEWIPC), num(cycled(64)), num(cycled(1));
  unshare(CLONE_NEWIPC);
  for (int i = 0; i < 60; i++) queue(0600);
  num(cycled(30)), num(cycled(1) % 32768), end();

  row("IP05"), num(cycled(64)), num(cycled(1)), num(cycled(64)), num(cycled(64)), end();

  row("IP06"), cycled(5), num(queue(0600)), cycled(58), num(cycled(5)), num(cycled(1)), end();

  row("IP07");
  int q = queue(0600), s = set_of(1), id = segment(1);
  msgctl(q, IPC_RMID, 0), semctl(s, 0, IPC_RMID), shmctl(id, IPC_RMID, 0);
  num(send_text(q, 1, "x", 0)), got(q, 0, 9, 0), num(msgctl(q, IPC_STAT, (void *)&m)), num(op1(s, 0, 1, 0));
  num(val(s, 0)), attached(at(id, 0)), num(shmctl(id, IPC_RMID, 0));
  cycled(63), num(queue(0600)), num(send_text(q, 1, "x", 0)), end();

  row("IP08");
  num(msgctl(-1, IPC_STAT, (void *)&m)), num(msgctl(12345, IPC_STAT, (void *)&m)), num(val(-1, 0)), num(val(77, 0));
  attached(at(-1, 0)), attached(at(77, 0)), end();

  row("IP09");
  num(queue(0)), num(queue(IPC_CREAT | IPC_EXCL)), num(queue(0)), num(qs(queue(0600)).msg_perm.__key), end();

  row("IP10");
  num(msgget(K, 0)), num(msgget(K, IPC_CREAT | 0600)), num(msgget(K, IPC_CREAT | 0600));
  num(msgget(K, IPC_CREAT | IPC_EXCL | 0600)), num(msgget(K, IPC_EXCL)), num(msgget(K, 0)), end();

  row("IP11"), umask(0777), octal(qs(queue(0666)).msg_perm.mode), octal(qs(queue(01777)).msg_perm.mode);
  umask(022), end();
}

static void rights(void) {
  row("IP12");
  int q = msgget(K, IPC_CREAT | 0640);
  AS(1000, num(msgget(K, 0)), num(msgget(K, 0400)), num(msgget(K, 04)));
  q_mode(q, 0644);
  AS(1000, num(msgget(K, 04)), num(msgget(K, 0400)), num(msgget(K, 0440)), num(msgget(K, 0600)), num(msgget(K, 02)));
  end();

  row("IP13");
  AS(1000, msgget(K, IPC_CREAT | 0), num(msgget(K, 0600)), num(msgget(K, 0)));
  AS(1000, msgget(K + 1, IPC_CREAT | 066), num(msgget(K + 1, 0600)), num(msgget(K + 1, 06)));
  struct msqid_ds d = qs(msgget(K + 2, IPC_CREAT | 0606));
  d.msg_perm.gid = 1000, msgctl(msgget(K + 2, 0), IPC_SET, &d);
  AS(1000, num(msgget(K + 2, 04)));
  AS(1001, num(msgget(K + 2, 04)));
  end();

  row("IP14");
  for (int mode = 0604; mode >= 0602; mode -= 2) {
    int one = queue(mode), s = semget(IPC_PRIVATE, 1, mode), id = shmget(IPC_PRIVATE, 1, mode);
    unsigned short zero[1] = {0};
    AS(1000, num(msgctl(one, IPC_STAT, (void *)&m)), num(val(s, 0)), got(one, 0, 9, IPC_NOWAIT);
       attached(at(id, SHM_RDONLY)), attached(at(id, 0)), num(send_text(one, 1, "x", 0)), num(ctl(s, 0, SETVAL, 0));
       num(semctl(s, 0, SETALL, (union semun){.array = zero})), num(op1(s, 0, 0, 0)), num(op1(s, 0, 1, 0)));
  }
  end();

  row("IP15");
  q = queue(0666), d = qs(q);
  AS(1000, num(msgctl(q, IPC_SET, &d)), num(msgctl(q, IPC_RMID, 0)); int own = queue(0);
     num(msgctl(own, IPC_STAT, (void *)&m)), d.msg_perm.uid = 1000, d.msg_perm.mode = 0;
     num(msgctl(own, IPC_SET, &d)), num(msgctl(own, IPC_RMID, 0)));
  end();

  row("IP16");
  AS(1000, msgget(K, IPC_CREAT | 0));
  q = msgget(K, 0600), num(q), num(send_text(q, 1, "x", 0)), holds(q), end();

  row("IP17");
  q = queue(0600), d = qs(q), d.msg_perm.uid = 1000, d.msg_perm.gid = 1001, d.msg_perm.mode = 0177777;
  d.msg_perm.cuid = 7, d.msg_perm.__key = 7, d.msg_qbytes = 100, num(msgctl(q, IPC_SET, &d)), d = qs(q);
  num(d.msg_perm.uid), num(d.msg_perm.gid), num(d.msg_perm.cuid), octal(d.msg_perm.mode), num(d.msg_perm.__key);
  num(d.msg_qbytes), num(LATELY(d.msg_ctime)), end();

  row("IP18");
  cycled(64), num(queue(0600));
  AS(1000, num(msgctl(0, MSG_STAT, (void *)&m)), num(msgctl(0, 13, (void *)&m)), num(msgctl(1, 13, (void *)&m)));
  end();

  row("IP19");
  q = queue(0600), num(msgctl(q, 99, (void *)&m)), num(msgctl(q, IPC_STAT, BAD)), num(msgctl(q, IPC_SET, BAD));
  num(ctl(set_of(1), 0, 99, 0)), num(shmctl(segment(1), 99, 0)), end();
}

static void limits(void) {
  row("IP20");
  writes("msgmni", "3\n"), num(msgget(K, IPC_CREAT | 0600)), num(queue(0600)), num(queue(0600)), num(queue(0600));
  num(msgget(K, IPC_CREAT | 0600)), num(msgget(K + 1, 0)), num(msgget(K + 1, IPC_CREAT | 0600));
  writes("msgmni", "1\n"), num(msgget(K, 0)), holds(1), msgctl(1, IPC_RMID, 0), num(queue(0600));
  int last = 0;
  while (shmget(IPC_PRIVATE, 1, 0600) >= 0) last++;
  num(last), num(segment(1)), end();

  row("IP21");
  writes("sem", "250 300 32 200\n"), num(set_of(251)), num(set_of(250)), num(set_of(49)), num(set_of(1));
  num(set_of(1)), end();

  row("IP22");
  writes("msgmni", "40000\n"), writes("msgmni", "32768\n"), writes("msgmni", "x\n"), writes("msgmni", "-1\n");
  says("/proc/sys/kernel/msgmni"), says("/proc/sys/kernel/sem"), writes("sem", "250 32000 32 128\n");
  says("/proc/sys/kernel/sem"), writes("sem", "300\n"), says("/proc/sys/kernel/sem");
  writes("sem", "1 2 3 40000\n"), says("/proc/sys/kernel/sem"), writes("sem", "1 2 x\n");
  says("/proc/sys/kernel/sem"), writes("msgmax", "0\n"), writes("msgmax", "-1\n"), writes("msgmax", "9000 1\n");
  says("/proc/sys/kernel/msgmax"), writes("shmmni", "40000\n"), writes("shmmni", "100\n"), writes("shmmax", "8192\n");
  says("/proc/sys/kernel/shmmax"), writes("shmall", "4\n"), says("/proc/sys/kernel/shmall");
  writes("shm_rmid_forced", "2\n"), writes("shm_rmid_forced", "1\n"), says("/proc/sys/kernel/shm_rmid_forced"), end();

  row("IP23");
  says("/proc/sys/kernel/msg_next_id"), writes("msg_next_id", "777\n"), says("/proc/sys/kernel/msg_next_id");
  num(msgget(K, IPC_CREAT | 0600)), says("/proc/sys/kernel/msg_next_id"), writes("msg_next_id", "98404\n");
  num(msgget(K, 0)), says("/proc/sys/kernel/msg_next_id"), num(queue(0600)), writes("msg_next_id", "777\n");
  num(queue(0600)), num(queue(0600)), writes("sem_next_id", "5\n"), num(set_of(1)), writes("shm_next_id", "-2\n");
  AS(1000, writes("msg_next_id", "9\n"));
  end();

  row("IP24");
  INCHILD(msgget(K, IPC_CREAT | 0600), send_text(msgget(K, 0), 1, "left", 0));
  num(msgget(K, 0)), rcv(0, 0, 9, 0), end();
}

int main(void) {
  keys();
  numbers();
  rights();
  limits();
}
