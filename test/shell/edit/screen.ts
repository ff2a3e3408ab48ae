/** What a terminal shows: bytes parsed by xterm's own parser, read back as text, cursor and reverse video. */
import unicode11 from '@xterm/addon-unicode11';
import headless from '@xterm/headless';

export interface Shown {
  readonly rows: readonly string[];
  readonly cursor: readonly [column: number, row: number];
  /** `row:column` of the cells in reverse video. */
  readonly inverse: string;
}

export class Screen {
  readonly terminal: InstanceType<typeof headless.Terminal>;

  constructor(columns: number, rows: number) {
    this.terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.terminal.loadAddon(new unicode11.Unicode11Addon());
    this.terminal.unicode.activeVersion = '11';
  }

  write(data: Uint8Array | string): Promise<void> {
    return new Promise((resolve) => this.terminal.write(data, resolve));
  }

  shown(): Shown {
    const { active } = this.terminal.buffer;
    const rows: string[] = [];
    const inverse: string[] = [];
    for (let row = 0; row < this.terminal.rows; row++) {
      const line = active.getLine(active.baseY + row);
      rows.push(line?.translateToString(true).trimEnd() ?? '');
      for (let column = 0; column < this.terminal.cols; column++) {
        if (line?.getCell(column)?.isInverse()) inverse.push(`${row}:${column}`);
      }
    }
    return { rows, cursor: [active.cursorX, active.cursorY], inverse: inverse.join(' ') };
  }
}
