/**
 * Ink, loaded behind the first frame: its layout engine and React's reconciler take longer to start than everything else
 * together, and titles, borders, lesson and terminals do not need them. What a component draws with comes from here, and
 * is there whenever a component runs. Nobody else imports Ink, or it would be loaded with the program.
 */
import type * as InkModule from 'ink';
import type TextInputModule from 'ink-text-input';

export let Box: typeof InkModule.Box;
export let Text: typeof InkModule.Text;
export let render: typeof InkModule.render;
export let TextInput: typeof TextInputModule;

export async function loadInk(): Promise<void> {
  const [ink, input, { default: chalk }] = await Promise.all([
    import('ink'),
    import('ink-text-input'),
    import('chalk'),
  ]);
  ({ Box, Text, render } = ink);
  TextInput = input.default;
  // Ink always draws with all it has; only the presenter knows what the terminal can show.
  chalk.level = 3;
}
