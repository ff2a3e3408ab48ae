/** Takes the terminal, runs a workbench until the learner leaves, gives the terminal back. */
import { reportCrash } from '../crash.ts';
import type { Language } from '../text/index.ts';
import { fetchUserland } from '../userland.ts';
import { App } from './app.ts';
import { charset, colourLevel } from './colour.ts';
import { Host } from './host.ts';
import { loadInk } from './ink.ts';
import { onInput } from './keyboard.ts';
import { KeyDecoder } from './keys.ts';
import type { OpenBench } from './workbench.ts';

/** Answers the exit status. */
export function runBench(
  language: Language,
  openBench: OpenBench,
  withLesson: boolean,
  until?: AbortSignal,
): Promise<number> {
  const { env } = process;
  return new Promise((resolve) => {
    const decoder = new KeyDecoder((input) => onInput(app, input), env.SSH_CONNECTION ? 80 : 30);
    const host = new Host({
      bytes: (chunk) => decoder.push(chunk),
      redraw: () => app.resize(),
      ready: () => app.frames.request(),
      crashed: (error): number => reportCrash(error, app.bench.machine.log),
    });
    const quit = (status: number) => {
      app.stop();
      host.stop();
      resolve(status);
    };
    const looks = { level: colourLevel(env), charset: charset(env) };
    const app = new App({ language, openBench, withLesson, host, looks, quit });
    host.start();
    app.start();
    until?.addEventListener('abort', () => quit(0), { once: true });
    // The first frame stands before anything of Ink, or of the machine's programs, is read.
    void app.firstFrame().then(() => {
      void fetchUserland().then(app.withUserland);
      void loadInk().then(app.compositor.withInk);
    });
  });
}
