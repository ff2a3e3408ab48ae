/** What stands around the panes: title bar, key bar, help, palette, questions. */
import type { Speech } from '../text/index.ts';
import type { ChoiceList } from './choices.ts';
import type { Field } from './field.ts';
import { Box, Text, TextInput } from './ink.ts';
import { type Binding, type Context, contextOf, keymap, sentence, shortName, showChord } from './keymap.ts';
import { roomy } from './layout.ts';
import { blank, bold, type Line, lineWidth, type Span, span, wrap } from './line.ts';
import { Fixed, Scrolled, type Shown } from './lines.tsx';
import type { Confirmed, State } from './state.ts';
import { pad, textWidth } from './width.ts';

/** The program, where one is in the lesson, and whether time goes. */
export function titleLine(state: State, { t }: Speech): Line {
  const { lesson, clock, speed, size, time } = state;
  const where = lesson ? t('title.lesson', lesson.chapter, lesson.title) : t('title.repl');
  const step = lesson ? `  ${t('title.step', lesson.stepNumber, lesson.stepCount)}` : '';
  const small = size.cols < roomy.cols || size.rows < roomy.rows;
  const left: Line = [bold(' ipclab '), span(` ${where}${step}`)];
  const right: Line = small
    ? [span(`${t('title.small', roomy.cols, roomy.rows)} `, 'waiting')]
    : clock === 'running'
      ? speed === 1
        ? []
        : [span(` ${t(`title.speed.${speed}`)} `, 'waiting')]
      : [{ ...span(` ${t(`title.${clock}`)} ${t('title.time', (time / 1e6).toFixed(6))} `, 'alarm'), inverse: true }];
  return between(left, right, size.cols);
}

function between(left: Line, right: Line, width: number): Line {
  const gap = width - lineWidth(left) - lineWidth(right);
  if (gap >= 1) return [...left, span(' '.repeat(gap)), ...right];
  const room = Math.max(0, width - lineWidth(right) - 1);
  const text = left.map(({ text }) => text).join('');
  return [bold(pad(text, room)), span(' '), ...right];
}

/** The keys of where the focus is, as many as fit; or what there is to say. */
export function keyBarLine(state: State, { t }: Speech): Line {
  if (state.note !== undefined) return [span(` ${state.note}`, 'accent')];
  if (state.prefix) return [span(` ${t('title.prefix')}`, 'accent')];
  const spans: Span[] = [];
  let used = 0;
  for (const binding of barBindings(contextOf(state), state.lesson !== undefined, state.clock === 'paused')) {
    const key = showChord(binding.chord);
    const word = shortName(binding.command, t);
    const width = textWidth(key) + textWidth(word) + 3;
    if (used + width > state.size.cols) break;
    used += width;
    const { chord } = binding;
    spans.push(span(' '), { ...bold(key), chord }, { ...span(` ${word} `, 'quiet'), chord });
  }
  return spans;
}

/** While time stands still its keys come first. */
export function barBindings(context: Context, hasLesson: boolean, paused: boolean): Binding[] {
  const first = ({ command }: Binding) => paused && (command.id === 'step' || command.id === 'pause');
  return keymap
    .filter((binding) => binding.bar !== undefined && (binding.context === 'any' || binding.context === context))
    .filter((binding) => hasLesson || binding.needsLesson !== true)
    .sort((a, b) => Number(first(b)) - Number(first(a)) || (a.bar ?? 0) - (b.bar ?? 0));
}

const CONTEXTS: readonly Context[] = ['any', 'terminal', 'lesson', 'pane', 'copy'];

/** All keys that are of use, by context; chords of one command stand together. */
export function helpLines({ t }: Speech, width: number, hasLesson: boolean): Line[] {
  const sections = CONTEXTS.filter((context) => hasLesson || context !== 'lesson').map((context): Line[] => {
    const byCommand = new Map<string, Binding[]>();
    for (const binding of keymap.filter((each) => each.context === context)) {
      if (binding.needsLesson && !hasLesson) continue;
      const what = binding.command.id === 'answer' ? t('what.answers') : sentence(binding.command, t);
      byCommand.set(what, [...(byCommand.get(what) ?? []), binding]);
    }
    return [
      blank,
      [bold(t(`help.context.${context}`))],
      ...[...byCommand].flatMap(([what, bindings]) => helpRow(bindings, what, width)),
    ];
  });
  const told = [t('help.intro'), t('help.prefix'), t('help.mouse')].flatMap((words) => wrap([span(words)], width));
  return [...told, ...sections.flat()];
}

const chordColumn = 22;

/** So many chords of one command are told one by one. */
const told = 3;

function helpRow(bindings: readonly Binding[], what: string, width: number): Line[] {
  const all = bindings.map(({ chord }) => showChord(chord));
  const chords = all.length > told ? `${all[0]} … ${all.at(-1)}` : all.join(', ');
  return wrap([{ ...span(pad(`  ${chords}`, chordColumn), 'accent') }, span(what)], width, chordColumn);
}

export function Help({ speech, width, height, scroll, hasLesson, onShown }: HelpProps) {
  return <Scrolled lines={helpLines(speech, width, hasLesson)} height={height} scroll={scroll} onShown={onShown} />;
}

interface HelpProps {
  readonly speech: Speech;
  readonly hasLesson: boolean;
  readonly width: number;
  readonly height: number;
  readonly scroll: number;
  readonly onShown: (shown: Shown) => void;
}

export interface PaletteProps {
  readonly list: ChoiceList;
  readonly field: Field;
  readonly selected: number;
  readonly matches: readonly Binding[];
  readonly speech: Speech;
  readonly width: number;
  readonly height: number;
}

/** The field is drawn by ink-text-input without its keys: `edit()` has changed the text already. */
export function Palette({ list, field, selected, matches, speech: { t }, width, height }: PaletteProps) {
  const rows = Math.max(1, height - 1);
  const first = Math.max(0, Math.min(selected - rows + 1, matches.length - rows));
  const lines = matches.slice(first, first + rows).map(({ chord, command }, i): Line => {
    const on = first + i === selected;
    const what = pad(`${on ? '>' : ' '} ${sentence(command, t)}`, Math.max(0, width - 12));
    return [{ ...span(what), inverse: on }, span(pad(showChord(chord), 12, 'right'), 'quiet')];
  });
  return (
    <>
      <Box height={1} flexShrink={0}>
        <Text>{'> '}</Text>
        <TextInput value={field.text} placeholder={t('palette.placeholder')} focus={false} onChange={() => {}} />
      </Box>
      <Fixed lines={lines.length > 0 ? lines : [[span(t(`${list}.none`), 'quiet')]]} />
    </>
  );
}

export const questionLines = (command: Confirmed, { t }: Speech, width: number): Line[] => [
  ...wrap([bold(t(`confirm.${command}`))], width),
  [span(t('confirm.keys'), 'accent')],
];
