/**
 * Reads shell source command by command, as bash does: the lines before an error have been executed when it is found,
 * an alias counts from the next line on, and nothing behind the current command is looked at. `recognizer.ts` finds
 * where a command ends and what is wrong with it; `tree.ts` makes the tree of it.
 */
import type { List } from './ast.ts';
import { type Report, SyntaxFailure } from './failure.ts';
import { endsInBackslash, type OpenHereDocument } from './here-document.ts';
import type { Lexer } from './lexer.ts';
import { openLexer, recognize } from './recognizer.ts';
import { buildList } from './tree.ts';

/** One complete command: everything up to the newline that lets bash run it. */
export interface CompleteCommand {
  readonly kind: 'command';
  readonly list: List;
  /** The line it starts on. */
  readonly line: number;
  /** The text it was read from, without the newline; aliases are expanded in it. */
  readonly source: string;
  /** Here-documents that the end of the input cut off: bash warns and goes on. */
  readonly openHereDocuments: readonly OpenHereDocument[];
  /** More input could still belong to it (an open here-document, a backslash at the very end): PS2. */
  readonly incomplete: boolean;
}

/** What bash says, line by line, before it gives up. */
export interface SyntaxError {
  readonly kind: 'error';
  /** Each to be printed behind "bash: line N: "; an interactive shell leaves out what quotes the source. */
  readonly reports: readonly Report[];
  readonly line: number;
  /** What `$?` is then; absent where bash leaves it as it was. */
  readonly status?: number;
  /** Not if it was a failure. */
  readonly keepsFailure: boolean;
  /** bash only drops the line and reads on (a bad array literal): `next()` can be called again. */
  readonly resumes: boolean;
  /** The next line that is typed belongs to what is dropped. */
  readonly swallowsLine: boolean;
  /** Found inside `$( )`: a shell that is not interactive ends, even in `eval`; `bash -c` then with status 127. */
  readonly inSubstitution: boolean;
  /** It is the end of the input that is unexpected: an interactive shell prompts with PS2. */
  readonly incomplete: boolean;
}

export interface ParseOptions {
  /** The number of the first line; 1 when absent. */
  readonly line?: number;
  /** Looked up while reading, so that an `alias` on an earlier line counts. Absent: no aliases. */
  readonly alias?: (name: string) => string | undefined;
  /** `shopt extglob`, asked at each command. Absent: off (as in bash), except inside [[ ]]. */
  readonly extglob?: () => boolean;
}

/** Reads commands one after another; what follows is not looked at before the caller asks. */
export interface ScriptReader {
  /** The next complete command, a syntax error (then nothing follows, unless it resumes), or undefined at the end. */
  next(): CompleteCommand | SyntaxError | undefined;
  /** Where the next command starts in the source. */
  readonly offset: number;
}

export function readScript(source: string, options: ParseOptions = {}): ScriptReader {
  return new Reader(source, options);
}

export interface Parsed {
  readonly commands: readonly CompleteCommand[];
  readonly error?: SyntaxError;
}

/** All commands up to the first syntax error. */
export function parseScript(source: string, options: ParseOptions = {}): Parsed {
  const reader = readScript(source, options);
  const commands: CompleteCommand[] = [];
  for (;;) {
    const item = reader.next();
    if (item === undefined) return { commands };
    if (item.kind === 'error') return { commands, error: item };
    commands.push(item);
  }
}

/** All of a text that is known to be right, as one list: the inside of `$( )`. */
function parseList(source: string, line: number, options: ParseOptions): List {
  const { commands, error } = parseScript(source, { ...options, line });
  if (error !== undefined) throw new SyntaxFailure(error);
  return { items: commands.flatMap((command) => command.list.items) };
}

/** The stack of this program is no larger than that of others. */
const tooDeep = (line: number): SyntaxFailure =>
  new SyntaxFailure({
    reports: [{ line, text: 'syntax error: nested too deeply', quotesSource: false }],
    line,
    status: 2,
  });

/** unbash takes `case` for the keyword wherever it stands in `$( )`; `\case` is none, and the same word. */
function withQuotes(source: string, words: readonly number[]): string {
  return words.reduceRight((text, at) => `${text.slice(0, at)}\\${text.slice(at)}`, source);
}

class Reader implements ScriptReader {
  private source: string;
  private position = 0;
  private line: number;
  private grown = 0;
  private readonly endsInBackslash: boolean;
  private readonly options: ParseOptions;

  constructor(source: string, options: ParseOptions) {
    // The last line gets its newline; a backslash before it is then an ordinary character.
    this.endsInBackslash = endsInBackslash(source);
    this.source = source === '' || source.endsWith('\n') ? source : `${source}${this.endsInBackslash ? '\\' : ''}\n`;
    this.line = options.line ?? 1;
    this.options = options;
  }

  get offset(): number {
    return this.position - this.grown;
  }

  next(): CompleteCommand | SyntaxError | undefined {
    while (this.position < this.source.length) {
      const item = this.command();
      if (item !== undefined) return item;
    }
    return undefined;
  }

  private command(): CompleteCommand | SyntaxError | undefined {
    const from = this.position;
    const { line } = this;
    const extglob = this.options.extglob?.() ?? false;
    const lexer = openLexer(this.source, from, { line, extglob, alias: this.options.alias });
    try {
      const found = recognize(lexer);
      this.replaceSource(lexer.src);
      this.position = lexer.pos;
      this.line = lexer.lineAt(lexer.pos);
      if (!found) return undefined;
      const source = this.source.slice(from, this.position);
      const atEnd = this.position >= this.source.length;
      const { openHereDocuments, plainCases } = lexer;
      const plain = withQuotes(
        source,
        plainCases.map((at) => at - from),
      );
      return {
        kind: 'command',
        list: buildList(plain, line, { parseList: (text, at) => parseList(text, at, this.options) }),
        line,
        source: source.endsWith('\n') ? source.slice(0, -1) : source,
        openHereDocuments,
        incomplete: openHereDocuments.length > 0 || (atEnd && this.continues(lexer)),
      };
    } catch (failure) {
      if (failure instanceof RangeError) return this.failed(lexer, tooDeep(line));
      if (!(failure instanceof SyntaxFailure)) throw failure;
      return this.failed(lexer, failure);
    }
  }

  /** Aliases have been put into it. */
  private replaceSource(source: string): void {
    this.grown += source.length - this.source.length;
    this.source = source;
  }

  /** The input ended in a backslash: its newline was still to come. */
  private continues(lexer: Lexer): boolean {
    return this.endsInBackslash || (lexer.src.endsWith('\n') && endsInBackslash(lexer.src.slice(0, -1)));
  }

  private failed(lexer: Lexer, failure: SyntaxFailure): SyntaxError {
    const { reports, line, status, keepsFailure = false, resumes = false, incomplete = false } = failure.details;
    const { inSubstitution = false } = failure.details;
    const { swallowsLine = false } = failure.details;
    this.replaceSource(lexer.src);
    const end = lexer.src.indexOf('\n', lexer.kind === 'newline' ? lexer.start : lexer.pos);
    this.position = resumes && end !== -1 ? end + 1 : lexer.src.length;
    this.line = lexer.lineAt(this.position);
    return {
      kind: 'error',
      reports,
      line,
      ...(status === undefined ? {} : { status }),
      keepsFailure,
      resumes,
      swallowsLine,
      inSubstitution,
      incomplete,
    };
  }
}
