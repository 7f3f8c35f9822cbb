import type { CaseResult, SideResult } from '../harness/result.ts';

export interface Point {
  readonly size: number;
  readonly p50: number;
  readonly p95: number;
}

export interface Line {
  readonly name: string;
  readonly isOurs: boolean;
  readonly points: readonly Point[];
}

/** How something grows, side by side. */
export interface Curve {
  readonly name: string;
  readonly of: string;
  readonly unit: CaseResult['unit'];
  readonly lines: readonly Line[];
}

/** The curves that the cases of a run make; one size is no curve. */
export function curvesOf(cases: readonly CaseResult[]): readonly Curve[] {
  const byName = Map.groupBy(cases, ({ growth }) => growth?.curve);
  return [...byName].flatMap(([name, group]) => {
    const [first] = group;
    if (name === undefined || !first?.growth || group.length < 2) return [];
    const { growth, unit } = first;
    const lines = [first.ours, ...first.references].map((side, index) => ({
      name: side.name,
      isOurs: index === 0,
      points: group.flatMap(({ growth, ours, references }) =>
        pointOf(growth?.size, [ours, ...references][index]),
      ),
    }));
    return [{ name, of: growth.of, unit, lines }];
  });
}

const pointOf = (size: number | undefined, side: SideResult | undefined): readonly Point[] => {
  const { summary } = side ?? {};
  return size === undefined || !summary ? [] : [{ size, p50: summary.p50, p95: summary.p95 }];
};
