/* Corners of calls that IPC is made of, on the real kernel: one line a case, as test/kernel/corner-cases.ts expects them. */
#include "rows.h"
#include <arpa/inet.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

static int udp(void) { return socket(AF_INET, SOCK_DGRAM, 0); }
static int tcp(void) { return socket(AF_INET, SOCK_STREAM, 0); }
static struct sockaddr_in in_at(const char *address, int port) {
  struct sockaddr_in a = {AF_INET, htons(port), {inet_addr(address)}};
  return a;
}
static int bind_at(int fd, const char *address, int port) {
  struct sockaddr_in a = in_at(address, port);
  return bind(fd, (void *)&a, sizeof a);
}
static int connect_at(int fd, int port) {
  struct sockaddr_in a = in_at("127.0.0.1", port);
  return connect(fd, (void *)&a, sizeof a);
}
static long send_at(int fd, long n, int port) {
  struct sockaddr_in a = in_at("127.0.0.1", port);
  return sendto(fd, page, n, MSG_NOSIGNAL, (void *)&a, sizeof a);
}
static int un_call(int (*call)(int, const struct sockaddr *, socklen_t), int fd, const char *path) {
  struct sockaddr_un a = {AF_UNIX, ""};
  strcpy(a.sun_path, path);
  return call(fd, (void *)&a, sizeof a);
}
static int option(int fd, int level, int name) {
  int value = -1;
  socklen_t length = sizeof value;
  return getsockopt(fd, level, name, &value, &length) < 0 ? -1 : value;
}
static int set(int fd, int level, int name, int value) { return setsockopt(fd, level, name, &value, sizeof value); }
static int all_ready(int fd) {
  struct pollfd p = {fd, POLLIN | POLLOUT | POLLPRI | POLLRDHUP, 0};
  poll(&p, 1, 0);
  return p.revents;
}
static int listening(int port) {
  int fd = tcp();
  set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
  bind_at(fd, "127.0.0.1", port);
  listen(fd, 5);
  return fd;
}
static long lock_of(int fd, int cmd, int type, int whence, long start, long len, int pid) {
  struct flock l = {.l_type = type, .l_whence = whence, .l_start = start, .l_len = len, .l_pid = pid};
  return fcntl(fd, cmd, &l);
}
static long futex_of(void *word, int op, int value, struct timespec *time, void *to, int third) {
  return syscall(SYS_futex, word, op, value, time, to, third);
}
static long map(void *at, long length, int prot, int flags, int fd, long offset) {
  void *got = mmap(at, length, prot, flags, fd, offset);
  if (got == MAP_FAILED) return -1;
  munmap(got, length);
  return 0;
}

