/** Sessions over a network that loses packets: no byte is lost whatever the seed, and every history can be gone back to. */
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../src/bytes.ts';
import type { KernelEvent } from '../src/kernel/event.ts';
import { boot, type Machine, type Place, replay } from '../src/machine.ts';

const SEEDS = 200;
const SECOND = 1_000_000;
/** Through ssh there and back, and with curl from a server there, while one packet of five is lost on every way. */
const SCRIPT = `sudo tc qdisc add dev eth0 root netem delay 5ms 2ms loss 20%
sudo ip netns exec beta tc qdisc add dev eth0 root netem loss 20%
seq 4000 | ssh beta cat | sha256sum
ssh -n beta 'httpd -1qp 8000 /usr/share/ipclab/demos' &
until curl -s -o got beta:8000/README; do sleep 1; done; sha256sum < got; wait
tc -s qdisc show dev eth0 | grep -c 'dropped 0,'`;

function outputOf(seed: number): string {
  const machine = boot({ seed, history: 1 });
  const shell = machine.attach(['bash', '-c', SCRIPT], '/tmp');
  shell.endInput();
  machine.run();
  return decode(shell.read('stdout')) + decode(shell.read('stderr'));
}

/** With no loss at all. */
const QUIET = SCRIPT.replaceAll(/ loss 20%/g, '');

describe('a wire that loses one packet of five', () => {
  it(`every byte comes through, over ${SEEDS} seeds`, { timeout: 240_000 }, () => {
    const machine = boot({ seed: 0 });
    const shell = machine.attach(['bash', '-c', QUIET], '/tmp');
    shell.endInput();
    machine.run();
    const [there, fetched] = decode(shell.read('stdout')).split('\n');
    for (let seed = 0; seed < SEEDS; seed++)
      expect([seed, outputOf(seed)]).toEqual([seed, `${there}\n${fetched}\n0\n`]);
  });
});

const told = (event: KernelEvent): string =>
  JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'function' ? 'code' : typeof value === 'bigint' ? `${value}n` : value,
  );
const history = (machine: Machine): string[] => [...machine.events.since(0)].map(told);

const KEYS = [
  'sudo tc qdisc add dev eth0 root netem delay 10ms loss 20%\r',
  'ssh beta\r',
  'hostname; seq 200 | wc -l\r',
  'exit\r',
  'curl -s localhost:8080/health; ss -tan | wc -l\r',
];

describe('a session over the network', () => {
  it('is the same again, and the same again from each of its moments', { timeout: 120_000 }, () => {
    const terminals = [{ name: 'A', cols: 80, rows: 24 }];
    const machine = boot({ seed: 9, terminals, history: 1 << 16 });
    const moments: { readonly place: Place; readonly entries: number }[] = [];
    machine.run({ until: SECOND });
    for (const keys of KEYS) {
      machine.input('A', encode(keys));
      for (let n = 0; n < 4; n++) {
        machine.run({ calls: 37, until: machine.now + SECOND });
        moments.push({ place: machine.place, entries: machine.log.entries.length });
      }
      machine.run({ until: machine.now + 5 * SECOND });
    }
    const { log, place } = machine;
    const all = history(machine);
    expect(all.some((event) => event.includes('"net.lost"'))).toBe(true);
    expect(history(replay(log, { upTo: place, history: 1 << 16 }))).toEqual(all);
    for (const moment of moments) {
      const entries = log.entries.slice(0, moment.entries);
      const back = replay({ ...log, entries }, { upTo: moment.place, history: 1 << 16 });
      expect(history(back)).toEqual(all.slice(0, back.events.nextSeq));
    }
  });
});
