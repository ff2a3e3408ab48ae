/* The rows of mapped memory on the real kernel, one line a row, as test/kernel/memory-rows.ts expects them. */
#include "sysv.h"

#define PAGE 4096
#define RW (PROT_READ | PROT_WRITE)
#define OBJECT "/ipclab-rows"

/* A file that says hello. */
static int hello(const char *path) {
  int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0644);
  write(fd, "hello", 5);
  return fd;
}
static char *map(int fd, long bytes, int flags) { return mmap(0, bytes, RW, flags, fd, 0); }
static char *anonymous(int pages, int flags) { return map(-1, pages * PAGE, flags | MAP_ANONYMOUS); }
static void mapped(long length, int prot, int flags, int fd, long offset) {
  num(mmap(0, length, prot, flags, fd, offset) == MAP_FAILED ? -1 : 0);
}
static void letter(char c) {
  char s[2] = {c, 0};
  say(s);
}
static void reads(int fd, int offset) {
  char c = 0;
  pread(fd, &c, 1, offset), letter(c);
}

static void files(void) {
  begin("MT01");
  int fd = hello("f");
  char *s = map(fd, PAGE, MAP_SHARED), *t = map(fd, PAGE, MAP_SHARED);
  poke(s, 'J'), reads(fd, 0), letter(t[0]), pwrite(fd, "Y", 1, 1), letter(s[1]), end();

  begin("MT02"), fd = hello("f"), s = map(fd, PAGE, MAP_SHARED);
  char *p = map(fd, PAGE, MAP_PRIVATE);
  letter(p[2]), poke(s + 2, 'Y'), letter(p[2]), poke(p + 1, 'X'), letter(s[1]), reads(fd, 1), poke(s + 2, 'Z');
  letter(p[2]), letter(p[1]), end();

  begin("MT03"), fd = hello("f"), s = map(fd, PAGE, MAP_SHARED), num(s[10]), poke(s + 10, 'Q'), letter(s[10]);
  struct stat st;
  fstat(fd, &st), num(st.st_size), num(pread(fd, page, 99, 0)), end();

  begin("MT04"), fd = hello("f"), s = map(fd, 2 * PAGE, MAP_SHARED), num(DEATH(peek(s + PAGE)));
  num(DEATH(poke(s + PAGE, 1))), ftruncate(fd, PAGE + 1), num(DEATH(poke(s + PAGE, 1))), ftruncate(fd, 0);
  num(DEATH(peek(s))), num(DEATH(peek(s + PAGE))), ftruncate(fd, 5), num(s[0]), end();

  begin("MT05"), fd = hello("f"), s = map(fd, PAGE, MAP_SHARED), num(msync(s + 1, PAGE, MS_SYNC));
  num(msync(s, PAGE, MS_SYNC | MS_ASYNC)), num(msync(s, PAGE, MS_SYNC)), num(msync(s, PAGE, 8)), munmap(s, PAGE);
  num(msync(s, PAGE, MS_SYNC)), end();

  begin("MT06"), fd = hello("f");
  int r = open("f", O_RDONLY), w = open("f", O_WRONLY), pipes[2];
  pipe(pipes);
  mapped(0, RW, MAP_SHARED, fd, 0), mapped(1, RW, MAP_SHARED, 99, 0), mapped(1, RW, MAP_SHARED, fd, 1);
  mapped(1, RW, 0, fd, 0), mapped(1, RW, MAP_SHARED, r, 0), mapped(1, RW, MAP_PRIVATE, r, 0);
  mapped(1, PROT_READ, MAP_SHARED, r, 0), mapped(1, PROT_READ, MAP_SHARED, w, 0), mapped(1, PROT_READ, MAP_PRIVATE, w, 0);
  mapped(1, PROT_READ, MAP_SHARED, pipes[0], 0), mapped(1, RW, MAP_PRIVATE, -1, 0);
  s = mmap(0, 1, PROT_READ, MAP_SHARED, r, 0), num(mprotect(s, PAGE, RW)), end();

  begin("MT07"), fd = hello("f"), s = map(fd, PAGE, MAP_SHARED), close(fd), unlink("f"), letter(s[4]);
  poke(s + 4, 'x'), letter(s[4]), end();
}

