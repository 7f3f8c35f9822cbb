import { expect, it } from 'vitest';

import type { CaseResult } from '../harness/result.ts';
import { aSide } from '../testing/a-side.ts';
import { curvePlot } from './curve-plot.ts';
import { curvesOf } from './curves.ts';

const sized = (size: number, cli: readonly number[] = [size, 2 * size]): CaseResult => ({
  name: `list-${size}`,
  title: 'list',
  unit: 'ms',
  ours: aSide('ours', [1, 1]),
  references: [aSide('docker CLI', cli)],
  verdicts: [],
  reason: undefined,
  growth: { curve: 'list', of: 'files', size },
});

it('puts cases that differ in size on one curve, without what was not measured', () => {
  const [curve, ...others] = curvesOf([
    sized(10),
    { ...sized(5), growth: undefined },
    sized(100, []),
  ]);

  expect(others).toEqual([]);
  expect(curve?.lines.map(({ name, points }) => [name, points.map(({ size }) => size)])).toEqual([
    ['ours', [10, 100]],
    ['docker CLI', [10]],
  ]);
});

it('makes no curve of one size', () => {
  expect(curvesOf([sized(10)])).toEqual([]);
});

it('draws what grows from the lower left to the upper right, within the picture', () => {
  const [curve] = curvesOf([sized(10), sized(100), sized(1_000)]);
  const svg = curve ? curvePlot(curve) : '';
  const lines = [...svg.matchAll(/points="([^"]+)"/g)].map(([, points = '']) =>
    points.split(' ').map((point) => point.split(',').map(Number)),
  );
  const [first = [], , last = []] = lines[2] ?? [];

  expect(lines).toHaveLength(4);
  expect(last[0]).toBeGreaterThan(first[0] ?? NaN);
  expect(last[1]).toBeLessThan(first[1] ?? NaN);
  expect(svg).not.toContain('NaN');
  for (const [x, y] of lines.flat()) {
    expect(x).toSatisfy((at: number) => at >= 0 && at <= 640);
    expect(y).toSatisfy((at: number) => at >= 0 && at <= 260);
  }
});