static void sockets(void) {
  int a, b, c, pair[2], plain = open("plain", O_CREAT | O_RDWR, 0600);
  begin("c001");
  num(socket(99, SOCK_STREAM, 0)), num(socket(AF_INET, 77, 0)), num(socket(AF_UNIX, 77, 0));
  num(socket(AF_INET, SOCK_STREAM, IPPROTO_UDP)), num(socket(AF_UNIX, SOCK_STREAM, 5));
  num(socket(AF_INET, SOCK_SEQPACKET, 0)), num(socketpair(AF_INET, SOCK_STREAM, 0, pair));
  end();

  begin("c002");
  a = udp(), b = tcp();
  num(listen(a, 1)), num(accept4(a, 0, 0, 0)), num(accept4(b, 0, 0, 0)), num(accept4(b, 0, 0, 1));
  num(accept4(plain, 0, 0, 0)), num(listen(b, -5)), num(option(b, SOL_SOCKET, SO_ACCEPTCONN));
  end();
  close(a), close(b);

  begin("c003");
  a = tcp(), b = tcp();
  num(bind_at(a, "127.0.0.1", 47001)), num(bind_at(a, "127.0.0.1", 47002)), num(bind_at(b, "127.0.0.1", 47001));
  num(bind_at(b, "192.0.2.77", 47003)), num(bind_at(b, "127.0.0.9", 47001));
  end();
  close(a), close(b);

  begin("c004");
  a = tcp(), b = udp();
  struct sockaddr_in name;
  socklen_t length = sizeof name;
  num(getpeername(a, (void *)&name, &length)), num(shutdown(a, SHUT_WR)), num(shutdown(b, SHUT_WR));
  num(shutdown(a, 3)), num(shutdown(plain, SHUT_WR));
  end();
  close(a), close(b);

  begin("c005");
  a = tcp(), b = udp();
  num(send(a, page, 1, MSG_NOSIGNAL)), num(recv(a, page, 1, MSG_DONTWAIT)), num(recv(b, page, 1, MSG_DONTWAIT));
  num(send(b, page, 1, 0)), num(send_at(b, 65508, 47004)), num(send_at(b, 65507, 47004)), num(send_at(b, 0, 47004));
  num(recv(b, page, 1, MSG_OOB | MSG_DONTWAIT)), num(recv(a, page, 1, MSG_OOB | MSG_DONTWAIT));
  end();
  close(a), close(b);

  begin("c006");
  a = tcp();
  num(set(a, SOL_SOCKET, SO_SNDBUF, 1)), num(option(a, SOL_SOCKET, SO_SNDBUF));
  num(set(a, SOL_SOCKET, SO_RCVBUF, 1)), num(option(a, SOL_SOCKET, SO_RCVBUF));
  num(option(a, SOL_SOCKET, SO_TYPE)), num(option(a, SOL_SOCKET, SO_DOMAIN)), num(option(a, SOL_SOCKET, SO_PROTOCOL));
  num(set(a, SOL_SOCKET, SO_TYPE, 1)), num(set(a, SOL_SOCKET, SO_ERROR, 1)), num(set(a, SOL_SOCKET, 999, 1));
  num(option(a, SOL_SOCKET, 999)), num(set(a, 99, 1, 1)), num(option(a, 99, 1)), num(set(plain, SOL_SOCKET, SO_SNDBUF, 1));
  end();
  close(a);

  begin("c007");
  a = udp(), b = socket(AF_UNIX, SOCK_STREAM, 0);
  num(set(a, IPPROTO_IP, IP_TTL, 0)), num(set(a, IPPROTO_IP, IP_TTL, 256)), num(set(a, IPPROTO_IP, IP_TTL, 3));
  num(option(a, IPPROTO_IP, IP_TTL)), num(set(a, IPPROTO_IP, IP_TTL, -1)), num(option(a, IPPROTO_IP, IP_TTL));
  num(set(b, IPPROTO_IP, IP_TTL, 3)), num(option(b, IPPROTO_IP, IP_TTL)), num(set(b, IPPROTO_TCP, TCP_NODELAY, 1));
  num(set(a, IPPROTO_TCP, TCP_NODELAY, 1)), num(set(b, 99, 1, 1));
  end();
  close(a), close(b);

  begin("c008");
  a = socket(AF_UNIX, SOCK_STREAM, 0), b = socket(AF_UNIX, SOCK_DGRAM, 0), c = socket(AF_UNIX, SOCK_STREAM, 0);
  num(un_call(connect, a, "none")), num(un_call(connect, a, "plain")), num(un_call(bind, b, "dgram"));
  num(un_call(connect, a, "dgram")), num(un_call(bind, a, "plain")), num(un_call(bind, a, "nodir/x"));
  num(un_call(bind, c, "left")), num(un_call(connect, a, "left")), num(un_call(bind, c, "again"));
  close(c);
  num(un_call(connect, a, "left")), num(un_call(bind, a, "left"));
  end();
  close(a), close(b);

  begin("c009");
  a = tcp(), b = udp(), c = socket(AF_UNIX, SOCK_STREAM, 0);
  num(all_ready(a)), num(all_ready(b)), num(all_ready(c)), listen(a, 1), num(all_ready(a));
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  num(all_ready(pair[0])), num(shutdown(pair[1], SHUT_WR)), num(all_ready(pair[0])), num(all_ready(pair[1]));
  num(shutdown(pair[1], SHUT_RD)), num(all_ready(pair[0])), num(all_ready(pair[1])), close(pair[1]), num(all_ready(pair[0]));
  end();
  close(a), close(b), close(c), close(pair[0]);

  begin("c010");
  a = listening(47010), b = tcp(), num(connect_at(b, 47010)), c = accept4(a, 0, 0, 0);
  num(connect_at(b, 47010)), num(all_ready(b)), num(send_at(b, 3, 9)), num(all_ready(c)), num(shutdown(b, SHUT_WR));
  num(all_ready(c)), num(all_ready(b)), num(send(b, page, 1, MSG_NOSIGNAL)), num(recv(c, page, 9, 0)), num(recv(c, page, 9, 0));
  num(shutdown(c, SHUT_WR)), num(all_ready(b)), num(all_ready(c)), num(recv(b, page, 9, 0)), num(shutdown(b, SHUT_WR));
  end();
  close(a), close(b), close(c);

  begin("c011");
  a = listening(47011), b = tcp(), connect_at(b, 47011), c = accept4(a, 0, 0, 0);
  send(b, page, 5, 0), num(all_ready(c)), close(c), pause_ms(20);
  num(all_ready(b)), num(recv(b, page, 9, 0)), num(recv(b, page, 9, 0)), num(send(b, page, 1, MSG_NOSIGNAL));
  num(option(b, SOL_SOCKET, SO_ERROR)), num(all_ready(b));
  end();
  close(a), close(b);

  begin("c012");
  a = listening(47012), b = tcp(), num(connect_at(b, 47012)), close(a), pause_ms(20);
  num(all_ready(b)), num(option(b, SOL_SOCKET, SO_ERROR)), num(option(b, SOL_SOCKET, SO_ERROR)), num(recv(b, page, 9, 0));
  end();
  close(b);

  begin("c013");
  a = listening(47013), num(shutdown(a, SHUT_RD)), num(all_ready(a)), num(accept4(a, 0, 0, 0)), b = tcp();
  num(connect_at(b, 47013)), num(listen(a, 1));
  end();
  close(a), close(b);

  begin("c014");
  a = socket(AF_UNIX, SOCK_STREAM, 0);
  struct stat s;
  num(lseek(a, 0, SEEK_SET)), num(ftruncate(a, 0)), num(pread(a, page, 1, 0)), num(pwrite(a, page, 1, 0));
  num(map(0, 4096, PROT_READ, MAP_SHARED, a, 0)), fstat(a, &s), num(S_ISSOCK(s.st_mode)), num(fsync(a));
  num(lock_of(a, F_SETLK, F_WRLCK, 0, 0, 0, 0)), num(flock(a, LOCK_EX | LOCK_NB));
  end();
  close(a);

  begin("c015");
  a = udp(), b = udp(), bind_at(a, "127.0.0.1", 47015), connect_at(b, 47015);
  num(send(b, page, 10, 0)), num(send(b, page, 0, 0)), num(send(b, page, 3, 0));
  num(recv(a, page, 4, MSG_PEEK | MSG_TRUNC)), num(recv(a, page, 4, MSG_PEEK)), num(recv(a, page, 4, MSG_TRUNC));
  num(recv(a, page, 4, 0)), num(recv(a, page, 0, 0)), num(recv(a, page, 4, MSG_DONTWAIT));
  num(connect_at(b, 47999)), num(send(b, page, 1, 0)), pause_ms(20), num(all_ready(b)), num(send(b, page, 1, 0));
  pause_ms(20), num(option(b, SOL_SOCKET, SO_ERROR)), num(option(b, SOL_SOCKET, SO_ERROR));
  end();
  close(a), close(b);

  begin("c016");
  socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
  num(send(pair[0], page, 0, 0)), num(recv(pair[1], page, 9, MSG_DONTWAIT)), num(recv(pair[1], page, 9, MSG_DONTWAIT));
  close(pair[1]), num(send(pair[0], page, 1, MSG_NOSIGNAL)), num(send(pair[0], page, 1, MSG_NOSIGNAL));
  num(all_ready(pair[0]));
  end();
  close(pair[0]);

  begin("c017");
  socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair);
  num(write(pair[0], page, 5)), num(write(pair[0], page, 6)), num(read(pair[1], page, 3)), num(read(pair[1], page, 99));
  num(write(pair[0], page, 0)), close(pair[0]), num(recv(pair[1], page, 9, 0)), num(recv(pair[1], page, 9, 0));
  num(send(pair[1], page, 1, MSG_NOSIGNAL));
  end();
  close(pair[1]);
}

