/** `for ((a; b; c))` is read as one text first. */

/** The expressions of `for ((…))`, at the semicolons that are not in quotes or parentheses. */
export function splitArithmeticFor(text: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  let quote = '';
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\') i++;
    else if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'" || char === '`') quote = char;
    else if (char === '(' || char === '{') depth++;
    else if (char === ')' || char === '}') depth--;
    else if (char === ';' && depth === 0) {
      pieces.push(text.slice(from, i));
      from = i + 1;
    }
  }
  pieces.push(text.slice(from));
  return pieces;
}
