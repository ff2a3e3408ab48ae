/**
 * Bytes from the host's terminal → keys, pastes and replies. Works on bytes from end to end, so that nothing of a paste
 * is lost and a character cut between two reads waits for its rest.
 * Models legacy xterm keys, the Linux console's, modifiers, bracketed paste, kitty's `CSI u`, the mouse as SGR reports.
 * Authority: xterm's ctlseqs, console_codes(4), the kitty keyboard protocol.
 */

export interface Key {
  readonly type: 'key';
  /** `a`, `A`, `中`, `enter`, `tab`, `escape`, `backspace`, `up`, `f5`, … */
  readonly name: string;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** What a legacy terminal would have sent: this is what the simulated terminal gets. */
  readonly bytes: Uint8Array;
}

/** Cells count from 0. */
export interface Mouse {
  readonly type: 'mouse';
  readonly action: 'press' | 'release' | 'drag' | 'wheelUp' | 'wheelDown';
  readonly button: 0 | 1 | 2;
  readonly x: number;
  readonly y: number;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

export type Input =
  | Key
  | Mouse
  | { readonly type: 'paste'; readonly bytes: Uint8Array; readonly last: boolean }
  | { readonly type: 'reply'; readonly text: string };

/** `C-]`, `M-x`, `S-tab`, `f5`: the spelling that the key map uses. */
export const chordOf = (key: Key): string =>
  (key.ctrl ? 'C-' : '') + (key.alt ? 'M-' : '') + (key.shift && key.name.length > 1 ? 'S-' : '') + key.name;

const TILDE: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};
const FINAL: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};
/** The Linux console's F1 to F5: `ESC [ [ A` … */
const LINUX: Readonly<Record<string, string>> = { A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5' };
const CONTROL: Readonly<Record<number, string>> = {
  0: 'space',
  8: 'h',
  9: 'tab',
  10: 'j',
  13: 'enter',
  27: 'escape',
  28: '\\',
  29: ']',
  30: '^',
  31: '_',
  127: 'backspace',
};
/** Control codes that are keys of their own, not Ctrl with a letter. */
const NAMED = new Set([9, 13, 27, 127]);

const PASTE_START = '\x1b[200~';
const PASTE_END = Buffer.from('\x1b[201~');
const ESC = 27;

/** ESC O final | ESC [ [ letter (Linux console) | ESC [ private? parameters intermediates final */
const SEQUENCE = /^\x1b(?:O(\d*)([A-Za-z])|\[\[([A-E])|\[([<=>?]?)([\d;:]*)([ -/]*)([@-~]))/;
const UNFINISHED = /^\x1b(?:O\d*|\[\[?|\[[0-?]*[ -/]*)$/;

const noModifiers = { ctrl: false, alt: false, shift: false };

export class KeyDecoder {
  #buffer: Buffer = Buffer.alloc(0);
  #inPaste = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #emit: (input: Input) => void;
  readonly #escapeMs: number;

  /** `escapeMs`: how long an ESC alone may still become a sequence. Kitty's protocol ends the guess. */
  constructor(emit: (input: Input) => void, escapeMs = 30) {
    this.#emit = emit;
    this.#escapeMs = escapeMs;
  }

  push(chunk: Uint8Array): void {
    clearTimeout(this.#timer);
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    while (this.#buffer.length > 0) {
      const used = this.#inPaste ? this.#paste() : this.#one(false);
      if (used === 0) {
        if (!this.#inPaste) this.#timer = setTimeout(() => this.#flush(), this.#escapeMs);
        return;
      }
      this.#buffer = this.#buffer.subarray(used);
    }
  }

  /** No more bytes will come soon: what stands there is what was meant. */
  #flush(): void {
    while (this.#buffer.length > 0) this.#buffer = this.#buffer.subarray(this.#one(true) || 1);
  }

  #paste(): number {
    const end = this.#buffer.indexOf(PASTE_END);
    if (end >= 0) {
      this.#inPaste = false;
      this.#emit({ type: 'paste', bytes: this.#buffer.subarray(0, end), last: true });
      return end + PASTE_END.length;
    }
    // The last bytes may be the start of the end mark; a huge paste passes in pieces.
    const sure = Math.max(0, this.#buffer.length - (PASTE_END.length - 1));
    if (sure > 0) this.#emit({ type: 'paste', bytes: this.#buffer.subarray(0, sure), last: false });
    return sure;
  }

  /** Decodes one input at the front; answers its length, or 0 for "need more". */
  #one(final: boolean): number {
    const buffer = this.#buffer;
    if (buffer[0] !== ESC) return this.#character(0, false, final);
    if (buffer.length === 1) return final ? this.#key('escape', 1) : 0;
    const start = buffer.toString('latin1', 0, 64);
    if (start[1] === 'O' || start[1] === '[') {
      const match = SEQUENCE.exec(start);
      // Until a third byte has come, `ESC [ [` may be two keys or the Linux console's F1.
      if (match && !(start === '\x1b[[' && !final)) return this.#sequence(match);
      if (!final && UNFINISHED.test(start)) return 0;
      return this.#key(start[1], 2, { alt: true });
    }
    if (buffer[1] === ESC) return this.#key('escape', 1);
    return this.#character(1, true, final);
  }

  #character(at: number, alt: boolean, final: boolean): number {
    const code = this.#buffer[at] ?? 0;
    if (code < 32 || code === 127) {
      const name = CONTROL[code] ?? String.fromCharCode(code + 96);
      return this.#key(name, at + 1, { ctrl: !NAMED.has(code), alt });
    }
    const length = code < 0xc0 ? 1 : code < 0xe0 ? 2 : code < 0xf0 ? 3 : 4;
    if (this.#buffer.length < at + length && !final) return 0;
    const end = Math.min(at + length, this.#buffer.length);
    return this.#key(this.#buffer.toString('utf8', at, end), end, { alt });
  }

  #sequence(match: RegExpExecArray): number {
    const [all, ss3, ss3Final, linux, mark, params, , csiFinal = ''] = match;
    if (all === PASTE_START) {
      this.#inPaste = true;
      return all.length;
    }
    if (linux) return this.#key(LINUX[linux] ?? 'unknown', all.length);
    const numbers = (ss3 ?? params ?? '').split(';').map((part) => Number(part.split(':')[0]));
    const final = ss3Final ?? csiFinal;
    const mouse = mark === '<' ? mouseOf(numbers, final) : undefined;
    if (mouse) {
      this.#emit(mouse);
      return all.length;
    }
    if (!ss3Final && isReply(mark ?? '', final, numbers)) {
      this.#emit({ type: 'reply', text: all });
      return all.length;
    }
    const modifiers = modifiersOf((ss3Final ? numbers[0] : numbers[1]) || 1);
    if (final === 'u') return this.#kitty(numbers[0] || 0, modifiers, all.length);
    if (final === 'Z') return this.#key('tab', all.length, { shift: true });
    const name = final === '~' ? TILDE[numbers[0] ?? 0] : FINAL[final];
    return this.#key(name ?? 'unknown', all.length, modifiers);
  }

  /** `CSI code;mods u`, said as a legacy terminal would, for the simulated terminal knows only bytes. */
  #kitty(code: number, modifiers: Modifiers, length: number): number {
    const plain = code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    const named = NAMED.has(code) || code === 0;
    const name = code === 32 && modifiers.ctrl ? 'space' : named ? (CONTROL[code] ?? 'unknown') : plain || 'unknown';
    const legacy = modifiers.ctrl ? controlCharacter(plain) : plain;
    return this.#key(name, length, modifiers, Buffer.from((modifiers.alt ? '\x1b' : '') + legacy));
  }

  #key(name: string, length: number, modifiers: Partial<Modifiers> = {}, bytes?: Uint8Array): number {
    const sent = bytes ?? Uint8Array.prototype.slice.call(this.#buffer, 0, length);
    this.#emit({ type: 'key', name, ...noModifiers, ...modifiers, bytes: sent });
    return length;
  }
}

/** `CSI < button ; column ; row M`, or `m` when it is let go. */
function mouseOf([code = 0, column = 1, row = 1]: readonly number[], final: string): Mouse | undefined {
  if (final !== 'M' && final !== 'm') return undefined;
  const wheel = (code & 64) !== 0;
  const button = code & 3;
  if (button === 3 || (wheel && button > 1)) return undefined;
  const pressed = (code & 32) !== 0 ? 'drag' : 'press';
  return {
    type: 'mouse',
    action: wheel ? (button === 0 ? 'wheelUp' : 'wheelDown') : final === 'm' ? 'release' : pressed,
    button: wheel ? 0 : (button as Mouse['button']),
    x: column - 1,
    y: row - 1,
    ctrl: (code & 16) !== 0,
    alt: (code & 8) !== 0,
    shift: (code & 4) !== 0,
  };
}

type Modifiers = Pick<Key, 'ctrl' | 'alt' | 'shift'>;

function modifiersOf(parameter: number): Modifiers {
  const bits = parameter - 1;
  return { shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0 };
}

function controlCharacter(character: string): string {
  if (character === '?') return '\x7f';
  return /^[@-_a-z ]$/.test(character) ? String.fromCharCode(character.toUpperCase().charCodeAt(0) & 31) : character;
}

/**
 * Device attributes, cursor position, status, focus, mouse. `CSI 1;2R` is Shift-F3; a position is asked for in row 2
 * or below, so that the two cannot be taken for each other.
 */
function isReply(mark: string, final: string, numbers: readonly number[]): boolean {
  if (mark !== '') return true;
  if (final === 'R') return numbers.length === 2 && (numbers[0] ?? 0) > 1;
  return final === 'n' || final === 'c' || final === 'I' || final === 'O';
}