static void later(int fd, long n, long ms) {
  if (fork() > 0) return;
  pause_ms(ms), send(fd, page, n, MSG_NOSIGNAL);
  _exit(0);
}
static void whole(void) {
  int pair[2], a, b, c;
  struct timeval soon = {0, 100000};
  begin("c050");
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair), send(pair[0], page, 3, 0), later(pair[0], 4, 30);
  num(recv(pair[1], page, 5, MSG_WAITALL)), num(recv(pair[1], page, 9, MSG_WAITALL | MSG_DONTWAIT)), wait(0);
  num(recv(pair[1], page, 9, MSG_WAITALL | MSG_DONTWAIT)), send(pair[0], page, 3, 0), close(pair[0]);
  num(recv(pair[1], page, 9, MSG_WAITALL)), num(recv(pair[1], page, 9, MSG_WAITALL)), close(pair[1]);
  end();

  begin("c051");
  a = listening(47051), b = tcp(), connect_at(b, 47051), c = accept4(a, 0, 0, 0);
  setsockopt(c, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon), send(b, page, 3, 0);
  num(recv(c, page, 5, MSG_WAITALL)), num(recv(c, page, 5, MSG_WAITALL)), later(b, 2, 30), later(b, 2, 50);
  num(recv(c, page, 4, MSG_WAITALL)), num(recv(c, page, 0, MSG_WAITALL)), send(b, page, 9, 0), shutdown(b, SHUT_WR);
  num(recv(c, page, 10, MSG_WAITALL)), num(recv(c, page, 10, MSG_WAITALL)), close(a), close(b), close(c), wait(0), wait(0);
  end();

  begin("c052");
  a = udp(), b = udp(), bind_at(a, "127.0.0.1", 47052), connect_at(b, 47052), send(b, page, 3, 0), send(b, page, 4, 0);
  num(recv(a, page, 9, MSG_WAITALL)), num(recv(a, page, 9, MSG_WAITALL)), close(a), close(b);
  socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), send(pair[0], page, 3, 0), num(recv(pair[1], page, 9, MSG_WAITALL));
  end();
  close(pair[0]), close(pair[1]);
}

