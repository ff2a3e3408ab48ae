/**
 * struct tty_struct, its ktermios and the N_TTY line discipline's n_tty_data (include/linux/tty.h, drivers/tty/n_tty.c of
 * Linux 6.18). Before 5.14 pgrp and session stood in tty_struct itself, before 3.10 the read buffer too.
 */
import { VEOF, VERASE, VINTR, VKILL, VMIN, VQUIT, VSUSP, VTIME } from '../../kernel/abi.ts';
import type { TtyView } from '../../kernel/view.ts';
import { span } from '../line.ts';
import { type Entry, entry, type PaneContext, ttyOf } from './pane.ts';
import { field, hex, legend, octal, structure } from './structure.ts';
import { keyName } from './terminal-modes.ts';

export function terminalStructure(context: PaneContext): Entry[] {
  const tty = ttyOf(context);
  if (!tty) return [entry([span(context.speech.t('terminal.none'), 'quiet')])];
  return [
    structure('tty_struct', tty.name, ttyFields(tty), context),
    structure('ktermios', '', termiosFields(tty), context),
    structure('n_tty_data', '', lineFields(tty), context),
    legend(context),
  ];
}

const ttyFields = (tty: TtyView) => [
  field('name', `"${tty.name}"`),
  field('ctrl.session', tty.sid ?? 'NULL', 'LDD3 session'),
  field('ctrl.pgrp', tty.foreground, 'LDD3 pgrp'),
  field('flow.stopped', tty.held ? 1 : 0, 'LDD3 stopped'),
  field('winsize', `{ ws_row ${tty.rows}, ws_col ${tty.cols} }`),
  field('ldisc->ops->name', '"n_tty"', 'LDD3 ldisc.num N_TTY'),
];

const CONTROL = { VINTR, VQUIT, VERASE, VKILL, VEOF, VSUSP } as const;

const termiosFields = ({ termios }: TtyView) => [
  field('c_iflag', octal(termios.iflag)),
  field('c_oflag', octal(termios.oflag)),
  field('c_cflag', octal(termios.cflag)),
  field('c_lflag', `${octal(termios.lflag)} (${hex(termios.lflag)})`),
  ...Object.entries(CONTROL).map(([name, index]) => field(`c_cc[${name}]`, keyName(termios.cc[index] ?? 0))),
  field('c_cc[VMIN]', termios.cc[VMIN] ?? 0),
  field('c_cc[VTIME]', termios.cc[VTIME] ?? 0),
];

/** The buffer's heads run on; only how far they are from its tail says something. */
const lineFields = ({ canonical, queued, typing }: TtyView) => [
  field('icanon', canonical ? 1 : 0),
  field('read_head - read_tail', queued + typing, 'LDD3 read_cnt'),
  field('canon_head - read_tail', queued, 'LDD3 canon_data'),
];
