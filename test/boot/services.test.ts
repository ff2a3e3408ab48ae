/** A freshly booted machine looks like a small server that has been left alone. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { boot } from '../../src/machine.ts';

const MASTER = 'nginx: master process /usr/sbin/nginx -g daemon on; master_process on;';
const WORKER = 'nginx: worker process';

describe('what runs before anybody logs in', () => {
  it('sleeps for ever: no timer, no turn on the CPU', () => {
    const machine = boot({ seed: 0 });
    expect(machine.run()).toEqual({ state: 'idle', nextTimer: undefined });
    const { dispatches } = machine.place;
    machine.run({ until: machine.now + 1e9 });
    expect(machine.place.dispatches).toBe(dispatches);
    for (const { pid, state } of machine.view().processes) expect([pid < 1000, state]).toEqual([true, 'S']);
  });

  it('answers pgrep, with the titles that daemons give themselves', async () => {
    const { stdout } = await runScript({
      script: 'pgrep -a nginx; pgrep -u mysql; pgrep -c java; pidof cron; pgrep -P 1 -l',
    });
    const started = '388 cron\n431 sshd\n447 nginx\n502 mysqld\n571 java\n';
    expect(stdout.startsWith(`447 ${MASTER}\n448 ${WORKER}\n449 ${WORKER}\n502\n1\n388\n${started}`)).toBe(true);
  });

  it('shows in ps with users, parents and a tree', async () => {
    const { stdout } = await runScript({ script: 'ps -ef; ps axfo user,args' });
    expect(stdout).toMatch(/^mysql +502 +1 +0 \d\d:\d\d \? +00:00:00 \/usr\/sbin\/mysqld$/m);
    expect(stdout).toMatch(/^orders +571 +1 .* -jar \/opt\/orders\/orders\.jar --server\.port=8080$/m);
    expect(stdout).toContain(`root     ${MASTER}\nwww-data  \\_ ${WORKER}\nwww-data  \\_ ${WORKER}\n`);
    expect(stdout).toMatch(/^root +431 .* sshd: \/usr\/sbin\/sshd -D \[listener\] 0 of 10-100 startups$/m);
  });

  it('has threads where the real ones have', async () => {
    const { stdout } = await runScript({
      script: 'ps -C mysqld,java -o stat=,nlwp=; ps -L -p 571 -o comm= | tail -2; pstree -p 502',
    });
    expect(stdout.split('\n').slice(0, 4)).toEqual(['Ssl     7', 'Ssl     7', 'C1 CompilerThre', 'http-nio-8080-e']);
    expect(stdout).toContain('mysqld(502)-+-{mysqld}(503)\n');
  });

  it('has left its files, and is not for a learner to end', async () => {
    const script =
      'cat /run/nginx.pid; grep ^mysql: /etc/passwd; id -un 998; kill 502; ls /var/lib/mysql; ls -l /usr/sbin/mysqld';
    const { stdout, stderr } = await runScript({ script });
    expect(stdout).toMatch(
      /^447\nmysql:x:106:106:MySQL Server,,,:\/nonexistent:\/usr\/sbin\/nologin\norders\n-rwxr-xr-x 1 root root/,
    );
    expect(stderr).toContain('kill: (502) - Operation not permitted\n');
    expect(stderr).toContain("ls: cannot open directory '/var/lib/mysql': Permission denied\n");
  });
});
