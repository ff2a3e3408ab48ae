/**
 * awk and mawk: pattern scanning and text processing. The language is in lib/awk-*.ts; this file reads the command line.
 * Leaves out -W dump and -W exec. Authority: mawk(1) of mawk 1.3.4 20200120, POSIX awk.
 */

import { encode, latin1 } from '../bytes.ts';
import { isFailure, strerror } from '../kernel/errno.ts';
import type { Sys } from '../kernel/syscalls.ts';
import { AwkArray } from './lib/awk-array.ts';
import { assignedText } from './lib/awk-builtins.ts';
import { MainInput } from './lib/awk-input.ts';
import { AwkProblem } from './lib/awk-lex.ts';
import { parseAwk } from './lib/awk-parse.ts';
import { AwkRun } from './lib/awk-run.ts';
import { AwkState } from './lib/awk-state.ts';
import { AwkFatal, hostText, Streams } from './lib/awk-streams.ts';
import type { AwkProgram } from './lib/awk-syntax.ts';
import { fromInput } from './lib/awk-value.ts';
import { Input } from './lib/input.ts';
import type { Io } from './lib/io.ts';
import { lastComponent } from './lib/path-text.ts';
import { rawProgram } from './lib/program.ts';

const TROUBLE = 2;

const USAGE = `Usage: mawk [Options] [Program] [file ...]

Program:
    The -f option value is the name of a file containing program text.
    If no -f option is given, a "--" ends option processing; the following
    parameters are the program text.

Options:
    -f program-file  Program  text is read from file instead of from the
                     command-line.  Multiple -f options are accepted.
    -F value         sets the field separator, FS, to value.
    -v var=value     assigns value to program variable var.
    --               unambiguous end of options.

    Implementation-specific options are prefixed with "-W".  They can be
    abbreviated:

    -W version       show version information and exit.
    -W dump          show assembler-like listing of program and exit.
    -W help          show this message and exit.
    -W interactive   set unbuffered output, line-buffered input.
    -W exec file     use file as program as well as last option.
    -W random=number set initial random seed.
    -W sprintf=number adjust size of sprintf buffer.
    -W posix_space   do not consider "\\n" a space.
    -W usage         show this message and exit.
`;

interface CommandLine {
  readonly files: readonly string[];
  readonly assignments: readonly (readonly [name: string, value: string])[];
  readonly separator: string | undefined;
  readonly interactive: boolean;
  readonly operands: readonly string[];
}

const bytes = (text: string): string => latin1(encode(text));

/** Begins with the name that the program was called by; so does every further problem with its line. */
function* complain(io: Io, message: string): Generator<void, void> {
  const name = lastComponent(io.name);
  yield* io.complain(`${name}: ${message.replace(/\n(?=line \d+:)/g, `\n${name}: `)}\n`);
}

function* fail(io: Io, message: string): Generator<void, never> {
  yield* complain(io, message);
  return io.exit(TROUBLE);
}

function* implementationOption(io: Io, value: string): Generator<void, 'interactive' | undefined> {
  const name = value.replace(/=.*/s, '');
  const known = ['version', 'dump', 'help', 'interactive', 'exec', 'random', 'sprintf', 'posix_space', 'usage'];
  const option = known.find((one) => name !== '' && one.startsWith(name));
  if (option === 'version') {
    yield* io.print(io.versionText);
    return io.exit(0);
  }
  if (option === 'help' || option === 'usage') {
    yield* io.complain(USAGE);
    return io.exit(0);
  }
  if (option === undefined) yield* complain(io, `vacuous option: -W ${value}`);
  return option === 'interactive' ? option : undefined;
}

function* readCommandLine(io: Io, args: readonly string[]): Generator<void, CommandLine> {
  const files: string[] = [];
  const assignments: [string, string][] = [];
  let separator: string | undefined;
  let interactive = false;
  let at = 0;
  for (; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--') {
      at += 1;
      break;
    }
    if (word === '-' || !word.startsWith('-')) break;
    const letter = word.charAt(1);
    if (!'fFvW'.includes(letter)) return yield* fail(io, `not an option: ${word}`);
    let value = word.slice(2);
    if (value === '') {
      at += 1;
      value = args[at] ?? (yield* fail(io, `option ${word} lacks argument`));
    }
    if (letter === 'f') files.push(value);
    else if (letter === 'F') separator = assignedText(bytes(value));
    else if (letter === 'W') interactive = (yield* implementationOption(io, value)) === 'interactive' || interactive;
    else {
      const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(bytes(value));
      if (!assignment) return yield* fail(io, `improper assignment: -v ${value}`);
      assignments.push([assignment[1] ?? '', assignment[2] ?? '']);
    }
  }
  return { files, assignments, separator, interactive, operands: args.slice(at) };
}

