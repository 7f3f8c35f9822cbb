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
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
