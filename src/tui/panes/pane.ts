/**
 * What a pane is: a function of a view. It gets plain data and answers entries of lines; it has no timer and no
 * subscription of its own, draws nothing by itself, and is asked anew when what it looks at has changed.
 */
import type { KernelEvent } from '../../kernel/event.ts';
import type { KernelView, ProcessView, TtyView } from '../../kernel/view.ts';
import type { PaneId } from '../../lessons/pane-ids.ts';
import type { Names, Speech, Words } from '../../text/index.ts';
import type { Line } from '../line.ts';

/** Which process the panes of one process show, and the terminal that it belongs to. */
export interface Subject {
  readonly pid: number | undefined;
  readonly tty: string | undefined;
  /** The learner has chosen it; else it is whatever is in the foreground of the terminal typed into last. */
  readonly pinned: boolean;
}

/** What the learner has chosen in one pane. */
export interface PaneCursor {
  /** The chosen entry, by its id. */
  readonly row: string | undefined;
  /** Its details are shown. */
  readonly open: boolean;
  /** The structure behind the pane is shown. */
  readonly behind: boolean;
}

export const restingCursor: PaneCursor = { row: undefined, open: false, behind: false };

export interface PaneContext {
  readonly kernel: KernelView;
  /** The last happenings, oldest first; bounded. Calls that did none of them are left out. */
  readonly recent: readonly KernelEvent[];
  readonly speech: Speech;
  readonly names: Names;
  readonly subject: Subject;
  readonly cursor: PaneCursor;
  readonly width: number;
  readonly height: number;
  /** Rows that the learner has scrolled away from the anchor. */
  readonly scroll: number;
}

/** Lines that belong together. With an id one can choose them. */
export interface Entry {
  readonly id?: string;
  /** The process that it is about. */
  readonly pid?: number;
  readonly lines: readonly Line[];
  /** What stands below it when it is opened. */
  details?(): readonly Line[];
}

export const entry = (...lines: readonly Line[]): Entry => ({ lines });

export const rowsOf = (entries: readonly Entry[]): number => entries.reduce((sum, { lines }) => sum + lines.length, 0);

/** Keys of words that stand alone. */
type PlainKey = { [K in keyof Words]: Words[K] extends string ? K : never }[keyof Words];

/** What a pane is drawn from; nothing else makes it draw again. `flying`: the time, as long as something is under way. */
export type Watched = Exclude<keyof KernelView, 'time' | 'seq'> | 'recent' | 'subject' | 'flying';

export interface Pane {
  readonly id: PaneId;
  readonly title: PlainKey;
  /** In one line what it shows. */
  readonly shows: PlainKey;
  /** Where Linux shows the same. */
  readonly where: PlainKey;
  /** How much of a shared row it wants, beside the others. */
  readonly weight: number;
  /** Where it stands before anybody scrolls: at its first line, or at its last. */
  readonly anchor: 'top' | 'bottom';
  readonly watches: readonly Watched[];
  /**
   * What is worth a look now, by name; undefined: nothing is. When the name changes, the pane comes to the front of those
   * that share a place, unless the learner has chosen another one.
   */
  calls?(kernel: KernelView): string | undefined;
  entries(context: PaneContext): readonly Entry[];
  /** The kernel structures that the pane is drawn from, as books print them, with the values of now. */
  readonly behind: {
    readonly watches: readonly Watched[];
    entries(context: PaneContext): readonly Entry[];
  };
}

/** The process to look at, as long as it is there. */
export const subjectOf = ({ kernel, subject }: Pick<PaneContext, 'kernel' | 'subject'>): ProcessView | undefined =>
  kernel.processes.find(({ pid }) => pid === subject.pid);

/** The terminal of the process to look at. */
export const ttyOf = ({ kernel, subject }: Pick<PaneContext, 'kernel' | 'subject'>): TtyView | undefined =>
  kernel.ttys.find(({ name }) => name === subject.tty) ?? kernel.ttys[0];