static int name_port(int fd) {
  struct sockaddr_in a;
  socklen_t length = sizeof a;
  return getsockname(fd, (void *)&a, &length) < 0 ? -1 : ntohs(a.sin_port);
}
static void connections(void) {
  int a, b, c, pair[2];
  struct linger hard = {1, 0};
  begin("c060");
  a = listening(47060), b = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  num(connect_at(b, 47060)), pause_ms(10), num(all_ready(b)), num(option(b, SOL_SOCKET, SO_ERROR)), num(connect_at(b, 47060));
  num(connect_at(b, 47060)), c = accept4(a, 0, 0, 0), num(fcntl(c, F_GETFL) & O_NONBLOCK), close(b), close(c);
  b = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), num(connect_at(b, 47999)), pause_ms(10), num(all_ready(b));
  num(option(b, SOL_SOCKET, SO_ERROR)), num(all_ready(b)), num(connect_at(b, 47060)), pause_ms(10), num(connect_at(b, 47060));
  end();
  close(a), close(b);

  begin("c061");
  a = listening(47061), b = tcp(), num(connect_at(b, 47998)), num(connect_at(b, 47061)), c = accept4(a, 0, 0, 0);
  setsockopt(b, SOL_SOCKET, SO_LINGER, &hard, sizeof hard), send(b, page, 3, 0), close(b), pause_ms(10);
  num(all_ready(c)), num(recv(c, page, 9, 0)), num(recv(c, page, 9, 0)), close(c);
  b = tcp(), connect_at(b, 47061), c = accept4(a, 0, 0, 0), close(a), close(c), pause_ms(10), num(recv(b, page, 9, 0)), close(b);
  pause_ms(10), a = tcp(), num(bind_at(a, "127.0.0.1", 47061)), close(a), a = tcp(), set(a, SOL_SOCKET, SO_REUSEADDR, 1);
  num(bind_at(a, "127.0.0.1", 47061)), num(listen(a, 1)), b = tcp(), set(b, SOL_SOCKET, SO_REUSEADDR, 1);
  num(bind_at(b, "127.0.0.1", 47061));
  end();
  close(a), close(b);

  begin("c062");
  a = tcp(), num(name_port(a)), num(bind_at(a, "127.0.0.1", 0)), num(name_port(a) > 1023), num(bind_at(a, "127.0.0.1", 0)), close(a);
  a = tcp(), num(listen(a, 1)), num(name_port(a) > 1023), close(a), a = udp(), num(send_at(a, 1, 9)), num(name_port(a) > 1023);
  num(bind_at(a, "127.0.0.1", 47062)), num(connect_at(a, 9)), num(name_port(a) > 1023);
  end();
  close(a);

  begin("c063");
  a = listening(47063), b = tcp(), connect_at(b, 47063), c = accept4(a, 0, 0, 0), num(shutdown(c, SHUT_RD)), num(all_ready(c));
  num(recv(c, page, 9, 0)), num(send(b, page, 3, MSG_NOSIGNAL)), pause_ms(10), num(recv(c, page, 9, 0)), num(recv(c, page, 9, 0));
  num(send(c, page, 3, MSG_NOSIGNAL)), num(recv(b, page, 9, 0)), num(shutdown(c, SHUT_RDWR)), num(all_ready(c)), num(recv(b, page, 9, 0));
  num(send(b, page, 1, MSG_NOSIGNAL)), pause_ms(10), num(send(b, page, 1, MSG_NOSIGNAL));
  end();
  close(a), close(b), close(c);

  begin("c064");
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair), send(pair[0], page, 3, 0), num(shutdown(pair[1], SHUT_RD)), num(recv(pair[1], page, 2, 0));
  num(recv(pair[1], page, 9, 0)), num(recv(pair[1], page, 9, 0)), num(send(pair[0], page, 1, MSG_NOSIGNAL)), num(send(pair[1], page, 1, MSG_NOSIGNAL));
  num(recv(pair[0], page, 9, 0)), num(shutdown(pair[0], SHUT_RDWR)), num(recv(pair[0], page, 9, 0)), num(send(pair[1], page, 1, MSG_NOSIGNAL));
  close(pair[0]), close(pair[1]), socketpair(AF_UNIX, SOCK_DGRAM, 0, pair), num(shutdown(pair[1], SHUT_RD)), num(send(pair[0], page, 1, MSG_NOSIGNAL));
  num(recv(pair[1], page, 9, 0)), num(shutdown(pair[0], SHUT_WR)), num(send(pair[0], page, 1, MSG_NOSIGNAL)), num(all_ready(pair[1]));
  end();
  close(pair[0]), close(pair[1]);

  begin("c065");
  a = udp(), b = udp(), c = udp(), bind_at(a, "127.0.0.1", 47065), bind_at(b, "127.0.0.1", 47066), num(connect_at(a, 47066));
  num(send_at(c, 1, 47065)), num(recv(a, page, 9, MSG_DONTWAIT)), num(send_at(b, 2, 47065)), num(recv(a, page, 9, MSG_DONTWAIT));
  num(send_at(a, 3, 47065)), num(recv(a, page, 9, MSG_DONTWAIT)), num(shutdown(a, SHUT_RD)), num(all_ready(a)), num(recv(a, page, 9, 0));
  num(bind_at(c, "127.0.0.1", 47066)), set(b, SOL_SOCKET, SO_REUSEADDR, 1), close(c), c = udp(), set(c, SOL_SOCKET, SO_REUSEADDR, 1);
  num(bind_at(c, "127.0.0.1", 47066)), num(send_at(a, 1, 47066)), num(recv(b, page, 9, MSG_DONTWAIT)), num(recv(c, page, 9, MSG_DONTWAIT));
  end();
  close(a), close(b), close(c);
}

