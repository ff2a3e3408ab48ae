/* The rows of sockets that need no tool, on the real kernel: one line a row, as test/kernel/socket-rows.ts expects them. */
#include "rows.h"
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/un.h>

static int p[2];
static void pair(int type) {
  if (socketpair(AF_UNIX, type, 0, p) < 0) exit(2);
}
static void done(void) {
  close(p[0]);
  close(p[1]);
}

static struct sockaddr_un un;
static socklen_t un_len;
/* A path, or an abstract name when it begins with '@'. */
static void at(const char *path) {
  memset(&un, 0, sizeof un);
  un.sun_family = AF_UNIX;
  strcpy(un.sun_path, path);
  un_len = 2 + strlen(path) + (*path == '@' ? 0 : 1);
  if (*path == '@') un.sun_path[0] = 0;
}
static int unix_socket(int type) { return socket(AF_UNIX, type, 0); }
static int bind_un(int fd, const char *path) {
  at(path);
  return bind(fd, (void *)&un, un_len);
}
static int connect_un(int fd, const char *path) {
  at(path);
  return connect(fd, (void *)&un, un_len);
}
static long send_un(int fd, const char *path, long n) {
  at(path);
  return sendto(fd, page, n, MSG_DONTWAIT, (void *)&un, un_len);
}

static struct sockaddr_in in_address(const char *address, int port) {
  struct sockaddr_in a = {AF_INET, htons(port), {inet_addr(address)}};
  return a;
}
static int bind_in(int fd, int port) {
  struct sockaddr_in a = in_address("127.0.0.1", port);
  return bind(fd, (void *)&a, sizeof a);
}
static int connect_in(int fd, int port) {
  struct sockaddr_in a = in_address("127.0.0.1", port);
  return connect(fd, (void *)&a, sizeof a);
}
static int tcp(void) { return socket(AF_INET, SOCK_STREAM, 0); }
static int udp(void) { return socket(AF_INET, SOCK_DGRAM, 0); }
static int listener(int port, int backlog) {
  int s = tcp();
  bind_in(s, port);
  listen(s, backlog);
  return s;
}
/* A listener, a client and what was accepted. */
static int l, c, a;
static void connected(int port) {
  l = listener(port, 5);
  c = tcp();
  connect_in(c, port);
  a = accept(l, 0, 0);
}
static void disconnect(void) {
  close(c);
  close(a);
  close(l);
}
static int option(int fd, int level, int name) {
  int value = -1;
  socklen_t size = sizeof value;
  getsockopt(fd, level, name, &value, &size);
  return value;
}
static void set(int fd, int name, int value) { setsockopt(fd, SOL_SOCKET, name, &value, sizeof value); }
static void nonblocking(int fd) { fcntl(fd, F_SETFL, O_NONBLOCK); }
static long get(int fd, long n) { return recv(fd, page, n, MSG_DONTWAIT); }
static int unread(int fd) {
  int n = -1;
  if (ioctl(fd, FIONREAD, &n) < 0) return -1;
  return n;
}
static int pipes(void) {
  int was = caught;
  caught = 0;
  return was;
}
/* The state of a connection as /proc/net/tcp counts them. */
static int tcp_state(int fd) {
  struct stat st;
  char line[256];
  int state = 0;
  fstat(fd, &st);
  FILE *f = fopen("/proc/net/tcp", "r");
  while (fgets(line, sizeof line, f)) {
    unsigned at;
    unsigned long inode;
    if (sscanf(line, "%*s %*s %*s %x %*s %*s %*s %*s %*s %lu", &at, &inode) == 2 && inode == st.st_ino) state = at;
  }
  fclose(f);
  return state;
}

static long send_fd(int via, int fd) {
  char control[CMSG_SPACE(sizeof fd)] = {0};
  struct iovec iov = {"x", 1};
  struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  struct cmsghdr *cmsg = CMSG_FIRSTHDR(&m);
  cmsg->cmsg_level = SOL_SOCKET;
  cmsg->cmsg_type = SCM_RIGHTS;
  cmsg->cmsg_len = CMSG_LEN(sizeof fd);
  memcpy(CMSG_DATA(cmsg), &fd, sizeof fd);
  return sendmsg(via, &m, 0);
}
static int receive_fd(int via) {
  int fd = -1;
  char byte, control[CMSG_SPACE(sizeof fd)];
  struct iovec iov = {&byte, 1};
  struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  if (recvmsg(via, &m, 0) < 0) return -1;
  struct cmsghdr *cmsg = CMSG_FIRSTHDR(&m);
  if (cmsg) memcpy(&fd, CMSG_DATA(cmsg), sizeof fd);
  return fd;
}

