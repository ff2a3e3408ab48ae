/** The first screen, before there is a language: each line stands in both. */
export const title = 'ipclab';

export const welcome: readonly string[] = [
  'Processes that talk to each other: type real shell commands, see the kernel work.',
  '进程如何互相交谈：输入真正的 shell 命令，看内核怎样工作。',
  '',
  'Nothing you type here touches your own machine. A lesson takes about ten minutes.',
  '这里输入的一切都不会影响你自己的电脑。一课大约十分钟。',
];

export const choices = { en: 'English', zh: '中文' } as const;

export const keys: readonly string[] = [
  'Up and down choose, Enter begins, q leaves.',
  '上下键选择，回车开始，q 离开。',
];
