import { expect, it } from 'vitest';

import type { CaseResult, SideResult } from '../harness/result.ts';
import { aSide } from '../testing/a-side.ts';
import { plot } from './plot.ts';

const result = (...references: SideResult[]): CaseResult => ({
  name: 'echo',
  title: 'echo',
  unit: 'ms',
  ours: aSide('ours', [1, 1, 1]),
  references,
  verdicts: [],
  reason: undefined,
  growth: undefined,
});

it('puts the slower side to the right, within the picture', () => {
  const svg = plot(result(aSide('docker CLI', [100, 100, 100])));
  const dots = [...svg.matchAll(/cx="([\d.]+)"/g)].map(([, x]) => Number(x));

  expect(dots).toHaveLength(2);
  expect(dots[0]).toBeLessThan(dots[1] ?? 0);
  expect(Math.min(...dots)).toBeGreaterThan(100);
  expect(Math.max(...dots)).toBeLessThan(640);
});

it('leaves out what was not measured, and stands a single value', () => {
  const svg = plot(result(aSide('dockerode', [])));

  expect(svg).not.toContain('dockerode');
  expect(svg).not.toContain('NaN');
});
