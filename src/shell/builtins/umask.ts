/** umask, in octal and symbolic form. Authority: bash(1). */
import { complain, print } from '../output.ts';
import type { Builtin } from '../shell.ts';
import { parseOptions } from './options.ts';

const symbolic = (mask: number): string =>
  ['u', 'g', 'o']
    .map((who, index) => {
      const allowed = ~mask >> (6 - 3 * index);
      return `${who}=${allowed & 4 ? 'r' : ''}${allowed & 2 ? 'w' : ''}${allowed & 1 ? 'x' : ''}`;
    })
    .join(',');

const octal = (mask: number): string => mask.toString(8).padStart(4, '0');

const WHO: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: 0o777 };
const WHAT: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };

/** What is allowed after `u+w,go=r`; a text where that is no such mode. */
function apply(text: string, mask: number): number | string {
  let allowed = ~mask & 0o777;
  for (const clause of text.split(',')) {
    const who = /^[ugoa]*/.exec(clause)?.[0] ?? '';
    const rest = clause.slice(who.length);
    // The end of the text is a character of C's.
    const operator = rest.charAt(0) || '\0';
    if (!/[-+=]/.test(operator)) return `\`${operator}': invalid symbolic mode operator`;
    const whose = [...(who || 'a')].reduce((bits, one) => bits | (WHO[one] ?? 0), 0);
    let bits = 0;
    for (const one of rest.slice(1)) {
      const what = WHAT[one];
      if (what === undefined) return `\`${one}': invalid symbolic mode character`;
      bits |= what & whose;
    }
    if (operator === '+') allowed |= bits;
    else if (operator === '-') allowed &= ~bits;
    else allowed = (allowed & ~whose) | bits;
  }
  return ~allowed & 0o777;
}

export const umask: Builtin = {
  name: 'umask',
  usage: 'umask [-p] [-S] [mode]',
  *run(sh, args) {
    const options = yield* parseOptions(sh, umask, args, 'Sp');
    if (!options) return 2;
    const { rest, given } = options;
    const [arg] = rest;
    const now = yield* sh.sys.umask(0);
    yield* sh.sys.umask(now);
    if (arg === undefined) {
      const text = given.has('S') ? symbolic(now) : octal(now);
      const command = given.has('p') ? `umask ${given.has('S') ? '-S ' : ''}` : '';
      return yield* print(sh, 'umask', `${command}${text}\n`);
    }
    let mask: number | string;
    if (/^\d/.test(arg)) {
      mask =
        /^[0-7]+$/.test(arg) && Number.parseInt(arg, 8) <= 0o7777
          ? Number.parseInt(arg, 8) & 0o777
          : `${arg}: octal number out of range`;
    } else mask = apply(arg, now);
    if (typeof mask === 'string') {
      yield* complain(sh, `umask: ${mask}`);
      return 1;
    }
    yield* sh.sys.umask(mask);
    return given.has('S') ? yield* print(sh, 'umask', `${symbolic(mask)}\n`) : 0;
  },
};
