import { defineConfig } from 'vitest/config';
import base from './vitest.base.ts';

/** Tests that share one real engine or spawn a server: one file at a time. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['src/**/*.int.test.ts', 'src/**/*.e2e.test.ts'],
    exclude: [],
    fileParallelism: false,
    isolate: true,
    // A machine may be as slow as it likes; only what hangs is too slow.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 90_000 } },
    // The engine is no part of what is tested; the report names each test that needed its second try.
    retry: 1,
  },
});
