// Bundles ipclab to dist/: a small entry, CommonJS because that starts faster; the machine for shell calls, its programs, and
// everything else, as a script each, whose code can be cached; and as modules beside them what has to be one: Ink, which
// waits while it is loaded, and the workers of lint. Bundled CommonJS in a module needs a real `require` and `__filename`;
// React must be built for production; Ink's devtools are stubbed out.
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { build } from 'esbuild';

/** Another text in the place of a file's. */
const inPlaceOf = (filter, contents, resolveDir) => ({
  name: `in-place-of-${filter.source}`,
  setup: (pluginBuild) => pluginBuild.onLoad({ filter }, () => ({ contents, resolveDir })),
});

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

// Setting up its tables of emoji takes longer than painting the first frame: that waits for a character that needs them.
const lateWidth = {
  name: 'late-width',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^string-width$/ }, ({ importer }) =>
      /src\/tui\/width\.ts$/.test(importer) ? { path: 'string-width', namespace: 'late' } : undefined,
    );
    pluginBuild.onLoad({ filter: /.*/, namespace: 'late' }, () => ({
      contents: "export default (text) => require('string-width').default(text);",
      resolveDir: '.',
    }));
  },
};

// Messages of ours are ours: of zod's languages one is enough.
const oneLanguage = inPlaceOf(
  /zod\/v4\/locales\/index\.js$/,
  "export { default as en } from './en.js';",
  'node_modules/zod/v4/locales',
);

// What the entry loads only when something went wrong stays a module beside it.
const crashOutside = {
  name: 'crash-outside',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^\.\/crash\.ts$/ }, () => ({ path: './parts/crash.mjs', external: true }));
  },
};

// Scripts cannot import modules: their loader does it for them.
const crashBeside = inPlaceOf(/load-crash\.ts$/, "export const loadCrash = () => importBeside('parts/crash.mjs');");
const drawingBeside = inPlaceOf(
  /load-drawing\.ts$/,
  "export const loadDrawing = () => importBeside('parts/drawing.mjs');",
);

// A shell call loads the programs when it first executes one: many a script is builtins alone.
const PROGRAMS = { programs: './src/programs/index.ts', daemons: './src/boot/daemons.ts' };
const programsBeside = (maps) =>
  Object.entries(PROGRAMS).map(([kind, path]) => {
    const names = JSON.stringify(Object.keys(maps[kind]));
    const fetches = `${names}.map((name) => [name, async () => loadBeside('programs').${kind}[name]()])`;
    const filter = new RegExp(`${path.slice(1).replaceAll('.', '\\.')}$`);
    return inPlaceOf(filter, `export const ${kind} = Object.fromEntries(${fetches});`);
  });

// What the kernel answers is told from other values by its class: there may be only one of it.
const errnoOfTheKernel = {
  name: 'errno-of-the-kernel',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /src\/kernel\/errno\.ts$/ }, async ({ path }) => {
      const names = [...(await readFile(path, 'utf8')).matchAll(/^export (?:const|function|class) (\w+)/gm)];
      return {
        contents: `export const { ${names.map(([, name]) => name).join(', ')} } = loadBeside('shell-call').errno;`,
      };
    });
  },
};

const requireBanner =
  "import{createRequire as __createRequire}from'node:module';import{fileURLToPath as __path}from'node:url';const require=__createRequire(import.meta.url),__filename=__path(import.meta.url);";

rmSync('dist', { recursive: true, force: true });
const common = { bundle: true, minify: true, platform: 'node', target: 'node20', logLevel: 'warning' };
const forScreen = {
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  plugins: [noDevtools, noFetch, oneLanguage],
};
const script = { ...common, format: 'cjs', outExtension: { '.js': '.cjs' }, outdir: 'dist' };
await build({
  ...script,
  outdir: undefined,
  outExtension: undefined,
  outfile: 'dist/programs.cjs',
  stdin: {
    contents: Object.entries(PROGRAMS)
      .map(([kind, path]) => `export { ${kind} } from '${path}';`)
      .join('\n'),
    resolveDir: '.',
  },
  plugins: [errnoOfTheKernel],
});
const maps = createRequire(import.meta.url)('./dist/programs.cjs');
await build({ ...script, entryPoints: ['src/shell-call.ts'], plugins: [...programsBeside(maps), crashBeside] });
await build({
  ...script,
  ...forScreen,
  entryPoints: ['src/commands.ts'],
  define: { ...forScreen.define, 'import.meta.dirname': '__dirname' },
  plugins: [drawingBeside, oneLanguage, lateWidth],
});
const scripts = ['shell-call', 'programs', 'commands'];
for (const name of scripts) writeInAscii(`dist/${name}.cjs`);
const contents = (name) =>
  createHash('sha256')
    .update(readFileSync(`dist/${name}.cjs`))
    .digest('hex')
    .slice(0, 16);
const bundles = Object.fromEntries(scripts.map((name) => [name, contents(name)]));
await build({
  ...common,
  entryPoints: ['src/cli.ts'],
  outfile: 'dist/ipclab.js',
  format: 'cjs',
  define: { 'import.meta.dirname': '__dirname', BUNDLES: JSON.stringify(bundles) },
  banner: { js: '#!/usr/bin/env node' },
  plugins: [crashOutside],
});
await build({
  ...common,
  ...forScreen,
  entryPoints: ['src/tui/drawing.ts', 'src/crash.ts', 'src/lint-workers.ts'],
  entryNames: '[name]',
  outdir: 'dist/parts',
  splitting: true,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  banner: { js: requireBanner },
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

/** Scripts whose code is cached are read byte by byte; esbuild leaves what is not ASCII as it is in regular expressions. */
function writeInAscii(path) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(path, readFileSync(path, 'utf8').replace(/[^\x00-\x7f]/g, escaped));
}
