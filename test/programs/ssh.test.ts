/** ssh between the machines of the simulated network, and the pseudo-terminals that it needs. */
import { describe, expect, it } from 'vitest';
import { encode } from '../../src/bytes.ts';
import { runScript } from '../../src/headless.ts';
import { O_NOCTTY, O_NONBLOCK, O_RDWR, POLLHUP, POLLIN } from '../../src/kernel/abi.ts';
import { boot, replay } from '../../src/machine.ts';
import { MachineTerminal } from '../support/machine-terminal.ts';
import { errnoOf, ok, Probe, runProgram } from '../support/process.ts';

const printed = async (script: string): Promise<string> => {
  const { stdout, stderr } = await runScript({ script: `exec 2>&1; cd /tmp; ${script}` });
  return stdout + stderr;
};
const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

describe('ssh', () => {
  it('runs a command there: its streams and its status', async () => {
    const script = `ssh beta hostname; echo hello | ssh beta 'cat; echo err >&2; exit 3'; echo $?; ssh beta 'kill -TERM $$'; echo $?
      seq 100000 | ssh gamma tail -n 1; ssh beta ssh gamma hostname; ssh -n localhost 'hostname; tty'; ssh 10.0.0.3 'id -un; pwd'`;
    expect(await printed(script)).toBe(
      lines(
        ...['beta', 'hello', 'err', '3', '255', '100000', 'gamma', 'ipclab', 'not a tty', 'learner', '/home/learner'],
      ),
    );
  });

  it('the other machine has its own ports and its own name, and the same files', async () => {
    const script = `echo mine > f; ssh beta 'cat /tmp/f; nc -z localhost 8080 || echo nobody; httpd -1qp 8080 /tmp' & sleep 0.5
      curl -s beta:8080/f; wait; ssh beta 'echo $SSH_CLIENT' | sed 's/ [0-9]* / PORT /'`;
    expect(await printed(script)).toBe(lines('mine', 'nobody', 'mine', '10.0.0.1 PORT 22'));
  });

  it('a shell of a script: commands from standard input; a terminal where none is here', async () => {
    const script =
      "printf 'hostname\\nexit 4\\n' | ssh -T beta; echo $?; ssh beta < /dev/null; ssh -qtt beta tty </dev/null";
    expect((await printed(script)).replaceAll('\r', '')).toBe(
      lines('beta', '4', 'Pseudo-terminal will not be allocated because stdin is not a terminal.', '/dev/pts/0'),
    );
  });

  it('says why not', async () => {
    const script = `ssh nosuch true; echo $?; ssh -p 9 beta true; ssh root@beta true; ssh nobody@beta true; ssh -p 99999 beta true
      ssh -p 3306 localhost true; ssh 10.0.0.99 true; (ssh -Z beta; ssh) 2>&1 | grep -v '^   '`;
    const usage = 'usage: ssh [-46AaCfGgKkMNnqsTtVvXxYy] [-B bind_interface]';
    expect((await printed(script)).replaceAll('\r', '')).toBe(
      lines(
        ...['ssh: Could not resolve hostname nosuch: Name or service not known', '255'],
        'ssh: connect to host beta port 9: Connection refused',
        'root@beta: Permission denied (publickey).',
        'nobody@beta: Permission denied (publickey).',
        "Bad port '99999'",
        'kex_exchange_identification: Connection closed by remote host',
        'Connection closed by localhost port 3306',
        'ssh: connect to host 10.0.0.99 port 22: No route to host',
        ...['unknown option -- Z', usage, usage],
      ),
    );
  });
});

