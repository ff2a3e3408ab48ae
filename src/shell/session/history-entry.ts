/** A command of several lines as one entry of the history (`shopt cmdhist`). Authority: bash(1), HISTORY. */

/** After these a newline stands for a blank, and a semicolon would be an error. */
const CONTINUES = /(^|[\s;&|(){}])(do|then|else|elif|if|while|until|in|\{|\(|!|case|function)$|[;&|({]$|\)\s*$/;

/** Inside quotes or a here-document the lines stay lines. */
const keepsLines = (source: string): boolean => {
  if (/<<-?\s*['"\\]?\w/.test(source)) return true;
  let quote = '';
  for (let at = 0; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '\\' && quote !== "'") at++;
    else if (quote !== '') {
      if (char === '\n') return true;
      if (char === quote) quote = '';
    } else if (char === "'" || char === '"' || char === '`') quote = char;
  }
  return false;
};

export function historyEntry(source: string): string {
  const text = source.replace(/\n+$/, '');
  if (!text.includes('\n') || keepsLines(text)) return text;
  return text
    .split('\n')
    .map((line) => (line.endsWith('\\') ? line.slice(0, -1) : line).trim())
    .filter((line) => line !== '')
    .reduce((joined, line) => `${joined}${CONTINUES.test(joined) ? ' ' : '; '}${line}`);
}
