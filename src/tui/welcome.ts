/** The first start: what this is, and in which language. A screen of its own, before there is a machine or a lesson. */
import { reportCrash } from '../crash.ts';
import { type Language, languages } from '../text/index.ts';
import { choices, keys, title, welcome } from '../text/welcome.ts';
import { Grid } from './cells.ts';
import { charset, colourLevel } from './colour.ts';
import { Host } from './host.ts';
import { chordOf, type Input, KeyDecoder } from './keys.ts';
import { blank, bold, type Line, span, wrap } from './line.ts';
import { paintLines } from './line-paint.ts';
import { Presenter } from './presenter.ts';

const WIDEST = 86;

/** The language that was chosen; undefined: the learner has left. */
export function askLanguage(suggested: Language): Promise<Language | undefined> {
  const { env } = process;
  return new Promise((resolve) => {
    let chosen = suggested;
    const host = new Host({
      bytes: (chunk) => decoder.push(chunk),
      redraw: () => redraw(),
      ready: () => paint(),
      crashed: (error) => reportCrash(error, { screen: 'welcome' }),
    });
    const presenter = new Presenter(host.write, { level: colourLevel(env), charset: charset(env) });
    const paint = () => {
      const { cols, rows } = host.size();
      const grid = new Grid(cols, rows);
      const w = Math.min(WIDEST, cols - 2);
      const lines = welcomeLines(chosen, w, rows);
      const x = Math.floor((cols - w) / 2);
      paintLines(grid, { x, y: Math.max(0, Math.floor((rows - lines.length) / 3)), w, h: rows }, lines);
      presenter.present(grid, undefined);
    };
    const redraw = () => {
      presenter.invalidate();
      paint();
    };
    const finish = (answer: Language | undefined) => {
      host.stop();
      resolve(answer);
    };
    const decoder = new KeyDecoder((input) => {
      const what = meaning(input, chosen);
      if (what === 'begin') finish(chosen);
      else if (what === 'leave') finish(undefined);
      else if (what !== undefined) {
        chosen = what;
        paint();
      }
    });
    host.start();
    paint();
  });
}

/** What a key asks for: a language, to begin, to leave. */
export function meaning(input: Input, chosen: Language): Language | 'begin' | 'leave' | undefined {
  if (input.type !== 'key') return undefined;
  const at = languages.indexOf(chosen);
  switch (chordOf(input)) {
    case 'up':
    case 'left':
    case 'k':
      return languages[Math.max(0, at - 1)];
    case 'down':
    case 'right':
    case 'j':
    case 'tab':
      return languages[Math.min(languages.length - 1, at + 1)];
    case '1':
    case 'e':
      return 'en';
    case '2':
    case 'z':
      return 'zh';
    case 'enter':
    case ' ':
      return 'begin';
    case 'q':
    case 'C-c':
    case 'C-d':
    case 'escape':
      return 'leave';
    default:
      return undefined;
  }
}

/** The choice and its keys stand in every terminal, however small; what else there is to say goes first. */
export function welcomeLines(chosen: Language, width: number, rows: number): Line[] {
  const choice = languages.map(
    (language): Line => [
      { text: ` ${language === chosen ? '>' : ' '} ${choices[language]} `, inverse: language === chosen },
    ],
  );
  const told = welcome.flatMap((line) => (line === '' ? [blank] : wrap([span(line)], width)));
  const how = keys.flatMap((line) => wrap([span(line, 'quiet')], width));
  const all: Line[] = [[bold(title)], blank, ...told, blank, ...choice, blank, ...how];
  return all.length <= rows ? all : [...choice, ...how];
}
