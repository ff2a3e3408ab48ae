/**
 * The source of a manual page, read: man(7) requests become blocks of styled text that know nothing of a width.
 * Models what pages of prose need: TH SH SS PP TP IP RS RE EX EE nf fi in br sp B I R and their pairs, SY-less synopses,
 * fonts and the characters that have names. Leaves out mdoc, tables, equations, strings and macros of one's own.
 * Authority: man(7), groff_man(7), groff(7).
 */

export type Font = 'roman' | 'bold' | 'italic';

/** A character and how it looks. `fixed` blanks neither stretch nor break a line; after a `soft` dash a line may end. */
export interface Glyph {
  readonly char: string;
  readonly font: Font;
  readonly kind: 'plain' | 'fixed' | 'soft';
}
export type Line = readonly Glyph[];

export type Block =
  | { readonly kind: 'section' | 'subsection'; readonly text: Line }
  /** Filled, at `indent` behind the margin; `hang` is what stands in the margin before it. */
  | { readonly kind: 'fill'; readonly lines: readonly Line[]; readonly indent: number; readonly hang?: Hang }
  /** Line by line as written. */
  | { readonly kind: 'verbatim'; readonly lines: readonly Line[]; readonly indent: number }
  | { readonly kind: 'gap' };

export interface Hang {
  readonly text: Line;
  /** Where the text behind it begins, from the margin of the paragraph. */
  readonly width: number;
}

export interface ManPage {
  readonly title: string;
  readonly section: string;
  readonly date: string;
  readonly origin: string;
  readonly volume: string;
  readonly blocks: readonly Block[];
}

const NAMED: Readonly<Record<string, string>> = {
  bu: '•',
  aq: "'",
  dq: '"',
  lq: '“',
  rq: '”',
  oq: '‘',
  cq: '’',
  em: '—',
  en: '–',
  ha: '^',
  ti: '~',
  rs: '\\',
  '->': '→',
  '<-': '←',
  ga: '`',
  co: '©',
};
const FONTS: Readonly<Record<string, Font>> = {
  B: 'bold',
  I: 'italic',
  R: 'roman',
  '1': 'roman',
  '2': 'italic',
  '3': 'bold',
};
/** How far text stands in behind a tag, unless something else is said. */
const TAG_INDENT = 7;

/** Reads the escapes of text; the font in force goes on from line to line. */
class Typesetter {
  font: Font = 'roman';
  #before: Font = 'roman';

  #switch(name: string): void {
    const next = name === 'P' || name === '' ? this.#before : (FONTS[name] ?? this.font);
    this.#before = this.font;
    this.font = next;
  }

  line(text: string, font?: Font): Glyph[] {
    const outer = this.font;
    if (font) this.font = font;
    const out: Glyph[] = [];
    const put = (chars: string, kind: Glyph['kind'] = 'plain'): void => {
      for (const char of chars) out.push({ char, font: this.font, kind });
    };
    for (let at = 0; at < text.length; ) {
      const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
      if (char !== '\\') {
        put(char, char === '-' ? 'soft' : 'plain');
        at += char.length;
        continue;
      }
      at = this.#escape(text, at + 1, put);
    }
    if (font) this.font = outer;
    return out;
  }

  /** What stands behind a backslash; answers where the text goes on. */
  #escape(text: string, at: number, put: (chars: string, kind?: Glyph['kind']) => void): number {
    const rest = text.slice(at);
    const [, name] = /^f(?:\[([^\]]*)\]|\((..)|(.))/.exec(rest)?.filter((part) => part !== undefined) ?? [];
    if (name !== undefined) {
      this.#switch(name);
      return at + (/^f\[[^\]]*\]|^f\(..|^f./.exec(rest)?.[0].length ?? 0);
    }
    const special = /^\((..)|^\[([^\]]*)\]/.exec(rest);
    if (special) {
      put(NAMED[special[1] ?? special[2] ?? ''] ?? '', 'fixed');
      return at + special[0].length;
    }
    const sized = /^s[-+]?\d+|^[hv]'[^']*'|^\*\(..|^\*\[[^\]]*\]|^\*./.exec(rest);
    if (sized) return at + sized[0].length;
    const char = rest.charAt(0);
    if (char === '"' || char === '#') return text.length;
    if (char === '-') put('-', 'fixed');
    else if (char === 'e' || char === '\\') put('\\');
    else if (char === ' ' || char === '~' || char === '0') put(' ', 'fixed');
    else if (char === "'" || char === '`') put(char === "'" ? '´' : '`');
    else if (!'&:%|^,/)c'.includes(char)) put(char);
    return at + 1;
  }
}

/** The arguments of a request; quotes keep blanks together. */
const argumentsOf = (text: string): string[] =>
  [...text.matchAll(/"((?:[^"]|"")*)"?|(?:\\ |[^\s])+/g)].map(([all, quoted]) =>
    quoted === undefined ? all : quoted.replaceAll('""', '"'),
  );

const PAIRS: Readonly<Record<string, readonly [Font, Font]>> = {
  BR: ['bold', 'roman'],
  RB: ['roman', 'bold'],
  IR: ['italic', 'roman'],
  RI: ['roman', 'italic'],
  BI: ['bold', 'italic'],
  IB: ['italic', 'bold'],
};

