/**
 * The full-screen program between the host's terminal and the machine: the machine's output goes to the screens, what
 * happened goes to the store, a changed picture is presented. Keys come in through keyboard.ts and commands.ts.
 */
import { Called } from '../kernel/called.ts';
import type { KernelEvent } from '../kernel/event.ts';
import { signalName } from '../kernel/signum.ts';
import type { LessonView } from '../lessons/view.ts';
import { type Language, type Names, type Speech, speak } from '../text/index.ts';
import type { Surroundings } from './bodies.tsx';
import { Compositor } from './compositor.tsx';
import { leaveCopyMode } from './copying.ts';
import { Driver } from './driver.ts';
import { Frames } from './frames.ts';
import type { Host } from './host.ts';
import { layout } from './layout.ts';
import type { Shown } from './lines.tsx';
import { MouseHandler } from './mouse.ts';
import { type Looks, Presenter } from './presenter.ts';
import { addRecent, nothingRecent } from './recent.ts';
import {
  focused,
  focusForStep,
  freshFront,
  initialState,
  layoutRequest,
  type News,
  newsIn,
  type State,
  seenPanes,
  summoned,
} from './state.ts';
import { keep, keepParts, Store } from './store.ts';
import { Terminals } from './terminals.ts';
import type { OpenBench, Running, RunState, Workbench } from './workbench.ts';

/** The machine is looked at this often while it runs. */
const LOOK_MS = 1000 / 15;
/** While it cannot keep up: each look takes time that the flood would use, and the panes that change with it. */
const BUSY_LOOK_MS = 1000 / 8;
/** More rows than a lesson has: as far as it goes. */
const LAST_ROW = 10_000;
/** What a key echoes is painted first, before anybody looks what else it did. */
const ECHO_MS = 8;

export interface AppOptions {
  readonly language: Language;
  readonly openBench: OpenBench;
  /** There will be a lesson beside the terminals: their size depends on it. */
  readonly withLesson: boolean;
  readonly host: Host;
  readonly looks: Looks;
  quit(status: number): void;
}

export class App {
  readonly store: Store<State>;
  readonly speech: Speech;
  readonly bench: Workbench;
  readonly host: Host;
  readonly driver: Driver;
  readonly presenter: Presenter;
  readonly terminals: Terminals;
  readonly around: Surroundings;
  readonly compositor: Compositor;
  readonly frames: Frames;
  readonly mouse = new MouseHandler(this);
  readonly quit: (status: number) => void;
  /** Told by the panes, by `placeKey`. */
  readonly shown = new Map<string, Shown>();
  readonly names: Names;
  /** Of processes seen, so that the dead still have a name, and the past the names of then. */
  #called = new Called();
  /** The first event that the learner may have caused, and the next one to look at. */
  readonly #origin: number;
  #seen: number;
  #recently = nothingRecent;
  #userland = false;
  readonly #waiting: (() => void)[] = [];
  #stopped = false;
  #ran: RunState['state'] = 'idle';
  #lookTimer: NodeJS.Timeout | undefined;
  #lastLook = 0;

