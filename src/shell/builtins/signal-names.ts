/** Signals as bash names them: for kill, trap and their lists. */
import { NSIG, signalName, signalNumber } from '../../kernel/signum.ts';

const PER_ROW = 5;

/** Of a number or a name with or without SIG; 0 for `0` and `EXIT`. */
export function signalOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) {
    const signo = Number(text);
    return signo < NSIG ? signo : undefined;
  }
  return text.toUpperCase() === 'EXIT' ? 0 : signalNumber(text);
}

/** `kill -l`, `trap -l`: five a row. */
export function signalTable(): string {
  let text = '';
  let column = 0;
  for (let signo = 1; signo < NSIG; signo++) {
    const name = signalName(signo);
    if (name === undefined) continue;
    column++;
    text += `${String(signo).padStart(2)}) ${name}`;
    if (column < PER_ROW) text += '\t';
    else {
      text += '\n';
      column = 0;
    }
  }
  return column === 0 ? text : `${text}\n`;
}

/** Without SIG. */
export const shortName = (signo: number): string => (signalName(signo) ?? '').replace(/^SIG/, '');
