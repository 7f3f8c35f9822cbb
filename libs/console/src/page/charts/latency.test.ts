import type { AuditView } from '@devbench/operations';
import { expect, it } from 'vitest';

import { latencyOf } from './latency.ts';

const NOW = Date.parse('2026-01-01T00:10:00Z');
const entry = (secondsAgo: number, ms: number | null, action = 'fs_read') =>
  ({
    at: new Date(NOW - secondsAgo * 1000).toISOString(),
    action,
    duration_ms: ms,
  }) as AuditView;

it('tells how long calls took, without those that wait', () => {
  const entries = [
    ...[entry(1, 2), entry(2, 8), entry(3, 4), entry(299, 100)],
    ...[entry(301, 999), entry(1, null), entry(1, 9000, 'exec_run'), entry(-1, 50)],
  ];

  const { medians, ...rest } = latencyOf(entries, NOW);

  expect(rest).toEqual({ median: 8, slowest: 100, count: 4 });
  expect([medians.length, medians[0], medians[30], medians[59]]).toEqual([60, 100, undefined, 4]);
  expect(latencyOf([], NOW)).toMatchObject({ median: undefined, slowest: undefined, count: 0 });
});
