/**
 * A YAML file with its positions: text → plain value, where each part of it stands, and the traps of YAML refused.
 * Authority: YAML 1.2.2; what 1.1 reads differently is what makes a scalar ambiguous.
 */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';

/** Something to tell the author, with a place in a file. */
export interface Finding {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix?: string;
}

export type KeyPath = readonly (string | number)[];

export interface Source {
  readonly file: string;
  readonly value: unknown;
  readonly findings: readonly Finding[];
  /** A finding at the deepest part of the path that exists; at the key itself when `key` is set. */
  at(path: KeyPath, message: string, options?: { key?: boolean }): Finding;
}

export const formatFinding = ({ file, line, column, message, fix }: Finding): string =>
  `${file}:${line}:${column}: ${message}${fix ? ` (${fix})` : ''}`;

/** Our messages say the fix behind a semicolon. */
function splitFix(text: string): { message: string; fix?: string } {
  const cut = text.lastIndexOf('; ');
  return cut < 0 ? { message: text } : { message: text.slice(0, cut), fix: text.slice(cut + 2) };
}

const quote = (source: string) => `write '${source}' in quotes`;
const traps: readonly { readonly form: RegExp; readonly why: string; readonly fix: (source: string) => string }[] = [
  { form: /^(y|n|yes|no|on|off)$/i, why: 'is true or false in YAML 1.1 and text in 1.2', fix: quote },
  { form: /^[-+]?0o?[0-7_]*\d[\d_]*$/, why: 'is octal or decimal, depending on the YAML', fix: quote },
  { form: /^[-+]?\d+(:[0-5]?\d)+(\.\d*)?$/, why: 'is a number to base 60 in YAML 1.1', fix: quote },
  {
    form: /^[-+]?\d[\d,]*_[\d_]*$/,
    why: 'is a number in YAML 1.1 and text in 1.2',
    fix: (s) => `write ${s.replaceAll('_', '')}`,
  },
  { form: /^\d{4}-\d\d?-\d\d?/, why: 'is a date in YAML 1.1 and text in 1.2', fix: quote },
  { form: /^(~|null|)$/i, why: 'is an empty value', fix: () => 'write the value, or take the key out' },
  { form: /^(<<|=)$/, why: 'is a special key in YAML 1.1', fix: quote },
];

const trapOf = (source: string) => (source === '0' ? undefined : traps.find(({ form }) => form.test(source)));

export function readSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', strict: true });
  const findings: Finding[] = [];
  const finding = (offset: number, text: string): Finding => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), ...splitFix(text) };
  };
  for (const error of [...doc.errors, ...doc.warnings]) findings.push(finding(error.pos[0], error.message));
  visit(doc, {
    Scalar(key, node) {
      // Keys are compared with the format's own; an event has the field `on`.
      if (key === 'key' || (node.type !== 'PLAIN' && node.type !== undefined)) return;
      const source = node.source ?? '';
      const trap = trapOf(source);
      if (trap) findings.push(finding(node.range?.[0] ?? 0, `\`${source}\` ${trap.why}; ${trap.fix(source)}`));
    },
    Alias(_, node) {
      findings.push(
        finding(node.range?.[0] ?? 0, 'a lesson says everything where it stands; write it out instead of `*alias`'),
      );
    },
  });
  const value: unknown = findings.length > 0 ? undefined : doc.toJS();
  return {
    file,
    value,
    findings,
    at(path, message, options) {
      return finding(offsetOf(doc.contents, path, options?.key ?? false), message);
    },
  };
}

/** The offset of what a path names, or of the last thing on the way to it that exists. */
function offsetOf(root: Node | null, path: KeyPath, key: boolean): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const [depth, part] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === part);
      if (!pair) break;
      const last = depth === path.length - 1;
      const target = key && last ? pair.key : pair.value;
      node = target;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
    } else break;
    offset = (node as Node | undefined)?.range?.[0] ?? offset;
  }
  return offset;
}
