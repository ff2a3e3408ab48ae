/* The rows of System V shared memory on the real kernel, one line a row, as test/kernel/shm-rows.ts expects them. */
#include "sysv.h"

#define K 0x1234
#define PAGE 4096

static void nattch(int id) { num(ms(id).shm_nattch); }
static int has(int id) {
  struct shmid_ds d;
  return shmctl(id, IPC_STAT, &d);
}
static struct shm_info used(void) {
  struct shm_info i;
  shmctl(0, SHM_INFO, (void *)&i);
  return i;
}
static void resident(char *address, int pages) {
  unsigned char bits[64];
  char s[65] = "";
  mincore(address, pages * PAGE, bits);
  for (int i = 0; i < pages; i++) s[i] = '0' + (bits[i] & 1);
  say(s);
}
/* The line of maps that holds an address: its rights, its inode, its name. */
static void maps(char *address) {
  unsigned long from, to;
  char line[256], rights[8], name[64] = "", deleted[16] = "";
  long ino;
  FILE *f = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, f))
    if (sscanf(line, "%lx-%lx %7s %*s %*s %ld %63s %15s", &from, &to, rights, &ino, name, deleted) > 3)
      if ((unsigned long)address >= from && (unsigned long)address < to)
        num(to - from), say(rights), num(ino), say(name), say(deleted);
  fclose(f);
}

