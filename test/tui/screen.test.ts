import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { speak } from '../../src/text/index.ts';
import { panes } from '../../src/tui/panes/index.ts';
import { Screen, type ScreenOptions } from '../screen.ts';
import { svgOf } from '../svg.ts';

let bundle = '';
const open: Screen[] = [];

beforeAll(async () => {
  bundle = join(mkdtempSync(join(tmpdir(), 'ipclab-stage-')), 'stage.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'stage.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
    plugins: [
      {
        name: 'no-devtools',
        setup(plugin) {
          plugin.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'stub', namespace: 'stub' }));
          plugin.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default {}' }));
        },
      },
    ],
  });
}, 30_000);

afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

async function start(options: ScreenOptions = {}, ...args: string[]): Promise<Screen> {
  const screen = new Screen([process.execPath, bundle, ...(args.length > 0 ? args : ['en'])], options);
  open.push(screen);
  await screen.has(/a\$/);
  return screen;
}

/** What a program that has taken the screen must have given back. */
function expectRestored(screen: Screen): void {
  const raw = screen.raw();
  expect(screen.inAlternateScreen).toBe(false);
  expect(raw.lastIndexOf('\x1b[?25h')).toBeGreaterThan(raw.lastIndexOf('\x1b[?25l'));
  expect(raw.lastIndexOf('\x1b[?2004l')).toBeGreaterThan(raw.lastIndexOf('\x1b[?2004h'));
  for (const mode of [1002, 1006]) {
    expect(raw.lastIndexOf(`\x1b[?${mode}l`)).toBeGreaterThan(raw.lastIndexOf(`\x1b[?${mode}h`));
  }
  expect(raw.lastIndexOf('\x1b[?7h')).toBeGreaterThan(raw.lastIndexOf('\x1b[?7l'));
  expect(raw.lastIndexOf('\x1b[?2026l')).toBeGreaterThan(raw.lastIndexOf('\x1b[?2026h'));
}

const PREFIX = '\x1d';

describe('the whole screen', () => {
  test.each([
    [80, 24, 'en'],
    [120, 40, 'en'],
    [80, 24, 'zh'],
    [120, 40, 'zh'],
  ])('%d x %d in %s', async (cols, rows, language) => {
    const screen = await start({ cols, rows }, language);
    await screen.has('R=0');
    await screen.has('b$');
    await screen.quiet();
    expect(screen.rows()).toMatchSnapshot();
  });

  test('without a lesson', async () => {
    const screen = await start({ cols: 120, rows: 40 }, 'en', 'free');
    await screen.has('free experiment');
    expect(screen.text()).not.toContain('Make them meet');
  });

  test('40 x 10: one place at a time, and a polite line', async () => {
    const screen = new Screen([process.execPath, bundle, 'en'], { cols: 40, rows: 10 });
    open.push(screen);
    await screen.has('60x18 shows all');
    // The lesson has the focus, for nothing says on a terminal what is to be done.
    await screen.has('Make them meet');
    screen.key('\x1bOQ');
    await screen.has('A: bash ◂');
  });
});

