/** `select name in words`: a menu on standard error, answers from standard input. Authority: bash(1), Compound Commands. */

import { expandWords } from '../expand/expand.ts';
import { print, printError } from '../output.ts';
import { readLineFrom } from '../session/input.ts';
import type { Doing, Shell } from '../shell.ts';
import type { SelectCommand } from '../syntax/ast.ts';
import { assign, getValue } from '../variables/variables.ts';
import { leavesLoop, listed, setLoopVariable } from './compound.ts';
import { debugTrap, passedOver } from './debug.ts';
import { trace } from './xtrace.ts';

const DEFAULT_COLUMNS = 80;

const TAB = 8;
/** `) ` behind a number, and two blanks between columns. */
const AROUND = 4;

/** Tabs, and blanks where a tab would go too far. */
function indent(from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; ) {
    const tab = Math.floor(to / TAB) > Math.floor(at / TAB);
    text += tab ? '\t' : ' ';
    at += tab ? TAB - (at % TAB) : 1;
  }
  return text;
}

/** The menu in as few rows as the terminal's width allows, numbered downwards. */
export function menu(words: readonly string[], columns: number): string {
  const { length } = words;
  const digits = String(length).length;
  const width = Math.max(...words.map((word) => [...word].length)) + digits + AROUND;
  let perRow = Math.max(1, Math.floor(columns / width));
  let rows = Math.ceil(length / perRow);
  perRow = Math.ceil(length / rows);
  if (rows === 1) rows = perRow;
  const firstDigits = String(rows).length;
  let text = '';
  for (let row = 0; row < rows; row++) {
    for (let at = row, position = 0; at < length; at += rows, position += width) {
      const word = words[at] ?? '';
      const number = String(at + 1).padStart(position === 0 ? firstDigits : digits);
      text += `${number}) ${word}`;
      const end = position + number.length + 2 + [...word].length;
      if (at + rows < length) text += indent(end, position + width);
    }
    text += '\n';
  }
  return text;
}

export function* runSelect(sh: Shell, command: SelectCommand): Doing<number> {
  const { state } = sh;
  const { name, words, body, line } = command;
  state.line = line;
  if (state.options.xtrace) yield* trace(sh, ['select', name, 'in', ...listed(words)]);
  if (yield* debugTrap(sh, command)) return passedOver(sh);
  const choices = words ? yield* expandWords(words, sh.env) : state.positional.slice();
  if (choices.length === 0) return 0;
  let status = 0;
  let show = true;
  state.loops++;
  for (;;) {
    const columns = Number(getValue(state, 'COLUMNS')) || DEFAULT_COLUMNS;
    if (show) yield* printError(sh, menu(choices, columns));
    yield* printError(sh, getValue(state, 'PS3') ?? '#? ');
    const answer = yield* readLineFrom(sh.sys, 0, true);
    if (answer === undefined) {
      yield* print(sh, 'select', '\n');
      status = 1;
      break;
    }
    show = answer === '';
    if (show) continue;
    assign(sh, 'REPLY', answer);
    const number = /^\s*\d+\s*$/.test(answer) ? Number(answer) : 0;
    if (!(yield* setLoopVariable(sh, name, choices[number - 1] ?? ''))) {
      status = 1;
      break;
    }
    status = yield* sh.interpreter.list(sh, body);
    if (leavesLoop(sh)) break;
    show = getValue(state, 'REPLY') === '';
  }
  state.loops--;
  return status;
}
