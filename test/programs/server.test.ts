/** server and client, over every kind of socket: what both say. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';

const printed = async (script: string): Promise<string> => {
  const { stdout, stderr } = await runScript({ script: `exec 2>&1; cd /tmp; ${script}` });
  return (stdout + stderr).replaceAll(/(127\.0\.0\.1|10\.0\.0\.1):(3[2-9]|[45]\d|60)\d{3}/g, '$1:PORT');
};
const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;
/** Both sides, each with what it says in order. */
const both = (type: string, place: string): string =>
  `server -n 1 -t ${type} ${place} > said & sleep 0.1; client -t ${type} ${place} hello; wait $!; cat said; ls s 2>/dev/null`;

describe('server and client', () => {
  for (const [type, place, here] of [
    ['tcp', '5000', '127.0.0.1:5000'],
    ['unix', 's', 's'],
    ['seqpacket', '@hidden', '@hidden'],
  ] as const)
    it(`${type}: a connection, a line there and back`, async () => {
      const from = type === 'tcp' ? '127.0.0.1:PORT' : 'a socket without a name';
      expect(await printed(both(type, place))).toBe(
        lines(
          ...[`connected to ${here}`, 'sent 6 bytes: "hello\\n"', 'received 6 bytes: "hello\\n"'],
          ...[`listening at ${type === 'tcp' ? '0.0.0.0:5000' : here}`, `connection from ${from}`],
          ...['received 6 bytes: "hello\\n"', 'connection closed'],
        ),
      );
    });

  it('udp and dgram: messages, and whom they are from', async () => {
    expect(await printed(`${both('udp', '5000')}; ${both('dgram', 's')}`)).toBe(
      lines(
        ...['connected to 127.0.0.1:5000', 'sent 6 bytes: "hello\\n"', 'received 6 bytes: "hello\\n"'],
        ...['waiting at 0.0.0.0:5000', 'received 6 bytes from 127.0.0.1:PORT: "hello\\n"'],
        ...['connected to s', 'sent 6 bytes: "hello\\n"', 'received 6 bytes: "hello\\n"'],
        ...['waiting at s', 'received 6 bytes from @00001: "hello\\n"'],
      ),
    );
  });

  it('messages keep their borders, a stream has none', async () => {
    const script = (type: string): string =>
      `server -n ${type === 'unix' ? 1 : 2} -t ${type} s > said & sleep 0.1; client -nq -t ${type} s one two; wait $!; grep -o '"o.*\\|"t.*' said`;
    expect(await printed(script('dgram'))).toBe(lines('"one\\n"', '"two\\n"'));
    expect((await printed(script('unix'))).replaceAll(/["\n]/g, '')).toBe('one\\ntwo\\n');
  });

  it('a child for each, answers that are late, standard input, and another machine', async () => {
    const script = `server -qf -n 2 -s 0.5 5000 & sleep 0.1; (client -q 5000 a & client -q 5000 b & wait) | sort; wait
      server -q -n 1 5000 & sleep 0.1; printf 'x\\ny\\n' | client -q 5000; wait
      ssh beta server -n 1 5000 & sleep 0.5; client -q beta:5000 over > o; wait; cat o`;
    expect(await printed(script)).toBe(
      lines(
        ...['a', 'b', 'x', 'y', 'listening at 0.0.0.0:5000', 'connection from 10.0.0.1:PORT'],
        ...['received 5 bytes: "over\\n"', 'connection closed', 'over'],
      ),
    );
  });

  it('what fails', async () => {
    const hint = (name: string): string => `Try '${name} --help' for more information.`;
    const script = `client 5001 x; echo $?; client -t unix none x; client nosuch:1 x; client -w 0.2 8080 x; client -t foo 1; echo $?
      server 8080; server 80; server; echo $?; server x; server -n 1 -q 5000 & sleep 0.1; client -t udp 5000 x; client 99999 x; client -q 5000 end`;
    expect(await printed(script)).toBe(
      lines(
        ...['client: connect: Connection refused', '1', 'client: connect: No such file or directory'],
        ...['client: nosuch: Name or service not known', 'connected to 127.0.0.1:8080', 'sent 2 bytes: "x\\n"'],
        ...[
          'client: recv: Resource temporarily unavailable',
          "client: no such kind of socket: 'foo'",
          hint('client'),
          '2',
        ],
        ...['server: bind: Address already in use', 'server: bind: Permission denied', 'server: missing operand'],
        ...[hint('server'), '2', "server: invalid port: 'x'", hint('server'), 'connected to 127.0.0.1:5000'],
        ...[
          'sent 2 bytes: "x\\n"',
          'client: recv: Connection refused',
          "client: invalid port: '99999'",
          hint('client'),
          'end',
        ],
      ),
    );
  });
});
