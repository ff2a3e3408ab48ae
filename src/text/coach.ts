/** What the coach says. `why` is a wait reason in words. */
export const en = {
  hang: (terminal: string, who: string, why: string) =>
    `Terminal ${terminal} has no prompt: ${who} ${why}. Bring what it waits for, or press Ctrl-C in ${terminal}.`,
  stopped: (terminal: string, who: string) =>
    `Ctrl-Z has stopped ${who}; it has not ended. \`fg\` in terminal ${terminal} lets it go on, then Ctrl-C ends it.`,
  'background-read': (terminal: string, who: string) =>
    `${who} wanted to read from terminal ${terminal} while it was in the background: the kernel has stopped it. \`fg\` brings it to the front.`,
  'unknown-command': (command: string, near: string | undefined) =>
    near === undefined
      ? `There is no command \`${command}\` here. Is it spelt right?`
      : `There is no command \`${command}\`. Did you mean \`${near}\`?`,
  'wrong-terminal': (command: string, terminal: string, wanted: string) =>
    `\`${command}\` is right, but this was terminal ${terminal}; it belongs in ${wanted}.`,
};

export type CoachWords = typeof en;

export const zh: CoachWords = {
  hang: (terminal, who, why) =>
    `终端 ${terminal} 没有提示符：${who} ${why}。把它等的东西给它，或者在 ${terminal} 里按 Ctrl-C。`,
  stopped: (terminal, who) =>
    `Ctrl-Z 只是停住了 ${who}，它并没有结束。在终端 ${terminal} 里用 \`fg\` 让它继续，再按 Ctrl-C 就能结束它。`,
  'background-read': (terminal, who) => `${who} 在后台想读终端 ${terminal}，被内核停住了。用 \`fg\` 把它调到前台。`,
  'unknown-command': (command, near) =>
    near === undefined
      ? `这里没有 \`${command}\` 这个命令。是不是拼错了？`
      : `没有 \`${command}\` 这个命令。你想用的是 \`${near}\` 吗？`,
  'wrong-terminal': (command, terminal, wanted) =>
    `\`${command}\` 没错，不过这里是终端 ${terminal}；它应该在 ${wanted} 里执行。`,
};
