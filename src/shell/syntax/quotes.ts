/** Quote removal on source text where nothing is expanded: here-document delimiters. */

export function wordValue(text: string): string {
  let value = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\') value += text.charAt(++i);
    else if (char === "'") {
      const end = text.indexOf("'", i + 1);
      value += text.slice(i + 1, end);
      i = end;
    } else if (char === '"') {
      for (i++; i < text.length && text.charAt(i) !== '"'; i++) {
        if (text.charAt(i) === '\\' && '$`"\\\n'.includes(text.charAt(i + 1))) i++;
        value += text.charAt(i);
      }
    } else value += char;
  }
  return value;
}
