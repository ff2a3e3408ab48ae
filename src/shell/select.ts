/** `select name in words`: a menu on standard error, answers from standard input. Authority: bash(1), Compound Commands. */
import { leavesLoop } from './compound.ts';
import { expandWords } from './expand/expand.ts';
import { readLineFrom } from './input.ts';
import { printError } from './output.ts';
import type { Doing, Shell } from './shell.ts';
import type { SelectCommand } from './syntax/ast.ts';
import { assign, getValue } from './variables.ts';

const DEFAULT_COLUMNS = 80;

/** The menu in as few rows as the terminal's width allows, numbered downwards. */
export function menu(words: readonly string[], columns: number): string {
  const digits = String(words.length).length;
  const longest = Math.max(...words.map((word) => [...word].length));
  const width = longest + digits + 2 + 2;
  let perRow = Math.max(1, Math.floor(columns / width));
  let rows = Math.ceil(words.length / perRow);
  perRow = Math.ceil(words.length / rows);
  if (rows === 1) rows = perRow;
  let text = '';
  for (let row = 0; row < rows; row++) {
    let line = '';
    for (let at = row; at < words.length; at += rows) {
      const item = `${String(at + 1).padStart(digits)}) ${words[at]}`;
      line += at + rows < words.length ? item.padEnd(width) : item;
    }
    text += `${line}\n`;
  }
  return text;
}

export function* runSelect(sh: Shell, { name, words, body, line }: SelectCommand): Doing<number> {
  const { state } = sh;
  state.line = line;
  const choices = words ? yield* expandWords(words, sh.env) : state.positional.slice();
  if (choices.length === 0) return 0;
  let status = 0;
  let show = true;
  state.loops++;
  for (;;) {
    const columns = Number(getValue(state, 'COLUMNS')) || DEFAULT_COLUMNS;
    if (show) yield* printError(sh, menu(choices, columns));
    yield* printError(sh, getValue(state, 'PS3') ?? '#? ');
    const answer = yield* readLineFrom(sh.sys, 0);
    if (answer === undefined) {
      yield* printError(sh, '\n');
      status = 1;
      break;
    }
    show = answer.trim() === '';
    if (show) continue;
    assign(sh, 'REPLY', answer);
    const number = /^\s*\d+\s*$/.test(answer) ? Number(answer) : 0;
    assign(sh, name, choices[number - 1] ?? '');
    status = yield* sh.interpreter.list(sh, body);
    if (leavesLoop(sh)) break;
    show = getValue(state, 'REPLY') === '';
  }
  state.loops--;
  return status;
}
