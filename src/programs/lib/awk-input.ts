/** awk's main input: the files of ARGV one after the other, with name=value between them. Authority: POSIX awk "Operands". */

import { isFailure, strerror } from '../../kernel/errno.ts';
import type { Sys } from '../../kernel/syscalls.ts';
import { assignedText } from './awk-builtins.ts';
import type { AwkState } from './awk-state.ts';
import { AwkFatal, hostText, RecordReader } from './awk-streams.ts';
import { fromInput, toNumber } from './awk-value.ts';

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s;

export class MainInput {
  private readonly sys: Sys;
  private readonly state: AwkState;
  private reader: RecordReader | undefined;
  private at = 1;
  private opened = false;
  private ended = false;

  constructor(sys: Sys, state: AwkState) {
    this.sys = sys;
    this.state = state;
  }

  /** The next record, counted, if it is here already. */
  take(): string | undefined {
    return this.count(this.reader?.take(this.separator));
  }

  /** The next record, counted; undefined at the end. */
  *next(): Generator<void, string | undefined> {
    for (;;) {
      if (!this.reader && !(yield* this.open())) return undefined;
      const record = this.count(yield* this.reader?.record(this.separator) ?? nothing());
      if (record !== undefined) return record;
      yield* this.skip();
    }
  }

  private get separator(): string {
    return this.state.text(this.state.special('RS'));
  }

  private count(record: string | undefined): string | undefined {
    if (record === undefined) return undefined;
    this.state.add('NR', 1);
    this.state.add('FNR', 1);
    return record;
  }

  /** nextfile. */
  *skip(): Generator<void, void> {
    if (this.reader && this.reader.fd !== 0) yield* this.sys.close(this.reader.fd);
    this.reader = undefined;
  }

  private *open(): Generator<void, boolean> {
    if (this.ended) return false;
    const { state } = this;
    const names = state.array({ kind: 'global', name: 'ARGV', slot: state.program.globals.get('ARGV') ?? 0 });
    while (this.at < toNumber(state.special('ARGC'))) {
      const key = String(this.at);
      this.at += 1;
      const name = names.elements.has(key) ? state.text(names.get(key)) : '';
      if (name === '') continue;
      const assignment = ASSIGNMENT.exec(name);
      if (assignment) {
        state.assign(assignment[1] ?? '', fromInput(assignedText(assignment[2] ?? '')));
        continue;
      }
      const fd = name === '-' || name === '/dev/stdin' ? 0 : yield* this.sys.open(hostText(name), 0);
      if (isFailure(fd)) throw new AwkFatal(`cannot open ${hostText(name)} (${strerror(fd.errno)})`);
      this.begin(fd, name);
      return true;
    }
    this.ended = true;
    if (this.opened) return false;
    this.begin(0, '-');
    state.setSpecial('FILENAME', '-');
    return true;
  }

  private begin(fd: number, name: string): void {
    this.opened = true;
    this.reader = new RecordReader(this.sys, fd);
    this.state.setSpecial('FILENAME', name);
    this.state.setSpecial('FNR', 0);
  }
}

function* nothing(): Generator<void, undefined> {
  return undefined;
}
