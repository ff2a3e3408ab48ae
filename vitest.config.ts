import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/setup.ts'],
    // The sources keep nothing in modules that one test could leave to another; to load them anew for each file took a third of all the time.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The other side of a comparison is a real shell on a machine that may be busy: a difference has to show itself again.
    retry: 2,
  },
});
