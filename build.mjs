// Bundles ipclab to dist/: one ESM entry, and the parts it loads only when they are needed (the screen, the lessons).
// Bundled CommonJS needs a real `require` and `__filename`; React must be built for production; Ink's devtools are stubbed out.
import { chmodSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const noDevtools = {
  name: 'no-devtools',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: 'stub', namespace: 'stub' }));
    pluginBuild.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default {}' }));
  },
};

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
    js: "#!/usr/bin/env node\nimport{createRequire as __createRequire}from'node:module';import{fileURLToPath as __path}from'node:url';const require=__createRequire(import.meta.url),__filename=__path(import.meta.url);",
  },
  plugins: [noDevtools],
  logLevel: 'warning',
});
chmodSync('dist/ipclab.js', 0o755);