class Reader {
  readonly #type = new Typesetter();
  readonly #blocks: Block[] = [];
  #title: readonly string[] = [];
  #lines: Line[] = [];
  #verbatim = false;
  /** Of RS and `in`, beside the paragraph's own. */
  #shift = 0;
  #shifts: number[] = [];
  #hang: Hang | undefined;
  #paragraph = 0;
  #pendingTag = 0;
  /** What TP, IP and RS without a number use: the last that was given since the paragraph began. */
  #prevailing = TAG_INDENT;

  /** What has been collected becomes a block. */
  #flush(): void {
    const lines = this.#lines;
    this.#lines = [];
    const hang = this.#hang;
    this.#hang = undefined;
    if (lines.length === 0 && !hang) return;
    const indent = this.#shift + this.#paragraph;
    if (this.#verbatim && !hang) this.#blocks.push({ kind: 'verbatim', lines, indent });
    else this.#blocks.push({ kind: 'fill', lines, indent, ...(hang && { hang }) });
  }

  #gap(): void {
    this.#flush();
    if (this.#blocks.length > 0) this.#blocks.push({ kind: 'gap' });
  }

  #text(line: Glyph[]): void {
    if (this.#pendingTag > 0) {
      this.#hang = { text: line, width: this.#pendingTag };
      this.#pendingTag = 0;
    } else this.#lines.push(line);
  }

  #paragraphOf(indent: number): void {
    this.#gap();
    this.#paragraph = indent;
  }

  #section(kind: 'section' | 'subsection', args: readonly string[]): void {
    this.#gap();
    this.#shift = 0;
    this.#shifts = [];
    this.#paragraph = 0;
    this.#prevailing = TAG_INDENT;
    this.#type.font = 'roman';
    this.#blocks.push({ kind, text: this.#type.line(args.join(' '), 'bold') });
  }

  #alternate([first, second]: readonly [Font, Font], args: readonly string[]): void {
    this.#text(args.flatMap((arg, i) => this.#type.line(arg, i % 2 === 0 ? first : second)));
  }

  #fonted(font: Font, args: readonly string[]): void {
    if (args.length > 0) this.#text(this.#type.line(args.join(' '), font));
  }

  /** Lines behind it are shown as they are, or filled again. */
  #setVerbatim(on: boolean): void {
    this.#flush();
    this.#verbatim = on;
  }

  #indentBy(arg: string | undefined): void {
    this.#flush();
    if (arg === undefined) this.#shift = this.#shifts.pop() ?? 0;
    else {
      this.#shifts.push(this.#shift);
      this.#shift += Number.parseInt(arg, 10) || this.#prevailing;
      this.#prevailing = TAG_INDENT;
    }
  }

  #prevail(width: string | undefined): number {
    this.#prevailing = Number.parseInt(width ?? '', 10) || this.#prevailing;
    return this.#prevailing;
  }

  #indented([tag, width]: readonly string[]): void {
    const indent = this.#prevail(width);
    this.#paragraphOf(indent);
    if (tag) this.#hang = { text: this.#type.line(tag), width: indent };
  }

  #tagged(width: string | undefined): void {
    const indent = this.#prevail(width);
    this.#paragraphOf(indent);
    this.#pendingTag = indent;
  }

  #plainParagraph(): void {
    this.#type.font = 'roman';
    this.#prevailing = TAG_INDENT;
    this.#paragraphOf(0);
  }

  readonly #requests: Readonly<Record<string, (args: readonly string[]) => void>> = {
    TH: (args) => {
      this.#title = args;
    },
    SH: (args) => this.#section('section', args),
    SS: (args) => this.#section('subsection', args),
    PP: () => this.#plainParagraph(),
    P: () => this.#plainParagraph(),
    LP: () => this.#plainParagraph(),
    TP: ([width]) => this.#tagged(width),
    IP: (args) => this.#indented(args),
    RS: ([width = '']) => this.#indentBy(width),
    RE: () => this.#indentBy(undefined),
    in: ([width]) => this.#indentBy(width),
    EX: () => this.#setVerbatim(true),
    nf: () => this.#setVerbatim(true),
    EE: () => this.#setVerbatim(false),
    fi: () => this.#setVerbatim(false),
    br: () => this.#flush(),
    sp: () => this.#gap(),
    B: (args) => this.#fonted('bold', args),
    I: (args) => this.#fonted('italic', args),
    R: (args) => this.#fonted('roman', args),
  };

  #request(name: string, args: readonly string[]): void {
    const pair = PAIRS[name];
    if (pair) this.#alternate(pair, args);
    else if (Object.hasOwn(this.#requests, name)) this.#requests[name]?.(args);
  }

  read(source: string): ManPage {
    for (const line of source.replace(/\n$/, '').split('\n')) {
      const request = /^[.'][ \t]*([A-Za-z]+)[ \t]*(.*)$/.exec(line);
      if (request) this.#request(request[1] ?? '', argumentsOf((request[2] ?? '').replace(/\s*\\".*$/, '')));
      else if (/^[.']/.test(line)) continue;
      else if (line === '' && !this.#verbatim) this.#gap();
      else this.#text(this.#type.line(line));
    }
    this.#flush();
    const [title = '', section = '', date = '', origin = '', volume = ''] = this.#title.map((part) =>
      this.#type
        .line(part)
        .map(({ char }) => char)
        .join(''),
    );
    return { title, section, date, origin, volume, blocks: this.#blocks };
  }
}

export const readPage = (source: string): ManPage => new Reader().read(source);