describe('ssh at a terminal', () => {
  const session = async (...steps: readonly (readonly [keys: string, ms: number])[]): Promise<string> => {
    const terminal = new MachineTerminal(60, 14);
    terminal.wait(200);
    for (const [keys, ms] of steps) {
      terminal.type(keys);
      terminal.wait(ms);
    }
    const { rows } = await terminal.shown();
    return rows.join('\n').trimEnd();
  };

  it('a login shell with the name of the machine in its prompt, job control, and its end', async () => {
    const text = await session(
      ['ssh beta\r', 600],
      ['tty; stty size; hostname\r', 400],
      ['sleep 9\r', 300],
      ['\x03', 300],
      ['exit 3\r', 500],
      ['echo $?\r', 300],
    );
    expect(text).toBe(
      [
        ...['learner@ipclab:~$ ssh beta', 'learner@beta:~$ tty; stty size; hostname', '/dev/pts/1', '14 60', 'beta'],
        ...['learner@beta:~$ sleep 9', '^C', 'learner@beta:~$ exit 3', 'logout', 'Connection to beta closed.'],
        ...['learner@ipclab:~$ echo $?', '3', 'learner@ipclab:~$'],
      ].join('\n'),
    );
  });

  it('~. leaves, and what ran there is hung up', async () => {
    const text = await session(
      ['ssh beta\r', 600],
      ['sleep 77\r', 300],
      ['~.', 500],
      ['pgrep -c sleep; ls /dev/pts\r', 500],
    );
    expect(text.split('\n').slice(-4)).toEqual([
      ...[
        'Connection to beta closed.',
        'learner@ipclab:~$ pgrep -c sleep; ls /dev/pts',
        '0',
        '0',
        'learner@ipclab:~$',
      ].slice(-4),
    ]);
  });
});

describe('a terminal of another machine', () => {
  it('logs in there, again after a logout, and after a replay', () => {
    const shown = (text: { value: string }) => (_name: string, bytes: Uint8Array) => {
      text.value += new TextDecoder().decode(bytes);
    };
    const first = { value: '' };
    const machine = boot({
      seed: 1,
      terminals: [{ name: 'A', cols: 60, rows: 10, host: 'beta' }],
      onOutput: shown(first),
    });
    machine.run({ until: 300_000 });
    machine.input('A', encode('hostname; exit\r'));
    machine.run({ until: 900_000 });
    machine.openTerminal({ name: 'B', cols: 60, rows: 10, host: 'gamma' });
    machine.run({ until: 1_500_000 });
    expect(first.value.match(/@(beta|gamma):/g)).toEqual(['@beta:', '@beta:', '@gamma:']);
    expect(first.value).toContain('\rbeta\r\n');
    const again = { value: '' };
    replay(machine.log, { upTo: machine.place, onOutput: shown(again) });
    expect(again.value).toBe(first.value);
  });
});

describe('pseudo-terminals', () => {
  it('/dev/ptmx makes one, whose master is its keyboard and its screen', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const master = yield* p.open('/dev/ptmx', O_RDWR);
      const name = `/dev/pts/${ok(yield* sys.tiocgptn(master))}`;
      const slave = yield* p.open(name, O_RDWR | O_NOCTTY);
      const said: unknown[] = [name, yield* p.put(slave, 'out\n'), yield* p.text(master, 99)];
      said.push(yield* p.put(master, 'in\r'), yield* p.text(slave, 99), yield* p.text(master, 99));
      yield* sys.tiocswinsz(master, { cols: 33, rows: 7 });
      said.push(ok(yield* sys.tiocgwinsz(slave)).cols, errnoOf(yield* sys.tiocgptn(slave)));
      yield* p.close(slave);
      said.push(
        errnoOf(yield* sys.read(master, new Uint8Array(9))),
        ok(yield* sys.poll([{ fd: master, events: POLLIN }], 0))[0],
      );
      const again = yield* p.open(name, O_RDWR | O_NOCTTY);
      yield* p.close(master);
      said.push(
        yield* p.text(again, 9),
        errnoOf(yield* sys.write(again, encode('x'))),
        errnoOf(yield* sys.open(name, O_RDWR)),
      );
      return said;
    });
    expect(value).toEqual([
      ...['/dev/pts/0', 4, 'out\r\n', 3, 'in\n', 'in\r\n', 33, 'ENOTTY', 'EIO', POLLHUP, 0, 'EIO', 'ENOENT'],
    ]);
  });

  it('a writer waits while nobody reads the master', () => {
    const { value } = runProgram(function* (sys) {
      const p = new Probe(sys);
      const master = yield* p.open('/dev/ptmx', O_RDWR);
      const slave = yield* p.open(`/dev/pts/${ok(yield* sys.tiocgptn(master))}`, O_RDWR | O_NOCTTY | O_NONBLOCK);
      const filled = yield* p.fill(slave, 1000);
      yield* p.take(master, 4000);
      return [filled > 4000, (yield* p.fill(slave, 1000)) > 0];
    });
    expect(value).toEqual([true, true]);
  });
});