describe('keys', () => {
  test('go to the terminal that has the focus, also those that mean something to us elsewhere', async () => {
    const screen = await start();
    screen.key('echo \x03\x1a\x04');
    await screen.has('echo ^C');
    await screen.has('<26><4>');
    screen.key('\x1bOQ');
    screen.key('in b\r');
    await screen.has('ran in b');
  });

  test('one key costs few bytes', async () => {
    const screen = await start({ cols: 120, rows: 40 });
    await screen.has('R=0');
    await screen.quiet();
    const before = screen.length;
    screen.key('x');
    await screen.until(() => screen.length > before, 'an echo');
    await screen.quiet();
    expect(screen.length - before).toBeLessThanOrEqual(100);
  });

  test('a paste is data: the prefix in it is no command', async () => {
    const screen = await start();
    screen.key('\x1b[200~one\ntwo \x1dq\x1b[201~');
    await screen.has('ran one');
    await screen.has('two <29>q');
  });

  test('prefix twice sends it', async () => {
    const screen = await start();
    screen.key(PREFIX + PREFIX);
    await screen.has('<29>');
  });

  test('an unknown key after the prefix is explained', async () => {
    const screen = await start();
    screen.key(PREFIX);
    await screen.has('which key?');
    screen.key('u');
    await screen.has('^] u does nothing');
  });

  test('hints, help, palette, zoom', async () => {
    const screen = await start();
    screen.key('\x1bOR');
    await screen.has('Hint 1: Look.');
    screen.key(`${PREFIX}?`);
    await screen.has('Go to the next terminal or pane');
    screen.key('\x1b');
    await screen.hasNot('Go to the next terminal or pane');
    screen.key(`${PREFIX}p`);
    await screen.has('type a few letters');
    screen.key('zoom');
    await screen.has('> zoom');
    screen.key('\r');
    await screen.until(() => screen.rows()[1]?.includes('A: bash') === true, 'A fills the screen');
  });

  test('the pane key shows what there is no room for', async () => {
    const screen = await start();
    // Somebody sleeps at a FIFO: its pane has come by itself.
    await screen.has('─ 2 Pipes and FIFOs ─');
    const titles = panes.map((pane) => speak('en').t(pane.title));
    const at = titles.indexOf('Pipes and FIFOs');
    for (const title of [...titles.slice(at + 1), ...titles.slice(0, at)]) {
      // A pane with more rows than there is room for says so instead of the next one's name.
      await screen.has(new RegExp(`\\^\\] i(: ${title})? ─`));
      screen.key(`${PREFIX}i`);
      await screen.has(` ${title} ─`);
    }
    await screen.has(/\^\] i(: Pipes and FIFOs)? ─/);
  });

  test('panes by number, terminals by name, F2 through what is seen', async () => {
    const screen = await start();
    const F2 = '\x1bOQ';
    screen.key(`${PREFIX}5`);
    await screen.has('5 Signals ◂');
    screen.key('3');
    await screen.has('3 Timeline ◂');
    screen.key('0');
    await screen.has('Lesson 3/7 ◂');
    screen.key('2');
    await screen.has('2 Pipes and FIFOs ◂');
    screen.key(`${PREFIX}B`);
    await screen.has('B: bash ◂');
    screen.key(F2);
    await screen.has('2 Pipes and FIFOs ◂');
    screen.key(F2);
    await screen.has('Lesson 3/7 ◂');
    screen.key(F2);
    await screen.has('A: bash ◂');
    screen.key(`${PREFIX}D`);
    await screen.has('There is no terminal D');
  });

  test('panes behind the ninth from a list', async () => {
    const screen = await start();
    screen.key(`${PREFIX}'`);
    await screen.has('> 1 Processes');
    screen.key('sock');
    await screen.has('> 11 Sockets');
    screen.key('\r');
    await screen.has('11 Sockets ◂');
  });

  test('a row is chosen and opened, the pane turned round, a process kept', async () => {
    const screen = await start();
    screen.key(`${PREFIX}1`);
    await screen.has('1 Processes ◂');
    screen.key('\x1b[B\x1b[B\r');
    await screen.has('state    Ss+: sleeps');
    screen.key('\r');
    await screen.hasNot('state    Ss+');
    screen.key('p');
    await screen.has('The panes stay with bash(2).');
    screen.key('s');
    await screen.has('struct task_struct {  bash(2)');
    await screen.has('← xv6 pid');
    screen.key('sp');
    await screen.has('The panes follow the foreground of the terminal.');
    await screen.hasNot('struct task_struct');
  });

  test('undo starts the screens anew', async () => {
    const screen = await start();
    screen.key('gone\r');
    await screen.has('ran gone');
    screen.key('\x1b[18~');
    await screen.has('is undone');
    await screen.hasNot('gone');
    screen.key('still here\r');
    await screen.has('ran still here');
  });

  test('reset asks first', async () => {
    const screen = await start();
    screen.key('typed');
    screen.key(`${PREFIX}R`);
    await screen.has('Start this step again?');
    screen.key('n');
    await screen.hasNot('Start this step again?');
    await screen.has('typed');
    screen.key(`${PREFIX}Ry`);
    await screen.hasNot('typed');
  });
});

describe('a flood in one terminal', () => {
  test('does not keep a key of the other one waiting', async () => {
    const screen = await start({ cols: 120, rows: 40 });
    screen.key('\x1bOQflood\r');
    await screen.has(/y\n?.*\n.*y/);
    screen.key('\x1b[1;2Q');
    await screen.has('A: bash ◂');
    screen.key('quick');
    await screen.has('quick');
  });
});

describe('resize', () => {
  test('the layout follows, the terminals are told, and back again', async () => {
    const screen = await start();
    screen.resize(120, 40);
    await screen.has('[70x10]');
    await screen.has('Timeline');
    screen.resize(80, 24);
    await screen.hasNot('3 Timeline');
    screen.resize(30, 8);
    await screen.has('[28x4]');
    screen.resize(80, 24);
    await screen.has('Make them meet');
  });

  test('many in a row end in the right picture', async () => {
    const screen = await start({ cols: 120, rows: 40 });
    for (let cols = 60; cols <= 120; cols += 3) screen.resize(cols, 24 + (cols % 17));
    screen.resize(120, 40);
    await screen.has('Timeline');
    await screen.has(/\^\] \?/);
    await screen.quiet();
    expect(screen.rows()[39]).toContain('F2');
    expect(screen.rows()[0]).toContain('ipclab');
  });
});