static void streams(void) {
  begin("SO01");
  pair(SOCK_STREAM), put(p[0], 3), put(p[0], 3), num(take(p[1], 100)), put(p[1], 2), num(take(p[0], 9)), done();
  num(socketpair(AF_INET, SOCK_STREAM, 0, p)), end();

  begin("SO02");
  pair(SOCK_STREAM), num(get(p[0], 9)), num(lseek(p[0], 0, SEEK_SET)), put(p[1], 7), num(unread(p[0])), done(), end();

  begin("SO03");
  pair(SOCK_STREAM), nonblocking(p[0]), num(option(p[0], SOL_SOCKET, SO_SNDBUF)), num(fill(p[0], 1000)), done();
  pair(SOCK_STREAM), nonblocking(p[0]), num(fill(p[0], 1)), done();
  pair(SOCK_STREAM), nonblocking(p[0]), num(fill(p[0], 4096)), done();
  pair(SOCK_STREAM), nonblocking(p[0]), num(fill(p[0], 65536)), put(p[0], 1), done(), end();

  begin("SO04");
  pair(SOCK_STREAM), put(p[0], 5), num(recv(p[1], page, 3, MSG_PEEK)), num(get(p[1], 9)), num(get(p[1], 9)), done();
  end();

  begin("SO05");
  pair(SOCK_STREAM), put(p[0], 4), num(shutdown(p[0], SHUT_WR)), put(p[0], 1), num(pipes()), num(take(p[1], 9));
  num(take(p[1], 9)), put(p[1], 2), num(take(p[0], 9)), num(ready(p[1], POLLIN | POLLOUT)), done(), end();

  begin("SO06");
  pair(SOCK_STREAM), put(p[0], 3), close(p[0]), num(ready(p[1], POLLIN | POLLOUT)), num(take(p[1], 9));
  num(take(p[1], 9)), put(p[1], 1), num(pipes()), num(send(p[1], page, 1, MSG_NOSIGNAL)), num(pipes()), close(p[1]);
  end();

  begin("SO07");
  pair(SOCK_STREAM), put(p[1], 1), put(p[0], 4), close(p[0]), num(take(p[1], 9)), num(take(p[1], 9)), num(take(p[1], 9));
  close(p[1]), pair(SOCK_STREAM), put(p[1], 1), close(p[0]), num(ready(p[1], POLLIN)), num(take(p[1], 9));
  num(take(p[1], 9)), close(p[1]), end();
}

static void messages(void) {
  begin("SO08");
  pair(SOCK_DGRAM), put(p[0], 5), num(send(p[0], page, 0, 0)), put(p[0], 3), num(take(p[1], 2)), num(take(p[1], 9));
  num(take(p[1], 9)), put(p[0], 5), num(recv(p[1], page, 2, MSG_TRUNC)), put(p[0], 5);
  struct iovec iov = {page, 2};
  struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1};
  num(recvmsg(p[1], &m, 0)), num(m.msg_flags & MSG_TRUNC), num(get(p[1], 9)), done(), end();

  begin("SO09");
  pair(SOCK_DGRAM), nonblocking(p[0]), num(fill(p[0], 1)), put(p[0], 1), done();
  pair(SOCK_DGRAM), nonblocking(p[0]), num(fill(p[0], 1000)), num(take(p[1], 2000)), put(p[0], 1000), done();
  pair(SOCK_DGRAM), put(p[0], 212960), done(), pair(SOCK_DGRAM), put(p[0], 212961), close(p[1]), put(p[0], 1);
  put(p[0], 1), num(pipes()), close(p[0]), end();

  begin("SO10");
  pair(SOCK_SEQPACKET), put(p[0], 3), put(p[0], 5), num(take(p[1], 2)), num(take(p[1], 9)), put(p[0], 1), close(p[0]);
  num(take(p[1], 9)), num(take(p[1], 9)), put(p[1], 1), num(pipes()), close(p[1]), end();
}