static void anon(void) {
  begin("MT08");
  char *s = anonymous(1, MAP_SHARED), *p = anonymous(1, MAP_PRIVATE);
  INCHILD(poke(s, 1), poke(p, 1));
  num(s[0]), num(p[0]), end();

  begin("MT09"), p = anonymous(3, MAP_PRIVATE), num(munmap(p + PAGE, PAGE)), num(DEATH(peek(p + PAGE)));
  num(DEATH(peek(p + 2 * PAGE))), num(munmap(p + PAGE, PAGE)), num(munmap(p + 1, PAGE)), num(munmap(p, 0)), end();

  begin("MT10"), p = anonymous(2, MAP_PRIVATE), num(mprotect(p, PAGE, PROT_READ)), num(DEATH(poke(p, 1)));
  num(DEATH(peek(p))), num(DEATH(poke(p + PAGE, 1))), num(DEATH(peek((char *)0))), num(mprotect(p, PAGE, RW));
  num(DEATH(poke(p, 1))), num(mprotect(p + 1, PAGE, RW)), end();

  begin("MT11"), warm(), p = anonymous(64, MAP_PRIVATE), madvise(p, 64 * PAGE, MADV_NOHUGEPAGE);
  num(touch(p, 64, 1)), num(touch(p, 64, 1));
  INCHILD(warm(); num(touch(p, 64, 0)), num(touch(p, 64, 1)), num(touch(p, 64, 1)));
  warm(), p = anonymous(8, MAP_PRIVATE), num(touch(p, 8, 0)), num(touch(p, 8, 1)), num(touch(p, 8, 0)), end();
}

/* A POSIX object that is new, and nothing else. */
static int object(long bytes) {
  shm_unlink(OBJECT);
  int fd = shm_open(OBJECT, O_RDWR | O_CREAT, 0600);
  ftruncate(fd, bytes);
  return fd;
}
static void opens(const char *path, int flags) {
  int fd = shm_open(path, flags, 0600);
  num(fd < 0 ? fd : 0);
  if (fd >= 0) close(fd);
}

static void objects(void) {
  char longest[300];
  memset(longest, 'x', sizeof longest), longest[256] = 0;
  struct stat st;

  begin("PX30"), shm_unlink(OBJECT), opens(OBJECT, O_RDWR), opens("/a/b", O_RDWR | O_CREAT), opens("/", O_RDWR | O_CREAT);
  opens("", O_RDWR | O_CREAT), opens(longest, O_RDWR | O_CREAT), opens(OBJECT + 1, O_RDWR | O_CREAT), opens(OBJECT, O_RDWR);
  opens(OBJECT, O_RDWR | O_CREAT | O_EXCL);
  int fd = shm_open(OBJECT, O_RDWR, 0);
  fstat(fd, &st), num(st.st_size), num(fcntl(fd, F_GETFD)), end();

  begin("PX31"), fd = object(0);
  char *s = map(fd, 2 * PAGE, MAP_SHARED);
  num(DEATH(peek(s))), num(DEATH(poke(s, 1))), ftruncate(fd, 100), poke(s + 4000, 'x'), letter(s[4000]);
  num(DEATH(peek(s + PAGE))), fstat(fd, &st), num(st.st_size), end();

  begin("PX32"), fd = object(100), s = map(fd, PAGE, MAP_SHARED), poke(s + 7, 'J'), reads(fd, 7);
  int r = shm_open(OBJECT, O_RDONLY, 0);
  reads(r, 7), num(ftruncate(r, 5)), mapped(PAGE, RW, MAP_SHARED, r, 0), mapped(PAGE, PROT_READ, MAP_SHARED, r, 0), end();

  begin("PX33"), fd = object(100), s = map(fd, PAGE, MAP_SHARED), num(shm_unlink(OBJECT)), num(shm_unlink(OBJECT));
  poke(s, 'Z'), letter(s[0]), reads(fd, 0), opens(OBJECT, O_RDWR), end();
}

int main(void) {
  setvbuf(stdout, 0, _IONBF, 0);
  files();
  anon();
  objects();
}
