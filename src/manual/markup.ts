/**
 * The notation in which the texts of the manual are written, and how it becomes man(7) requests.
 *
 *     Paragraphs are parted by empty lines; `this` is bold, and so are references like pipe(7).
 *     == HEADING          a section; what comes before the first is the description
 *     * text              an item of a list
 *       tag  text         two blanks, a tag, two blanks, what it means; deeper lines go on with it
 *         $ command       four blanks: shown as it is
 *
 * Leaves out everything else that roff can do. Authority: man(7).
 */

export interface Section {
  readonly title: string;
  readonly text: string;
}

/** The part before the first heading has the title ''. */
export function sectionsOf(text: string): Section[] {
  const [head = '', ...rest] = text.split(/^== /m);
  const parts = rest.map((part) => {
    const end = part.indexOf('\n');
    return end < 0 ? { title: part, text: '' } : { title: part.slice(0, end), text: part.slice(end + 1) };
  });
  return [{ title: '', text: head }, ...parts].map(({ title, text }) => ({
    title,
    text: text.replace(/^\n+|\s+$/g, ''),
  }));
}

const backslashes = (text: string): string => text.replaceAll('\\', '\\e');
/** A request begins with a dot or an apostrophe; a text line must not. */
const guarded = (line: string): string => (/^[.']/.test(line) ? `\\&${line}` : line);

/** Dashes of commands and options stay what they are: no line ends after one. */
export const literal = (text: string): string => backslashes(text).replaceAll('-', '\\-');
export const bold = (text: string): string => `\\fB${literal(text)}\\fR`;
export const italic = (text: string): string => `\\fI${literal(text)}\\fR`;

const REFERENCE = /([A-Za-z_[][\w.[-]*)(?=\((?:[1-9]\w*)\))/g;
const prose = (text: string): string =>
  backslashes(text)
    .replace(/(^|[\s('"=[|])(-{1,2})(?=\w)/g, (_, before: string, dashes: string) => before + literal(dashes))
    .replace(REFERENCE, (name) => bold(name));

/** `bold` and references in a text that is filled. */
export const inline = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? bold(part) : prose(part)))
    .join('');

const joined = (lines: readonly string[]): string => lines.map((line) => line.trim()).join(' ');

const TAGGED = /^ {2}(\S.*?)(?: {2,}|\t+)(\S.*)$/;
const TAG_ALONE = /^ {2}(\S.*)$/;

/** Behind an example groff would begin to hyphenate. */
const example = (lines: readonly string[]): string[] => [
  '.PP',
  '.in +4n',
  '.EX',
  ...lines.map((line) => guarded(literal(line.slice(4)))),
  '.EE',
  '.nh',
  '.in',
];

interface Item {
  readonly tag: string;
  readonly words: string[];
}

const tagged = ({ tag, words }: Item): string[] => [
  '.TP',
  guarded(tag.includes('`') ? inline(tag) : bold(tag)),
  guarded(inline(joined(words))),
];

/** A block of tags and what they mean. */
function glossary(lines: readonly string[]): string[] {
  const items: Item[] = [];
  for (const line of lines) {
    const known = TAGGED.exec(line);
    const alone = known ? undefined : TAG_ALONE.exec(line);
    if (known) items.push({ tag: known[1] ?? '', words: [known[2] ?? ''] });
    else if (alone) items.push({ tag: alone[1] ?? '', words: [] });
    else items.at(-1)?.words.push(line);
  }
  return items.flatMap(tagged);
}

function bullets(lines: readonly string[]): string[] {
  const items: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('* ')) items.push([line.slice(2)]);
    else items.at(-1)?.push(line);
  }
  return items.flatMap((words) => ['.IP \\(bu 2', guarded(inline(joined(words)))]);
}

function block(text: string): string[] {
  const lines = text.split('\n');
  const [first = ''] = lines;
  if (first.startsWith('    ')) return example(lines);
  if (first.startsWith('  ')) return glossary(lines);
  if (first.startsWith('* ')) return bullets(lines);
  return ['.PP', guarded(inline(joined(lines)))];
}

/** A text as the lines of requests. */
export const roffOf = (text: string): string[] =>
  text === ''
    ? []
    : text
        .replace(/\t/g, '        ')
        .split(/\n(?: *\n)+/)
        .flatMap(block);

export const heading = (title: string): string => `.SH ${title.includes(' ') ? `"${title}"` : title}`;

export const roffSection = ({ title, text }: Section): string[] => [heading(title), ...roffOf(text)];
