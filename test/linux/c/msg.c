/* The rows of System V message queues on the real kernel, one line a row, as test/kernel/msg-rows.ts expects them. */
#include "sysv.h"
#include <limits.h>

#define COPY 040000

static int five(void) {
  int q = queue(0600);
  send_text(q, 3, "c", 0), send_text(q, 1, "a", 0), send_text(q, 2, "b", 0), send_text(q, 1, "A", 0);
  send_text(q, 5, "e", 0);
  return q;
}
/* A queue into which nothing fits. */
static int full(void) {
  int q = queue(0600);
  send_bytes(q, 7, 8192, 0), send_bytes(q, 7, 8192, 0);
  return q;
}

static void basics(void) {
  row("MQ01");
  int q = queue(0600);
  struct msqid_ds d = qs(q);
  holds(q), num(d.msg_qbytes), num(d.msg_lspid), num(d.msg_lrpid), num(d.msg_stime), num(d.msg_rtime);
  num(LATELY(d.msg_ctime)), end();

  row("MQ02"), q = five(), d = qs(q), holds(q), num(d.msg_lspid == getpid()), num(d.msg_lrpid);
  num(LATELY(d.msg_stime)), end();

  row("MQ03"), q = five();
  got(q, 9, 9, IPC_NOWAIT), got(q, 0, 0, 0), d = qs(q), num(d.msg_lrpid), num(d.msg_rtime);
  got(q, 0, 9, 0), d = qs(q), num(d.msg_lrpid == getpid()), num(LATELY(d.msg_rtime)), holds(q), end();

  row("MQ04"), q = five(), rcv(q, 0, 9, 0), rcv(q, 1, 9, 0), rcv(q, 1, 9, 0), rcv(q, 0, 9, 0), end();
  row("MQ05"), q = five();
  for (int i = 0; i < 5; i++) rcv(q, -5, 9, 0);
  q = five(), rcv(q, -2, 9, 0), rcv(q, -2, 9, 0), rcv(q, -2, 9, 0), rcv(q, -2, 9, IPC_NOWAIT), end();
  row("MQ06"), q = five(), rcv(q, LONG_MIN, 9, 0), rcv(q, -LONG_MAX, 9, 0), end();
  row("MQ07"), q = five(), rcv(q, 3, 9, MSG_EXCEPT), rcv(q, 0, 9, MSG_EXCEPT), rcv(q, -3, 9, MSG_EXCEPT);
  rcv(q, 5, 9, MSG_EXCEPT), rcv(q, 5, 9, MSG_EXCEPT | IPC_NOWAIT), end();
  row("MQ08"), q = queue(0600), rcv(q, 0, 9, IPC_NOWAIT), send_text(q, 1, "x", 0), rcv(q, 2, 9, IPC_NOWAIT);
  num(send_text(full(), 1, "x", IPC_NOWAIT)), end();
  row("MQ09"), q = queue(0600), send_text(q, 1, "hello", 0), send_text(q, 1, "x", 0), rcv(q, 0, 3, 0), holds(q);
  rcv(q, 0, 3, MSG_NOERROR), holds(q), rcv(q, 0, 9, 0), holds(q), end();
  row("MQ10"), q = queue(0600), num(send_text(q, 1, "", 0)), holds(q), rcv(q, 0, 0, 0), holds(q), end();
  row("MQ11"), q = queue(0600), num(send_text(q, 0, "x", 0)), num(send_text(q, -1, "x", 0));
  num(send_bytes(q, 1, 8193, 0)), num(msgsnd(q, BAD, 1, 0)), holds(q), end();
  row("MQ12"), q = five(), got(q, 0, -1, 0), got(q, 0, 70000, 0), num(msgrcv(q, BAD, 9, 0, 0)), holds(q), end();
}

