/** The learner's terminals in the whole program: mouse, copy mode, wide characters, alternate screen, more of them and fewer. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Screen } from '../screen.ts';

const bundle = join(import.meta.dirname, '../../dist/ipclab.js');
const built = existsSync(bundle);
if (!built) console.log('terminals.test.ts: skipped, there is no dist/ipclab.js; npm run build makes it');

const PREFIX = '\x1d';
const open: Screen[] = [];
afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

async function start(cols = 120, rows = 40): Promise<Screen> {
  const screen = new Screen([process.execPath, bundle, '--lang', 'en', 'repl'], { cols, rows });
  open.push(screen);
  await screen.has(/\$ .*\$ /s);
  await screen.has('/sbin/init');
  return screen;
}

/** Where a text stands on the screen. */
function place(screen: Screen, text: string): { x: number; y: number } {
  const y = screen.rows().findIndex((row) => row.includes(text));
  return { x: screen.rows()[y]?.indexOf(text) ?? -1, y };
}

const report = (code: number, { x, y }: { x: number; y: number }, final = 'M') =>
  `\x1b[<${code};${x + 1};${y + 1}${final}`;

/** What OSC 52 has put into the clipboard last. */
const clipboard = (screen: Screen): string => {
  const data = [...screen.raw().matchAll(/\x1b\]52;c;([^\x07]*)\x07/g)].at(-1)?.[1] ?? '';
  return Buffer.from(data, 'base64').toString('utf8');
};

describe.skipIf(!built)('terminals', () => {
  test('copy mode by keys: mark, copy, paste', async () => {
    const screen = await start();
    screen.key('echo one two three\r');
    await screen.has(/\none two three|│one two three|┃one two three/);
    screen.key(`${PREFIX}[`);
    await screen.has('copy mode:');
    // Up to the output, its second word, to the end of it.
    screen.key('k0w');
    screen.key(' ');
    screen.key('$');
    screen.key('\r');
    await screen.has('Copied 9 characters');
    expect(clipboard(screen)).toBe('two three');
    screen.key(`echo ${PREFIX}]`);
    await screen.has('$ echo two three');
  });

  test('output waits while one reads, and comes when one leaves', async () => {
    const screen = await start();
    screen.key('sleep 1; echo la""ter\r');
    screen.key(`${PREFIX}[`);
    await screen.has('copy mode:');
    await new Promise((done) => setTimeout(done, 1500));
    expect(screen.text()).not.toContain('later');
    screen.key('q');
    await screen.has('later');
  });

  test('a drag copies, two clicks take the word, the middle button pastes, a click gives the focus', async () => {
    const screen = await start();
    screen.key('echo alpha beta\r');
    await screen.until(() => screen.text().split('alpha beta').length === 3, 'the output');
    const row = screen.rows().findLastIndex((text) => text.includes('alpha beta'));
    const x = screen.rows()[row]?.indexOf('alpha beta') ?? 0;
    screen.key(report(0, { x, y: row }) + report(32, { x: x + 4, y: row }) + report(0, { x: x + 4, y: row }, 'm'));
    await screen.has('Copied 5 characters');
    expect(clipboard(screen)).toBe('alpha');
    const beta = { x: x + 7, y: row };
    for (let click = 0; click < 2; click++) screen.key(report(0, beta) + report(0, beta, 'm'));
    await screen.until(() => clipboard(screen) === 'beta', 'the word is copied');
    screen.key(`echo ${report(1, beta)}${report(1, beta, 'm')}`);
    await screen.has('$ echo beta');
    const other = place(screen, ' B: bash');
    screen.key(report(0, { x: other.x, y: other.y + 2 }));
    await screen.has('B: bash ◂');
  });

  test('the wheel scrolls back, and in less it moves the text', async () => {
    const screen = await start();
    screen.key('seq 100\r');
    await screen.has(/[┃│]100 /);
    const at = place(screen, ' A: bash');
    const inside = { x: at.x + 2, y: at.y + 3 };
    screen.key(report(64, inside));
    await screen.has('3 rows back');
    screen.key('seq 100 | less\r');
    await screen.has('A: less');
    screen.key(report(65, inside));
    await screen.until(() => /[┃│]4 /.test(screen.text()) && !/[┃│]3 /.test(screen.text()), 'less has moved by three');
    screen.key('q');
    await screen.has('A: bash');
  });

  test('a program that asks for the mouse gets it', async () => {
    const screen = await start();
    screen.key("printf '\\e[?1000h\\e[?1006h'; cat -v\r");
    await screen.has('A: cat');
    const at = place(screen, ' A: cat');
    // Four columns and two rows inside of the border.
    screen.key(report(0, { x: at.x + 2, y: at.y + 3 }));
    await screen.has(/\^\[\[<0;\d+;3M/);
  });

  test('one more terminal, up to four; closing ends its shell', async () => {
    const screen = await start();
    screen.key(`${PREFIX}t`);
    await screen.has('C: bash ◂');
    screen.key('tty\r');
    await screen.has('/dev/pts/2');
    screen.key(`${PREFIX}t`);
    await screen.has('D: bash ◂');
    screen.key(`${PREFIX}t`);
    await screen.has('There are four terminals');
    screen.key(`${PREFIX}X`);
    await screen.hasNot('D: bash');
    screen.key(`${PREFIX}X`);
    await screen.hasNot('C: bash');
    await screen.has('B: bash ◂');
    screen.key('ps -e | grep -c bash\r');
    await screen.has(/[┃│]2 /);
  });

  test('panes are closed and opened by their names', async () => {
    const screen = await start();
    await screen.has('─ 3 Timeline');
    const toggle = `${PREFIX}pshow the pane “Timeline\r`;
    screen.key(toggle);
    await screen.hasNot('Timeline ─');
    screen.key(toggle);
    await screen.has(/─ \d+ Timeline ─/);
  });

  test('wide characters keep their places, also where a border cuts them', async () => {
    const screen = await start(80, 24);
    screen.key(`echo 管道${'宽'.repeat(60)}|\r`);
    await screen.has('管道宽');
    const whole = () =>
      screen
        .rows()
        .slice(1, -1)
        .every((row) => /[│┃┐┓┘┛]$/.test(row));
    await screen.until(whole, 'each row ends in its border');
  });

  test('time stops, goes back by an event, and goes on differently', async () => {
    const screen = await start();
    screen.key('mkfifo ff; cat ff\r');
    await screen.has('A: cat');
    screen.key(`${PREFIX} `);
    await screen.has('PAUSED');
    let before = '';
    const said = () => screen.rows().at(-1) ?? '';
    for (let i = 0; i < 3; i++) {
      screen.key(`${PREFIX},`);
      await screen.until(() => said().includes('Back at:') && said() !== before, 'another event');
      before = said();
    }
    screen.key('\x1b[15~');
    await screen.hasNot('PAUSED');
    await screen.has('A: cat');
    screen.key(`${PREFIX}-`);
    await screen.has('Half speed.');
    screen.key('\x03');
    await screen.has('A: bash');
    await screen.has('half speed');
  });
});
