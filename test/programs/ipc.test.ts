/** The programs of ipclab's own that reach System V IPC: what they print, what they wait for, how they complain. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';

/** Both outputs in their order, and the status; of what the shell says of a death only the kind, of an address nothing. */
async function said(script: string): Promise<string> {
  const { stdout, status } = await runScript({ script: `exec 2>&1\n${script}` });
  const told = stdout
    .replaceAll(/^bash: line \d+: +\d+ (\S.*?) {2,}.*$/gm, '$1')
    .replaceAll(/0x7f[0-9a-f]+/g, 'ADDRESS');
  return `${told}${status === 0 ? '' : `status ${status}\n`}`;
}

const table = (
  title: string,
  scripts: Readonly<Record<string, readonly [script: string, ...lines: string[]]>>,
): void => {
  describe(title, () => {
    for (const [what, [script, ...lines]] of Object.entries(scripts))
      it(what, async () => expect(await said(script)).toBe(lines.map((line) => `${line}\n`).join('')));
  });
};

const QUEUE = 'ipcmk -Q > /dev/null;';
const SET = 'ipcmk -S 2 > /dev/null;';
const SEGMENT = 'ipcmk -M 100 > /dev/null;';

table('msgsnd and msgrcv', {
  'a type, the lowest up to a type, any other, any': [
    `${QUEUE} for t in 5 2 9 7; do msgsnd 0 $t m$t; done; msgrcv 0 9; msgrcv 0 -5; msgrcv -x 0 5; msgrcv -b 0`,
    'type 9: m9',
    'type 2: m2',
    'type 7: m7',
    'm5',
  ],
  'a copy stays; a long one is refused, or cut': [
    `${QUEUE} msgsnd 0 1 hello; msgrcv -p 0 0; msgrcv -s 2 0; msgrcv -t -s 2 0; msgrcv -n 0`,
    'type 1: hello',
    'msgrcv: msgrcv: Argument list too long',
    'type 1: he',
    'msgrcv: msgrcv: No message of desired type',
    'status 1',
  ],
  'both sleep, and wake each other': [
    `${QUEUE} msgrcv 0 7 & sleep 0.1; msgsnd 0 7 woken; wait
     msgsnd -s 8000 0 1 a; msgsnd -s 8000 0 1 b; { msgsnd -s 8000 0 2 c; echo sent; } & sleep 0.1; echo full
     msgrcv -b 0 1 | wc -c; wait; msgsnd -n -s 8192 0 1 d`,
    'type 7: woken',
    'full',
    '8001',
    'sent',
    'msgsnd: msgsnd: Resource temporarily unavailable',
    'status 1',
  ],
  'removal under a sleeper': [
    `${QUEUE} msgrcv 0 & sleep 0.1; ipcrm -q 0; wait $!`,
    'msgrcv: msgrcv: Identifier removed',
    'status 1',
  ],
  'keys, and a queue that is made': [
    'msgsnd 0x77 1 x; msgsnd -c 0x77 1 x; msgrcv -a 0x77',
    'msgsnd: msgget: No such file or directory',
    'type 1: x',
  ],
  'command lines that are wrong': [
    'msgsnd; msgsnd 0 1; msgsnd q 1 x; msgsnd 0 y x; msgrcv; msgrcv 0 1 2; msgrcv -s x 0; echo $?',
    ...["missing operand'", "missing operand'", "neither an id nor a key (0x...): 'q''", "invalid type: 'y''"].flatMap(
      (text) => [`msgsnd: ${text.slice(0, -1)}`, "Try 'msgsnd --help' for more information."],
    ),
    ...['missing operand', "extra operand '2'", "invalid size: 'x'"].flatMap((text) => [
      `msgrcv: ${text}`,
      "Try 'msgrcv --help' for more information.",
    ]),
    '2',
  ],
});

