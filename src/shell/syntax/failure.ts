/**
 * Why a text is no command: what bash prints about it, thrown inside the parser and handed out as data by `parse.ts`.
 */

export interface Report {
  readonly line: number;
  readonly text: string;
  /** The second line of "near unexpected token", which quotes the source; an interactive shell leaves it out. */
  readonly quotesSource: boolean;
}

export interface FailureDetails {
  readonly reports: readonly Report[];
  readonly line: number;
  /** The exit status; absent where bash forgets to set one and `$?` stays as it was. */
  readonly status?: number;
  /** A failure of the command before stays in `$?`. */
  readonly keepsFailure?: boolean;
  /** bash drops the line and reads on. */
  readonly resumes?: boolean;
  /** Found inside `$( )`, `<( )`: the whole shell ends, also from `eval`; `bash -c` with 127. */
  readonly inSubstitution?: boolean;
  /** The newline was taken for a part of the text: at a terminal bash throws away one more line. */
  readonly swallowsLine?: boolean;
  /** The end of the input came too early. */
  readonly incomplete?: boolean;
}

export class SyntaxFailure extends Error {
  readonly details: FailureDetails;
  constructor(details: FailureDetails) {
    super(details.reports[0]?.text ?? 'syntax error');
    this.details = details;
  }
}
