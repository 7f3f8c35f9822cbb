import type { AuditView, UsageView } from '@devbench/operations';
import { expect, it } from 'vitest';

import { withNews, withTime } from './reduce.ts';
import { EMPTY } from './state.ts';

it('keeps the newest entries, each with its last outcome', () => {
  const entry = (id: number, outcome: string | null = null) => ({ id, outcome }) as AuditView;
  const first = withNews(EMPTY, { topic: 'audit', value: [entry(2), entry(1, 'allowed')] });
  const { audit } = withNews(first, { topic: 'audit', value: [entry(3), entry(2, 'failed')] });

  expect(audit).toEqual([entry(3), entry(2, 'failed'), entry(1, 'allowed')]);
});

it('draws memory only while it is known', () => {
  const usage = { container_id: 'c_1', memory_bytes: 7 } as UsageView;
  const before = withTime(EMPTY, 1);
  const live = { ...before, link: { kind: 'live' }, loaded: true } as const;
  const after = withTime(withNews(live, { topic: 'usage', value: [usage] }), 2);

  expect([after.memory, after.now]).toEqual([[undefined, 7], 2]);
});
