/** The colours of grep: GREP_COLORS and what is used without it. Authority: grep(1), ENVIRONMENT. */

export interface GrepColors {
  readonly match: string;
  readonly file: string;
  readonly line: string;
  readonly offset: string;
  readonly separator: string;
}

const paint = (code: string, text: string): string => (code === '' ? text : `\x1b[${code}m\x1b[K${text}\x1b[m\x1b[K`);

export { paint };

export const readColors = (text: string | undefined): GrepColors => {
  const codes = new Map<string, string>();
  for (const item of (text ?? '').split(':')) {
    const [name = '', code = ''] = item.split('=');
    if (name === 'mt') {
      codes.set('ms', code);
      codes.set('mc', code);
    } else if (name !== '') codes.set(name, code);
  }
  return {
    match: codes.get('ms') ?? '01;31',
    file: codes.get('fn') ?? '35',
    line: codes.get('ln') ?? '32',
    offset: codes.get('bn') ?? '32',
    separator: codes.get('se') ?? '36',
  };
};