table('semop and semctl', {
  'all or none': [
    `${SET} semctl 0 setall 1 0; semop 0 0:-1n 1:-1n; semctl 0 getall; semop 0 1:+1 0:-1 1:-1; semctl 0 getall`,
    'semop: semop: Resource temporarily unavailable',
    '1 0',
    '0 0',
  ],
  'one waits for more, one for zero': [
    `${SET} semctl 0 setval 1 1; { semop 0 0:-1; echo more; } & { semop 0 1:0; echo zero; } & sleep 0.1
     semctl 0 getncnt 0; semctl 0 getzcnt 1; semop 0 0:+1; sleep 0.1; semop 0 1:-1; wait`,
    '1',
    '1',
    'more',
    'zero',
  ],
  'held while a command runs, undone at the end': [
    `${SET} semctl 0 setval 0 1; semop -x 'semctl 0 getval 0; exit 3' 0 0:-1u; echo $?; semctl 0 getval 0`,
    '0',
    '3',
    '1',
  ],
  'held until Enter': [
    `${SET} semctl 0 setval 0 1; { sleep 1; echo; } | semop -h 0 0:-1u & sleep 0.5; semctl 0 getval 0; wait; semctl 0 getval 0`,
    '0:-1u done; Enter ends',
    '0',
    '1',
  ],
  'undone also by a signal': [
    `${SET} semctl 0 setval 0 1; semop -x 'sleep 9' 0 0:-1u & sleep 0.1; kill -KILL $!; wait $!; semctl 0 getval 0`,
    'Killed',
    '1',
  ],
  'no longer than a time': [
    `${SET} semop -t 0.5 0 0:-1`,
    'semop: semtimedop: Resource temporarily unavailable',
    'status 1',
  ],
  'a set as a table': [
    `${SET} semctl 0; semctl 0 getval 7; semctl 0 setval 0 -1; semctl 0 rmid; semctl 0`,
    'SEMNUM VALUE NCOUNT ZCOUNT PID',
    '     0     0      0      0   0',
    '     1     0      0      0   0',
    'semctl: semctl: Invalid argument',
    'semctl: semctl: Numerical result out of range',
    'semctl: semctl: Invalid argument',
    'status 1',
  ],
  'command lines that are wrong': [
    `${SET} semop 0; semop 0 0-1; semctl 0 dance; semctl 0 setval 1; semctl 0 getval; semctl 0 setall 1; echo $?`,
    'semop: missing operand',
    "Try 'semop --help' for more information.",
    "semop: not an operation (NUM:OP[n][u]): '0-1'",
    "Try 'semop --help' for more information.",
    ...["unknown command 'dance'", 'setval takes NUM VALUE', 'this command takes NUM', 'setall takes 2 values'].flatMap(
      (text) => [`semctl: ${text}`, "Try 'semctl --help' for more information."],
    ),
    '2',
  ],
});

table('shared memory', {
  'written, read': [
    `${SEGMENT} shmwrite 0 0 hi there; shmread 0; shmread 0 3; shmread 0 0 2 | xxd -p; shmwrite -n 0 97 end; shmread 0 97`,
    'hi there',
    'there',
    '6869',
    'end',
  ],
  'behind the end there is nothing': [
    `${SEGMENT} shmwrite 0 98 end; shmread 0 101; shmread 9; echo $?`,
    'shmwrite: 4 bytes at offset 98 are not in a segment of 100 bytes',
    'shmread: 0 bytes at offset 101 are not in a segment of 100 bytes',
    'shmread: shmctl: Invalid argument',
    '1',
  ],
  'a torn read': [
    `${SEGMENT} shmwrite 0 0 AAAA; shmwrite -d 0.1 0 0 BBBB & sleep 0.15; shmread 0; wait; shmread 0`,
    'BBAA',
    'BBBB',
  ],
  'attached for a while; read-only is meant': [
    `${SEGMENT} shmat -t 1 0 & sleep 0.5; lsipc -m -o NATTCH,STATUS -r; ipcrm -m 0; lsipc -m -o NATTCH,STATUS -r; wait; lsipc -m
     ipcmk -M 1 > /dev/null; shmat -r -s x 1; echo $?`,
    '100 bytes attached at ADDRESS',
    'NATTCH STATUS',
    '1 ',
    'NATTCH STATUS',
    '1 dest',
    '1 bytes attached at ADDRESS',
    'Segmentation fault',
    '139',
  ],
});

describe('counter', () => {
  const cell = async (options: string): Promise<number> => {
    const out = await said(`${SEGMENT} ${SET} semctl 0 setval 0 1; counter -p 3 -n 400 ${options} 0`);
    return Number(/to (\d+)\n$/.exec(out)?.[1]);
  };

  it('loses what two count at the same time, unless it is one instruction or one process at a time', async () => {
    expect(await cell('')).toBeLessThan(1200);
    expect(await cell('-a')).toBe(1200);
    expect(await cell('-s 0')).toBe(1200);
  });

  it('tells of each step', async () => {
    const out = await said(`${SEGMENT} counter -v -d 0.2 0 & sleep 0.1; counter -v -d 0.2 0; wait`);
    expect(out.replaceAll(/^\d+/gm, 'PID')).toBe(
      [
        ...['load 0', 'load 0', 'store 1'].map((step) => `PID: ${step}\n`),
        'counted 1 times: the cell went from 0 to 1\n',
        'PID: store 1\n',
        'counted 1 times: the cell went from 0 to 1\n',
      ].join(''),
    );
  });
});
