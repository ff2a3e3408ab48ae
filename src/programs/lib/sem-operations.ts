/** Semaphore operations as they are written on command lines: `0:-1`, `1:+2u`, `0:0n`. Authority: semop(2). */
import { IPC_NOWAIT, SEM_UNDO, type Sembuf } from '../../kernel/abi.ts';

const OPERATION = /^(\d+):([-+]?\d+)([nu]*)$/;
const USHORT_MAX = 0xffff;
const SHORT_MAX = 0x7fff;

/** Number, what to add, and letters: `n` IPC_NOWAIT, `u` SEM_UNDO. Undefined for what is none. */
export function parseOperation(text: string): Sembuf | undefined {
  const [, num = '', op = '', letters = ''] = OPERATION.exec(text) ?? [];
  if (num === '' || Number(num) > USHORT_MAX || Math.abs(Number(op)) > SHORT_MAX) return undefined;
  const flg = (letters.includes('n') ? IPC_NOWAIT : 0) | (letters.includes('u') ? SEM_UNDO : 0);
  return { num: Number(num), op: Number(op), flg };
}
