/**
 * Small mistakes in a solution (4): what a learner could mistype, each of which the check must tell from the solution.
 */
import { formatScriptLine, type ScriptLine } from '../script.ts';

export interface Mutant {
  readonly script: readonly ScriptLine[];
  /** The line that was changed. */
  readonly line: number;
  readonly what: string;
}

export const scriptKey = (script: readonly ScriptLine[]): string => script.map(formatScriptLine).join('\n');

export function mutantsOf(solution: readonly ScriptLine[], terminals: readonly string[]): Mutant[] {
  const all = [
    ...solution.flatMap((line, i) =>
      changedLines(line, terminals).map(({ line: changed, what }) => ({
        script: solution.with(i, changed),
        line: i,
        what,
      })),
    ),
    ...solution
      .slice(1)
      .map((line, i) => ({ script: swapped(solution, i, line), line: i, what: 'lines in another order' })),
    ...exchanged(solution, terminals),
  ];
  const seen = new Set([scriptKey(solution)]);
  return all.filter(({ script }) => {
    const key = scriptKey(script);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const swapped = (script: readonly ScriptLine[], i: number, next: ScriptLine): ScriptLine[] => {
  const first = script[i];
  return first ? script.with(i, next).with(i + 1, first) : [...script];
};

/** Everything in the other terminal. */
function exchanged(script: readonly ScriptLine[], [a, b]: readonly string[]): Mutant[] {
  if (a === undefined || b === undefined) return [];
  const other = (name: string) => (name === a ? b : name === b ? a : name);
  return [
    {
      script: script.map((line) => ({ ...line, terminal: other(line.terminal) })),
      line: 0,
      what: 'terminals exchanged',
    },
  ];
}

interface Change {
  readonly line: ScriptLine;
  readonly what: string;
}

function changedLines(line: ScriptLine, terminals: readonly string[]): Change[] {
  const elsewhere = terminals
    .filter((name) => name !== line.terminal)
    .map((terminal) => ({ line: { ...line, terminal }, what: `in terminal ${terminal}` }));
  if (line.kind === 'key') return [...elsewhere, ...otherKeys(line)];
  if (line.kind !== 'command') return elsewhere;
  const texts = [
    ...replaced(line.text, /(?<![<>&\d])>(?![>&])/g, '<'),
    ...replaced(line.text, /(?<![<>&\d])<(?![<>&])/g, '>'),
  ].map((text) => ({ text, what: 'the other redirection' }));
  const appended = replaced(line.text, /(?<![<>&\d])>(?![>&])/g, '>>').map((text) => ({ text, what: 'appending' }));
  const paths = replaced(line.text, /(?<=^|[\s<>=])\/[\w./-]+/g, (path) => `${path}x`).map((text) => ({
    text,
    what: 'another path',
  }));
  const signals = replaced(
    line.text,
    /(?<=-)(?:SIG)?(?:INT|TERM|KILL|STOP|CONT|TSTP|HUP|QUIT|USR1|USR2|CHLD)\b/g,
    otherSignal,
  ).map((text) => ({ text, what: 'another signal' }));
  const idle = [
    { text: withoutRedirections(line.text), what: 'without redirection' },
    { text: `${line.text} &`, what: 'in the background' },
    { text: line.text.replace(/^\S+/, 'true'), what: 'a command that does nothing' },
  ];
  const changes = [...texts, ...appended, ...paths, ...signals, ...idle].filter(
    ({ text }) => text !== line.text && !/&\s*&$/.test(text),
  );
  return [...elsewhere, ...changes.map(({ text, what }) => ({ line: { ...line, text }, what }))];
}

/** Ctrl-Z for Ctrl-C and the like; a key that nothing was begun with does nothing. */
const KEYS = ['C', 'Z', 'D'];
const otherKeys = (line: ScriptLine): Change[] =>
  KEYS.filter((key) => key !== line.text).map((text) => ({ line: { ...line, text }, what: `Ctrl-${text}` }));

/** One that does something else. */
const otherSignal = (name: string): string => (/CONT|CHLD/.test(name) ? 'STOP' : 'CONT');

const withoutRedirections = (text: string) => text.replace(/\s*\d*(>>|<>|[<>])\s*[^\s&|;]+/g, '').trim() || 'true';

/** One text for each occurrence that is replaced alone. */
function replaced(text: string, pattern: RegExp, by: string | ((found: string) => string)): string[] {
  return [...text.matchAll(pattern)].map((match) => {
    const end = match.index + match[0].length;
    return text.slice(0, match.index) + (typeof by === 'string' ? by : by(match[0])) + text.slice(end);
  });
}
