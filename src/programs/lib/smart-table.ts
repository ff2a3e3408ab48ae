/**
 * Tables as libsmartcols draws them for the tools of util-linux: aligned, raw, as assignments, as JSON.
 * Leaves out colours, and trees, wrapping, and cutting columns down to a narrow terminal in what is not JSON. Authority: libsmartcols of util-linux 2.38.1.
 */

export interface SmartColumn {
  readonly name: string;
  /** How it is called for a shell; a column is no wider for that. */
  readonly variable?: string | undefined;
  readonly right: boolean;
  /** How wide it is where what is in it is as wide as its name, but not wider than this. */
  readonly hint?: number;
  /** In JSON without quotes. */
  readonly bare?: boolean;
}

/** A cell without a value is empty; in JSON it is null. */
export type SmartRow = readonly (string | undefined)[];

export interface SmartTable {
  /** In JSON. */
  readonly name: string;
  readonly columns: readonly SmartColumn[];
  readonly rows: readonly SmartRow[];
}

export type SmartMode = 'aligned' | 'raw' | 'export' | 'newline' | 'json';

const escaped = (text: string, unsafe: RegExp): string =>
  text.replace(unsafe, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

const headingsOf = (columns: readonly SmartColumn[]): string[] => columns.map(({ name, variable = name }) => variable);

/** What is narrower than the name leaves it at that. */
function widthOf({ name, hint = 0 }: SmartColumn, widest: number): number {
  return widest < name.length || name.length >= hint ? Math.max(widest, name.length) : Math.max(widest, hint);
}

function aligned({ columns, rows }: SmartTable, headings: boolean): string {
  const names = headingsOf(columns);
  const widths = columns.map((column, at) => widthOf(column, Math.max(0, ...rows.map((row) => row[at]?.length ?? 0))));
  const line = (cells: SmartRow): string => {
    const padded = columns.map(({ right }, at) => {
      const cell = cells[at] ?? '';
      const last = at === columns.length - 1;
      if (last && (!right || cell === '')) return cell;
      return right ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
    });
    return `${padded.join(' ')}\n`;
  };
  return (headings ? [names, ...rows] : rows).map(line).join('');
}

function raw({ columns, rows }: SmartTable, headings: boolean): string {
  const names = headingsOf(columns);
  const cell = (text: string | undefined): string => escaped(text ?? '', /[\s\\]/g);
  return (headings ? [names, ...rows] : rows).map((row) => `${row.map(cell).join(' ')}\n`).join('');
}

const assignments =
  (between: string) =>
  ({ columns, rows }: SmartTable): string =>
    rows
      .map((row) => {
        const words = columns.map(
          ({ name, variable = name }, at) => `${variable}="${escaped(row[at] ?? '', /["\\`$]/g)}"`,
        );
        return `${words.join(between)}\n`;
      })
      .join('');

const INDENT = '   ';
const ESCAPES: Readonly<Record<string, string>> = { '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const jsonChar = (char: string): string =>
  ESCAPES[char] ?? (char < ' ' ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : `\\${char}`);
const jsonString = (text: string): string => `"${text.replace(/["\\\0-\x1f]/g, jsonChar)}"`;

/** A row, and in a tree those below it. */
export interface JsonNode {
  readonly row: SmartRow;
  readonly children: readonly JsonNode[];
}

const jsonObjects = (columns: readonly SmartColumn[], nodes: readonly JsonNode[], level: number): string => {
  const [outer, inner] = [INDENT.repeat(level), INDENT.repeat(level + 1)];
  const objects = nodes.map(({ row, children }) => {
    const members = columns.map(({ name, variable = name, bare = false }, at) => {
      const cell = row[at] ?? '';
      return `${inner}${jsonString(variable.toLowerCase())}: ${cell === '' ? 'null' : bare ? cell : jsonString(cell)}`;
    });
    if (children.length > 0)
      members.push(`${inner}"children": [\n${jsonObjects(columns, children, level + 2)}\n${inner}]`);
    return `{\n${members.join(',\n')}\n${outer}}`;
  });
  return objects.length === 0 ? '' : outer + objects.join(',');
};

/** The table of that name; `nodes` are its rows. */
export const jsonTable = (name: string, columns: readonly SmartColumn[], nodes: readonly JsonNode[]): string =>
  `{\n${INDENT}${jsonString(name)}: [\n${jsonObjects(columns, nodes, 2)}\n${INDENT}]\n}\n`;

const json = ({ name, columns, rows }: SmartTable): string =>
  jsonTable(
    name,
    columns,
    rows.map((row) => ({ row, children: [] })),
  );

/** A table without rows is nothing, but in JSON. */
export function drawTable(table: SmartTable, mode: SmartMode, headings = true): string {
  if (mode === 'json') return json(table);
  if (table.rows.length === 0) return '';
  switch (mode) {
    case 'aligned':
      return aligned(table, headings);
    case 'raw':
      return raw(table, headings);
    case 'export':
      return assignments(' ')(table);
    case 'newline':
      return assignments('\n')(table);
  }
}
