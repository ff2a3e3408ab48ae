/** Words of the command line: help, and errors of our own. */
export interface CliWords {
  readonly description: string;
  readonly script: string;
  readonly args: string;
  readonly command: string;
  readonly lang: string;
  readonly plain: string;
  readonly seed: string;
  readonly version: string;
  readonly help: string;
  readonly lesson: string;
  readonly lessons: string;
  readonly repl: string;
  readonly lint: string;
  readonly seeds: string;
  readonly dev: string;
  readonly devOpen: string;
  readonly devWait: string;
  readonly schema: string;
  readonly noSuchSchema: (name: string) => string;
  readonly held: string;
  readonly overcome: string;
  readonly progress: string;
  readonly reset: string;
  readonly noSuchLesson: (id: string) => string;
  readonly noFile: (path: string) => string;
  readonly cannotRead: (path: string, why: string) => string;
  readonly badSeed: (text: string) => string;
  readonly needsTerminal: string;
  readonly stuck: (what: string) => string;
  readonly internal: (what: string, file: string) => string;
  readonly internalUnsaved: (what: string) => string;
  readonly lessonDone: string;
  readonly lessonStep: (step: number, of: number) => string;
  readonly lessonNew: string;
  readonly forgotten: string;
  readonly proved: (lessons: number, seeds: number) => string;
}

export const en: CliWords = {
  description: 'A terminal laboratory for Unix inter-process communication.',
  script: 'a bash script to run on the simulated machine',
  args: 'its arguments',
  command: 'run one command line, as bash -c does',
  lang: 'language of lessons and messages: en or zh',
  plain: 'line mode: no full screen, for screen readers and dumb terminals',
  seed: 'seed of the scheduler (0: plain order)',
  version: 'print the version',
  help: 'print this help',
  lesson: 'open one lesson',
  lessons: 'list the lessons',
  repl: 'free experiment: terminals and panes, no lesson',
  lint: 'prove a lesson pack sound',
  seeds: 'under how many seeds',
  dev: 'prove a lesson and open it, again on each save',
  devOpen: 'Enter opens the lesson all the same, q leaves; a save tries again.',
  devWait: 'Waiting for a save; q leaves.',
  schema: 'print the JSON Schema of a lesson, or of lessons (the curriculum)',
  noSuchSchema: (name) => `there is no schema '${name}'; there is lesson, and lessons`,
  held: 'still believed',
  overcome: 'no longer believed',
  progress: 'show what has been learned',
  reset: 'forget all progress',
  noSuchLesson: (id) => `there is no lesson '${id}'; see: ipclab lessons`,
  noFile: (path) => `${path}: No such file or directory`,
  cannotRead: (path, why) => `cannot read ${path}: ${why}`,
  badSeed: (text) => `--seed takes a whole number, not '${text}'`,
  needsTerminal: 'a lesson needs a terminal to type in',
  stuck: (what) => `deadlock: ${what}`,
  internal: (what, file) => `internal error: ${what}. Please report it, with the file ${file}`,
  internalUnsaved: (what) => `internal error: ${what}. Please report it, with what you did before`,
  lessonDone: 'done',
  lessonStep: (step, of) => `step ${step} of ${of}`,
  lessonNew: 'not begun',
  forgotten: 'All progress is forgotten.',
  proved: (lessons, seeds) => `${lessons} lesson(s) proved sound over ${seeds} seeds`,
};

export const zh: CliWords = {
  description: '学习 Unix 进程间通信的终端实验室。',
  script: '要在模拟机器上运行的 bash 脚本',
  args: '脚本的参数',
  command: '运行一行命令，同 bash -c',
  lang: '课程和消息的语言：en 或 zh',
  plain: '行模式：不占全屏，适合读屏软件和哑终端',
  seed: '调度器的种子（0 表示按先后顺序）',
  version: '显示版本',
  help: '显示本帮助',
  lesson: '打开一课',
  lessons: '列出所有课程',
  repl: '自由实验：只有终端和面板，没有课程',
  lint: '检验课程包是否可靠',
  seeds: '用多少个种子检验',
  dev: '检验一课并打开它，每次保存后重来',
  devOpen: '按 Enter 照样打开这一课，q 离开；保存后会重新检验。',
  devWait: '等待保存；q 离开。',
  schema: '打印 lesson（一课）或 lessons（课程表）的 JSON Schema',
  noSuchSchema: (name) => `没有名为“${name}”的 schema；可以用 lesson 或 lessons`,
  held: '还没纠正的误解',
  overcome: '已经纠正的误解',
  progress: '显示学习进度',
  reset: '清除全部进度',
  noSuchLesson: (id) => `没有名为“${id}”的课程；请看：ipclab lessons`,
  noFile: (path) => `${path}: No such file or directory`,
  cannotRead: (path, why) => `读不了 ${path}：${why}`,
  badSeed: (text) => `--seed 需要一个整数，而不是“${text}”`,
  needsTerminal: '上课需要一个可以输入的终端',
  stuck: (what) => `死锁：${what}`,
  internal: (what, file) => `内部错误：${what}。请报告，并附上文件 ${file}`,
  internalUnsaved: (what) => `内部错误：${what}。请报告，并说明之前做了什么`,
  lessonDone: '已完成',
  lessonStep: (step, of) => `第 ${step} 步，共 ${of} 步`,
  lessonNew: '尚未开始',
  forgotten: '全部进度已清除。',
  proved: (lessons, seeds) => `${lessons} 课在 ${seeds} 个种子下全部检验通过`,
};