static void limits(void) {
  row("MQ13");
  int q = queue(0600);
  room_for(q, 3), num(send_text(q, 1, "ab", IPC_NOWAIT)), num(send_text(q, 1, "ab", IPC_NOWAIT));
  num(send_text(q, 1, "", IPC_NOWAIT)), num(send_text(q, 1, "c", IPC_NOWAIT)), num(send_text(q, 1, "", IPC_NOWAIT));
  holds(q), end();

  row("MQ14"), q = queue(0600);
  for (int i = 0; i < 4; i++) num(send_bytes(q, 1, 4096, IPC_NOWAIT));
  num(send_bytes(q, 1, 1, IPC_NOWAIT)), num(send_bytes(q, 1, 0, IPC_NOWAIT)), num(send_bytes(q, 1, 0, IPC_NOWAIT));
  holds(q), end();

  row("MQ15");
  for (int size = 0; size < 2; size++) {
    q = queue(0600);
    while (send_bytes(q, 1, size, IPC_NOWAIT) == 0) {
    }
    holds(q), num(send_bytes(q, 1, 0, IPC_NOWAIT));
  }
  end();

  row("MQ16"), q = queue(0600), num(send_bytes(q, 1, 8192, 0)), num(send_bytes(q, 1, 8191, 0));
  num(send_bytes(q, 1, 2, IPC_NOWAIT)), num(send_bytes(q, 1, 1, IPC_NOWAIT)), holds(q), end();

  row("MQ17"), q = five(), num(room_for(q, 0)), holds(q), num(send_text(q, 1, "", IPC_NOWAIT)), rcv(q, 0, 9, 0);
  num(room_for(q, 100)), num(send_bytes(q, 1, 200, IPC_NOWAIT));
  CHILD(num(send_bytes(q, 1, 200, 0)));
  say("asleep"), room_for(q, 16384), reap(), holds(q), end();

  row("MQ18");
  AS(1000, int own = queue(0600); num(room_for(own, 16385)), num(room_for(own, 100)), num(room_for(own, 16384)));
  end();

  row("MQ19"), q = five(), num(msgrcv(q, &m, 9, 1, COPY)), num(msgrcv(q, &m, 9, 1, COPY | MSG_EXCEPT | IPC_NOWAIT));
  rcv(q, 1, 9, COPY | IPC_NOWAIT), rcv(q, 4, 9, COPY | IPC_NOWAIT), rcv(q, 5, 9, COPY | IPC_NOWAIT);
  rcv(q, 0, 0, COPY | IPC_NOWAIT), holds(q), num(qs(q).msg_lrpid), num(qs(q).msg_rtime), end();
}

static void meeting(void) {
  row("MQ20");
  int q = queue(0600);
  int child = CHILD(got(q, 0, 9, 0); pause_ms(300));
  send_text(q, 1, "hi", 0), pause_ms(60), holds(q);
  struct msqid_ds d = qs(q);
  num(d.msg_lrpid == child), num(d.msg_lspid == getpid()), num(LATELY(d.msg_stime)), num(LATELY(d.msg_rtime)), reap();
  end();

  row("MQ21"), q = full(), child = CHILD(rcv(q, 9, 9, 0));
  num(send_text(q, 9, "x", IPC_NOWAIT)), end_of(child, SIGKILL), end();

  row("MQ22"), q = queue(0600);
  CHILD(rcv(q, 0, 9, 0), say("first"));
  CHILD(rcv(q, 2, 9, 0), say("second"));
  send_text(q, 2, "two", 0), pause_ms(60), send_text(q, 2, "zwei", 0), reap();
  CHILD(rcv(q, 2, 9, 0), say("first"));
  CHILD(rcv(q, 0, 9, 0), say("second"));
  send_text(q, 1, "one", 0), pause_ms(60), holds(q), send_text(q, 2, "two", 0), reap(), end();

  row("MQ23"), q = queue(0600);
  CHILD(rcv(q, 0, 3, 0));
  CHILD(msgrcv(q, &m, 9, 0, 0); m.text[5] = 0, pause_ms(30), say(m.text));
  send_text(q, 1, "hello", 0), pause_ms(60), holds(q), reap();
  CHILD(rcv(q, 0, 3, 0));
  send_text(q, 1, "hello", 0), pause_ms(60), holds(q), num(qs(q).msg_lrpid == getpid()), reap();
  CHILD(rcv(q, 2, 3, MSG_NOERROR));
  send_text(q, 2, "hello", 0), pause_ms(60), holds(q), reap(), end();

  row("MQ24"), q = queue(0600), child = CHILD(rcv(q, 0, 9, 0)), wchan(child), end_of(child, SIGKILL);
  q = full(), child = CHILD(send_text(q, 1, "x", 0)), wchan(child), end_of(child, SIGKILL), end();

  row("MQ25"), q = full();
  for (int i = 0; i < 3; i++) CHILD(send_bytes(q, 1, 8192, 0));
  got(q, 7, 8192, 0), pause_ms(60), holds(q), got(q, 7, 8192, 0), pause_ms(60), holds(q), got(q, 0, 8192, 0), reap();
  holds(q), end();

  row("MQ26"), q = queue(0600);
  for (int i = 0; i < 16; i++) send_bytes(q, 7, 1024, 0);
  CHILD(send_bytes(q, 5, 5000, 0), say("big"));
  CHILD(send_bytes(q, 5, 500, 0), say("small"));
  for (int i = 0; i < 6; i++) got(q, 7, 1024, 0), pause_ms(40);
  reap(), holds(q), end();

  row("MQ27"), q = queue(0600), send_bytes(q, 7, 8192, 0), send_bytes(q, 7, 8000, 0);
  int big = CHILD(send_bytes(q, 5, 5000, 0)), small = CHILD(send_bytes(q, 5, 300, 0));
  num(send_bytes(q, 1, 100, IPC_NOWAIT)), holds(q), end_of(big, SIGKILL), end_of(small, SIGKILL), end();
}