static void making(void) {
  row("SM01");
  int id = segment(100);
  char *a = mmap(0, 8 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  munmap(a, 8 * PAGE), shmat(id, a, 0);
  num(ms(id).shm_segsz), num(a[0] + a[4095]), num(DEATH(poke(a + 4095, 'x'))), num(a[4095]), num(DEATH(poke(a + 4096, 1)));
  num(DEATH(peek(a + 4096))), end();

  row("SM02"), id = segment(1);
  struct shmid_ds d = ms(id);
  num(d.shm_nattch), num(d.shm_lpid), num(d.shm_atime), num(d.shm_dtime), num(d.shm_cpid == getpid());
  num(LATELY(d.shm_ctime)), end();

  row("SM03"), num(segment(0)), writes("shmmax", "8192\n"), num(segment(8193)), num(segment(8192)), writes("shmall", "4\n");
  num(segment(8192)), num(segment(1)), end();

  row("SM04"), num(shmget(K, 5000, IPC_CREAT | 0600)), num(shmget(K, 5001, 0)), num(shmget(K, 4999, 0));
  num(shmget(K, 0, 0)), num(shmget(K, 9999, IPC_CREAT | IPC_EXCL | 0600)), num(shmget(K, 9999, IPC_CREAT)), end();
}

static void attaching(void) {
  row("SM05");
  int id = segment(5000);
  char *a = at(id, 0);
  struct shmid_ds d = ms(id);
  num((long)a % PAGE), num(d.shm_nattch), num(LATELY(d.shm_atime)), num(d.shm_lpid == getpid()), num(d.shm_dtime), end();

  row("SM06"), id = segment(1), a = at(id, 0);
  char *b = at(id, 0);
  a[0] = 42, num(a != b), num(b[0]), nattch(id), end();

  row("SM07"), id = segment(5000), a = at(id, 0), num(shmdt(a + PAGE)), num(shmdt(a + 1)), num(shmdt(0)), num(shmdt(a));
  d = ms(id), num(d.shm_nattch), num(LATELY(d.shm_dtime)), num(d.shm_lpid == getpid()), num(shmdt(a));
  num(DEATH(peek(a))), end();

  row("SM08"), id = segment(1), a = at(id, 0), a[7] = 7, shmdt(a), nattch(id), a = at(id, 0), num(a[7]), end();

  row("SM09"), id = segment(1), a = at(id, SHM_RDONLY), num(a[0]), num(DEATH(poke(a, 1)));
  AS(1000, int own = shmget(IPC_PRIVATE, 1, 0400); attached(at(own, SHM_RDONLY)), attached(at(own, 0)));
  end();

  row("SM10"), num(mprotect(a, PAGE, PROT_READ | PROT_WRITE)), num(mprotect(a, PAGE, PROT_NONE)), num(DEATH(peek(a)));
  end();

  row("SM11"), id = segment(1), a = at(id, 0), shmdt(a), attached(shmat(id, a + 1, 0));
  num((char *)shmat(id, a + 4095, SHM_RND) == a), nattch(id), end();

  row("SM12"), id = segment(1), a = at(id, 0), attached(shmat(id, a, 0));
  num((char *)shmat(id, a, SHM_REMAP) == a), nattch(id), attached(shmat(id, 0, SHM_REMAP));
  int other = segment(1);
  a[0] = 5, num((char *)shmat(other, a, SHM_REMAP) == a), num(a[0]), nattch(id), nattch(other), end();

  row("SM13"), attached(shmat(segment(1), (void *)0xffffffff80000000, 0)), end();
  row("SM14"), attached(at(segment(1), SHM_EXEC)), end();
}

static void removing(void) {
  row("SM15");
  int id = segment(1);
  num(shmctl(id, IPC_RMID, 0)), num(has(id)), attached(at(id, 0)), num(shmctl(id, IPC_RMID, 0)), end();

  row("SM16"), id = shmget(K, 1, IPC_CREAT | 0600);
  char *a = at(id, 0);
  num(shmctl(id, IPC_RMID, 0)), octal(ms(id).shm_perm.mode), num(ms(id).shm_perm.__key), a[0] = 3, num(a[0]), end();

  row("SM17"), id = shmget(K, 1, IPC_CREAT | 0600), a = at(id, 0), shmctl(id, IPC_RMID, 0);
  num(shmget(K, 0, 0)), num(shmget(K, 1, IPC_CREAT | 0600)), a[0] = 3, num(*at(1, 0)), end();

  row("SM18"), id = segment(1), a = at(id, 0), shmctl(id, IPC_RMID, 0), attached(at(id, 0)), nattch(id);
  struct shmid_ds d = ms(id);
  d.shm_perm.mode = 0640, num(shmctl(id, IPC_SET, &d)), octal(ms(id).shm_perm.mode), num(shmctl(id, IPC_RMID, 0));
  nattch(id), end();

  row("SM19");
  for (int how = 0; how < 4; how++) {
    id = segment(1);
    int child = CHILD(char *b = at(id, 0); shmctl(id, IPC_RMID, 0), nattch(id); if (how == 1) shmdt(b);
                      if (how == 2) execl("/bin/sleep", "sleep", "9", (char *)0); if (how > 0) pause());
    if (how > 0) num(has(id));
    end_of(child, SIGKILL), num(has(id));
  }
  end();

  row("SM20"), id = segment(1), a = at(id, 0);
  int child = CHILD(pause());
  nattch(id), num(ms(id).shm_lpid == getpid()), end_of(child, SIGKILL), nattch(id), num(ms(id).shm_lpid == child);
  INCHILD(int g = CHILD(pause()); num(ms(id).shm_lpid == getpid()); end_of(g, SIGKILL));
  end();

  row("SM21"), id = segment(1);
  for (int how = 0; how < 3; how++) {
    child = CHILD(at(id, 0); if (how == 1) execl("/bin/sleep", "sleep", "9", (char *)0); if (how == 2) pause());
    if (how == 1) nattch(id), num(ms(id).shm_lpid == child);
    end_of(child, SIGKILL), d = ms(id), num(d.shm_nattch), num(d.shm_lpid == child), num(LATELY(d.shm_dtime));
  }
  end();

  row("SM22"), id = segment(3 * PAGE), a = at(id, 0), num(munmap(a, 3 * PAGE)), nattch(id), num(shmdt(a));
  a = at(id, 0), num(munmap(a, PAGE)), nattch(id), num(shmdt(a)), nattch(id);
  a = at(id, 0), num(munmap(a + PAGE, PAGE)), nattch(id), num(shmdt(a)), nattch(id), end();
}

static void sharing(void) {
  row("SM23");
  int id = segment(1);
  char *a = at(id, 0);
  INCHILD(a[5] = 9);
  num(a[5]), end();

  row("SM24"), num(used().shm_rss), id = segment(16 * PAGE), num(used().shm_rss), a = at(id, 0), num(used().shm_rss);
  num(touch(a, 1, 0)), num(used().shm_rss), num(touch(a + PAGE, 15, 1)), num(used().shm_rss), num(used().shm_tot);
  num(used().used_ids), end();

  row("SM25"), num(touch(a, 16, 1)), num(touch(a, 16, 0)), end();

  row("SM26"), id = segment(16 * PAGE), a = at(id, 0), touch(a, 16, 1);
  INCHILD(warm(); num(touch(a, 16, 0)), num(touch(a, 16, 1)));
  char *b = at(id, 0);
  warm(), num(touch(b, 16, 0)), num(used().shm_rss), end();

  row("SM27"), id = segment(16 * PAGE), a = at(id, 0), touch(a, 5, 1), shmdt(a), num(used().shm_rss);
  shmctl(id, IPC_RMID, 0), num(used().shm_rss), end();

  row("SM28"), id = segment(8 * PAGE), a = at(id, 0), resident(a, 8), touch(a, 1, 1), resident(a, 8);
  touch(a + 3 * PAGE, 1, 0), resident(a, 8), end();

  row("SM29"), id = segment(1), id = segment(5000), a = at(id, 0), maps(a);
  id = shmget(0xabc, 1, IPC_CREAT | 0600), a = at(id, SHM_RDONLY), maps(a), end();

  row("SM30"), id = shmget(IPC_PRIVATE, 1, 0666), num(shmctl(id, SHM_LOCK, 0)), octal(ms(id).shm_perm.mode);
  num(shmctl(id, SHM_UNLOCK, 0)), octal(ms(id).shm_perm.mode);
  AS(1000, num(shmctl(id, SHM_LOCK, 0)));
  end();

  row("SM31"), id = segment(4 * PAGE), a = at(id, 0), shmctl(id, SHM_LOCK, 0), num(used().shm_rss), end();

  row("SM32"), id = segment(1), a = at(id, 0);
  struct shmid_ds d = ms(id);
  d.shm_perm.mode = 0, num(shmctl(id, IPC_SET, &d)), num(DEATH(poke(a, 1))), num(a[0]), end();

  row("SM33");
  struct shminfo i;
  num(shmctl(0, IPC_INFO, (void *)&i)), num(i.shmmin), num(i.shmmni), num(i.shmseg);
  says("/proc/sys/kernel/shmmax"), says("/proc/sys/kernel/shmall"), end();
}

int main(void) {
  making();
  attaching();
  removing();
  sharing();
}
