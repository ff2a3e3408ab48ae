/**
 * A page: its place in the manual, and how its parts are put together. The order of sections is that of man-pages(7);
 * DIFFERENCES, what this machine does otherwise, stands in front of SEE ALSO.
 */
import { bold, heading, literal, roffSection, type Section } from './markup.ts';

export interface Page {
  readonly name: string;
  /** `1`, `1bash`, `2`, `7`. */
  readonly section: string;
  /** As man(7) requests. */
  readonly source: () => string;
}

export const fileOf = ({ name, section }: Pick<Page, 'name' | 'section'>): string => `${name}.${section}`;

const VOLUMES: Readonly<Record<string, string>> = {
  '1': 'User Commands',
  '1bash': 'Bash Builtin Commands',
  '2': 'System Calls Manual',
  '4': 'Kernel Interfaces Manual',
  '7': 'Miscellaneous Information Manual',
};

export interface Parts {
  readonly name: string;
  readonly section: string;
  /** All names that the page is known by. */
  readonly names?: readonly string[];
  readonly summary: string;
  readonly synopsis: readonly string[];
  /** Each a section of requests, heading and all. */
  readonly body: readonly (readonly string[])[];
}

const title = ({ name, section }: Parts): string => (section.startsWith('1') ? name.toUpperCase() : name);

export const compose = (parts: Parts): string => {
  const { name, section, names = [name], summary, synopsis, body } = parts;
  const lines = [
    `.TH "${literal(title(parts))}" ${section} "" ipclab "${VOLUMES[section] ?? ''}"`,
    '.nh',
    '.ad l',
    heading('NAME'),
    `${names.map(literal).join(', ')} \\- ${literal(summary)}`,
    ...(synopsis.length > 0 ? [heading('SYNOPSIS'), ...synopsis] : []),
    ...body.flat(),
  ];
  return `${lines.join('\n')}\n`;
};

/** A page that is another name of one. */
export const alias = (section: string, file: string): string => `.so man${section.charAt(0)}/${file}\n`;

/** Forms of a command line, a line each, with the command's name in bold. */
export const forms = (name: string, usage: readonly string[]): string[] =>
  usage.flatMap((form, i) => [...(i > 0 ? ['.br'] : []), `${bold(name)} ${literal(form)}`.trimEnd()]);

const ORDER = [
  '',
  'OPTIONS',
  'RETURN VALUE',
  'EXIT STATUS',
  'ERRORS',
  'ENVIRONMENT',
  'FILES',
  'NOTES',
  'EXAMPLES',
  'DIFFERENCES',
  'SEE ALSO',
];
const rank = ({ title }: Section): number => {
  const at = ORDER.indexOf(title);
  return at < 0 ? 0.5 : at;
};

/** Sections in the order in which a reader expects them; others stay behind the description. */
export const inOrder = (sections: readonly Section[]): Section[] => [...sections].sort((a, b) => rank(a) - rank(b));

export const described = (section: Section): string[] =>
  roffSection(section.title === '' ? { ...section, title: 'DESCRIPTION' } : section);
