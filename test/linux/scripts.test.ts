/**
 * The scripts of ./scripts, file by file, in the host's bash and in ipclab: same output, same complaints, same status.
 * In a file each script begins with a line `### title`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sameAsLinux } from './same.ts';

const DIRECTORY = join(import.meta.dirname, 'scripts');

function scriptsOf(file: string): Record<string, string> {
  const parts = readFileSync(join(DIRECTORY, file), 'utf8')
    .split(/^### (.*)\n/m)
    .slice(1);
  const scripts: Record<string, string> = {};
  for (let at = 0; at < parts.length; at += 2) scripts[parts[at] ?? ''] = (parts[at + 1] ?? '').replace(/\n$/, '');
  return scripts;
}

for (const file of readdirSync(DIRECTORY).sort()) sameAsLinux(file, scriptsOf(file), { stderr: true });
