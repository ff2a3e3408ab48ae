/** curl against servers of the simulated machine: what curl 7.88.1 said to the same answers of a real one. */
import { describe, expect, it } from 'vitest';
import { runScript } from '../../src/headless.ts';
import { runProgram, runReal, words } from './harness.ts';

const FILES = `exec 2>&1; cd /tmp; mkdir -p www/sub; printf 'hello\\nworld\\n' > www/a.txt; echo '<h1>hi</h1>' > www/index.html
  seq 30000 > www/big.txt; httpd -fqp 18080 www & sleep 0.1; B=http://127.0.0.1:18080`;
const printed = async (script: string): Promise<string> => {
  const { stdout, stderr } = await runScript({ script: `${FILES}\n${script}\n{ kill %1; wait; } 2>/dev/null` });
  return stdout + stderr;
};
const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;
/** A server that says this to whoever comes, once. */
const server = (answer: string): string => `printf '${answer}' | nc -Nl 127.0.0.1 9000 > asked & sleep 0.1`;

describe('what needs no server', () => {
  it.each([
    ...['curl', 'curl --foo', 'curl -d', 'curl -m abc http://x', 'curl --max http://x', 'curl -sX', 'curl foo://bar'],
    ...['curl -sS http://127.0.0.1:99999/', 'curl -sS http://127.0.0.1:abc/', 'curl -s http://nosuch.invalid'],
    ...['curl -sS http://nosuch.invalid', 'curl http://nosuch.invalid', 'curl -sv http://nosuch.invalid/'],
    ...['curl -sS http://127.0.0.1:1/', 'curl -sv http://127.0.0.1:1/', 'curl http://127.0.0.1:1/', 'curl -sI -d x y'],
    ...['curl --unix-socket /nosuch http://localhost/', 'curl -sv --unix-socket /nosuch http://localhost/'],
    ...['curl -T nofile http://127.0.0.1:1/', 'curl -O http://127.0.0.1:1/', "curl -s 'http://x/a b'"],
    "curl -s -w '%{http_code} %{exitcode} %{size_header}' http://127.0.0.1:1/",
    ...[
      'curl -F foo http://x/',
      'curl -F a=b -I http://x/',
      'curl -I -F a=b http://x/',
      'curl -F a=b -d c=d http://x/',
    ],
    ...['curl -d a -I http://x/', 'curl -sS -F f=@nofile http://127.0.0.1:1/', 'curl --retry x http://x/'],
    ...['curl -sS --retry 1 http://127.0.0.1:1/', 'curl --retry 1 --retry-connrefused http://127.0.0.1:1/'],
    ...['curl -v --retry 1 --retry-all-errors http://127.0.0.1:1/', "curl -sS -F 'a=b;c' http://127.0.0.1:1/"],
  ])('%s', async (line) => {
    const [real, ours] = [await runReal(words(line)), runProgram(words(line))];
    const steady = (text: string): string => text.replaceAll(/after \d+ ms/g, 'after N ms');
    expect({ ...ours, stderr: steady(ours.stderr) }).toEqual({ ...real, stderr: steady(real.stderr) });
  });
});