function* programFile(sys: Sys, io: Io, name: string): Generator<void, string> {
  const fd = name === '-' ? 0 : yield* sys.open(name, 0);
  if (isFailure(fd)) return yield* fail(io, `cannot open ${name} (${strerror(fd.errno)})`);
  const input = new Input(sys, fd);
  const text = yield* input.rest();
  if (input.failure) return yield* fail(io, `read error (${strerror(input.failure.errno)})`);
  if (fd !== 0) yield* sys.close(fd);
  return text;
}

function* compile(io: Io, text: string, file: string | undefined): Generator<void, AwkProgram> {
  try {
    return parseAwk(text);
  } catch (thrown) {
    if (!(thrown instanceof AwkProblem)) throw thrown;
    const where = file === undefined ? '' : `${file}: `;
    return yield* fail(io, where + thrown.message);
  }
}

const prepare = (io: Io, program: AwkProgram, line: CommandLine, operands: readonly string[]): AwkState => {
  const state = new AwkState(program);
  const environment = new AwkArray();
  for (const entry of io.environment) {
    const at = entry.indexOf('=');
    environment.set(bytes(entry.slice(0, at)), fromInput(bytes(entry.slice(at + 1))));
  }
  state.setSpecial('ENVIRON', environment);
  const argv = new AwkArray();
  for (const [i, word] of ['mawk', ...operands].entries())
    argv.set(String(i), i === 0 ? io.name : fromInput(bytes(word)));
  state.setSpecial('ARGV', argv);
  state.setSpecial('ARGC', operands.length + 1);
  if (line.separator !== undefined) state.setSpecial('FS', line.separator);
  for (const [name, value] of line.assignments) state.assign(name, fromInput(assignedText(value)));
  return state;
};

function* run(sys: Sys, args: readonly string[], io: Io): Generator<void, number> {
  const line = yield* readCommandLine(io, args);
  const operands = [...line.operands];
  let text = '';
  for (const name of line.files) text += `${yield* programFile(sys, io, name)}\n`;
  if (line.files.length === 0) {
    const word = operands.shift();
    if (word === undefined) {
      yield* io.complain(USAGE);
      return io.exit(args.length === 0 ? 0 : TROUBLE);
    }
    text = bytes(word);
  }
  const program = yield* compile(io, text, line.files.length === 1 ? line.files[0] : undefined);
  const state = prepare(io, program, line, operands);
  const streams = new Streams(sys, io.out, io.environment);
  if (line.interactive) io.out.byLines();
  try {
    const status = yield* new AwkRun({
      sys,
      env: io.environment,
      state,
      streams,
      input: new MainInput(sys, state),
    }).run();
    yield* streams.finish();
    return status;
  } catch (thrown) {
    if (!(thrown instanceof AwkFatal) && !(thrown instanceof AwkProblem)) throw thrown;
    const message = hostText(thrown instanceof AwkProblem ? `run time error: ${thrown.message}` : thrown.message);
    const place = `\tFILENAME="${hostText(state.text(state.special('FILENAME')))}" FNR=${state.text(state.special('FNR'))} NR=${state.text(state.special('NR'))}\n`;
    yield* complain(io, message);
    if (message.startsWith('run time error')) yield* io.complain(place);
    yield* streams.finish();
    return TROUBLE;
  }
}

const variant = (name: string) =>
  rawProgram(
    {
      name,
      summary: 'pattern scanning and text processing language',
      usage: "[-W option] [-F value] [-v var=value] [--] 'program text' [file ...]",
      family: 'mawk',
      usageStatus: TROUBLE,
    },
    run,
  );

export const awk = variant('awk');
export const mawk = variant('mawk');
