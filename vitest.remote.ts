import { defineConfig } from 'vitest/config';
import engine from './vitest.engine.ts';

/** The suites of commands and files, by servers that reach their engine over `DEVBENCH_REMOTE`: tls or ssh. */
export default defineConfig({
  ...engine,
  // What runs before all suites is of the sources, too.
  environments: { __vitest__: { resolve: { ...engine.resolve, noExternal: [/^@devbench/] } } },
  test: {
    ...engine.test,
    include: ['src/exec/*.e2e.test.ts', 'src/files/*.e2e.test.ts'],
    globalSetup: ['src/testing/far-engine.ts'],
    testTimeout: 180_000,
  },
});
