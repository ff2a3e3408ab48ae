/** Each pane as it looks at 80×24 and 120×40 in both languages: as text, and as a picture with its colours. */

import unicode11 from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import { describe, expect, test } from 'vitest';
import { type Language, speak } from '../../src/text/index.ts';
import { panes } from '../../src/tui/panes/index.ts';
import { type Pane, type PaneCursor, restingCursor } from '../../src/tui/panes/pane.ts';
import { Presenter } from '../../src/tui/presenter.ts';
import { textWidth } from '../../src/tui/width.ts';
import { svgOf } from '../svg.ts';
import { names } from './fixtures.ts';
import { ipcScene } from './ipc-scene.ts';
import { paneGrid } from './pane-grid.ts';
import { happened, scene } from './scene.ts';

/** The room that a pane has: beside another one at 80×24, with the focus; and the whole screen at 120×40. */
const rooms = { '80x24': { width: 38, height: 12 }, '120x40': { width: 118, height: 36 } } as const;
type Room = keyof typeof rooms;

/** Panes of objects that the first scene has none of. */
const IPC_PANES: ReadonlySet<string> = new Set(['messages', 'semaphores', 'shm', 'locks', 'sockets', 'memory', 'cost']);

interface Picture {
  readonly text: string;
  readonly svg: string;
}

async function picture(pane: Pane, language: Language, room: Room, cursor: PaneCursor): Promise<Picture> {
  const { width, height } = rooms[room];
  const context = {
    ...{
      kernel: IPC_PANES.has(pane.id) ? ipcScene : scene,
      recent: happened,
      speech: speak(language),
      names,
      cursor,
      width,
      height,
      scroll: 0,
    },
    subject: { pid: 7, tty: 'pts/0', pinned: false },
  };
  const grid = paneGrid(pane, context);
  let frame = '';
  new Presenter((text) => (frame += text), { level: 'rgb', charset: 'decorated' }).present(grid, undefined);
  const term = new xterm.Terminal({ cols: width, rows: height, allowProposedApi: true });
  term.loadAddon(new unicode11.Unicode11Addon());
  term.unicode.activeVersion = '11';
  await new Promise<void>((done) => term.write(frame, done));
  const rows = Array.from({ length: height }, (_, y) => term.buffer.active.getLine(y)?.translateToString(true) ?? '');
  return { text: rows.join('\n').trimEnd(), svg: svgOf(term, `${context.speech.t(pane.title)} (${room})`) };
}

const ids = panes.map((pane) => [pane.id, pane] as const);
const languages = ['en', 'zh'] as const;
const sizes = ['80x24', '120x40'] as const;

describe.each(languages)('in %s', (language) => {
  describe.each(sizes)('at %s', (size) => {
    test.each(ids)('%s', async (id, pane) => {
      const { text, svg } = await picture(pane, language, size, restingCursor);
      for (const row of text.split('\n')) expect(textWidth(row)).toBeLessThanOrEqual(rooms[size].width);
      await expect(`${text}\n`).toMatchFileSnapshot(`__pictures__/${id}-${size}.${language}.txt`);
      await expect(svg).toMatchFileSnapshot(`__pictures__/${id}-${size}.${language}.svg`);
    });

    test.each(ids)('the structure behind %s', async (id, pane) => {
      const { text } = await picture(pane, language, size, { ...restingCursor, behind: true });
      for (const row of text.split('\n')) expect(textWidth(row)).toBeLessThanOrEqual(rooms[size].width);
      await expect(`${text}\n`).toMatchFileSnapshot(`__pictures__/${id}-behind-${size}.${language}.txt`);
    });
  });
});
