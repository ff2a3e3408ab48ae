// Bundles ipclab to dist/: a small entry, CommonJS because that starts faster; the machine for shell calls as one script, whose
// code can be cached; and the parts of everything else as modules, each loaded when it is needed (the screen, the lessons, a program).
// Bundled CommonJS needs a real `require` and `__filename`; React must be built for production; Ink's devtools are stubbed out.
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

const noDevtools = {
  name: 'no-devtools',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'stub', namespace: 'stub' }));
    pluginBuild.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default {}' }));
  },
};

// Yoga's loader would bring up all of fetch() to read the bytes that stand in its own file.
const noFetch = {
  name: 'no-fetch',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => ({
      contents: `const fetch = undefined;\n${await readFile(path, 'utf8')}`,
    }));
  },
};

// Messages of ours are ours: of zod's languages one is enough.
const oneLanguage = {
  name: 'one-language',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: 'node_modules/zod/v4/locales',
    }));
  },
};

// What the entry loads only for a command stays a module beside it.
const partsOutside = {
  name: 'parts-outside',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^\.\/(commands|crash)\.ts$/ }, ({ path }) => ({
      path: `./parts/${path.slice(2, -'.ts'.length)}.mjs`,
      external: true,
    }));
  },
};

const requireBanner =
  "import{createRequire as __createRequire}from'node:module';import{fileURLToPath as __path}from'node:url';const require=__createRequire(import.meta.url),__filename=__path(import.meta.url);";

rmSync('dist', { recursive: true, force: true });
const common = { bundle: true, minify: true, platform: 'node', target: 'node20', logLevel: 'warning' };
await build({ ...common, entryPoints: ['src/shell-call.ts'], outfile: 'dist/shell-call.cjs', format: 'cjs' });
const bundle = createHash('sha256').update(readFileSync('dist/shell-call.cjs')).digest('hex').slice(0, 16);
await build({
  ...common,
  entryPoints: ['src/cli.ts'],
  outfile: 'dist/ipclab.js',
  format: 'cjs',
  define: { 'import.meta.dirname': '__dirname', BUNDLE: JSON.stringify(bundle) },
  banner: { js: '#!/usr/bin/env node' },
  plugins: [partsOutside],
});
await build({
  ...common,
  entryPoints: ['src/commands.ts', 'src/crash.ts', 'src/lint-workers.ts'],
  outdir: 'dist/parts',
  splitting: true,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  banner: { js: requireBanner },
  plugins: [noDevtools, noFetch, oneLanguage],
});
chmodSync('dist/ipclab.js', 0o755);
await checkLessons();
await printManual();

/** The lessons as data, checked: a learner's start does not wait for YAML and schema. Mistakes are left for the loader to tell. */
async function checkLessons() {
  const outfile = 'dist/dev/load.mjs';
  await build({
    entryPoints: ['src/lessons/load.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: requireBanner },
    logLevel: 'warning',
  });
  const { loadPack } = await import(`./${outfile}`);
  const files = [];
  const readText = (path) => {
    files.push(path);
    return readFileSync(path, 'utf8');
  };
  const { curriculum, lessons, findings } = loadPack('lessons.yaml', readText);
  if (findings.length > 0) return;
  const pack = { files, curriculum, lessons: lessons.map(({ lesson }) => lesson) };
  writeFileSync('dist/parts/lessons.json', JSON.stringify(pack));
}

/** The texts of the manual, and the pages of programs: made here, for at run time a program's description may not be there yet. */
async function printManual() {
  const outfile = 'dist/dev/commands.mjs';
  await build({ ...common, entryPoints: ['src/manual/commands.ts'], outfile, format: 'esm' });
  const { commandPages } = await import(`./${outfile}`);
  cpSync('manual', 'dist/manual', { recursive: true });
  writeFileSync('dist/manual/commands.txt', await commandPages((file) => readFileSync(`manual/${file}.txt`, 'utf8')));
}
