/**
 * The simulated machine never reaches the host's network, processes or files: below the front ends no module of Node is imported,
 * no package that does, and no global through which one could get there. dependency-cruiser proves the first half of it in `npm run check`;
 * here it is proved of the sources as they are written, and of the built machine as it runs: without Node's modules at all.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const SOURCES = join(import.meta.dirname, '..', 'src');
/** Everything below the front ends. */
const BELOW = ['kernel', 'programs', 'shell', 'boot', 'manual', 'text'];
const ALONE = ['machine.ts', 'userland.ts', 'library.ts', 'bytes.ts', 'width.ts'];

const files = [
  ...BELOW.flatMap((folder) =>
    readdirSync(join(SOURCES, folder), { recursive: true, encoding: 'utf8' }).flatMap((name) =>
      /\.tsx?$/.test(name) ? [join(folder, name)] : [],
    ),
  ),
  ...ALONE,
];
const IMPORT = new RegExp(
  [
    /^(?:import|export)\b[^'"();=]*?\bfrom\s*['"]([^'"]+)['"]/,
    /^import\s*['"]([^'"]+)['"]/,
    /\b(?:import|require)\s*\(\s*['"]([^'"]+)['"]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gm',
);
/** Packages that only compute: a parser and a table of widths. */
const PURE = ['unbash', 'get-east-asian-width'];

/** Comments and strings speak of such things, and do nothing. */
const code = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
const HOST =
  /\b(?:globalThis|WebSocket|XMLHttpRequest|EventSource|Deno|Bun|Worker|importScripts)\b|\bprocess\.(?:binding|env|stdin|stdout|argv|exit)\b/;

describe('below the front ends', () => {
  it('there is much', () => expect(files.length).toBeGreaterThan(500));

  it('nothing is imported but files of ours, and what only computes', () => {
    const strange = files.flatMap((name) =>
      [...readFileSync(join(SOURCES, name), 'utf8').matchAll(IMPORT)]
        .flatMap(([, ...found]) => found.filter((one) => one !== undefined))
        .flatMap((what) => (what.startsWith('.') || PURE.includes(what) ? [] : [`${name}: ${what}`])),
    );
    expect(strange).toEqual([]);
  });

  it('no global of the host is named', () => {
    const named = files.filter((name) => HOST.test(code(readFileSync(join(SOURCES, name), 'utf8'))));
    expect(named).toEqual([]);
  });

  it('net, dgram, http, child_process, fs and all others are modules that are looked for', () => {
    for (const name of ['net', 'dgram', 'http', 'https', 'tls', 'child_process', 'fs', 'worker_threads', 'dns', 'os'])
      expect(builtinModules).toContain(name);
  });
});

/** The machine alone, in a world where nothing of Node is: a connection over TCP, a request to a web server, a shell. */
const ALONE_PROGRAM = `
import { boot } from './machine.ts';
import { fetchUserland } from './userland.ts';
export async function run(script) {
  await fetchUserland();
  const machine = boot({ seed: 1 });
  const shell = machine.attach(['bash', '-c', script], '/tmp');
  shell.endInput();
  let out = '';
  for (let i = 0; i < 1000 && shell.status === undefined; i++) {
    machine.run({ dispatches: 1000 });
    for (const byte of shell.read('stdout')) out += String.fromCharCode(byte);
  }
  for (const byte of shell.read('stdout')) out += String.fromCharCode(byte);
  return out;
}
`;

describe('the built machine', () => {
  it('runs, network and all, where nothing of Node is', { timeout: 60_000 }, async () => {
    const { outputFiles, metafile } = await build({
      stdin: { contents: ALONE_PROGRAM, resolveDir: SOURCES, loader: 'ts' },
      bundle: true,
      format: 'iife',
      globalName: 'alone',
      platform: 'neutral',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const packages = Object.keys(metafile.inputs).flatMap((name) => /node_modules\/([^/]+)/.exec(name)?.[1] ?? []);
    expect([...new Set(packages)].sort()).toEqual(PURE.toSorted());
    const context = createContext({ TextEncoder, TextDecoder });
    runInContext(outputFiles[0]?.text ?? '', context);
    const script = 'curl -s localhost:8080/health; ssh beta hostname; nc -z 10.0.0.2 22 && echo open';
    const said: unknown = await runInContext(`alone.run(${JSON.stringify(script)})`, context);
    expect(said).toBe('{"status":"UP"}\nbeta\nopen\n');
  });
});
