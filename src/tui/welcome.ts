/** The first start: what this is, and in which language. A screen of its own, before there is a machine or a lesson. */
import { reportCrash } from '../crash.ts';
import { type Language, languages } from '../text/index.ts';
import { choices, keys, title, welcome } from '../text/welcome.ts';
import { Grid } from './cells.ts';
import { charset, charsetSeen, colourLevel } from './colour.ts';
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
    let offered: readonly Language[] = languages;
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
      const lines = welcomeLines(chosen, w, rows, offered);
      const x = Math.floor((cols - w) / 2);
      paintLines(grid, { x, y: Math.max(0, Math.floor((rows - lines.length) / 3)), w, h: rows }, lines);
      presenter.present(grid, undefined);
    };
    const redraw = () => {
      presenter.invalidate();
      paint();
    };
    const onReply = (text: string) => {
      const seen = charsetSeen(text, env);
      if (seen === undefined) return;
      presenter.setLooks({ ...presenter.looks, charset: seen });
      if (seen === 'ascii') [offered, chosen] = [['en'], 'en'];
      paint();
    };
    const finish = (answer: Language | undefined) => {
      host.stop();
      resolve(answer);
    };
    const decoder = new KeyDecoder((input) => {
      if (input.type === 'reply') onReply(input.text);
      const what = meaning(input, chosen, offered);
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
export function meaning(
  input: Input,
  chosen: Language,
  offered: readonly Language[],
): Language | 'begin' | 'leave' | undefined {
  if (input.type !== 'key') return undefined;
  const at = offered.indexOf(chosen);
  const named = (language: Language) => offered.find((each) => each === language);
  switch (chordOf(input)) {
    case 'up':
    case 'left':
    case 'k':
      return offered[Math.max(0, at - 1)];
    case 'down':
    case 'right':
    case 'j':
    case 'tab':
      return offered[Math.min(offered.length - 1, at + 1)];
    case '1':
    case 'e':
      return named('en');
    case '2':
    case 'z':
      return named('zh');
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

/**
 * The choice and its keys stand in every terminal, however small; what else there is to say goes first. What is not offered,
 * the terminal could not show.
 */
export function welcomeLines(
  chosen: Language,
  width: number,
  rows: number,
  offered: readonly Language[] = languages,
): Line[] {
  const legible = (line: string) => offered.includes('zh') || !/\p{Script=Han}/u.test(line);
  const choice = offered.map(
    (language): Line => [
      { text: ` ${language === chosen ? '>' : ' '} ${choices[language]} `, inverse: language === chosen },
    ],
  );
  const told = welcome.filter(legible).flatMap((line) => (line === '' ? [blank] : wrap([span(line)], width)));
  const how = keys.filter(legible).flatMap((line) => wrap([span(line, 'quiet')], width));
  const all: Line[] = [[bold(title)], blank, ...told, blank, ...choice, blank, ...how];
  return all.length <= rows ? all : [...choice, ...how];
}
