// Bundles ipclab to dist/: one ESM entry, and the parts it loads only when they are needed (the screen, the lessons).
// Bundled CommonJS needs a real `require` and `__filename`; React must be built for production; Ink's devtools are stubbed out.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

const requireBanner =
  "import{createRequire as __createRequire}from'node:module';import{fileURLToPath as __path}from'node:url';const require=__createRequire(import.meta.url),__filename=__path(import.meta.url);";

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { ipclab: 'src/cli.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  jsx: 'automatic',
  chunkNames: 'parts/[name]-[hash]',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  banner: {
    js: `#!/usr/bin/env node\n${requireBanner}`,
  },
  plugins: [noDevtools, noFetch, oneLanguage],
  logLevel: 'warning',
});
chmodSync('dist/ipclab.js', 0o755);
await checkLessons();

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
