import { Box } from 'ink';
import { render } from 'ink-testing-library';
import type { ReactNode } from 'react';
import { describe, expect, test } from 'vitest';
import { encode } from '../../src/bytes.ts';
import { type Language, speak } from '../../src/text/index.ts';
import { loadInk } from '../../src/tui/ink.ts';
import { plainText } from '../../src/tui/line.ts';
import { paneById, panes } from '../../src/tui/panes/index.ts';
import { LessonPane } from '../../src/tui/panes/lesson.tsx';
import { type PaneContext, type PaneCursor, restingCursor } from '../../src/tui/panes/pane.ts';
import { whyLines } from '../../src/tui/panes/why.ts';
import { event, hanging, lesson, names, pipe, process, thread, view } from './fixtures.ts';
import { paneGrid } from './pane-grid.ts';

await loadInk();

/** Rows as they are drawn. ink-testing-library's own screen is 100 columns wide, a box may be wider. */
function drawn(node: ReactNode, width: number, height: number): string {
  const { lastFrame, unmount } = render(
    <Box width={width} height={height} flexDirection="column" overflow="hidden">
      {node}
    </Box>,
  );
  const frame = (lastFrame() ?? '').replace(/\x1b\[[\d;]*m/g, '');
  unmount();
  return frame
    .split('\n')
    .map((row) => row.trimEnd())
    .join('\n')
    .trimEnd();
}

const nobody = { pid: undefined, tty: undefined, pinned: false };

function pane(id: string, language: Language, width: number, height: number, rest: Partial<PaneContext> = {}): string {
  const found = paneById(id);
  if (!found) throw new Error(`no pane ${id}`);
  const base = { kernel: hanging, recent: [], speech: speak(language), names, subject: nobody, cursor: restingCursor };
  const context = { ...base, width, height, scroll: 0, ...rest };
  return paneGrid(found, context).lines().join('\n').trimEnd();
}

const chosen = (row: string, open = false): { cursor: PaneCursor } => ({ cursor: { row, open, behind: false } });
const behind = { cursor: { ...restingCursor, behind: true } };

/** Every kind of process there is to tell apart. */
const mixed = view({
  processes: [
    process(1, { ppid: 0, stat: 'Ss', wchan: 'do_wait', reason: { kind: 'child', children: [2] } }),
    process(2, { stat: 'Ss', tty: 'pts/0', wchan: 'do_wait', reason: { kind: 'child', children: [8] } }),
    process(8, { ppid: 2, sid: 2, state: 'R', stat: 'R+', foreground: true, tty: 'pts/0' }),
    process(9, {
      ppid: 2,
      sid: 2,
      state: 'T',
      stat: 'T',
      wchan: 'do_signal_stop',
      reason: { kind: 'stopped', signal: 20 },
    }),
    process(7, { ppid: 1, sid: 2, stat: 'S', wchan: 'hrtimer_nanosleep', reason: { kind: 'sleep', until: 9_500_000 } }),
    process(6, { ppid: 2, sid: 2, state: 'Z', stat: 'Z', comm: 'head', exitStatus: 0x100 }),
  ],
});

const flowing = view({
  pipes: [
    pipe({
      used: 9000,
      slots: [4096, 4096, 808].map((bytes) => ({ offset: 0, bytes })),
      writers: 1,
      readers: 1,
      writerPids: [8],
      readerPids: [9],
      sleepingWriters: [8],
      preview: encode('y\ny\n中'),
    }),
  ],
});

const story = [
  event('fork', 3, { child: 7 }),
  event('exec', 7, { path: '/usr/bin/cat', argv: ['cat', '/tmp/ff'] }),
  event('fifo.open', 7, { path: '/tmp/ff', end: 'read', ino: 12 }),
  event('wake', 2, { on: 'wait_for_partner', by: 7 }),
  event('wake', 3, { on: 'n_tty_read', by: 0 }),
  event('block', 3, { call: 'read', on: 'n_tty_read', reason: { kind: 'tty-input', tty: 'pts/1', canonical: false } }),
  event('switch', 3, { from: 2 }),
  event('pipe.eof', 7, { ino: 12 }),
  event('exit', 7, { status: 0 }),
];

describe.each(['en', 'zh'] as const)('in %s', (language) => {
  test.each([33, 39, 118])('processes: a shell that sleeps in open(), %d columns', (width) => {
    expect(pane('processes', language, width, 12)).toMatchSnapshot();
  });

  test.each([39, 118])('processes: stopped, zombie, orphan, running, %d columns', (width) => {
    expect(pane('processes', language, width, 16, { kernel: mixed })).toMatchSnapshot();
  });

  test.each([33, 60, 104])('pipes: one end of a FIFO is open, %d columns', (width) => {
    expect(pane('pipes', language, width, 12)).toMatchSnapshot();
  });

  test.each([33, 60, 104])('pipes: a writer sleeps at a full pipe, %d columns', (width) => {
    expect(pane('pipes', language, width, 12, { kernel: flowing })).toMatchSnapshot();
  });

  test('pipes: end of file and SIGPIPE as they happened', () => {
    const recent = [
      event('pipe.eof', 9, { ino: 12 }),
      event('pipe.epipe', 8, { ino: 12 }),
      event('pipe.eof', 9, { ino: 99 }),
    ];
    expect(pane('pipes', language, 60, 12, { kernel: flowing, recent })).toMatchSnapshot();
  });

  test.each([33, 60])('timeline: the last events in words, %d columns', (width) => {
    expect(pane('events', language, width, 12, { recent: story })).toMatchSnapshot();
  });

  test('each pane says something when there is nothing', () => {
    for (const { id } of panes) expect(pane(id, language, 39, 6, { kernel: view() })).not.toBe('');
  });

  const step = lesson({
    kind: 'predict',
    choices: [
      { label: 'a', text: 'It sleeps inside `open()`', chosen: false, right: true },
      { label: 'b', text: 'It returns at once', chosen: true, right: false },
    ],
    hints: ['Look at A in the process pane.'],
    hintsLeft: 2,
    feedback: { tone: 'bad', text: 'Not quite. A FIFO is a rendezvous.\n\nBoth ends must be open.' },
  });

  test.each([
    [43, 18],
    [46, 22],
  ])('lesson, %d x %d', (width, height) => {
    const props = { lesson: step, speech: speak(language), focused: false, width, height, scroll: 0 };
    expect(drawn(<LessonPane {...props} />, width, height)).toMatchSnapshot();
  });
});

describe('with too little room', () => {
  const shown = (height: number) => pane('processes', 'en', 39, height).split('\n');

  test('the expected reasons go first, then process 1, then words', () => {
    expect(shown(12).join()).toContain('waits for a key');
    expect(shown(7).join()).not.toContain('waits for a key');
    expect(shown(7).join()).toContain('for reading yet');
    expect(shown(7).join()).toContain('init');
    expect(shown(6).join()).not.toContain('init');
    expect(shown(6).join()).toContain('for reading yet');
    expect(shown(5)[2]).toContain('wait_for_partner: sleeps in');
    expect(shown(5)[3]).toMatch(/…$/);
    expect(shown(4)[2]).toContain('sleeps in open()');
    expect(shown(3)[0]).toContain('WCHAN');
  });

  test("the system's daemons go before anything that the learner has started", () => {
    const daemons = [388, 431, 447].map((pid) => process(pid, { uid: 0, comm: 'cron', args: ['/usr/sbin/cron'] }));
    const kernel = view({ ...hanging, processes: [...hanging.processes, ...daemons] });
    expect(pane('processes', 'en', 39, 20, { kernel })).toContain('/usr/sbin/cron');
    const folded = pane('processes', 'en', 39, 12, { kernel });
    expect(folded).not.toContain('cron');
    expect(folded).toContain('waits for a key');
    expect(folded).toContain('… and 3 of the system');
  });
});

describe('threads', () => {
  const word = { kind: 'futex', address: 0x1000, value: 2, object: undefined, offset: 0 } as const;
  const threads = [
    thread({ tid: 8, state: 'R' }),
    thread({ tid: 30, wchan: 'futex_do_wait', reason: word }),
    ...Array.from({ length: 9 }, (_, i) => thread({ tid: 31 + i, state: 'R' })),
  ];
  const kernel = view({ processes: [process(8, { state: 'R', stat: 'Rl', threads })] });

  test.each(['en', 'zh'] as const)('stand below their process (%s)', (language) => {
    expect(pane('processes', language, 60, 16, { kernel })).toMatchSnapshot();
  });
});

describe('why', () => {
  test.each(['en', 'zh'] as const)('says the circle that a process waits in (%s)', (language) => {
    const waits = (semid: number, sem: number) => ({ kind: 'sem', semid, sem, op: -1, value: 0 }) as const;
    const set = { value: 0, sempid: 0, forRise: [], forZero: [] };
    const kernel = view({
      processes: [process(8, { reason: waits(0, 1) }), process(9, { reason: waits(0, 0) }), process(6, { state: 'Z' })],
      semaphores: [
        {
          semid: 0,
          perm: { key: 0, seq: 0, uid: 0, gid: 0, cuid: 0, cgid: 0, mode: 0o600 },
          semaphores: [set, set],
          waiters: [],
          undo: [
            { pid: 8, semadj: [1, 0] },
            { pid: 9, semadj: [0, 1] },
          ],
          otime: 0,
          ctime: 0,
        },
      ],
    });
    const said = (pid: number) => whyLines(pid, kernel, { speech: speak(language), names }, 60).map(plainText);
    expect([said(8), said(6), said(5)]).toMatchSnapshot();
  });
});

describe('choosing', () => {
  const rows = (height: number, rest: Partial<PaneContext>) =>
    pane('processes', 'en', 60, height, { kernel: mixed, ...rest }).split('\n');

  test('the details of what is chosen stand below it, when it is opened', () => {
    expect(rows(30, chosen('process:9')).join()).not.toContain('in the background');
    const opened = rows(30, chosen('process:9', true));
    const at = opened.findIndex((row) => row.includes('do_signal_stop: was stopped') || /^ +9 /.test(row));
    expect(opened.slice(at).join('\n')).toContain('stopped: only SIGCONT lets it go on');
  });

  test('what is chosen is in sight, however small the pane', () => {
    expect(rows(3, chosen('process:7')).join()).toMatch(/ 7 /);
    expect(rows(3, chosen('process:1')).join()).toMatch(/ 1 /);
  });

  test.each(['en', 'zh'] as const)('the structure behind it, with what books call its fields (%s)', (language) => {
    const subject = { pid: 9, tty: 'pts/0', pinned: false };
    expect(pane('processes', language, 76, 40, { kernel: mixed, subject, ...behind })).toMatchSnapshot();
  });
});

describe('scrolling', () => {
  const lines = (scroll: number, height: number) => {
    const props = { lesson: lesson(), speech: speak('en'), focused: false, width: 30, height, scroll };
    return drawn(<LessonPane {...props} />, 30, height).split('\n');
  };

  test('goes to the end and no further', () => {
    expect(lines(0, 4)[0]).toBe('Do: Make them meet');
    expect(lines(1, 4)[0]).toBe(lines(0, 4)[1]);
    expect(lines(Number.MAX_SAFE_INTEGER, 4).at(-1)).toBe('3 hints left (F3)');
  });

  test('what is new is scrolled to: its first row, or the end when that shows all of it', () => {
    const feedback = { tone: 'good' as const, text: 'Right. One.\n\nTwo.\n\nThree.' };
    const props = { lesson: lesson({ feedback }), speech: speak('en'), focused: false, width: 30, scroll: 0 };
    const rows = (height: number) =>
      drawn(<LessonPane {...props} height={height} news="feedback" />, 30, height).split('\n');
    expect(rows(3)).toEqual(['✓ Right. One.', 'Two.', 'Three.']);
    expect(rows(5)).toEqual(
      ['Make the message reach', 'terminal B.', '✓ Right. One.', 'Two.', 'Three.'].slice(1).concat('3 hints left (F3)'),
    );
  });

  test('rows are not squeezed away when a pane is too small', () => {
    expect(lines(0, 3)).toEqual(['Do: Make them meet', 'Terminal A sleeps in open().', 'Somebody must open the other']);
  });

  test('the number of rows is told', async () => {
    let rows = 0;
    const props = { lesson: lesson(), speech: speak('en'), focused: false, width: 30, height: 3, scroll: 0 };
    drawn(<LessonPane {...props} onShown={(shown) => (rows = shown.rows)} />, 30, 3);
    await new Promise((done) => setTimeout(done, 10));
    expect(rows).toBe(7);
  });
});
