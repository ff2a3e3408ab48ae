/** Scripts of steps on both kernels, and the first step whose answers differ. */
import { execFileSync } from 'node:child_process';
import { simulate } from './simulate.ts';

export interface Script {
  readonly name: string;
  readonly steps: readonly string[];
}

export interface Difference {
  readonly script: Script;
  /** Up to the step that differs. */
  readonly steps: readonly string[];
  readonly real: readonly string[];
  readonly simulated: readonly string[];
}

/** Seconds: what is below was set by a step, what is above is the time of day. */
const SET_TIMES = 1e8;

/** The answers of each step; numbers of inodes and times say only what is the same, and what has changed. Sockets have no times. */
export function answersByStep(lines: readonly string[]): string[][] {
  const inodes = new Map<string, number>();
  const times = new Map<string, string>();
  const canonical = (line: string): string =>
    line.replace(/ino=(\S+) m=(\S+) c=(\S+)/, (_, ino: string, m: string, c: string) => {
      if (!inodes.has(ino)) inodes.set(ino, inodes.size + 1);
      if (/-> 140\d{3} /.test(line)) return `ino=${inodes.get(ino)}`;
      const about = (which: string, time: string): string => {
        const seconds = time.includes('.') ? Number(time) : Number(time) / 1e6;
        if (seconds < SET_TIMES) return `${which}=${seconds}`;
        const before = times.get(which + ino);
        times.set(which + ino, time);
        return before === undefined || before === time ? '' : `${which}+`;
      };
      return `ino=${inodes.get(ino)} ${about('m', m)} ${about('c', c)}`;
    });
  const steps: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('  ')) steps.at(-1)?.push(canonical(line).trim());
    else steps.push([]);
  }
  return steps;
}

/** A script as it is written down: each step, `=>`, and what all of them said, of worker 1 only his answer. */
export function written(script: string): { readonly steps: string[]; readonly lines: string[] } {
  const pairs = script
    .trim()
    .split(/\n\s*/)
    .map((line) => line.split(' => '));
  const whole = (answer: string): string =>
    /^w\d (->|dies|sleeps|stopped|caught)/.test(answer) ? answer : `w1 -> ${answer}`;
  return { steps: pairs.map(([step = '']) => step), lines: pairs.map(([, answer = '']) => whole(answer)) };
}

/** Runs scripts on the real kernel; `program` is test/linux/c/steps.c, `directory` one that nobody else uses. */
export function perform(program: string, directory: string, scripts: readonly Script[]): string[][] {
  const input = scripts.map(({ name, steps }) => `# ${name}\n${steps.join('\n')}\n`).join('');
  const output = execFileSync(program, [directory], { input, encoding: 'latin1', maxBuffer: 1 << 28 });
  return output
    .split(/^# .*\n/m)
    .slice(1)
    .map((part) => part.trimEnd().split('\n'));
}

export function differences(program: string, directory: string, scripts: readonly Script[]): Difference[] {
  const performed = perform(program, directory, scripts);
  return scripts.flatMap((script, at) => {
    const real = answersByStep(performed[at] ?? []);
    const simulated = answersByStep(simulate(script.steps));
    const step = script.steps.findIndex((_, i) => real[i]?.join() !== simulated[i]?.join());
    if (step < 0) return [];
    const steps = script.steps.slice(0, step + 1);
    return [{ script, steps, real: real[step] ?? [], simulated: simulated[step] ?? [] }];
  });
}
