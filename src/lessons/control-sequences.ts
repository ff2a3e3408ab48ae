/**
 * What programs wrote, as words: without the sequences that move the cursor, clear, colour, or name the window. Who reads
 * lines shall not stumble over a `clear` before them. Authority: ECMA-48, xterm's ctlseqs.
 */

/** CSI …, OSC … to its end, and ESC with what belongs to it. */
const SEQUENCE = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])/g;

export const withoutSequences = (text: string): string => text.replace(SEQUENCE, '');