static void names(void) {
  struct stat st;
  begin("SO11");
  int s = unix_socket(SOCK_STREAM);
  num(bind_un(s, "u.sock")), stat("u.sock", &st), num(S_ISSOCK(st.st_mode)), num(st.st_mode & 07777);
  num(bind_un(s, "other")), close(s), s = unix_socket(SOCK_STREAM), num(bind_un(s, "u.sock"));
  close(open("file", O_CREAT | O_WRONLY, 0644)), num(bind_un(s, "file")), num(bind_un(s, "no/such")), num(listen(s, 1));
  num(connect_un(s, "file")), end();

  begin("SO12");
  num(open("u.sock", O_RDWR)), end();

  begin("SO13");
  num(connect_un(s, "u.sock")), num(connect_un(s, "nothing")), unlink("u.sock"), num(bind_un(s, "u.sock"));
  int d = unix_socket(SOCK_DGRAM), k = unix_socket(SOCK_STREAM);
  num(connect_un(k, "u.sock")), num(connect_un(d, "u.sock")), listen(s, 1), num(connect_un(k, "u.sock"));
  num(connect_un(k, "u.sock")), close(k), end();

  begin("SO14");
  k = unix_socket(SOCK_STREAM), put(k, 1), num(take(k, 1)), num(accept(k, 0, 0)), num(listen(k, 1)), num(ready(k, POLLOUT));
  close(k), close(d), close(s), end();

  begin("SO15");
  unlink("u.sock"), s = unix_socket(SOCK_STREAM), bind_un(s, "u.sock"), listen(s, 1), k = unix_socket(SOCK_STREAM);
  num(connect_un(k, "u.sock")), put(k, 5), num(ready(s, POLLIN)), a = accept(s, 0, 0), num(take(a, 9));
  struct sockaddr_un name;
  socklen_t size = sizeof name;
  getsockname(a, (void *)&name, &size), say(name.sun_path), size = sizeof name;
  getpeername(k, (void *)&name, &size), say(name.sun_path), size = sizeof name;
  getpeername(a, (void *)&name, &size), num(size), close(a), close(k), close(s), end();

  begin("SO16");
  int backlogs[] = {0, 1, 3};
  for (int i = 0; i < 3; i++) {
    int made[9], n = 0, last;
    unlink("b.sock"), s = unix_socket(SOCK_STREAM), bind_un(s, "b.sock"), listen(s, backlogs[i]);
    while (n < 9 && (made[n] = unix_socket(SOCK_STREAM | SOCK_NONBLOCK), (last = connect_un(made[n], "b.sock")) == 0)) n++;
    num(n), num(last), close(accept(s, 0, 0)), num(connect_un(made[n], "b.sock"));
    for (int j = 0; j <= n; j++) close(made[j]);
    close(s);
  }
  end();

  begin("SO17");
  unlink("u.sock"), s = unix_socket(SOCK_STREAM), bind_un(s, "u.sock"), listen(s, 1), unlink("u.sock");
  k = unix_socket(SOCK_STREAM), num(connect_un(k, "u.sock")), close(s), s = unix_socket(SOCK_STREAM), bind_un(s, "u.sock");
  listen(s, 1), close(s), num(access("u.sock", F_OK)), num(connect_un(k, "u.sock")), close(k), end();

  begin("SO18");
  s = unix_socket(SOCK_STREAM), num(bind_un(s, "@hid")), listen(s, 1), k = unix_socket(SOCK_STREAM);
  num(connect_un(k, "@hi")), num(connect_un(k, "@hid")), d = unix_socket(SOCK_STREAM), num(bind_un(d, "@hid"));
  close(s), num(bind_un(d, "@hid")), num(access("@hid", F_OK)), close(d), close(k), k = unix_socket(SOCK_STREAM);
  num(connect_un(k, "@hid")), close(k), end();

  begin("SO19");
  s = unix_socket(SOCK_STREAM), un.sun_family = AF_UNIX, num(bind(s, (void *)&un, 2)), size = sizeof name;
  getsockname(s, (void *)&name, &size), num(size), num(name.sun_path[0]), num(strspn(name.sun_path + 1, "0123456789abcdef"));
  num(bind(s, (void *)&un, 2)), close(s), end();

  begin("SO20");
  unlink("d.sock"), s = unix_socket(SOCK_DGRAM), k = unix_socket(SOCK_DGRAM), num(send_un(k, "d.sock", 1));
  bind_un(s, "d.sock"), num(send_un(k, "d.sock", 1)), put(k, 1), size = sizeof name;
  num(recvfrom(s, page, 9, 0, (void *)&name, &size)), num(size);
  long n = 0;
  while (send_un(k, "d.sock", 1) > 0) n++;
  num(n), num(send_un(k, "d.sock", 1)), close(s), num(send_un(k, "d.sock", 1)), close(k), end();

  begin("SO21");
  struct ucred cred;
  size = sizeof cred, pair(SOCK_STREAM), getsockopt(p[0], SOL_SOCKET, SO_PEERCRED, &cred, &size), num(cred.pid == getpid());
  num(cred.uid), num(cred.gid), done(), flushed();
  unlink("u.sock"), s = unix_socket(SOCK_STREAM), bind_un(s, "u.sock"), listen(s, 1);
  int child = fork();
  if (child == 0) {
    connect_un(unix_socket(SOCK_STREAM), "u.sock"), pause_ms(100);
    _exit(0);
  }
  a = accept(s, 0, 0), getsockopt(a, SOL_SOCKET, SO_PEERCRED, &cred, &size), num(cred.pid == child), waitpid(child, 0, 0);
  k = unix_socket(SOCK_STREAM), getsockopt(k, SOL_SOCKET, SO_PEERCRED, &cred, &size), num(cred.pid), say(cred.uid == (uid_t)-1 ? "-1" : "?");
  close(a), close(s), close(k), end();
}

