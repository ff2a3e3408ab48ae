/** Commands that complete the word before the cursor. Authority: bash(1), Completing. */
import type { CompletionKind } from '../keymap.ts';
import type { EditState, How } from '../state.ts';
import { isOn } from '../variables.ts';
import { selfInsert } from './change.ts';
import type { Argument, Command, Commands } from './types.ts';

const ask =
  (what: CompletionKind, how: How): Command =>
  (state: EditState, { char }: Argument) =>
    what === 'any' && how === 'insert' && isOn(state.variables, 'disable-completion')
      ? selfInsert(state, char, 1)
      : { ...state, request: { kind: 'complete', what, how } };

export const completeCommands = {
  complete: ask('any', 'insert'),
  'complete-command': ask('command', 'insert'),
  'complete-filename': ask('file', 'insert'),
  'complete-hostname': ask('host', 'insert'),
  'complete-username': ask('user', 'insert'),
  'complete-variable': ask('variable', 'insert'),
  'complete-into-braces': ask('braces', 'insert'),
  'possible-completions': ask('any', 'list'),
  'possible-command-completions': ask('command', 'list'),
  'possible-filename-completions': ask('file', 'list'),
  'possible-hostname-completions': ask('host', 'list'),
  'possible-username-completions': ask('user', 'list'),
  'possible-variable-completions': ask('variable', 'list'),
  'insert-completions': ask('any', 'insert-all'),
  'menu-complete': ask('any', 'menu'),
  'menu-complete-backward': ask('any', 'menu-backward'),
  'old-menu-complete': ask('any', 'menu'),
  'dynamic-complete-history': ask('history', 'insert'),
  'dabbrev-expand': ask('history', 'menu'),
  'glob-complete-word': ask('glob', 'insert'),
  'glob-expand-word': ask('exact-glob', 'insert-all'),
  'glob-list-expansions': ask('exact-glob', 'list'),
} satisfies Commands;
