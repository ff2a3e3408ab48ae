/**
 * The coach notices, without being asked, when a learner is stuck: one rule for each situation, each a function of what can
 * be seen. A remark is made once for the same thing in a lesson, goes when its situation is over or the learner sends it
 * away, and is never part of a check. A lesson that is about a situation says so (`quiet`), and the coach leaves it alone.
 */
import { SIGTSTP, SIGTTIN } from '../kernel/signum.ts';
import type { ProcessView } from '../kernel/view.ts';
import type { WaitReason } from '../kernel/wait-queue.ts';
import type { InputLog } from '../machine.ts';
import { imageNames } from '../userland.ts';
import { closest } from './nearest.ts';
import type { CheckStep, Step } from './schema.ts';
import { foregroundOf, ttyView, type World } from './world.ts';

export type Remark =
  | { readonly kind: 'hang'; readonly terminal: string; readonly who: string; readonly reason: WaitReason }
  | { readonly kind: 'background-read' | 'stopped'; readonly terminal: string; readonly who: string }
  | { readonly kind: 'unknown-command'; readonly terminal: string; readonly command: string; readonly near?: string }
  | { readonly kind: 'wrong-terminal'; readonly terminal: string; readonly command: string; readonly wanted: string };

export type Situation = Remark['kind'];

/** What the coach sees, when the machine is at rest. */
export interface Scene {
  readonly world: World;
  readonly step: Step;
  readonly terminals: readonly string[];
  /** The lines typed since the step began, by terminal. */
  readonly typed: ReadonlyMap<string, readonly string[]>;
}

type Look = (scene: Scene, terminal: string) => Remark | undefined;

interface Rule {
  readonly look: Look;
  /** The remark goes with its situation; without it, when something else happens that is worth a remark. */
  readonly lasts: boolean;
}

/** In the order in which they are thought of: the first that has something new to say speaks. */
const rules: Readonly<Record<Situation, Rule>> = {
  'background-read': { look: readsFromBackground, lasts: false },
  stopped: { look: isStopped, lasts: false },
  'unknown-command': { look: meantAnother, lasts: true },
  'wrong-terminal': { look: belongsElsewhere, lasts: true },
  hang: { look: hangs, lasts: false },
};
export const situations = Object.keys(rules) as Situation[];

/** What may be told once: the same command, the same reason. */
export function keyOf(remark: Remark): string {
  if (remark.kind === 'hang') return `hang ${remark.reason.kind}`;
  return 'command' in remark ? `${remark.kind} ${remark.command}` : remark.kind;
}

/** Something new to say; else the remark before, as long as it is about something that is so; else nothing. */
export function remarkOn(
  scene: Scene,
  before: Remark | undefined,
  told: readonly string[],
  quiet: readonly Situation[],
): Remark | undefined {
  let stands: Remark | undefined;
  for (const kind of situations) {
    if (quiet.includes(kind)) continue;
    for (const terminal of scene.terminals) {
      const remark = rules[kind].look(scene, terminal);
      if (remark && !told.includes(keyOf(remark))) return remark;
      if (remark && before && keyOf(remark) === keyOf(before)) stands = remark;
    }
  }
  return stands ?? (before && rules[before.kind].lasts ? before : undefined);
}

const nameOf = ({ comm, pid }: ProcessView): string => `${comm}(${pid})`;

/** Who sleeps for these is not stuck: he waits for the learner, for his child, or for a while. */
const PATIENT: readonly WaitReason['kind'][] = ['tty-input', 'child', 'sleep', 'stopped'];

/** The prompt does not come back, and nobody who lives will bring it. */
function hangs({ world }: Scene, terminal: string): Remark | undefined {
  if (world.atPrompt(terminal)) return undefined;
  const process = foregroundOf(world, terminal);
  const reason = process?.reason;
  if (process?.state !== 'S' || !reason || PATIENT.includes(reason.kind)) return undefined;
  return { kind: 'hang', terminal, who: nameOf(process), reason };
}

const stoppedIn = (world: World, terminal: string): readonly ProcessView[] =>
  world.view().processes.filter(({ sid, state }) => state === 'T' && sid === ttyView(world, terminal)?.sid);

const stopSignal = ({ reason }: ProcessView): number | undefined =>
  reason?.kind === 'stopped' ? reason.signal : undefined;

/** By Ctrl-Z: a job was meant to end, and it only sleeps. */
function isStopped({ world, step }: Scene, terminal: string): Remark | undefined {
  if (step.kind === 'check' && usesKey(step, 'Z')) return undefined;
  const process = stoppedIn(world, terminal).find((each) => stopSignal(each) === SIGTSTP);
  return process && { kind: 'stopped', terminal, who: nameOf(process) };
}

function readsFromBackground({ world }: Scene, terminal: string): Remark | undefined {
  const process = stoppedIn(world, terminal).find((each) => stopSignal(each) === SIGTTIN);
  return process && { kind: 'background-read', terminal, who: nameOf(process) };
}

const scriptsOf = (step: CheckStep) => [step.solution, ...step.alsoAccept, ...step.wrong.map((wrong) => wrong.try)];

const usesKey = (step: CheckStep, key: string): boolean =>
  scriptsOf(step).some((script) => script.some(({ kind, text }) => kind === 'key' && text === key));

const builtins = 'alias bg cd echo exec exit export fg jobs kill printf pwd read set sleep test trap ulimit umask wait';
const known: readonly string[] = [...imageNames, ...builtins.split(' ')];

/** The shell has said so; a name that is near another is a slip of the finger. */
function meantAnother({ world }: Scene, terminal: string): Remark | undefined {
  const said = [...world.outputOf(terminal).matchAll(/^bash: (\S+): command not found$/gm)].at(-1);
  const command = said?.[1];
  if (command === undefined) return undefined;
  const near = closest(command, known);
  return { kind: 'unknown-command', terminal, command, ...(near !== undefined && { near }) };
}

const normal = (line: string): string => line.trim().replace(/\s+/g, ' ');

/** A line of the solution was typed, in a terminal where no script of the step has it. */
function belongsElsewhere({ step, typed }: Scene, terminal: string): Remark | undefined {
  const line = typed.get(terminal)?.at(-1);
  if (step.kind !== 'check' || line === undefined) return undefined;
  const places = scriptsOf(step)
    .flat()
    .filter(({ kind, text }) => kind === 'command' && normal(text) === normal(line))
    .map((each) => each.terminal);
  const [wanted] = places;
  if (wanted === undefined || places.includes(terminal)) return undefined;
  return { kind: 'wrong-terminal', terminal, command: normal(line), wanted };
}

const ENTER = 13;
const ERASE = 127;

/** The lines that were typed; one that was edited by other keys than backspace is not known. */
export function typedLines(entries: InputLog['entries']): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>();
  const open = new Map<string, string | undefined>();
  for (const { input } of entries) {
    if (input.kind !== 'keys') continue;
    const { terminal } = input;
    let line = open.has(terminal) ? open.get(terminal) : '';
    for (const character of new TextDecoder().decode(input.bytes)) {
      const code = character.charCodeAt(0);
      if (code === ENTER) {
        if (line) lines.set(terminal, [...(lines.get(terminal) ?? []), line]);
        line = '';
      } else if (code === ERASE) line = line?.slice(0, -1);
      else line = code < 32 ? undefined : line === undefined ? undefined : line + character;
    }
    open.set(terminal, line);
  }
  return lines;
}