describe('an answer', () => {
  const HEAD = ['HTTP/1.1 200 OK\r', 'Server: ipclab-httpd\r', 'Content-Type: text/plain\r', 'Content-Length: 12\r'];
  const WHOLE = [...HEAD, 'Connection: close\r', '\r'];

  it('its body, its head, both', async () => {
    expect(await printed('curl -s $B/a.txt; curl -sI $B/a.txt; curl -si $B/a.txt; curl -s localhost:18080')).toBe(
      lines('hello', 'world', ...WHOLE, ...WHOLE, 'hello', 'world', '<h1>hi</h1>'),
    );
  });

  it('what -v tells', async () => {
    expect(await printed('curl -sv -r 0-2 $B/a.txt')).toBe(
      lines(
        '*   Trying 127.0.0.1:18080...',
        '* Connected to 127.0.0.1 (127.0.0.1) port 18080 (#0)',
        ...['> GET /a.txt HTTP/1.1\r', '> Host: 127.0.0.1:18080\r', '> Range: bytes=0-2\r'],
        ...['> User-Agent: curl/7.88.1\r', '> Accept: */*\r', '> \r'],
        ...WHOLE.map((line) => `< ${line}`),
        '{ [12 bytes data]',
        '* Closing connection 0',
        ...['hello', 'world'],
      ),
    );
  });

  it('goes to files; the meter shows meanwhile', async () => {
    const script = `curl -o out $B/a.txt 2>&1 | tr '\\r' '\\n' | sed 's/12    0     0 .*/12 SPEED/'; cat out; curl -sO $B/big.txt; cmp big.txt www/big.txt
      curl -s -o one -o two $B/a.txt $B/; wc -c one two | tail -1; curl -sS -o /nodir/x $B/a.txt; echo $?; curl -sO $B/; echo $?`;
    expect(await printed(script)).toBe(
      lines(
        '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current',
        '                                 Dload  Upload   Total   Spent    Left  Speed',
        '',
        '  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0',
        '100    12  100    12 SPEED',
        ...['hello', 'world', '24 total', 'curl: (23) Failure writing output to destination', '23'],
        ...['curl: Remote file name has no length!', '23'],
      ),
    );
  });

  it('-f, -w', async () => {
    const script = `curl -sf $B/none; echo $?; curl -sSf $B/none; curl -s --fail-with-body $B/none; echo $?
      curl -s -o /dev/null -w '%{http_code} %{size_download} %{content_type} %{num_redirects} %{remote_ip}:%{remote_port}\\n' $B/a.txt
      curl -s -w '%{nothing}|%{method}|%{url_effective}|%{scheme}|%{http_version}|%%\\n' -o /dev/null $B/a.txt`;
    expect(await printed(script)).toBe(
      lines(
        ...['22', 'curl: (22) The requested URL returned error: 404', '404 Not Found', '22'],
        '200 12 text/plain 0 127.0.0.1:18080',
        "curl: unknown --write-out variable: 'nothing'",
        '|GET|http://127.0.0.1:18080/a.txt|HTTP|1.1|%',
      ),
    );
  });

  it('redirections, as far as they are followed', async () => {
    const moved =
      'HTTP/1.1 302 Found\\r\\nLocation: http://127.0.0.1:18080/a.txt\\r\\nContent-Length: 6\\r\\n\\r\\nmoved\\n';
    const script = `${server(moved)}; curl -s 127.0.0.1:9000; ${server(moved)}; curl -sL 127.0.0.1:9000; ${server(moved)}
      curl -sSL --max-redirs 0 127.0.0.1:9000; ${server(moved)}; curl -s -o /dev/null -w '%{redirect_url}\\n' 127.0.0.1:9000`;
    expect(await printed(script)).toBe(
      lines(
        ...['moved', 'hello', 'world', 'curl: (47) Maximum (0) redirects followed', 'http://127.0.0.1:18080/a.txt'],
      ),
    );
  });

  it('in chunks, cut short, or none at all', async () => {
    const chunked =
      'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n7\\r\\n world\\n\\r\\n0\\r\\n\\r\\n';
    const short = 'HTTP/1.1 200 OK\\r\\nContent-Length: 100\\r\\n\\r\\nabc';
    const script = `${server(chunked)}; curl -s 127.0.0.1:9000; ${server(short)}; curl -sS 127.0.0.1:9000; echo " $?"
      ${server('')}; curl -sS 127.0.0.1:9000; echo $?`;
    expect(await printed(script)).toBe(
      lines(
        ...['hello world', 'curl: (18) transfer closed with 97 bytes remaining to read', 'abc 18'],
        ...['curl: (52) Empty reply from server', '52'],
      ),
    );
  });

  it('one that is late', async () => {
    const script = `nc -l 127.0.0.1 9000 >/dev/null & sleep 0.1; curl -sS -m 1 127.0.0.1:9000; echo $?; wait $! 2>/dev/null
      sudo tc qdisc add dev eth0 root netem loss 100%; curl -sS --connect-timeout 0.5 beta; echo $?; sudo tc qdisc del dev eth0 root
      curl -sS 10.0.0.99; echo $?; curl -sS 192.0.2.1 | sed 's/[0-9]* ms/N ms/'`;
    expect(await printed(script)).toBe(
      lines(
        ...['curl: (28) Operation timed out after 1000 milliseconds with 0 bytes received', '28'],
        ...['curl: (28) Connection timed out after 500 milliseconds', '28'],
        "curl: (7) Failed to connect to 10.0.0.99 port 80 after 3000 ms: Couldn't connect to server",
        ...['7', "curl: (7) Failed to connect to 192.0.2.1 port 80 after 0 ms: Couldn't connect to server"],
      ),
    );
  });
});

