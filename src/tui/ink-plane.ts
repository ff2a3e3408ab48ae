/**
 * Gives Ink a screen and a keyboard that are not the real ones: one Ink root that draws into a grid. A root a pane,
 * because what a commit costs is the area of its root, whatever changed in it.
 */
import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import type { Instance } from 'ink';
import type { ReactNode } from 'react';
import { paintAnsi } from './ansi.ts';
import { Grid } from './cells.ts';
import { Box, createElement, render } from './ink.ts';

class VirtualStdout extends Writable {
  readonly isTTY = true;
  columns = 80;
  rows = 24;
  readonly #onFrame: (frame: string) => void;

  constructor(onFrame: (frame: string) => void) {
    super({ decodeStrings: false });
    this.#onFrame = onFrame;
  }

  /** With `debug: true` each commit is one write of the whole frame; anything else Ink writes is cursor control. */
  override _write(chunk: string | Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    const text = String(chunk);
    if (!text.startsWith('\x1b[?')) this.#onFrame(text);
    done();
  }
}

/** A keyboard on which nobody types: keys change the store, Ink only draws it. */
class SilentStdin extends EventEmitter {
  readonly isTTY = true;
  read(): null {
    return null;
  }
  setRawMode(): this {
    return this;
  }
  setEncoding(): void {}
  resume(): void {}
  pause(): void {}
  ref(): void {}
  unref(): void {}
}

export class InkPlane {
  grid = new Grid(0, 0);
  #ink: Instance | undefined;
  #closing = false;
  readonly #body: (cols: number, rows: number) => ReactNode;
  readonly #out: VirtualStdout;

  /** `onChange` says that the grid has a new picture. */
  constructor(body: (cols: number, rows: number) => ReactNode, onChange: () => void) {
    this.#body = body;
    this.#out = new VirtualStdout((frame) => {
      if (this.#closing) return;
      paintAnsi(this.grid, frame);
      onChange();
    });
  }

  /** Follows the layout; the same size again costs nothing. */
  resize(cols: number, rows: number): void {
    if (this.grid.cols === cols && this.grid.rows === rows) return;
    this.grid = new Grid(cols, rows);
    this.#out.columns = cols;
    this.#out.rows = rows;
    if (cols <= 0 || rows <= 0) return;
    const size = { width: cols, height: rows, overflow: 'hidden', flexDirection: 'column' } as const;
    const node = createElement(Box, size, this.#body(cols, rows));
    if (this.#ink) {
      this.#ink.rerender(node);
      this.#out.emit('resize');
      return;
    }
    this.#ink = render(node, {
      stdout: this.#out as unknown as NodeJS.WriteStream,
      stdin: new SilentStdin() as unknown as NodeJS.ReadStream,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
      isScreenReaderEnabled: false,
    });
  }

  /** Not shown any more: it costs nothing until the next `resize`. */
  close(): void {
    if (!this.#ink) return;
    this.#closing = true;
    this.#ink.unmount();
    this.#closing = false;
    this.#ink = undefined;
    this.grid = new Grid(0, 0);
  }
}