describe('the terminal is given back', () => {
  test('on quit', async () => {
    const screen = await start();
    screen.key(`${PREFIX}q`);
    await screen.exited();
    expect(screen.ended).toMatchObject({ exitCode: 0 });
    expectRestored(screen);
    expect(screen.text()).toContain('goodbye');
  });

  test.each([
    ['SIGTERM', 15],
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGQUIT', 3],
  ])('on %s, and the status says so', async (name, number) => {
    const screen = await start();
    screen.signal(name);
    await screen.exited();
    expect(screen.ended?.signal).toBe(number);
    expectRestored(screen);
  });

  test('when the program that something else has started is killed: that one sees how, on a sane terminal', async () => {
    const script = `trap '' HUP; ${process.execPath} ${bundle} en; echo left with $?; stty -a | grep -o ' -*icanon'`;
    const screen = new Screen(['/bin/sh', '-c', script]);
    open.push(screen);
    await screen.has(/a\$/);
    const [child] = readFileSync(`/proc/${screen.pty.pid}/task/${screen.pty.pid}/children`, 'utf8').split(' ');
    process.kill(Number(child), 'SIGTERM');
    await screen.has('left with 143');
    await screen.has(' icanon');
    expectRestored(screen);
  });

  test('in a crash, and the reason is readable', async () => {
    const screen = await start();
    screen.key('crash\r');
    await screen.exited();
    expect(screen.ended).toMatchObject({ exitCode: 70 });
    expectRestored(screen);
    expect(screen.text()).toContain('as asked for');
  });

  test('around a suspend: the shell gets its screen, fg brings ours back', async () => {
    const screen = new Screen(['/bin/bash', '--norc', '--noprofile', '-i'], { env: { PS1: 'host> ' } });
    open.push(screen);
    await screen.has('host>');
    screen.key(`${process.execPath} ${bundle} en\r`);
    await screen.has(/a\$/);
    screen.key(`${PREFIX}\x1a`);
    await screen.has('Stopped');
    expect(screen.inAlternateScreen).toBe(false);
    screen.key('fg\r');
    await screen.has('Make them meet');
    expect(screen.inAlternateScreen).toBe(true);
    screen.key('works');
    await screen.has('works');
    screen.key(`${PREFIX}q`);
    await screen.has('goodbye');
    expectRestored(screen);
  });
});

describe('terminals that can show less', () => {
  test('NO_COLOR: no colour, but bold and inverse', async () => {
    const screen = await start({ env: { NO_COLOR: '1', COLORTERM: 'truecolor' } });
    await screen.has('R=0');
    const codes = [...screen.raw().matchAll(/\x1b\[([\d;]*)m/g)].flatMap(([, list = '']) =>
      list.split(';').map(Number),
    );
    expect(codes.filter((code) => code >= 30)).toEqual([]);
    expect(codes).toContain(1);
    // What is code is told by a sign.
    expect(screen.text()).toContain('`open()`');
  });

  test.each(['en', 'zh'])('NO_COLOR: the picture in %s', async (language) => {
    const screen = await start({ env: { NO_COLOR: '1' } }, language);
    await screen.has('R=0');
    await screen.has('b$');
    await screen.quiet();
    await expect(screen.rows().join('\n')).toMatchFileSnapshot(`__pictures__/screen-no-color.${language}.txt`);
    const picture = svgOf(screen.term, 'ipclab (NO_COLOR)');
    expect(new Set(picture.match(/(?<=fill=")#\w+/g)).size).toBeLessThanOrEqual(3);
    await expect(picture).toMatchFileSnapshot(`__pictures__/screen-no-color.${language}.svg`);
  });

  test('16 colours', async () => {
    const screen = await start({ env: { TERM: 'xterm' } });
    await screen.has('R=0');
    expect(screen.raw()).not.toMatch(/[34]8;[25]/);
  });

  test('no UTF-8 in the locale: lines in ASCII', async () => {
    const screen = await start({ env: { LANG: 'C' } });
    await screen.has('R=0');
    expect(screen.text()).not.toMatch(/[^\x00-\x7f]/);
    expect(screen.text()).toContain('+-');
  });

  test('a terminal that answers nothing', async () => {
    const screen = await start({ answers: false });
    screen.key('typed');
    await screen.has('typed');
  });

  // All keys are in shown-keys.test.ts; here two of them go all the way, as each terminal sends them.
  test.each([
    ['xterm', '\x1bOQ', '\x1bOR'],
    ['xterm-256color', '\x1bOQ', '\x1bOR'],
    ['screen', '\x1bOQ', '\x1bOR'],
    ['linux', '\x1b[[B', '\x1b[[C'],
    ['rxvt', '\x1b[12~', '\x1b[13~'],
    ['vt220', `${PREFIX}w`, `${PREFIX}h`],
  ])('TERM=%s: the focus and a hint by its keys', async (term, focus, hint) => {
    const screen = await start({ env: { TERM: term } });
    await screen.has('Make them meet');
    screen.key(focus);
    await screen.has(/B: bash [◂<]/);
    screen.key(hint);
    await screen.has('Hint 1: Look.');
  });
});
