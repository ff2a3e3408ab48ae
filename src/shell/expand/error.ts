/** What can go wrong in an expansion, with bash's words. The interpreter puts "bash: line 1: " before them. */

/**
 * 'command': the command is given up, with the status, and so is the rest of its line. 'top': so is what is around it,
 * an `eval` and `bash -c` as a whole (an error in a subscript). 'exit': a shell that is not interactive ends (`${x?}`,
 * unbound variables); `bash -c` then with 127, a script with 1.
 */
export type Severity = 'command' | 'top' | 'exit';

export class ExpansionError extends Error {
  readonly severity: Severity;
  readonly status: number;
  constructor(message: string, severity: Severity = 'command', status = 1) {
    super(message);
    this.severity = severity;
    this.status = status;
  }
}

/** A readonly variable stays as it is: a builtin says so and fails, and only an assignment gives up its line. */
export class ReadonlyError extends ExpansionError {
  constructor(name: string) {
    super(`${name}: readonly variable`);
  }
}

/** The value of an integer variable is no expression; a builtin that assigns it puts its name before that. */
export class ValueError extends ExpansionError {
  constructor(message: string) {
    super(message, 'top');
  }
}
