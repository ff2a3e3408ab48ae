/** Warnings of curl: never wider than a terminal, each line with the word in front. Authority: src/tool_msgs.c of 7.88. */

const WIDTH = 79;
const START = 'Warning: ';

/** The text has its end of line, which counts; where this version forgets it, it has none. */
export function warningText(text: string): string {
  const room = WIDTH - START.length;
  let rest = text;
  let lines = '';
  while (rest.length > room) {
    const space = rest.lastIndexOf(' ', room - 1);
    const cut = space > 0 ? space + 1 : room;
    lines += `${START}${rest.slice(0, cut)}\n`;
    rest = rest.slice(cut);
  }
  return `${lines}${START}${rest}`;
}
