/** What the lists offer of which one is chosen by a few letters: commands, places on the screen, machines of the network. */
import { paneIds } from '../lessons/pane-ids.ts';
import type { Translate } from '../text/index.ts';
import { type Binding, type Command, keymap, NUMBERED_PANES, PREFIX, sentence, shortName } from './keymap.ts';
import { paneById, panes } from './panes/index.ts';
import type { State } from './state.ts';

export type ChoiceList = 'commands' | 'places' | 'machines';

export type ChoiceState = Pick<State, 'open' | 'terminals' | 'lesson' | 'kernel'>;

/** What can be reached by no key stands there without one. */
const choice = (command: Command, chord = ''): Binding => ({ chord, context: 'any', command });

const prefixed = (key: string | number): string => `${PREFIX} ${key}`;

/** Panes are opened and closed by their names. */
const paneBindings = (t: Translate): Binding[] =>
  panes.map(({ id, title }) => choice({ id: 'togglePane', pane: id, title: t(title) }));

/** One binding a command. */
function commands({ lesson }: ChoiceState, t: Translate): Binding[] {
  const seen = new Set<string>();
  return [...keymap, ...paneBindings(t)]
    .filter(
      ({ chord, command }) =>
        chord === '' || ((chord.startsWith('f') || chord.startsWith(PREFIX)) && command.id !== 'palette'),
    )
    .filter(
      ({ command, needsLesson }) =>
        !['goToPane', 'goToTerminal'].includes(command.id) && (lesson !== undefined || needsLesson !== true),
    )
    .filter(({ command }) => {
      const what = sentence(command, t);
      if (seen.has(what)) return false;
      seen.add(what);
      return true;
    });
}

/** Panes with the numbers of their titles, the closed ones behind them without; then terminals, and the lesson. */
function places({ open, terminals, lesson }: ChoiceState, t: Translate): Binding[] {
  const closed = paneIds.filter((id) => !open.includes(id));
  const panesOf = [...open, ...closed].flatMap((id, i): Binding[] => {
    const pane = paneById(id);
    if (!pane) return [];
    const isOpen = i < open.length;
    const title = isOpen ? `${i + 1} ${t(pane.title)}` : t('choose.closed', t(pane.title));
    return [
      choice({ id: 'goTo', place: { kind: 'pane', id }, title }, isOpen && i < NUMBERED_PANES ? prefixed(i + 1) : ''),
    ];
  });
  const terminalsOf = terminals.map((name) =>
    choice({ id: 'goTo', place: { kind: 'terminal', name }, title: t('place.terminal', name, '') }, prefixed(name)),
  );
  const lessonOf = lesson
    ? [choice({ id: 'goTo', place: { kind: 'lesson' }, title: t('place.lesson') }, prefixed(0))]
    : [];
  return [...panesOf, ...terminalsOf, ...lessonOf];
}

/** The first one is where the terminals are that belong to none. */
const machines = ({ kernel }: ChoiceState): Binding[] =>
  kernel.network.hosts.map(({ name, address }, i) =>
    choice({ id: 'openTerminalOn', host: i === 0 ? undefined : name, title: `${name} (${address})` }),
  );

function choices(list: ChoiceList, state: ChoiceState, t: Translate): Binding[] {
  switch (list) {
    case 'commands':
      return commands(state, t);
    case 'places':
      return places(state, t);
    case 'machines':
      return machines(state);
  }
}

/** `chooseMachine` as `choose Machine`: nobody looks for letters of both. */
const inWords = (id: string): string => id.replaceAll(/(?=[A-Z])/g, ' ');

/** Those whose sentence or name holds what was typed. */
export function matchingChoices(list: ChoiceList, text: string, state: ChoiceState, t: Translate): Binding[] {
  const wanted = text.trim().toLowerCase();
  return choices(list, state, t).filter(({ command }) =>
    `${sentence(command, t)} ${shortName(command, t)} ${inWords(command.id)}`.toLowerCase().includes(wanted),
  );
}
