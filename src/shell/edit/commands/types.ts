/** The shape of an editing command: a state and an argument give the next state. */
import type { CommandName } from '../functions.ts';
import type { EditState } from '../state.ts';

export interface Argument {
  readonly count: number;
  /** The user gave the count, even if it is 1. */
  readonly explicit: boolean;
  /** The last character of the key sequence. */
  readonly char: string;
}

export type Command = (state: EditState, argument: Argument) => EditState;
export type Commands = Partial<Record<CommandName, Command>>;