static void memory(void) {
  int r, w;
  begin("c020");
  num(map(0, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)), num(map(0, 4096, PROT_READ, MAP_ANONYMOUS, -1, 0));
  num(map((void *)0x10001, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
  num(map((void *)0x10001, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  num(map(0, 4096, PROT_READ, MAP_PRIVATE, 99, 0)), num(map(0, 4096, PROT_READ, MAP_PRIVATE, 99, 1));
  num(map(0, 4096, PROT_READ, MAP_SHARED | MAP_PRIVATE, 99, 0));
  end();

  begin("c021");
  w = open("file", O_CREAT | O_RDWR, 0600), num(write(w, page, 100)), r = open("file", O_RDONLY);
  int only = open("file", O_WRONLY), directory = open(".", O_RDONLY), ends[2];
  num(map(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, r, 0)), num(map(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, r, 0));
  num(map(0, 4096, PROT_READ, MAP_SHARED, only, 0)), num(map(0, 4096, PROT_WRITE, MAP_SHARED, only, 0));
  num(map(0, 4096, PROT_READ, MAP_SHARED, w, 1)), num(map(0, 4096, PROT_READ, MAP_SHARED, directory, 0));
  pipe(ends), num(map(0, 4096, PROT_READ, MAP_SHARED, ends[0], 0)), num(map(0, 8192, PROT_READ, MAP_SHARED, w, 1 << 20));
  end();

  begin("c022");
  char *at = mmap(0, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  num(munmap(at + 1, 4096)), num(munmap(at, 0)), num(munmap(at + 4096, 1)), num(munmap(at + 4096, 4096));
  num(mprotect(at + 1, 4096, PROT_READ)), num(mprotect(at, 0, PROT_READ)), num(mprotect(at, 3 * 4096, PROT_READ));
  num(msync(at, 4096, MS_SYNC | MS_ASYNC)), num(msync(at, 3 * 4096, MS_SYNC)), num(msync(at + 1, 4096, MS_SYNC));
  num(msync(at, 4096, 64)), num(munmap(at, 3 * 4096)), num(mprotect(at, 4096, PROT_READ));
  end();

  begin("c023");
  at = mmap(0, 4096, PROT_READ, MAP_SHARED, r, 0);
  num(mprotect(at, 4096, PROT_READ | PROT_WRITE)), num(mprotect(at, 4096, PROT_NONE)), num(close(r)), num(munmap(at, 4096));
  at = mmap(0, 4096, PROT_READ, MAP_PRIVATE, w, 0), num(mprotect(at, 4096, PROT_READ | PROT_WRITE)), munmap(at, 4096);
  unsigned char present[4];
  at = mmap(0, 2 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), at[4096] = 1;
  num(mincore(at + 1, 4096, present)), num(mincore(at, 8192, present)), num(present[0] & 1), num(present[1] & 1);
  munmap(at, 8192), num(mincore(at, 8192, present));
  end();
  close(w), close(only), close(directory), close(ends[0]), close(ends[1]);
}

static void futexes(void) {
  static int words[4] = {7, 8, 9, 10};
  struct timespec none = {0, 0}, before = {-1, 0};
  begin("c030");
  num(futex_of(words, FUTEX_WAIT, 6, &none, 0, 0)), num(futex_of(words, FUTEX_WAIT, 7, &none, 0, 0));
  num(futex_of(words, FUTEX_WAIT, 7, &before, 0, 0));
  num(futex_of((char *)words + 1, FUTEX_WAIT, 7, &none, 0, 0)), num(futex_of(0, FUTEX_WAIT, 7, &none, 0, 0));
  num(futex_of(words, FUTEX_WAIT_BITSET, 7, &none, 0, 0)), num(futex_of(words, FUTEX_WAIT_BITSET, 7, &none, 0, 1));
  num(futex_of(words, FUTEX_WAIT_BITSET, 6, &none, 0, 1));
  end();

  begin("c031");
  num(futex_of(words, FUTEX_WAKE, 1, 0, 0, 0)), num(futex_of(0, FUTEX_WAKE, 1, 0, 0, 0));
  num(futex_of(0, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0)), num(futex_of((char *)words + 2, FUTEX_WAKE, 1, 0, 0, 0));
  num(futex_of(words, FUTEX_WAKE_BITSET, 1, 0, 0, 0)), num(futex_of(words, FUTEX_WAKE, -1, 0, 0, 0));
  num(futex_of(words, 99, 1, 0, 0, 0)), num(futex_of(words, FUTEX_WAIT | FUTEX_CLOCK_REALTIME, 7, &none, 0, 0));
  num(futex_of(words, FUTEX_WAKE | FUTEX_CLOCK_REALTIME, 1, 0, 0, 0));
  end();

  begin("c032");
  num(futex_of(words, FUTEX_CMP_REQUEUE, 1, (void *)1, words + 1, 6)), num(futex_of(words, FUTEX_CMP_REQUEUE, 1, (void *)1, words + 1, 7));
  num(futex_of(words, FUTEX_REQUEUE, 1, (void *)1, words + 1, 0)), num(futex_of(words, FUTEX_REQUEUE, -1, (void *)1, words + 1, 0));
  num(futex_of(words, FUTEX_REQUEUE, 1, (void *)1, (char *)words + 1, 0)), num(futex_of(words, FUTEX_REQUEUE, 1, (void *)1, words, 0));
  end();
}

static void locks(void) {
  int w = open("locked", O_CREAT | O_RDWR, 0600), r = open("locked", O_RDONLY), o = open("locked", O_WRONLY), ends[2];
  int directory = open(".", O_RDONLY);
  begin("c040");
  num(lock_of(r, F_SETLK, F_WRLCK, 0, 0, 0, 0)), num(lock_of(o, F_SETLK, F_RDLCK, 0, 0, 0, 0));
  num(lock_of(w, F_SETLK, 9, 0, 0, 0, 0)), num(lock_of(w, F_SETLK, F_RDLCK, 9, 0, 0, 0));
  num(lock_of(w, F_SETLK, F_RDLCK, 0, -1, 0, 0)), num(lock_of(w, F_SETLK, F_RDLCK, 0, 5, -6, 0));
  num(lock_of(w, F_SETLK, F_RDLCK, 0, 5, -5, 0)), num(lock_of(w, F_SETLK, F_RDLCK, SEEK_END, -1, 1, 0));
  num(lock_of(w, F_SETLK, F_UNLCK, 0, 0, 0, 0));
  num(lock_of(w, F_GETLK, F_UNLCK, 0, 0, 0, 0)), num(lock_of(w, F_OFD_GETLK, F_RDLCK, 0, 0, 0, 1));
  num(lock_of(w, F_OFD_SETLK, F_RDLCK, 0, 0, 0, 1)), num(lock_of(w, F_OFD_SETLK, F_RDLCK, 0, 0, 0, 0));
  num(lock_of(directory, F_SETLK, F_RDLCK, 0, 0, 0, 0)), num(lock_of(directory, F_SETLK, F_WRLCK, 0, 0, 0, 0));
  end();

  begin("c041");
  pipe(ends);
  num(flock(w, 0)), num(flock(w, LOCK_NB)), num(flock(w, LOCK_SH | LOCK_EX)), num(flock(w, 16)), num(flock(99, LOCK_EX));
  num(flock(r, LOCK_EX | LOCK_NB)), num(flock(w, LOCK_SH | LOCK_NB)), num(flock(r, LOCK_SH | LOCK_NB));
  num(flock(w, LOCK_SH | LOCK_NB)), num(flock(r, LOCK_EX | LOCK_NB)), num(flock(r, LOCK_SH | LOCK_NB));
  num(flock(w, LOCK_UN)), num(flock(ends[0], LOCK_EX | LOCK_NB)), num(flock(ends[1], LOCK_EX | LOCK_NB));
  num(lock_of(ends[0], F_SETLK, F_RDLCK, 0, 0, 0, 0)), num(flock(directory, LOCK_EX | LOCK_NB));
  end();
}

int main(void) {
  sockets();
  whole();
  connections();
  memory();
  futexes();
  locks();
}
