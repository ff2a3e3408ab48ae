/** What the lesson engine says itself, around the words of a lesson. */

export const en = {
  step: (number: number, count: number) => `Step ${number} of ${count}`,
  kind: {
    explain: 'Read',
    predict: 'Predict',
    quiz: 'Question',
    check: 'Do',
    explore: 'Explore',
  },
  /** Sentences one after another. */
  sentences: (...all: (string | undefined)[]) => all.filter(Boolean).join(' '),
  right: 'Right.',
  wrong: 'Not quite.',
  /** After a prediction that did not come true. */
  surprise: 'The machine does something else.',
  solved: 'Solved.',
  /** Before feedback that tells of a mistake. */
  noted: 'Note: ',
  chosen: 'your answer',
  correct: 'right',
  hint: (number: number) => `Hint ${number}: `,
  /** Before what the coach says. */
  coach: 'Coach: ',
  /** Before the events of a solved step. */
  story: 'What happened, by the clock of the machine:',
  hintsLeft: (count: number) => (count === 1 ? '1 hint left' : `${count} hints left`),
  done: 'The lesson is finished.',
  next: (title: string, id: string) => `The next one is “${title}”: ipclab --plain lesson ${id}`,
  ask: {
    next: 'Type `n` to go on.',
    answer: (labels: string) => `Type ${labels} to answer.`,
    work: 'Type `A` or `B`, a space and a command to type it in that terminal.',
    hint: 'Type `h` for a hint.',
  },
  progress: {
    corrupt: (kept: string) => `Your saved progress could not be read. It was kept as ${kept}; a new file was begun.`,
    newer: (file: string, beside: string) =>
      `${file} was written by a newer ipclab and is left as it is. This ipclab saves in ${beside}.`,
    unreadable: (file: string, why: string) =>
      `Your progress cannot be read from ${file} (${why}). The lessons work; nothing is saved.`,
    unwritable: (file: string, why: string) =>
      `Your progress cannot be saved in ${file} (${why}). The lessons go on without it.`,
    short: {
      corrupt: 'Your saved progress could not be read: it is kept aside, a new one begun.',
      newer: 'Your progress is from a newer ipclab: it stays, this one saves beside it.',
      unreadable: (why: string) => `Your progress cannot be read (${why}): nothing is saved.`,
      unwritable: (why: string) => `Your progress cannot be saved (${why}). The lesson goes on.`,
    },
  },
};

export const zh: typeof en = {
  step: (number, count) => `第 ${number} 步，共 ${count} 步`,
  kind: {
    explain: '阅读',
    predict: '预测',
    quiz: '答题',
    check: '动手',
    explore: '探索',
  },
  sentences: (...all) => all.filter(Boolean).join(''),
  right: '答对了。',
  wrong: '再想想。',
  surprise: '实际上不是这样。',
  solved: '做对了。',
  noted: '注意：',
  chosen: '你的回答',
  correct: '正确',
  hint: (number) => `提示 ${number}：`,
  coach: '教练：',
  story: '经过（按机器的时钟）：',
  hintsLeft: (count) => `还有 ${count} 条提示`,
  done: '这一课学完了。',
  next: (title, id) => `下一课是「${title}」：ipclab --plain lesson ${id}`,
  ask: {
    next: '输入 `n` 继续。',
    answer: (labels) => `输入 ${labels} 作答。`,
    work: '输入 `A` 或 `B`、一个空格，再加命令，就会在那个终端里执行。',
    hint: '输入 `h` 看一条提示。',
  },
  progress: {
    corrupt: (kept) => `之前保存的进度读不出来，已原样留在 ${kept}，现在从一个新文件开始记录。`,
    newer: (file, beside) => `${file} 是更新版本的 ipclab 写的，原样保留。当前版本把进度存到 ${beside}。`,
    unreadable: (file, why) => `无法从 ${file} 读取进度（${why}）。课程照常进行，只是不会保存。`,
    unwritable: (file, why) => `无法把进度保存到 ${file}（${why}）。课程照常进行。`,
    short: {
      corrupt: '之前保存的进度读不出来：已另行保留，从新文件开始记录。',
      newer: '进度是更新版本的 ipclab 写的：原样保留，当前版本另存一份。',
      unreadable: (why) => `进度读不出来（${why}）：这次不会保存。`,
      unwritable: (why) => `进度无法保存（${why}）。课程照常进行。`,
    },
  },
};
