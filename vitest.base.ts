import { defineConfig } from 'vitest/config';

const conditions = ['@devbench/source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['src/**/*.test.ts'],
    exclude: ['**/*.int.test.ts', '**/*.e2e.test.ts'],
    // A test that prints fails: output is asserted or it is a leak (stdout belongs to the protocol).
    setupFiles: ['console-fail-test/setup'],
    passWithNoTests: true,
    // To load the same sources again for each file costs more than the tests; a file puts back what it changes.
    isolate: false,
    restoreMocks: true,
    // On a busy machine; what hangs is found all the same.
    testTimeout: 30_000,
    expect: { poll: { timeout: 25_000 } },
  },
});