  constructor({ language, openBench, withLesson, host, looks, quit }: AppOptions) {
    this.speech = speak(language);
    this.host = host;
    this.quit = quit;
    this.names = {
      signal: (signo) => signalName(signo) ?? String(signo),
      process: (pid, seq) => this.#nameOf(pid, seq),
      time: (µs) => `${(µs / 1e6).toFixed(3)} s`,
    };
    this.presenter = new Presenter(host.write, looks);
    this.frames = new Frames(() => this.#paint());
    this.terminals = new Terminals({
      painted: this.frames.request,
      answer: (name, bytes) => this.driver.input(() => this.bench.machine.input(name, bytes)),
    });
    this.bench = this.#open(openBench, withLesson);
    this.#origin = this.bench.machine.events.nextSeq;
    this.#seen = this.#origin;
    this.store = new Store(initialState(this.bench.machine.terminals, this.bench.lesson));
    const { store, speech, names } = this;
    this.around = { store, speech, names, ticks: looks.level === 'none', shown: this.#onShown };
    this.compositor = new Compositor(this.around, this.terminals, this.shown, this.frames.request);
    this.driver = new Driver(this.bench.machine, {
      ran: (state) => this.#lookSoon(state),
      ready: () => this.terminals.ready,
      able: () => this.#userland,
    });
  }

  start(): void {
    this.resize();
    const { lesson } = this.bench;
    if (lesson) this.change(focused(focusForStep(this.store.get(), lesson)));
    this.driver.replace(this.bench.machine);
    this.look();
  }

  /** What the terminals show so far is on the screen. */
  async firstFrame(): Promise<void> {
    await this.terminals.parsed();
    this.#paint();
  }

  /**
   * The machine's programs are there: it may run. Until then keys wait, and whatever else would run some. They come one by
   * one, as they were typed: all at once, a line for a program would be there before its shell has started the program, and
   * read in the shell's mode, in which Enter is no end of a line.
   */
  readonly withUserland = (): void => {
    this.#userland = true;
    if (this.#stopped) return;
    this.driver.replace(this.bench.machine);
    for (const act of this.#waiting.splice(0)) {
      act();
      this.driver.settle();
    }
  };

  /** Does what runs programs, or must not come before it: keys, steps, undo, a prediction, which is made by simulation. */
  whenAble(act: () => void): void {
    if (this.#userland) act();
    else this.#waiting.push(act);
  }

  stop(): void {
    this.#stopped = true;
    this.driver.pause();
    this.frames.stop();
    clearTimeout(this.#lookTimer);
    this.compositor.close();
  }

  /** What the user just did is shown without waiting for the panes' 15 updates a second. */
  change(patch: Partial<State>): void {
    this.store.set(patch);
    this.store.flush();
    this.frames.request();
  }

  /** The host's terminal has another size, or was somebody else's for a while. */
  resize(): void {
    this.presenter.invalidate();
    leaveCopyMode(this);
    this.change({ size: this.host.size() });
    this.#fitTerminals();
    this.frames.request();
  }

  /** Runs what may put another machine in place; screens and clock follow it. */
  otherMachine(act: () => boolean): boolean {
    this.terminals.collect();
    const done = act();
    this.terminals.replay(done);
    if (!done) return false;
    this.#seen = Math.min(this.#origin, this.bench.machine.events.nextSeq);
    this.#recently = nothingRecent;
    this.#called = new Called();
    this.store.set({ recent: [], copy: undefined });
    this.driver.replace(this.bench.machine);
    this.followTerminals();
    return true;
  }

  /** Bytes to the terminal that has the focus. */
  send(bytes: Uint8Array): void {
    const { focus } = this.store.get();
    if (focus.kind === 'terminal') this.sendTo(focus.name, bytes);
  }

  sendTo(name: string, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.terminals.toBottom(name);
    if (this.store.get().typed !== name) this.store.set({ typed: name });
    if (this.driver.paused) this.change({ note: this.speech.t('note.paused') });
    this.whenAble(() => this.#type(name, bytes));
  }

  #type(name: string, bytes: Uint8Array): void {
    if (!this.bench.machine.terminals.includes(name)) return;
    const before = this.terminals.writes(name);
    this.terminals.expectEcho(name);
    this.driver.input(
      () => this.bench.machine.input(name, bytes),
      () => this.terminals.writes(name) !== before,
    );
  }

  /** The machine has other terminals than before: opened, closed, or it is another machine. */
  followTerminals(): void {
    const { terminals } = this.bench.machine;
    const { focus } = this.store.get();
    const gone = focus.kind === 'terminal' && !terminals.includes(focus.name);
    this.change({ terminals, ...(gone && focused({ kind: 'terminal', name: terminals.at(-1) ?? 'A' })) });
    this.#fitTerminals();
    this.look();
  }

  terminalSize(): { cols: number; rows: number } {
    return layout(layoutRequest(this.store.get())).terminal;
  }

  /** Takes in what the machine has done since the last look. */
  look(): void {
    clearTimeout(this.#lookTimer);
    this.#lookTimer = undefined;
    this.#lastLook = performance.now();
    const { machine } = this.bench;
    if (machine.events.nextSeq !== this.#seen) this.bench.observe(this.#ran);
    const kernel = machine.view();
    for (const { pid, comm } of kernel.processes) this.#called.meet(pid, comm);
    const recent = this.#recent(machine);
    for (const { pid, comm } of kernel.processes) this.#called.call(pid, comm, this.#seen);
    const old = this.store.get();
    this.store.set({
      kernel: keepParts(old.kernel, kernel),
      recent,
      time: kernel.time,
      ...summoned(old, kernel, { seen: seenPanes(old), now: this.#lastLook }),
      ...this.lessonPatch(),
      ...this.noticePatch(),
    });
    this.store.flush();
    this.frames.request();
  }

  /** What there is to tell of the progress, once. */
  noticePatch(): Partial<State> {
    const note = this.bench.notice();
    return note === undefined ? {} : { note };
  }

  /** The lesson as it is now; what is new in it – a hint, feedback – is scrolled to, a new step begins at its top. */
  lessonPatch(): Partial<State> {
    const old = this.store.get();
    const lesson = keep(old.lesson, this.bench.lesson);
    if (lesson === old.lesson || !lesson) return { lesson };
    const newStep = old.lesson?.stepId !== lesson.stepId || old.lesson.lessonId !== lesson.lessonId;
    if (newStep) {
      const top = { ...old.scroll, lesson: 0 };
      const open = lesson.panes ?? old.open;
      const panes = { open, ...freshFront({ ...old, open }) };
      return { lesson, news: undefined, scroll: top, ...panes, ...focused(focusForStep(old, lesson)) };
    }
    const news = newsIn(lesson, old.lesson);
    const note = this.#toSay(old, lesson, news);
    const said = note === undefined ? {} : { note };
    // The end is told below everything.
    if (lesson.done) return { lesson, news: undefined, scroll: { ...old.scroll, lesson: LAST_ROW }, ...said };
    return { lesson, news, ...said };
  }

  /** News of the lesson that the learner would not see: where it is covered, and its end, which stands below everything. */
  #toSay(old: State, { done, canGoOn }: LessonView, news: News): string | undefined {
    const { t } = this.speech;
    if (done) return t('lesson.done');
    const { places } = layout(layoutRequest(old));
    if (places.some(({ place }) => place.kind === 'lesson')) return undefined;
    if (news === 'hint') return t('note.lessonHint');
    return t(canGoOn ? 'note.lessonSolved' : 'note.lessonNews');
  }

  #open(openBench: OpenBench, lesson: boolean): Workbench {
    // How many terminals there are, the bench says; their size hardly depends on it.
    const state = { ...initialState(['A', 'B'], undefined), size: this.host.size() };
    const guess = layout({ ...layoutRequest(state), lesson }).terminal;
    return openBench({ ...guess, onOutput: (name, bytes) => this.terminals.write(name, bytes) });
  }

  /** Screens and ttys get the size that the layout gives them. */
  #fitTerminals(): void {
    const { cols, rows } = this.terminalSize();
    this.driver.input(() => {
      for (const name of this.bench.machine.terminals) {
        this.terminals.resize(name, cols, rows);
        this.bench.machine.resize(name, cols, rows);
      }
    });
  }

  #nameOf(pid: number, seq?: number): string {
    const comm = this.#called.at(pid, seq);
    return !comm ? String(pid) : `${comm}(${pid})`;
  }

  readonly #onShown = (key: string, shown: Shown): void => {
    const old = this.shown.get(key);
    this.shown.set(key, shown);
    // The border says how much is hidden.
    if (old?.rows !== shown.rows || old.moved !== shown.moved) this.frames.request();
  };

  #lookSoon(state: RunState['state']): void {
    this.#ran = state;
    const gap = state === 'busy' ? BUSY_LOOK_MS : LOOK_MS;
    const wait = this.#lastLook + gap - performance.now();
    this.#lookTimer ??= setTimeout(() => this.look(), Math.max(ECHO_MS, wait));
  }

  /** The events that have words, and the calls that did them; the last of them. */
  #recent(machine: Running): readonly KernelEvent[] {
    const { nextSeq } = machine.events;
    if (nextSeq === this.#seen) return this.#recently.events;
    this.#recently = addRecent(this.#recently, machine.events.since(this.#seen), (event) => {
      this.#called.follow(event);
      return this.speech.describeEvent(event, this.names) !== undefined;
    });
    this.#seen = nextSeq;
    return this.#recently.events;
  }

  #paint(): void {
    if (!this.host.ready) return;
    const { grid, cursor } = this.compositor.compose(this.store.get());
    this.presenter.present(grid, cursor);
  }
}
