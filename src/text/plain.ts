/** Words of line mode that a lesson does not say itself. */
export const en = {
  help: [
    '`n` goes on, `p` goes back a step, `h` gives a hint, `a` `b` `c` … answer a question.',
    '`A ls -l` types a command in terminal A, `A` alone presses Enter there, `B^C` presses Ctrl-C in terminal B.',
    '`v` lists the panes, which show the kernel; `v pipes` prints one of them as it is now.',
    '`u` takes back the last command, `r` starts the step again, `q` leaves; the progress is saved.',
  ],
  unknown: (line: string) => `\`${line}\` means nothing here. \`?\` lists what does.`,
  noTerminal: (name: string) => `There is no terminal ${name} here.`,
  noPane: (name: string) => `There is no pane \`${name}\`. There are:`,
  pane: (name: string, title: string, shows: string) => `\`v ${name}\` ${title}: ${shows}`,
  notYet: 'This step is not done yet.',
  noHint: 'There are no more hints.',
  undone: 'The last command is undone.',
  nothingToUndo: 'There is nothing to undo.',
  reset: 'The step starts again.',
};

export type PlainWords = typeof en;

export const zh: PlainWords = {
  help: [
    '`n` 继续，`p` 回到上一步，`h` 给提示，`a` `b` `c` … 回答问题。',
    '`A ls -l` 在终端 A 里输入一条命令，单独一个 `A` 是在那里按回车，`B^C` 在终端 B 里按 Ctrl-C。',
    '`v` 列出面板，也就是内核的样子；`v pipes` 打印其中一个现在的内容。',
    '`u` 撤销上一条命令，`r` 重做这一步，`q` 离开；进度会保存。',
  ],
  unknown: (line) => `\`${line}\` 在这里没有意义。输入 \`?\` 看能用什么。`,
  noTerminal: (name) => `这里没有终端 ${name}。`,
  noPane: (name) => `没有 \`${name}\` 这个面板。可以看：`,
  pane: (name, title, shows) => `\`v ${name}\` ${title}：${shows}`,
  notYet: '这一步还没有完成。',
  noHint: '没有更多提示了。',
  undone: '已撤销上一条命令。',
  nothingToUndo: '没有可以撤销的命令。',
  reset: '这一步重新开始。',
};
