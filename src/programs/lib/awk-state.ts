/** A running awk's memory: variables, the call's own ones, the record. Authority: POSIX awk. */

import { AwkArray, subscript } from './awk-array.ts';
import { SPECIAL, type SpecialName, slotOf } from './awk-names.ts';
import { AwkRecord } from './awk-record.ts';
import { AwkFatal } from './awk-streams.ts';
import type { AwkProgram, Variable } from './awk-syntax.ts';
import { toNumber, toText, type Value } from './awk-value.ts';

export interface Cell {
  value: Value | AwkArray;
  /** The variable that was handed over while it was nothing yet: if this one becomes an array, so does that. */
  origin?: Cell;
}

const NF = slotOf('NF');
const SUBSEP = '\x1c';

const DEFAULTS: Readonly<Partial<Record<SpecialName, Value>>> = {
  NR: 0,
  FNR: 0,
  FS: ' ',
  RS: '\n',
  OFS: ' ',
  ORS: '\n',
  SUBSEP,
  CONVFMT: '%.6g',
  OFMT: '%.6g',
  RSTART: 0,
  RLENGTH: -1,
  FILENAME: '',
};

export class AwkState {
  readonly program: AwkProgram;
  readonly globals: Cell[];
  readonly record: AwkRecord;
  frame: Cell[] = [];

  constructor(program: AwkProgram) {
    this.program = program;
    this.globals = Array.from({ length: program.globals.size }, () => ({ value: undefined }));
    for (const name of SPECIAL) this.setSpecial(name, DEFAULTS[name]);
    this.record = new AwkRecord({
      separator: () => this.text(this.special('FS')),
      outputSeparator: () => this.text(this.special('OFS')),
      text: (value) => this.text(value),
    });
  }

  private scalar(cell: Cell | undefined, name: string): Value {
    const value = cell?.value;
    if (value instanceof AwkArray) throw new AwkFatal(`illegal reference to array ${name}`);
    return value;
  }

  special(name: SpecialName): Value {
    return name === 'NF' ? this.record.count : this.scalar(this.globals[slotOf(name)], name);
  }

  setSpecial(name: SpecialName, value: Value | AwkArray): void {
    const cell = this.globals[slotOf(name)];
    if (cell) cell.value = value;
  }

  add(name: 'NR' | 'FNR', count: number): void {
    this.setSpecial(name, toNumber(this.special(name)) + count);
  }

  /** A variable named on the command line; unknown ones are of no use to the program. */
  assign(name: string, value: Value): void {
    const slot = this.program.globals.get(name);
    if (slot !== undefined) this.setVariable({ kind: 'global', name, slot }, value);
  }

  /** CONVFMT's text. */
  text(value: Value): string {
    return typeof value === 'string' ? value : toText(value, this.convert);
  }

  get convert(): string {
    const value = this.globals[slotOf('CONVFMT')]?.value;
    return typeof value === 'string' ? value : '%.6g';
  }

  cell({ kind, slot }: Variable): Cell {
    const cells = kind === 'global' ? this.globals : this.frame;
    let cell = cells[slot];
    if (!cell) {
      cell = { value: undefined };
      cells[slot] = cell;
    }
    return cell;
  }

  variable(variable: Variable): Value {
    if (variable.kind === 'global' && variable.slot === NF) return this.record.count;
    return this.scalar(this.cell(variable), variable.name);
  }

  setVariable(variable: Variable, value: Value): void {
    if (variable.kind === 'global' && variable.slot === NF) {
      this.record.setCount(Math.trunc(toNumber(value)));
      return;
    }
    const cell = this.cell(variable);
    this.scalar(cell, variable.name);
    cell.value = value;
  }

  array(variable: Variable): AwkArray {
    const cell = this.cell(variable);
    const { value } = cell;
    if (value instanceof AwkArray) return value;
    if (value !== undefined) throw new AwkFatal(`illegal reference to variable ${variable.name}`);
    const made = cell.origin?.value instanceof AwkArray ? cell.origin.value : new AwkArray();
    for (let one: Cell | undefined = cell; one; one = one.origin) one.value = made;
    return made;
  }

  key(values: readonly Value[]): string {
    const [only] = values;
    if (values.length === 1) return subscript(only, this.convert);
    return values.map((value) => subscript(value, this.convert)).join(this.text(this.special('SUBSEP')));
  }
}
