/** complete-into-braces: names as one word in braces, `gamma{1,2}`. Authority: bash's bracecomp.c. */
import { quoteWithBackslashes } from '../expand/quote.ts';

const commonLength = (a: string, b: string): number => {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
};

const quoted = (text: string): string => (text === '' ? '' : quoteWithBackslashes(text));

/** Sorted names of which the first `skip` characters, that they have in common, are written already. */
function listed(names: readonly string[], skip: number): string[] {
  const parts: string[] = [];
  for (let start = 0; start < names.length; ) {
    const first = names[start] ?? '';
    let common = first.length;
    let end = start + 1;
    for (; end < names.length; end++) {
      const length = commonLength(first, names[end] ?? '');
      if (length <= skip) break;
      common = Math.min(common, length);
    }
    const group = names.slice(start, end);
    const alone = group.length === 1;
    parts.push(quoted(first.slice(skip, common)) + (alone ? '' : `{${listed(group, common).join(',')}}`));
    start = end;
  }
  return parts;
}

/** Names that begin differently stand in braces of their own. */
export function intoBraces(names: readonly string[]): string {
  const parts = listed([...names].sort(), 0);
  return parts.length === 1 ? (parts[0] ?? '') : `{${parts.join(',')}}`;
}
