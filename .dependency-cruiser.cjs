// The floors of the house: a file may import from its own floor and from those below it; nothing imports upwards.
const floors = [
  ['ground', '^src/((bytes|width|library)\\.ts|text/)'],
  ['kernel', '^src/kernel/'],
  ['programs', '^src/programs/'],
  ['shell', '^src/shell/'],
  ['manual', '^src/manual/'],
  ['machine', '^src/((machine|userland)\\.ts|boot/)'],
  ['lessons', '^src/lessons/'],
  ['front ends', '^src/(headless|plain|crash|load-crash)\\.ts|^src/tui/'],
  ['cli', '^src/(cli|shell-call|code-cache|commands|host-library|host-streams|play-lesson|lint-workers|dev)\\.ts'],
];

const upwards = floors.slice(0, -1).map(([name, path], level) => ({
  name: `no-import-upwards-from-${name.replaceAll(' ', '-')}`,
  severity: 'error',
  from: { path },
  to: { path: floors.slice(level + 1).map(([, above]) => above).join('|') },
}));

module.exports = {
  forbidden: [
    ...upwards,
    {
      name: 'the-machine-is-pure',
      comment: 'Nothing below the front ends reaches the host: no Node module, no package with one.',
      severity: 'error',
      from: { path: '^src/((kernel|programs|shell|boot|manual|text)/|(machine|userland|library|bytes|width)\\.ts)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-kernel-imports-nothing-else',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { pathNot: '^src/(kernel/|bytes\\.ts)' },
    },
    {
      name: 'ink-comes-behind-the-first-frame',
      comment: 'Take Box and Text from src/tui/ink.ts, or all of Ink is loaded before anything is painted.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/tui/drawing\\.ts$' },
      to: { path: 'node_modules/(ink|ink-text-input|chalk|react)/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
