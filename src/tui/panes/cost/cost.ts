/**
 * What an exchange costs, side by side for pipe, queue, shared memory and socket: system calls, bytes copied between user and
 * kernel space, sleeps (each is a context switch), page faults. Of each kind the exchange that is chosen, else the last one.
 * Linux counts the same for whole processes: strace -c, /proc/PID/io, the *ctxt_switches of /proc/PID/status, ps -o min_flt.
 */
import { blank, bold, type Line, type Span, span, wrap } from '../../line.ts';
import { pad, textWidth } from '../../width.ts';
import { copiesEntry } from '../copied.ts';
import { fact } from '../fact.ts';
import { type Entry, entry, type Pane, type PaneContext } from '../pane.ts';
import { type Column, columns, type Exchange, exchangesOf } from './exchanges.ts';

export const cost: Pane = {
  id: 'cost',
  title: 'cost.title',
  shows: 'cost.shows',
  where: 'cost.where',
  weight: 4,
  anchor: 'top',
  watches: ['costs'],
  entries: costEntries,
  behind: {
    watches: ['copies', 'subject', 'processes'],
    entries: (context) => [copiesEntry(context.subject.pid, context)],
  },
};

function costEntries(context: PaneContext): Entry[] {
  const { kernel, speech, cursor, width } = context;
  const all = exchangesOf(kernel);
  if (all.length === 0) return [entry(...wrap([span(speech.t('cost.none'), 'quiet')], width))];
  const chosen = all.find(({ id }) => id === cursor.row);
  const shown = new Map(columns.map((column) => [column, shownOf(column, chosen, all)]));
  return [
    entry(...tableLines(shown, context), ...wrap([span(speech.t('cost.legend'), 'quiet')], width)),
    entry(blank, ...wrap([span(speech.t('cost.list'), 'accent')], width)),
    ...all.toReversed().map((each) => exchangeEntry(each, [...shown.values()].includes(each), context)),
  ];
}

/** The chosen one, or that of the last use. */
const shownOf = (column: Column, chosen: Exchange | undefined, all: readonly Exchange[]): Exchange | undefined =>
  chosen?.column === column ? chosen : all.findLast((each) => each.column === column);

const ROWS = ['calls', 'copied', 'sleeps', 'faults'] as const;
const figureOf = (exchange: Exchange | undefined, row: (typeof ROWS)[number]): string =>
  exchange === undefined ? '–' : String(row === 'copied' ? exchange.in + exchange.out : exchange[row]);

/** A column for each mechanism. */
function tableLines(shown: ReadonlyMap<Column, Exchange | undefined>, { speech: { t }, width }: PaneContext): Line[] {
  const heads = columns.map((column) => t(`cost.column.${column}`));
  const labels = ROWS.map((row) => t(`cost.row.${row}`));
  const values = ROWS.map((row) => columns.map((column) => figureOf(shown.get(column), row)));
  const cell = Math.max(...heads.map(textWidth), ...values.flat().map(textWidth));
  const label = Math.max(...labels.map(textWidth));
  const beside = label + columns.length * (cell + 1) <= width;
  const row = (name: string, cells: readonly Span[]): Line[] =>
    beside ? [[span(pad(name, label), 'quiet'), ...cells]] : [[span(name, 'quiet')], [...cells]];
  const size = beside ? cell + 1 : Math.max(5, Math.floor(width / columns.length));
  const right = (text: string): string => pad(text, size, 'right');
  return [
    ...(beside
      ? row(
          '',
          heads.map((head) => bold(right(head))),
        )
      : [heads.map((head) => bold(right(head)))]),
    ...labels.flatMap((name, i) =>
      row(
        name,
        (values[i] ?? []).map((value) => span(right(value), value === '–' ? 'quiet' : 'good')),
      ),
    ),
  ];
}

function exchangeEntry(exchange: Exchange, inTable: boolean, context: PaneContext): Entry {
  const { speech, names, width } = context;
  const { id, column, name, pids, calls, sleeps, faults } = exchange;
  const { t } = speech;
  return {
    id,
    lines: wrap(
      [
        span(inTable ? '• ' : '  ', 'accent'),
        span(`${t(`cost.column.${column}`)} `),
        span(`${name} `, 'quiet'),
        span(pids.map(names.process).join(', '), 'quiet'),
      ],
      width,
      4,
    ),
    details: () => [
      ...fact('calls', String(calls), width),
      ...fact('copied', t('cost.copied', exchange.in, exchange.out), width),
      ...fact('sleeps', String(sleeps), width),
      ...fact('faults', String(faults), width),
    ],
  };
}
