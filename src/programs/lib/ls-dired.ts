/**
 * `ls --dired`: lines are indented, and at the end it is told at which bytes names stand. Colours are not counted, as in
 * the real one. Authority: ls(1), "What information is listed" of coreutils.
 */
import { encode } from '../../bytes.ts';
import type { Entry } from './ls-entry.ts';
import { type Look, longLines, totalLine } from './ls-layout.ts';

const INDENT = '  ';

export class Dired {
  private at = 0;
  private readonly names: number[] = [];
  private readonly directories: number[] = [];

  /** The text as it was given; it counts as much as it takes without colours. */
  private put(text: string): string {
    this.at += encode(text.replace(/\x1b\[[\d;]*m/g, '')).length;
    return text;
  }

  listing(entries: readonly Entry[], look: Look, withTotal: boolean): string {
    let text = withTotal ? this.put(INDENT + totalLine(entries, look)) : '';
    for (const [before, name, after] of longLines(entries, look)) {
      text += this.put(INDENT + before);
      const gap = /^ */.exec(name)?.[0].length ?? 0;
      const from = this.at;
      text += this.put(name);
      this.names.push(from + gap, this.at);
      text += this.put(after);
    }
    return text;
  }

  header(title: string, isFirst: boolean): string {
    const before = this.put((isFirst ? '' : '\n') + INDENT);
    const from = this.at;
    const text = this.put(title);
    this.directories.push(from, this.at);
    return before + text + this.put(':\n');
  }

  /** The last lines. */
  summary(quoting: string): string {
    const line = (name: string, places: readonly number[]): string =>
      places.length === 0 ? '' : `//${name}// ${places.join(' ')}\n`;
    const style = `//DIRED-OPTIONS// --quoting-style=${quoting}\n`;
    return line('DIRED', this.names) + line('SUBDIRED', this.directories) + style;
  }
}
