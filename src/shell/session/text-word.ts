/** A text that is expanded as if it stood in a here-document: prompts, PS4. */
import type { List, Word } from '../syntax/ast.ts';
import { parseScript } from '../syntax/parse.ts';
import { parseQuotedText } from '../syntax/words.ts';

const listOf = (source: string, line: number): List => ({
  items: parseScript(source, { line }).commands.flatMap((command) => command.list.items),
});

export const parseText = (text: string, line: number): Word =>
  parseQuotedText(text, 'here', { line, parseList: listOf });
