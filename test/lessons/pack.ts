/** A small sound lesson as text, and ways to break it; the texts stand for files, so nothing is read from the disk. */
import type { ReadText } from '../../src/lessons/load.ts';

export const smallLesson = `id: small
title: {en: "A small lesson", zh: "一节小课"}
teaches: [cat, mkfifo]
misconceptions:
  it-stores: {en: "A FIFO stores.", zh: "FIFO 会保存内容。"}
setup:
  seed: 7
  terminals: [A, B]
  run: ["A$ mkfifo /tmp/ff"]
steps:
  - id: intro
    heading: {en: "Hello", zh: "你好"}
    explain:
      en: "Use \`cat\` after \`mkfifo\`."
      zh: "先 \`mkfifo\`，再 \`cat\`。"
  - id: guess
    heading: {en: "Guess", zh: "猜一猜"}
    predict:
      run: ["A$ echo hello > /tmp/ff"]
      ask: {en: "What now?", zh: "会怎样？"}
      answer_from: proc(A).wchan
      choices:
        - {value: none, say: {en: "Nothing waits.", zh: "谁也不等。"}, because: {en: "It waits.", zh: "它在等。"}, misconception: it-stores}
        - {value: wait_for_partner, say: {en: "It sleeps.", zh: "它睡着了。"}}
    debrief: {en: "It sleeps.", zh: "它睡着了。"}
  - id: meet
    heading: {en: "Do it", zh: "动手"}
    goal: {en: "Bring hello to B.", zh: "把 hello 送到 B。"}
    check:
      all:
        - {trace: [{event: block, on: wait_for_partner}, {event: fifo.meet}]}
        - {state: tty(B).output, contains: hello}
    hints:
      - {en: "Look.", zh: "看。"}
      - {en: "Think.", zh: "想。"}
      - {en: "Read with \`cat\`.", zh: "用 \`cat\` 来读。"}
    solution: ["A$ echo hello > /tmp/ff", "B$ cat < /tmp/ff"]
    also_accept:
      - ["B$ cat < /tmp/ff", "A$ echo hello > /tmp/ff"]
      - ["A$ echo hello > /tmp/ff &", "B$ cat < /tmp/ff"]
      - ["A$ echo hello > /tmp/ff", "B$ cat < /tmp/ff &"]
      - ["A$ echo hello >> /tmp/ff", "B$ cat < /tmp/ff"]
    wrong:
      - try: ["A$ echo hello > /tmp/f2", "B$ cat < /tmp/f2"]
        when: {all: [{state: tty(B).output, contains: hello}, {never: {event: fifo.open}}]}
        misconception: it-stores
        say: {en: "Not through the FIFO.", zh: "没有经过 FIFO。"}
    debrief: {en: "They met.", zh: "它们会合了。"}
  - id: ask
    heading: {en: "A question", zh: "一个问题"}
    quiz:
      ask: {en: "Why?", zh: "为什么？"}
      choices:
        - {say: {en: "It stores.", zh: "它会保存。"}, because: {en: "It does not.", zh: "它不会。"}, misconception: it-stores}
        - {say: {en: "It waits.", zh: "它会等。"}, right: true}
    debrief: {en: "Yes.", zh: "是的。"}
  - id: play
    heading: {en: "Play", zh: "玩一玩"}
    explore: {en: "Try things.", zh: "随便试。"}
`;

/** The small lesson with one text replaced; throws when it is not there, so that a test cannot go blind. */
export function broken(from: string, to: string, lesson = smallLesson): string {
  if (!lesson.includes(from)) throw new Error(`the small lesson has no ${from}`);
  return lesson.replace(from, to);
}

export const curriculumOf = (...ids: string[]): string =>
  `ipclab: 1
assumes: [echo]
chapters:
  - id: one
    title: {en: "One", zh: "第一章"}
    lessons:
${ids.map((id) => `      - {id: ${id}, file: lessons/${id}.yaml}`).join('\n')}
`;

export const files =
  (texts: Record<string, string>): ReadText =>
  (path) => {
    const text = texts[path];
    if (text === undefined) throw new Error('no such file');
    return text;
  };
