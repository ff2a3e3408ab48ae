/**
 * Our own words in the language chosen at start. What the simulated machine prints is not here: it speaks the C locale.
 */

import { type CopyingWords, en as copyingEn, zh as copyingZh } from './copying.ts';
import { describeEvent, en as eventsEn, zh as eventsZh } from './events.ts';
import { type IpcPaneWords, en as ipcPanesEn, zh as ipcPanesZh } from './ipc-panes.ts';
import { type NetPaneWords, en as netPanesEn, zh as netPanesZh } from './net-panes.ts';
import { type PaneWords, en as panesEn, zh as panesZh } from './panes.ts';
import { explainReason, type Names, en as reasonsEn, zh as reasonsZh } from './reasons.ts';
import { type ScreenWords, en as screenEn, zh as screenZh } from './screen.ts';
import { type Waiting, why as whole } from './why.ts';

export type { Names };

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** Everything that `t` says. */
export type Words = ScreenWords & PaneWords & IpcPaneWords & NetPaneWords & CopyingWords;

type Args<W> = W extends (...args: infer A) => string ? A : [];
export type Translate = <K extends keyof Words>(key: K, ...args: Args<Words[K]>) => string;

export type { Waiting };

export interface Speech {
  readonly language: Language;
  readonly t: Translate;
  /** Why a process waits; takes any `WaitReason`. */
  explainReason(reason: { readonly kind: string }, names: Names): string;
  /** Why a process does not run, whom it waits for, and what would wake it: a paragraph. */
  explainWait(pid: number, waiting: Waiting, names: Names): string;
  /** What happened; takes any `KernelEvent`. Undefined: not worth a line. */
  describeEvent(event: { readonly type: string; readonly seq?: number }, names: Names): string | undefined;
}

const words = {
  en: {
    screen: { ...screenEn, ...panesEn, ...ipcPanesEn, ...netPanesEn, ...copyingEn },
    reasons: reasonsEn,
    events: eventsEn,
  },
  zh: {
    screen: { ...screenZh, ...panesZh, ...ipcPanesZh, ...netPanesZh, ...copyingZh },
    reasons: reasonsZh,
    events: eventsZh,
  },
};

export function speak(language: Language): Speech {
  const { screen, reasons, events } = words[language];
  const why: Speech['explainReason'] = (reason, names) => explainReason(reasons, reason, names);
  return {
    language,
    t: (key, ...args) => {
      const word: string | ((...args: never[]) => string) = screen[key];
      return typeof word === 'string' ? word : word(...(args as never[]));
    },
    explainReason: why,
    explainWait: whole[language],
    describeEvent: (event, names) => describeEvent(events, event, names, (reason) => why(reason, names)),
  };
}

/** Also as a locale names it: `zh_CN.UTF-8`. */
export function languageNamed(name: string): Language | undefined {
  if (/^(zh|chinese)/i.test(name)) return 'zh';
  return /^(en|english)/i.test(name) ? 'en' : undefined;
}

/** What was asked for on the command line, else what the environment says of messages; English when nothing fits. */
export const chooseLanguage = (
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Language => languageNamed(asked ?? (env.LC_ALL || env.LC_MESSAGES || env.LANG || '')) ?? 'en';
