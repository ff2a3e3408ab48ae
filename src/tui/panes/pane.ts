/**
 * What a pane is: a function of a view. It gets plain data, draws lines, and has no timer and no subscription of its own;
 * it is told anew when what it looks at has changed.
 */
import type { FunctionComponent } from 'react';
import type { KernelEvent } from '../../kernel/event.ts';
import type { KernelView } from '../../kernel/view.ts';
import type { PaneId } from '../../lessons/pane-ids.ts';
import type { Names, Speech } from '../../text/index.ts';
import type { ScreenWords } from '../../text/screen.ts';
import type { Shown } from '../lines.tsx';

export interface PaneProps {
  readonly kernel: KernelView;
  /** The last happenings, oldest first; bounded. */
  readonly recent: readonly KernelEvent[];
  readonly speech: Speech;
  readonly names: Names;
  readonly width: number;
  readonly height: number;
  readonly scroll: number;
  readonly onShown?: ((shown: Shown) => void) | undefined;
}

/** Keys of words that stand alone. */
type PlainKey = { [K in keyof ScreenWords]: ScreenWords[K] extends string ? K : never }[keyof ScreenWords];

/** What a pane is drawn from; nothing else makes it draw again. */
export type Watched = 'processes' | 'pipes' | 'ttys' | 'recent';

export interface Pane {
  readonly id: PaneId;
  readonly title: PlainKey;
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
  readonly component: FunctionComponent<PaneProps>;
}
