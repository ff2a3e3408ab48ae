/** From the start of a process to its first picture in a pseudo-terminal: ipclab, and the smallest Ink program there is. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { Screen } from '../test/screen.ts';

export interface Start {
  readonly title: string;
  readonly argv: readonly string[];
  /** What must stand on the screen. */
  readonly shows: RegExp;
}

const HELLO = `
  import { render, Text } from 'ink';
  import { createElement } from 'react';
  render(createElement(Text, null, 'hello'));
`;

/** Bundled as ipclab is, so that it has the same advantage. */
export async function inkHello(): Promise<Start> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'ipclab-bench-')), 'hello.mjs');
  await build({
    stdin: { contents: HELLO, resolveDir: process.cwd() },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Never called; without it the import fails.
    alias: { 'react-devtools-core': 'node:util' },
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
    logLevel: 'warning',
  });
  return { title: 'Ink hello, bundled', argv: ['node', outfile], shows: /hello/ };
}

/** Longer than a start needs until its code has been kept for the next one. */
const KEPT_MS = 4000;

/** Once, before starts are measured: all but the very first one find the code that V8 made of the program. */
export async function earlierStart({ argv, shows }: Start): Promise<void> {
  const screen = new Screen(argv, { cols: 120, rows: 40 });
  await screen.has(shows, 10_000);
  await sleep(KEPT_MS);
  screen.close();
}

/** Milliseconds. */
export async function firstFrame({ argv, shows }: Start): Promise<number> {
  const start = performance.now();
  const screen = new Screen(argv, { cols: 120, rows: 40 });
  try {
    await screen.has(shows, 10_000);
    return performance.now() - start;
  } finally {
    screen.close();
  }
}
