/** What is known of a word before it is expanded: looked at once, and remembered. */
import type { ParameterPart, Part, Word } from '../syntax/ast.ts';

/** What can be said about a word from its text alone. */
export interface Plan {
  /** Nothing in it can block. */
  readonly simple: boolean;
  /** It is always this one field. */
  readonly constant: string | undefined;
  /** Its result may turn out to be a pattern. */
  readonly mayGlob: boolean;
  /** Evaluating it twice could make a difference. */
  readonly hasEffects: boolean;
}

const plans = new WeakMap<Word, Plan>();

export function planOf(word: Word): Plan {
  const known = plans.get(word);
  if (known !== undefined) return known;
  const plan = newPlan(word);
  plans.set(word, plan);
  return plan;
}

/** Not remembered: of the many words that braces make each is expanded once. */
export const newPlan = ({ parts }: Word): Plan => ({
  simple: isSimple(parts) && !parts.some(isGlobLiteral),
  constant: constantOf(parts),
  mayGlob: parts.some((part) => part.kind === 'parameter'),
  hasEffects: hasEffects(parts),
});

const isGlobLiteral = (part: Part): boolean => part.kind === 'literal' && !part.escaped && /[*?[(]/.test(part.value);

export function isSimple(parts: readonly Part[]): boolean {
  return parts.every((part) => {
    switch (part.kind) {
      case 'literal':
      case 'single-quoted':
      case 'ansi-c':
      case 'tilde':
        return true;
      case 'double-quoted':
        return isSimple(part.parts);
      case 'parameter':
        return isSimpleParameter(part);
      case 'arithmetic':
        return isSimple(part.expression.parts);
      default:
        return false;
    }
  });
}

/** Nothing that may block stands in its subscript or behind its operator. */
function isSimpleParameter({ index, operation }: ParameterPart): boolean {
  if (index !== undefined && !isSimple(index.parts)) return false;
  switch (operation?.kind) {
    case 'default':
    case 'assign':
    case 'alternative':
    case 'error':
      return isSimple(operation.word.parts);
    case 'remove':
      return isSimple(operation.pattern.parts);
    case 'case':
      return operation.pattern === undefined || isSimple(operation.pattern.parts);
    case 'replace':
      return isSimple(operation.pattern.parts) && isSimple(operation.replacement.parts);
    case 'slice':
      return isSimple(operation.offset.parts) && isSimple(operation.length?.parts ?? []);
    case 'transform':
      // A prompt may run commands.
      return operation.operator !== 'P';
    default:
      return true;
  }
}

/** Does it, or may it, change a variable? */
const hasEffects = (parts: readonly Part[]): boolean =>
  parts.some((part) => {
    if (part.kind === 'double-quoted') return hasEffects(part.parts);
    if (part.kind === 'parameter') return /=|\+\+|--|\$[([]/.test(part.text);
    return part.kind === 'arithmetic';
  });

function constantOf(parts: readonly Part[]): string | undefined {
  if (parts.length === 0 || parts.some(isGlobLiteral)) {
    // `[` alone, the command, is no pattern.
    const [only] = parts;
    return parts.length === 1 && only?.kind === 'literal' && only.value === '[' ? '[' : undefined;
  }
  let text = '';
  for (const part of parts) {
    if (part.kind === 'literal' || part.kind === 'single-quoted' || part.kind === 'ansi-c') text += part.value;
    else if (part.kind === 'double-quoted') {
      const inner = part.parts.length === 0 ? '' : quotedConstant(part.parts);
      if (inner === undefined) return undefined;
      text += inner;
    } else return undefined;
  }
  return text;
}

const quotedConstant = (parts: readonly Part[]): string | undefined =>
  parts.every((part) => part.kind === 'literal') ? parts.map((part) => part.value).join('') : undefined;

/** Can it be expanded without a generator? */
export const isImmediate = (word: Word): boolean => planOf(word).simple || isSimple(word.parts);
