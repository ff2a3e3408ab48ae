/** Texts that are expanded although they stand in no script: prompts and PS4 as in a here-document, word lists as words. */
import type { List, Word } from '../syntax/ast.ts';
import { parseScript } from '../syntax/parse.ts';
import { parseQuotedText, parseWord } from '../syntax/words.ts';

const listOf = (source: string, line: number): List => ({
  items: parseScript(source, { line }).commands.flatMap((command) => command.list.items),
});

/** A word as it would stand in a command. */
export const parsePlain = (text: string, line: number): Word => parseWord(text, 'word', { line, parseList: listOf });

export const parseText = (text: string, line: number): Word =>
  parseQuotedText(text, 'here', { line, parseList: listOf });
