/** Words of the command line: help, and errors of our own. */
export interface CliWords {
  readonly description: string;
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
  readonly held: (belief: string) => string;
  readonly overcome: (belief: string) => string;
  readonly progress: string;
  readonly reset: string;
  /** `meant`: the ids that it may have been. */
  readonly noSuchLesson: (id: string, meant: readonly string[]) => string;
  readonly cannotRead: (path: string, why: string) => string;
  /** What a value should have been, behind the complaint about it. */
  readonly wholeNumber: string;
  readonly languages: string;
  /** A mistake in the words of the command line, as Commander names it; `names` stand in quotes in its `message`. */
  readonly usage: (code: string, message: string, names: readonly string[]) => string;
  /** Headings of the help. */
  readonly headings: Readonly<Record<string, string>>;
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
  lang: 'language of lessons and messages: en or zh',
  plain: 'line mode: no full screen, for screen readers and dumb terminals',
  seed: 'seed of the scheduler (0: plain order)',
  version: 'print the version',
  help: 'print this help',
  lesson: 'open one lesson, by its id or its number',
  lessons: 'list the lessons',
  repl: 'free experiment: terminals and panes, no lesson',
  lint: 'prove a lesson pack sound',
  seeds: 'under how many seeds (200 if not given)',
  dev: 'prove a lesson and open it, again on each save',
  devOpen: 'Enter opens the lesson all the same, q leaves; a save tries again.',
  devWait: 'Waiting for a save; q leaves.',
  schema: 'print the JSON Schema of a lesson, or of lessons (the curriculum)',
  noSuchSchema: (name) => `there is no schema '${name}'; there is lesson, and lessons`,
  held: (belief) => `still believed: ${belief}`,
  overcome: (belief) => `no longer believed: ${belief}`,
  progress: 'show what has been learned',
  reset: 'forget all progress',
  noSuchLesson: (id, meant) =>
    `there is no lesson '${id}'; ${meant.length > 0 ? `did you mean ${meant.join(' or ')}?` : 'see: ipclab lessons'}`,
  cannotRead: (path, why) => `cannot read ${path}: ${why}`,
  wholeNumber: 'It takes a whole number.',
  languages: 'It takes en or zh.',
  usage: (_code, message) => message,
  headings: {},
  stuck: (what) => `deadlock: ${what}`,
  internal: (what, file) => `internal error: ${what}. Please report it, with the file ${file}`,
  internalUnsaved: (what) => `internal error: ${what}. Please report it, with what you did before`,
  lessonDone: 'done',
  lessonStep: (step, of) => `step ${step} of ${of}`,
  lessonNew: 'not begun',
  forgotten: 'All progress is forgotten.',
  proved: (lessons, seeds) => `${lessons} lesson(s) proved sound over ${seeds} seeds`,
};

/** By the codes of Commander; it has words for them in English alone. */
const usageMistakes: Readonly<Record<string, (first: string, second: string, message: string) => string>> = {
  'commander.unknownOption': (option) => `没有选项“${option}”`,
  'commander.missingArgument': (argument) => `缺少参数“${argument}”`,
  'commander.optionMissingArgument': (option) => `选项“${option}”缺少参数`,
  'commander.excessArguments': (command) =>
    command === '' ? '没有这样的命令；请看：ipclab --help' : `“${command}”的参数太多`,
  'commander.invalidArgument': (option, value, message) =>
    `选项“${option}”的参数“${value}”无效。${message.slice(message.indexOf('is invalid. ') + 'is invalid. '.length)}`,
};

export const zh: CliWords = {
  description: '学习 Unix 进程间通信的终端实验室。',
  lang: '课程和消息的语言：en 或 zh',
  plain: '行模式：不占全屏，适合读屏软件和哑终端',
  seed: '调度器的种子（0 表示按先后顺序）',
  version: '显示版本',
  help: '显示本帮助',
  lesson: '打开一课，写它的 id 或编号',
  lessons: '列出所有课程',
  repl: '自由实验：只有终端和面板，没有课程',
  lint: '检验课程包是否可靠',
  seeds: '用多少个种子检验（不写就是 200 个）',
  dev: '检验一课并打开它，每次保存后重来',
  devOpen: '按 Enter 照样打开这一课，q 离开；保存后会重新检验。',
  devWait: '等待保存；q 离开。',
  schema: '打印 lesson（一课）或 lessons（课程表）的 JSON Schema',
  noSuchSchema: (name) => `没有名为“${name}”的 schema；可以用 lesson 或 lessons`,
  held: (belief) => `还没纠正的误解：${belief}`,
  overcome: (belief) => `已经纠正的误解：${belief}`,
  progress: '显示学习进度',
  reset: '清除全部进度',
  noSuchLesson: (id, meant) =>
    `没有名为“${id}”的课程；${meant.length > 0 ? `是不是 ${meant.join(' 或 ')}？` : '请看：ipclab lessons'}`,
  cannotRead: (path, why) => `读不了 ${path}：${why}`,
  wholeNumber: '这里要一个整数。',
  languages: '这里要 en 或 zh。',
  usage: (code, message, [first = '', second = '']) => usageMistakes[code]?.(first, second, message) ?? message,
  headings: { 'Usage:': '用法:', 'Options:': '选项:', 'Commands:': '命令:', 'Arguments:': '参数:' },
  stuck: (what) => `死锁：${what}`,
  internal: (what, file) => `内部错误：${what}。请报告，并附上文件 ${file}`,
  internalUnsaved: (what) => `内部错误：${what}。请报告，并说明之前做了什么`,
  lessonDone: '已完成',
  lessonStep: (step, of) => `第 ${step} 步，共 ${of} 步`,
  lessonNew: '尚未开始',
  forgotten: '全部进度已清除。',
  proved: (lessons, seeds) => `${lessons} 课在 ${seeds} 个种子下全部检验通过`,
};
