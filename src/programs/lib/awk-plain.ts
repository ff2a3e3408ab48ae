/**
 * Which parts of an awk program are not plain: expressions that read, tell the time, run a command, or call a function, which
 * may do all that, and statements that go round or elsewhere. What is plain is done without stepping through a generator.
 */

import type { AwkProgram, Expression, Redirection, Statement } from './awk-syntax.ts';

type Node = Expression | Statement | Redirection;

const WAITING_BUILTINS = new Set(['rand', 'srand', 'systime', 'strftime', 'mktime', 'fflush', 'close', 'system']);

const waitsItself = (node: Node): boolean => {
  switch (node.kind) {
    case 'call':
    case 'getline':
    case '>':
    case '>>':
    case '|':
    case 'while':
    case 'do':
    case 'for':
    case 'for-in':
    case 'next':
    case 'nextfile':
    case 'break':
    case 'continue':
    case 'exit':
    case 'return':
      return true;
    case 'builtin':
      return WAITING_BUILTINS.has(node.name);
    // Standard output is written between two of them.
    case 'block':
      return node.body.length > 1;
    default:
      return false;
  }
};

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'kind' in value;

function mark(node: Node, waiting: Set<object>): boolean {
  let waits = waitsItself(node);
  for (const child of Object.values(node).flat()) {
    if (isNode(child) && mark(child, waiting)) waits = true;
  }
  if (waits) waiting.add(node);
  return waits;
}

/** Expressions and statements that are not plain. */
export function waitingParts({ begin, end, rules, functions }: AwkProgram): ReadonlySet<object> {
  const waiting = new Set<object>();
  const bodies = [...functions.values()].map(({ body }) => body);
  for (const node of [...begin, ...end, ...bodies, ...rules.flatMap(({ from, to, body }) => [from, to, body])]) {
    if (node) mark(node, waiting);
  }
  return waiting;
}