static void ending(void) {
  row("MQ28");
  int q = full();
  CHILD(rcv(q, 9, 9, 0));
  CHILD(num(send_text(q, 1, "x", 0)));
  msgctl(q, IPC_RMID, 0), reap(), num(send_text(q, 1, "x", 0)), end();

  row("MQ29");
  for (int flags = 0; flags <= SA_RESTART; flags += SA_RESTART) {
    q = full();
    int child = CHILD(handle(SIGUSR1, flags); rcv(q, 9, 9, 0));
    sent(child, SIGUSR1), child = CHILD(handle(SIGUSR1, flags); num(send_text(q, 1, "x", 0))), sent(child, SIGUSR1);
    reap();
  }
  holds(q), end();

  row("MQ30"), q = queue(0600);
  int child = CHILD(signal(SIGUSR1, SIG_IGN); rcv(q, 0, 9, 0));
  sent(child, SIGUSR1), sent(child, SIGWINCH), sent(child, SIGSTOP), send_text(q, 1, "x", 0), holds(q);
  sent(child, SIGCONT), reap(), holds(q);
  child = CHILD(rcv(q, 0, 9, 0)), sent(child, SIGSTOP), send_text(q, 1, "y", 0), rcv(q, 0, 9, IPC_NOWAIT);
  sent(child, SIGCONT), send_text(q, 1, "z", 0), reap(), q = full();
  child = CHILD(num(send_text(q, 9, "w", 0))), sent(child, SIGSTOP), got(q, 7, 8192, 0), pause_ms(60), holds(q);
  sent(child, SIGCONT), reap(), holds(q), end();

  row("MQ31"), q = queue(0666);
  CHILD(become(1000); rcv(q, 0, 9, 0));
  q_mode(q, 0600), reap(), q = queue(0666), send_bytes(q, 7, 8192, 0), send_bytes(q, 7, 8192, 0);
  CHILD(become(1000); num(send_text(q, 1, "x", 0)));
  q_mode(q, 0600), pause_ms(60), got(q, 0, 8192, 0), reap(), end();

  row("MQ32"), q = queue(0600), child = CHILD(rcv(q, 0, 9, 0)), end_of(child, SIGKILL);
  num(send_text(q, 1, "x", 0)), holds(q), q = full(), child = CHILD(send_text(q, 9, "x", 0)), end_of(child, SIGKILL);
  got(q, 0, 8192, 0), holds(q), num(qs(q).msg_lspid == getpid()), end();

  row("MQ33");
  struct msginfo i;
  num(msgctl(0, IPC_INFO, (void *)&i)), num(i.msgpool), num(i.msgmap), num(i.msgmax), num(i.msgmnb), num(i.msgmni);
  num(i.msgssz), num(i.msgtql), num(i.msgseg), five(), five(), num(msgctl(0, MSG_INFO, (void *)&i));
  num(i.msgpool), num(i.msgmap), num(i.msgtql), end();
}

int main(void) {
  basics();
  limits();
  meeting();
  ending();
}
