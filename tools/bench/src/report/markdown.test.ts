import { expect, it } from 'vitest';

import type { RunResult } from '../harness/result.ts';
import { aSide } from '../testing/a-side.ts';
import { markdown } from './markdown.ts';

const run = (ratio: number): RunResult => ({
  at: '2026-01-01T00:00:00Z',
  commit: 'abc',
  image: 'image',
  quick: false,
  machine: { cpu: 'CPU', cores: 2, kernel: '6', node: '24', engine: '20', cli: '28', load: [1, 2] },
  cases: [
    {
      name: 'echo',
      title: 'an echo',
      unit: 'ms',
      ours: aSide('ours', [2]),
      references: [aSide('docker CLI', [2 * ratio], { value: ratio, low: ratio, high: ratio })],
      verdicts: [{ limit: '≥ 20 × docker CLI', found: ratio, outcome: 'reached' }],
      reason: 'because',
      growth: undefined,
    },
  ],
});

it('has a line for each comparison, with what must hold', () => {
  expect(markdown(run(40))).toContain(
    '| [an echo](#echo) | 2.00 ms | docker CLI 80.0 ms | 40.0× (40.0–40.0) | ≥ 20 × docker CLI: reached |  |',
  );
});

it('says why only where we lose', () => {
  expect(markdown(run(0.5))).toContain('| because |');
  expect(markdown(run(2))).not.toContain('because');
});

it('has what changed since an earlier run', () => {
  const change = {
    what: 'echo / docker CLI',
    direction: 'better',
    before: '20×',
    now: '40×',
  } as const;
  const report = markdown(run(40), { since: '2025-12-31', changes: [change] });
  expect(report).toContain('## What changed since 2025-12-31');
  expect(report).toContain('| echo / docker CLI | 20× | 40× | better |');
});
