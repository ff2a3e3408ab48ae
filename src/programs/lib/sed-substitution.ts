/** What stands between the slashes of the commands s and y, and the flags behind them. Authority: sed(1), compile.c of GNU sed 4.9. */

import { isDigit, type SedReader } from './sed-reader.ts';
import { replacementParts, unescaped } from './sed-replacement.ts';
import type { Substitution } from './sed-script.ts';

export function readSubstitution(reader: SedReader): Substitution {
  const unterminated = "unterminated `s' command";
  const slash = reader.next();
  const pattern = reader.slashed(slash, true) ?? reader.bad(unterminated);
  const replacement = reader.slashed(slash, false) ?? reader.bad(unterminated);
  const parts = replacementParts(replacement);
  const flags = substitutionFlags(reader);
  const regex = reader.regex(pattern, flags.matching);
  const highest = Math.max(0, ...parts.map((part) => (part.kind === 'group' ? part.group : 0)));
  if (regex && highest > regex.groups) reader.bad(`invalid reference \\${highest} on \`s' command's RHS`);
  return { regex, parts, ...flags.rest };
}

function substitutionFlags(reader: SedReader): { matching: string; rest: Omit<Substitution, 'regex' | 'parts'> } {
  let matching = '';
  let global = false;
  let print = 0;
  let evaluate = false;
  let number: number | undefined;
  let file: string | undefined;
  for (let open = true; open; ) {
    const char = reader.next();
    switch (char) {
      case 'i':
      case 'I':
      case 'm':
      case 'M':
        matching += char;
        break;
      case 'e':
        reader.forbidden();
        evaluate = true;
        break;
      case 'p':
        if (print > 0) reader.bad("multiple `p' options to `s' command");
        print = evaluate ? 2 : 1;
        break;
      case 'g':
        if (global) reader.bad("multiple `g' options to `s' command");
        global = true;
        break;
      case 'w':
        file = reader.fileName();
        open = false;
        break;
      case '}':
      case '#':
        reader.back(char);
        open = false;
        break;
      case '':
      case '\n':
      case ';':
        open = false;
        break;
      case ' ':
      case '\t':
      case '\r':
        break;
      default:
        if (!isDigit(char)) reader.bad("unknown option to `s'");
        if (number !== undefined) reader.bad("multiple number options to `s' command");
        number = reader.integer(char);
        if (number === 0) reader.bad("number option to `s' command may not be zero");
    }
  }
  return { matching, rest: { global, print, evaluate, number: number ?? 1, file } };
}

export function readTransliteration(reader: SedReader): ReadonlyMap<string, string> {
  const unterminated = "unterminated `y' command";
  const slash = reader.next();
  const from = unescaped(reader.slashed(slash, false) ?? reader.bad(unterminated));
  const to = unescaped(reader.slashed(slash, false) ?? reader.bad(unterminated));
  if (from.length !== to.length) reader.bad("strings for `y' command are different lengths");
  reader.endOfCommand();
  const map = new Map<string, string>();
  for (const [i, char] of [...from].entries()) if (!map.has(char)) map.set(char, to.charAt(i));
  return map;
}