describe('a request', () => {
  /** What a server hears. */
  const asked = async (options: string): Promise<string> => {
    const script = `${server('HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n')}; curl -s ${options}; wait $!; cat asked`;
    return (await printed(script)).replaceAll('\r', '');
  };
  const AT = '127.0.0.1:9000';

  it('has data', async () => {
    expect(await asked(`-d x=1 -d @www/a.txt ${AT}/p`)).toBe(
      `${lines(
        ...['POST /p HTTP/1.1', `Host: ${AT}`, 'User-Agent: curl/7.88.1', 'Accept: */*', 'Content-Length: 14'],
        ...['Content-Type: application/x-www-form-urlencoded', ''],
      )}x=1&helloworld`,
    );
    expect(await asked(`-X PUT --json '{"a":1}' ${AT}`)).toBe(
      `${lines(
        ...['PUT / HTTP/1.1', `Host: ${AT}`, 'User-Agent: curl/7.88.1', 'Content-Type: application/json'],
        ...['Accept: application/json', 'Content-Length: 7', ''],
      )}{"a":1}`,
    );
    expect(await asked(`-G -d q=1 -d r=2 '${AT}/s?p'`)).toContain('GET /s?p&q=1&r=2 HTTP/1.1\n');
    expect(await asked(`-T www/a.txt ${AT}/up`)).toMatch(/^PUT \/up .*Content-Length: 12\n\nhello\nworld\n$/s);
  });

  it('is a form', async () => {
    const form = `-F 'f=@f.txt' -F 'g=<f.txt' -F 'h=@f.txt;type=a/b;filename=n"m' --form-string 's=@x;type=t' -F '=v'`;
    const script = `echo file body > f.txt; ${server('HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n')}
      curl -s ${form} -F 'q="a;b";type="t/x y"' localhost:9000; sed 's/\\r//; s/-[0-9a-f]\\{16\\}/-N/' asked`;
    const part = (...head: readonly string[]): string[] => [`${'-'.repeat(26)}N`, ...head, ''];
    const named = (name: string, file?: string): string =>
      `Content-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}`;
    expect(await printed(script)).toBe(
      lines(
        ...['POST / HTTP/1.1', 'Host: localhost:9000', 'User-Agent: curl/7.88.1', 'Accept: */*', 'Content-Length: 723'],
        ...[`Content-Type: multipart/form-data; boundary=${'-'.repeat(24)}N`, ''],
        ...[...part(named('f', 'f.txt'), 'Content-Type: text/plain'), 'file body', ''],
        ...[...part(named('g')), 'file body', ''],
        ...[...part(named('h', 'n%22m'), 'Content-Type: a/b'), 'file body', ''],
        ...[...part(named('s')), '@x;type=t'],
        ...[...part('Content-Disposition: form-data'), 'v'],
        ...[...part(named('q'), 'Content-Type: "t/x y"'), 'a;b'],
        `${'-'.repeat(26)}N--`,
      ),
    );
  });

  it('goes over the connection that was left open', async () => {
    const script = `httpd -kqp 18081 www & sleep 0.1; K=localhost:18081; curl -s -w '%{num_connects}' -o /dev/null -o /dev/null $K $K
      echo; curl -sv $K/a.txt $K 2>&1 | grep -a '^[*<].*onnect'; curl -sv $K -H 'Connection: close' $K 2>&1 | grep '^\\*'; kill %2`;
    const HELD = ['* Connection #0 to host localhost left intact', '< Connection: keep-alive\r'];
    const open = (n: number) => `* Connected to localhost (127.0.0.1) port 18081 (#${n})`;
    const TRYING = '*   Trying 127.0.0.1:18081...';
    expect(await printed(script)).toBe(
      lines(
        '10',
        ...[open(0), HELD[1] ?? '', HELD[0] ?? '', '* Re-using existing connection #0 with host localhost'],
        ...[HELD[1] ?? '', HELD[0] ?? ''],
        ...[TRYING, open(0), '* Closing connection 0', '* Hostname localhost was found in DNS cache', TRYING, open(1)],
        '* Closing connection 1',
      ),
    );
  });

  it('is made again when the server is not well', async () => {
    const answer = (port: number, times: string, field = '') =>
      `for i in ${times}; do printf 'HTTP/1.1 503 No\\r\\nConnection: close\\r\\n${field}Content-Length: 3\\r\\n\\r\\nno\\n' | nc -Nl 127.0.0.1 ${port} > /dev/null; done & sleep 0.1`;
    const script = `${answer(9001, '1 2')}; curl -s --retry 1 localhost:9001; echo $?; ${answer(9002, '1 2 3', 'Retry-After: 3\\r\\n')}
      curl -S --retry 1 --retry-max-time 2 localhost:9002 2>&1 | grep -a Warn; echo; sleep 0.1; curl --retry 1 -o out localhost:9002 2>&1 | grep -ao 'Warn.*\\|Throw.*'
      cat out; (sleep 2; httpd -1qp 9003 www) & curl -s --retry 3 --retry-connrefused localhost:9003; echo $?`;
    expect(await printed(script)).toBe(
      lines(
        ...['no', 'no', '0'],
        'Warning: The Retry-After: time would make this command line exceed the maximum ',
        ...['Warning: allowed time for retries.', ''],
        'Warning: Problem : HTTP error. Will retry in 3 seconds. 1 retries left.',
        ...['Throwing away 3 bytes', 'no', '<h1>hi</h1>', '0'],
      ),
    );
  });

  it('has fields', async () => {
    expect(
      await asked(`-H 'X-A: 1' -H 'User-Agent: me' -H 'X-Empty;' -H Accept: -H 'Host: h' -u a:b -e ref -b k=v ${AT}`),
    ).toBe(
      lines(
        ...['GET / HTTP/1.1', 'Host: h', 'Authorization: Basic YTpi', 'Referer: ref', 'Cookie: k=v'],
        ...['X-A: 1', 'User-Agent: me', 'X-Empty:', '', ''],
      ).slice(0, -1),
    );
  });
});

