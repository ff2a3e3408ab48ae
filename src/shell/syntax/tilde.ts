/** Finds where `~` stands for a home directory. Authority: bash(1), Tilde Expansion. */
import type { LiteralPart, Part } from './ast.ts';

/**
 * word: at the start, and in `name=` words also after `=` and `:`. assignment: the right side of one. operand: of
 * ${x:-…}, only at the start.
 */
export type TildeUse = 'word' | 'assignment' | 'operand';

const assignmentPrefix = /^[A-Za-z_][A-Za-z0-9_]*(\[[^\]]*\])?\+?=/;

export function withTildes(parts: readonly Part[], use: TildeUse): readonly Part[] {
  if (!parts.some((part) => part.kind === 'literal' && !part.escaped && part.value.includes('~'))) return parts;
  const first = parts[0];
  const prefix =
    use === 'word' && first?.kind === 'literal' && !first.escaped ? assignmentPrefix.exec(first.value) : null;
  const colons = use === 'assignment' || prefix !== null;
  const found: Part[] = [];
  parts.forEach((part, i) => {
    if (part.kind !== 'literal' || part.escaped) found.push(part);
    else found.push(...split(part, i === 0, i === parts.length - 1, colons, prefix?.[0].length ?? 0));
  });
  return found;
}

const literal = (value: string): LiteralPart => ({ kind: 'literal', value, escaped: false });

/** `from`: where the first tilde may stand in the first part. */
function split(part: LiteralPart, isFirst: boolean, isLast: boolean, colons: boolean, from: number): Part[] {
  const { value } = part;
  const found: Part[] = [];
  let plain = 0;
  for (let at = value.indexOf('~'); at !== -1; at = value.indexOf('~', at + 1)) {
    const starts = (isFirst && at === from) || (colons && value.charAt(at - 1) === ':');
    if (!starts) continue;
    const end = prefixEnd(value, at + 1);
    // The prefix must be all unquoted text: what follows in this part, up to a slash or the end of the word.
    if (end === value.length && !isLast) continue;
    if (at > plain) found.push(literal(value.slice(plain, at)));
    found.push({ kind: 'tilde', user: value.slice(at + 1, end) });
    plain = end;
  }
  if (plain === 0) return [part];
  if (plain < value.length) found.push(literal(value.slice(plain)));
  return found;
}

function prefixEnd(value: string, from: number): number {
  const found = value.slice(from).search(/[/:]/);
  return found === -1 ? value.length : from + found;
}
