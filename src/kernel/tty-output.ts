/**
 * What programs wrote to a terminal, as its events keep it: the last of it whole, so that checks and line mode read all that
 * stood there; of what is older only the beginning of each write, for a flood must not fill the memory.
 */

/** The payload of a `tty.output` event; it is the event itself by the time that it is cut. */
export interface Output {
  readonly tty: string;
  bytes: Uint8Array;
  readonly raw: boolean;
}

/** What is left of a write. */
export const BEGINNING_BYTES = 256;
/** So much is kept whole, for each terminal. */
const WHOLE_BYTES = 1 << 18;

export class KeptOutput {
  /** Those that could be cut, the oldest first, from `#first` on. */
  #long: Output[] = [];
  #first = 0;
  #bytes = 0;

  /** `bytes` are the event's own from now on. */
  keep(output: Output): Output {
    if (output.bytes.length <= BEGINNING_BYTES) return output;
    this.#long.push(output);
    this.#bytes += output.bytes.length;
    while (this.#bytes > WHOLE_BYTES) this.#cutOldest();
    return output;
  }

  #cutOldest(): void {
    const oldest = this.#long[this.#first++];
    if (!oldest) return;
    this.#bytes -= oldest.bytes.length;
    oldest.bytes = oldest.bytes.slice(0, BEGINNING_BYTES);
    if (this.#first < this.#long.length / 2) return;
    this.#long = this.#long.slice(this.#first);
    this.#first = 0;
  }
}