describe('httpd', () => {
  it('tells of requests, serves over UNIX sockets, ends after one', async () => {
    const script = `httpd -1 -u web.sock www & sleep 0.1; curl -s --unix-socket web.sock http://h/a.txt; wait $!
      httpd -1p 8001 www | sed 's/:[0-9]* "/:PORT "/' & sleep 0.1; curl -s 127.0.0.1:8001/../none; wait $!
      httpd -p 8080 www; echo $?; httpd a b; echo $?; curl -s $B/sub; curl -s $B/%2e%2e/x; curl -s -X POST $B/`;
    expect(await printed(script)).toBe(
      lines(
        ...['listening at web.sock', 'unix "GET /a.txt HTTP/1.1" 200 12', 'hello', 'world', '403 Forbidden'],
        ...['listening at 0.0.0.0:8001', '127.0.0.1:PORT "GET /../none HTTP/1.1" 403 14'],
        ...['httpd: bind: Address already in use', '1', "httpd: extra operand 'b'"],
        ...["Try 'httpd --help' for more information.", '2', '/sub', '403 Forbidden', '405 Method Not Allowed'],
      ),
    );
  });

  it('the services of the machine answer', async () => {
    expect(await printed('curl -s localhost:8080/health; curl -sI localhost | head -2')).toBe(
      lines('{"status":"UP"}', 'HTTP/1.1 200 OK\r', 'Server: nginx/1.22.1\r'),
    );
  });
});