static void rights(void) {
  int w[2];
  begin("SO22");
  pair(SOCK_STREAM), pipe(w), num(send_fd(p[0], w[1])), close(w[1]), fcntl(w[0], F_SETFL, O_NONBLOCK), num(take(w[0], 9));
  int got = receive_fd(p[1]);
  put(got, 4), num(take(w[0], 9)), close(got), num(take(w[0], 9)), close(w[0]), done(), end();

  begin("SO23");
  pair(SOCK_STREAM), pipe(w), send_fd(p[0], w[1]), close(w[1]), num(take(p[1], 9)), num(take(w[0], 9));
  num(send_fd(p[0], 99)), close(w[0]), done(), end();
}

static void tcp_names(void) {
  begin("SO24");
  int s = listener(5001, 1), t = tcp(), u = udp();
  num(bind_in(t, 5001)), num(bind_in(u, 5001)), close(s), close(t), close(u), end();

  begin("SO25");
  t = tcp(), num(connect_in(t, 5002)), close(t), s = tcp(), bind_in(s, 5002), t = tcp(), num(connect_in(t, 5002));
  close(t), close(s), end();

  begin("SO26");
  s = listener(5003, 5), t = tcp(), num(connect_in(t, 5003)), num(tcp_state(t)), num(send(t, "ab", 2, 0)), num(send(t, "cd", 2, 0));
  a = accept(s, 0, 0), pause_ms(20), num(take(a, 9)), close(a), close(t), close(s), end();

  begin("SO27");
  connected(5004), put(c, 3), num(shutdown(c, SHUT_WR)), pause_ms(200), num(take(a, 9)), num(take(a, 9)), num(tcp_state(c)), num(tcp_state(a));
  put(a, 4), pause_ms(20), num(take(c, 9)), put(c, 1), num(pipes()), disconnect(), end();

  begin("SO29");
  connected(5005), close(a), pause_ms(20), close(c), close(l), pause_ms(20), s = tcp(), num(bind_in(s, 5005)), close(s), end();

  begin("SO30");
  connected(5006), close(a), pause_ms(20), close(c), close(l), pause_ms(20), s = tcp(), set(s, SO_REUSEADDR, 1), num(bind_in(s, 5006)), close(s);
  l = tcp(), set(l, SO_REUSEADDR, 1), bind_in(l, 5007), listen(l, 1), c = tcp(), connect_in(c, 5007), a = accept(l, 0, 0), close(a), pause_ms(20);
  close(c), close(l), pause_ms(20), s = tcp(), num(bind_in(s, 5007)), set(s, SO_REUSEADDR, 1), num(bind_in(s, 5007)), close(s), end();

  begin("SO31");
  l = tcp(), set(l, SO_REUSEADDR, 1), bind_in(l, 5008), listen(l, 1), s = tcp(), set(s, SO_REUSEADDR, 1), num(bind_in(s, 5008)), close(s), close(l), end();

  begin("SO32");
  connected(5009), put(c, 3), pause_ms(20), close(a), pause_ms(20), num(ready(c, POLLIN)), num(take(c, 9)), num(take(c, 9)), put(c, 1), num(pipes()), close(c), close(l);
  connected(5010);
  struct linger now = {1, 0};
  setsockopt(a, SOL_SOCKET, SO_LINGER, &now, sizeof now), close(a), pause_ms(20), num(take(c, 9)), num(take(c, 9)), close(c), close(l), end();

  begin("SO33");
  connected(5011), close(a), pause_ms(20), put(c, 1), pause_ms(20), num(take(c, 9)), put(c, 1), num(pipes()), close(c), close(l), end();

  begin("SO34");
  l = listener(5012, 1), flushed();
  int child = fork();
  if (child == 0) {
    c = tcp(), connect_in(c, 5012), write(c, "bye", 3);
    for (;;) pause();
  }
  a = accept(l, 0, 0), pause_ms(50), kill(child, SIGKILL), waitpid(child, 0, 0), pause_ms(20), num(take(a, 9)), num(take(a, 9)), close(a), close(l), end();

  begin("SO35");
  struct sockaddr_in in;
  socklen_t size = sizeof in;
  s = tcp(), bind_in(s, 0), getsockname(s, (void *)&in, &size), num(ntohs(in.sin_port) >= 32768 && ntohs(in.sin_port) < 61000), close(s);
  s = tcp(), num(listen(s, 1)), size = sizeof in, getsockname(s, (void *)&in, &size), num(ntohs(in.sin_port) >= 32768), say(inet_ntoa(in.sin_addr)), close(s);
  in = in_address("192.0.2.1", 5013), s = tcp(), num(bind(s, (void *)&in, sizeof in)), close(s), flushed();
  if ((child = fork()) == 0) {
    setresuid(1000, 1000, 1000), s = tcp(), num(bind_in(s, 80)), flushed(), fflush(stdout);
    _exit(0);
  }
  waitpid(child, 0, 0), end();

  begin("SO36");
  l = listener(5014, 1), nonblocking(l), num(accept(l, 0, 0)), c = tcp(), nonblocking(c), num(connect_in(c, 5014)), pause_ms(20);
  num(ready(c, POLLOUT)), num(option(c, SOL_SOCKET, SO_ERROR)), num(connect_in(c, 5014)), num(connect_in(c, 5014)), close(c);
  c = tcp(), nonblocking(c), num(connect_in(c, 5015)), pause_ms(20), num(ready(c, POLLOUT)), num(option(c, SOL_SOCKET, SO_ERROR) == ECONNREFUSED), close(c), close(l), end();

  begin("SO37");
  c = tcp(), size = sizeof in, num(getpeername(c, (void *)&in, &size)), num(ready(c, POLLIN | POLLOUT)), num(take(c, 1)), num(shutdown(c, SHUT_RDWR)), put(c, 1), num(pipes());
  num(take(c, 1)), num(accept(c, 0, 0)), close(c), end();
}

