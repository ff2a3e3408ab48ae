/** Commands that ask for something outside the line: of the shell, or of the terminal. Authority: bash(1), READLINE. */
import type { CommandName } from '../functions.ts';
import type { EditState, Expansion, Request } from '../state.ts';
import type { Argument, Command, Commands } from './types.ts';

const asking =
  (request: Request): Command =>
  (state: EditState) => ({ ...state, request });

const expanding = (what: Expansion): Command => asking({ kind: 'expand', what });

const EDITOR: Partial<Record<CommandName, string>> = {
  'edit-and-execute-command': 'emacs',
  'vi-edit-and-execute-command': 'vi',
};

const editing =
  (name: CommandName): Command =>
  (state: EditState, { count, explicit }: Argument) => ({
    ...state,
    request: { kind: 'edit', editor: EDITOR[name] ?? '', entry: explicit ? count : undefined },
  });

export const requestCommands = {
  'alias-expand-line': expanding('alias'),
  'history-expand-line': expanding('history'),
  'history-and-alias-expand-line': expanding('history-and-alias'),
  'shell-expand-line': expanding('shell'),
  'tilde-expand': expanding('tilde'),
  'spell-correct-word': expanding('spelling'),
  'edit-and-execute-command': editing('edit-and-execute-command'),
  'vi-edit-and-execute-command': editing('vi-edit-and-execute-command'),
  're-read-init-file': asking({ kind: 're-read' }),
  'dump-functions': asking({ kind: 'show', what: 'functions' }),
  'dump-macros': asking({ kind: 'show', what: 'macros' }),
  'dump-variables': asking({ kind: 'show', what: 'variables' }),
  'display-shell-version': asking({ kind: 'show', what: 'version' }),
  'print-last-kbd-macro': asking({ kind: 'show', what: 'macro' }),
  'redraw-current-line': asking({ kind: 'redraw' }),
  'emacs-editing-mode': asking({ kind: 'mode', mode: 'emacs' }),
  'vi-editing-mode': asking({ kind: 'mode', mode: 'vi' }),
} satisfies Commands;
