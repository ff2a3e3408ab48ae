/** Only commands that have been taught are needed (10): by this lesson before they are used, by one it requires, or assumed. */

import { languages } from '../../text/index.ts';
import type { LoadedLesson } from '../load.ts';
import { codeSpans } from '../prose.ts';
import type { Step } from '../schema.ts';
import type { ScriptLine } from '../script.ts';
import type { Finding } from '../source.ts';
import { proseOf } from './texts.ts';

/** Words of the shell's grammar, which are no commands. */
const reserved = new Set('if then else elif fi while until for do done case esac in { } ! [['.split(' '));

/** The names of the commands in a line. */
export function commandsIn(line: string): string[] {
  const withoutQuotes = line.replace(/'[^']*'|"[^"]*"/g, 'x');
  return withoutQuotes
    .split(/\|\|?|&&?(?!\d)|;|\(|\)|`|\$\(/)
    .map((part) => {
      const words = part
        .replace(/\d*(>>|<>|>\||[<>])(&\S+|\s*\S+)/g, ' ')
        .trim()
        .split(/\s+/);
      // The names and lists of these are no commands; what they run stands behind `do` and `)`.
      if (words[0] === 'for' || words[0] === 'case') return undefined;
      return words.find((word) => word !== '' && !reserved.has(word) && !/^\w+=/.test(word));
    })
    .filter((word) => word !== undefined);
}

/** What a learner must type in a step. */
function needed(step: Step): { path: string[]; line: ScriptLine }[] {
  if (step.kind === 'predict') return step.predict.run.map((line) => ({ path: ['predict', 'run'], line }));
  return step.kind === 'check' ? step.solution.map((line) => ({ path: ['solution'], line })) : [];
}

export function proveCommands({ lesson, source }: LoadedLesson, known: ReadonlySet<string>): Finding[] {
  const texts = proseOf(lesson);
  /** The first step whose words show a command, by name. */
  const shownIn = new Map<string, number>();
  for (const { path, prose } of texts) {
    const [top, step] = path;
    const says = path.includes('hints') || path.includes('wrong') || top !== 'steps' || typeof step !== 'number';
    if (says) continue;
    for (const command of languages.flatMap((language) => codeSpans(prose[language]).flatMap(commandsIn))) {
      const where = path.includes('debrief') ? step + 1 : step;
      shownIn.set(command, Math.min(where, shownIn.get(command) ?? where));
    }
  }
  const findings: Finding[] = lesson.teaches.flatMap((command, i) =>
    shownIn.has(command)
      ? []
      : [
          source.at(
            ['teaches', i],
            `no step shows \`${command}\`; write it as code where it is explained, or take it out`,
          ),
        ],
  );
  lesson.steps.forEach((step, index) => {
    for (const { path, line } of needed(step)) {
      if (line.kind !== 'command') continue;
      for (const command of commandsIn(line.text)) {
        const at = (message: string) => findings.push(source.at(['steps', index, ...path], message));
        if (known.has(command)) continue;
        if (!lesson.teaches.includes(command))
          at(`\`${command}\` is needed here and was never taught; add it to \`teaches\` or require its lesson`);
        else if ((shownIn.get(command) ?? 0) > index)
          at(`\`${command}\` is needed here and explained later; explain it before`);
      }
    }
  });
  return findings;
}
