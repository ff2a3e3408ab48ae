/** The last words when something is wrong with the simulation: one clear line, and a file that lets it be repeated. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stuck } from './headless.ts';
import { en, zh } from './text/cli.ts';
import { chooseLanguage } from './text/index.ts';

/** EX_SOFTWARE of sysexits(3). */
const INTERNAL = 70;
/** As timeout(1) for a command that did not end. */
const NEVER_ENDS = 124;

const said = () => ({ en, zh })[chooseLanguage(undefined, process.env)];

export function explainStuck(stuck: Stuck): number {
  process.stderr.write(`ipclab: ${said().stuck(stuck.message)}\n`);
  return NEVER_ENDS;
}

/** `history` is what makes the crash happen again: seed, arguments or input log. */
export function reportCrash(error: unknown, history: unknown): number {
  const what = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  try {
    const file = join(mkdtempSync(join(tmpdir(), 'ipclab-')), 'report.json');
    writeFileSync(file, `${JSON.stringify({ what, stack, history, node: process.version }, null, 2)}\n`);
    process.stderr.write(`ipclab: ${said().internal(what, file)}\n`);
  } catch {
    process.stderr.write(`ipclab: ${said().internalUnsaved(what)}\n`);
  }
  return INTERNAL;
}

/**
 * While a front end waits for keys and timers: what is thrown there reaches no caller. The terminal is given back first.
 * Answers how to end it.
 */
export function guardTerminal(restore: () => void, history: () => unknown): () => void {
  const crash = (error: unknown): void => {
    restore();
    process.exit(reportCrash(error, history()));
  };
  process.once('uncaughtException', crash);
  return () => process.off('uncaughtException', crash);
}
