/** `npm run semantics`: writes docs/semantics.md, the list of what the simulation promises, from the titles of its tests. */
import { writeFileSync } from 'node:fs';
import { type Assertion, assertedRows, LATER } from '../test/support/row-list.ts';

/** By the letters that ids begin with, in the order of the chapters. */
const AREAS: Readonly<Record<string, string>> = {
  PI: 'Pipes',
  FI: 'FIFOs',
  FD: 'Descriptors, open files, redirections',
  PR: 'Processes',
  SG: 'Signals',
  JC: 'Terminals, job control, the interactive shell',
  PF: '/proc',
};

const HEAD = `# What ipclab promises

Made from the tests by \`npm run semantics\`: every line is asserted where it says, by a test that names the id. The tables in
\`test/kernel/*-rows.ts\` and \`*-scripts.ts\` are run in the simulation and, by \`test/linux/rows.test.ts\`, on the Linux of the host;
what stands in \`test/linux\` is compared with it directly.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const unique = (items: readonly string[]): string[] => [...new Set(items)];

function line(id: string, assertions: readonly Assertion[]): string {
  const says = unique(assertions.map(({ sentence }) => sentence)).map(cell).join('; ');
  const where = unique(assertions.map((assertion) => `\`${assertion.where}\``)).join(', ');
  return `| ${id} | ${says} | ${where} |`;
}

function chapter(prefix: string, rows: ReadonlyMap<string, readonly Assertion[]>): string {
  const ids = [...rows.keys()].filter((id) => id.startsWith(prefix)).sort();
  const lines = ids.map((id) => line(id, rows.get(id) ?? []));
  return [`## ${AREAS[prefix] ?? prefix}`, '| id | what holds | asserted in test/ |', '|---|---|---|', ...lines, ''].join('\n');
}

const rows = new Map<string, Assertion[]>();
for (const assertion of assertedRows("test")) rows.set(assertion.id, [...(rows.get(assertion.id) ?? []), assertion]);
const prefixes = unique([...Object.keys(AREAS), ...[...rows.keys()].map((id) => id.slice(0, 2))]);
const later = Object.entries(LATER).map(([id, mechanism]) => `| ${id} | ${mechanism} |`);
const chapters = prefixes.map((prefix) => chapter(prefix, rows));
const waiting = ['## Not yet', '| id | waits for |', '|---|---|', ...later, ''].join('\n');
writeFileSync('docs/semantics.md', [HEAD, ...chapters, waiting].join('\n'));