static void udp_rows(void) {
  struct sockaddr_in in;
  socklen_t size = sizeof in;
  begin("SO38");
  int s = udp(), k = udp();
  bind_in(s, 5020), num(connect_in(k, 5020)), put(k, 5), num(send(k, page, 0, 0)), num(take(s, 2)), num(recvfrom(s, page, 9, 0, (void *)&in, &size)), num(size), num(get(s, 9));
  int u = udp();
  num(bind_in(u, 5020)), num(send(k, page, 65508, 0)), num(listen(u, 1)), num(accept(u, 0, 0)), put(u, 1), close(u), close(k), close(s), end();

  begin("SO39");
  in = in_address("127.0.0.1", 5021), k = udp(), num(sendto(k, "x", 1, 0, (void *)&in, sizeof in)), num(sendto(k, "x", 1, 0, (void *)&in, sizeof in)), connect_in(k, 5021);
  put(k, 1), pause_ms(20), put(k, 1), put(k, 1), pause_ms(20), num(get(k, 9)), num(get(k, 9)), close(k), end();

  begin("SO40");
  s = udp(), bind_in(s, 5022), k = udp(), connect_in(k, 5022);
  long sent = 0, got = 0;
  for (int i = 0; i < 2000; i++) sent += send(k, page, 1000, 0) == 1000;
  while (get(s, 2000) > 0) got++;
  num(sent), num(got > 0 && got < sent), num(got), close(s), close(k), end();

  begin("SO41");
  int w[2];
  pipe(w), num(send(w[1], page, 1, 0)), num(bind_in(w[1], 1)), num(listen(99, 1)), num(socket(99, SOCK_STREAM, 0)), num(socket(AF_INET, 77, 0)), num(socket(AF_UNIX, SOCK_RDM, 0));
  num(socket(AF_INET, SOCK_STREAM, IPPROTO_UDP)), close(w[0]), close(w[1]), end();
}

/* A network of its own, so that no port is anybody else's. */
static void own_network(void) {
  struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_LOOPBACK | IFF_RUNNING};
  if (unshare(CLONE_NEWNET) < 0) return;
  int s = udp();
  ioctl(s, SIOCSIFFLAGS, &lo);
  close(s);
}

int main(void) {
  own_network();
  umask(022);
  handle(SIGPIPE, 0);
  streams();
  messages();
  names();
  rights();
  tcp_names();
  udp_rows();
  return 0;
}
