/** Our pages, laid out by ours and by the host's groff: the same, character for character, at any width. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileOf, pages } from '../../src/manual/index.ts';
import { layOut } from '../../src/programs/lib/man-layout.ts';
import { readPage } from '../../src/programs/lib/man-roff.ts';

const hostMan = spawnSync('man', ['--version'], { encoding: 'utf8' }).stdout?.startsWith('man 2.') ?? false;
const WIDTHS = [80, 52, 121];

/** What our own pages do not use, but others do. */
const OTHERS = `.TH OTHER 1 2020-01-01 "some origin" "Some Volume"
.nh
.ad l
.SH "A SECTION"
.PP
One sentence.
Another (in parentheses.)
And a third with a non-breaking\\ blank, a \\(bu bullet, a \\-dash and \\\\e.
.B bold
.I italic
.BR pair (1),
.IR "two words" [ x ]
.SS "A subsection"
.IP 1. 4
First.
.RS
.PP
Deeper.
.RE
.TP 12
\\fB\\-\\-long\\-option\\fR
What it is good for, in a text that is long enough to be broken into several lines here.
.TP
\\fB\\-x\\fR
.br
.nf
  as    it
    is
.fi
.sp
After a blank line.
`;

describe.skipIf(!hostMan)('groff', () => {
  const directory = mkdtempSync(join(tmpdir(), 'ipclab-groff-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function same(name: string, source: string, columns: number): void {
    const path = join(directory, name);
    writeFileSync(path, source);
    const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', MANWIDTH: String(columns) };
    const { stdout } = spawnSync('man', ['-l', path], { encoding: 'utf8', env });
    expect(layOut(readPage(source), { columns, styled: false })).toBe(stdout);
  }

  for (const columns of WIDTHS) {
    it(`pages, ${columns} columns`, () => {
      const some = pages().filter((_, index) => columns === WIDTHS[0] || index % 10 === 0);
      for (const page of some) {
        const source = page.source();
        if (!source.startsWith('.so')) same(fileOf(page), source, columns);
      }
    }, 300_000);
    it(`other requests, ${columns} columns`, () => same('other.1', OTHERS, columns));
  }
});
