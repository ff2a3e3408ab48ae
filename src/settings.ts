/**
 * What the learner has chosen once, for always: the language. `settings.json` under the user's configuration directory
 * (XDG_CONFIG_HOME). A file that cannot be read or written is as good as none: the question comes again.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import envPaths from 'env-paths';
import writeFileAtomic from 'write-file-atomic';
import { makeDirectories } from './lessons/directories.ts';
import { type Language, languages } from './text/index.ts';

export interface Settings {
  readonly language?: Language;
}

const file = (): string => join(envPaths('ipclab', { suffix: '' }).config, 'settings.json');

export function loadSettings(): Settings {
  try {
    const saved = JSON.parse(readFileSync(file(), 'utf8')) as { language?: unknown };
    const language = languages.find((each) => each === saved.language);
    return language === undefined ? {} : { language };
  } catch {
    return {};
  }
}

export function saveSettings(settings: Settings): void {
  try {
    makeDirectories(dirname(file()));
    writeFileAtomic.sync(file(), `${JSON.stringify(settings)}\n`);
  } catch {
    // Nothing is lost but the answer to one question.
  }
}
