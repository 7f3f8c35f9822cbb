import { readFile } from 'node:fs/promises';

import { z } from 'zod';

import type { CaseResult } from '../harness/result.ts';
import { formatRatio } from './format.ts';

const ratio = z.object({ value: z.number(), low: z.number(), high: z.number() });
const side = z.object({ name: z.string(), ratio: ratio.optional() });
const baseline = z.object({
  at: z.string(),
  cases: z.array(z.object({ name: z.string(), references: z.array(side) })),
});

export type Baseline = z.output<typeof baseline>;

export interface Change {
  readonly what: string;
  readonly direction: 'better' | 'worse';
  readonly before: string;
  readonly now: string;
}

/** What changed against an earlier run, and when that was. */
export interface Changes {
  readonly since: string;
  readonly changes: readonly Change[];
}

/** Less than this may be anything. */
const NOISE = 0.1;

/** @throws Error when the file is no `--json` of an earlier run */
export async function readBaseline(file: string): Promise<Baseline> {
  return baseline.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** The ratios that moved by more than noise, and out of each other's spread. Times are not compared. */
export function compare(before: Baseline, cases: readonly CaseResult[]): Changes {
  const old = new Map<string, z.output<typeof ratio> | undefined>(
    before.cases.flatMap(({ name, references }) =>
      references.map((side) => [`${name} / ${side.name}`, side.ratio] as const),
    ),
  );
  const changes = cases.flatMap(({ name, references }) =>
    references.flatMap((side) => {
      const what = `${name} / ${side.name}`;
      const was = old.get(what);
      const is = side.ratio;
      if (!was || !is || Math.abs(is.value / was.value - 1) < NOISE) return [];
      if (is.low <= was.high && was.low <= is.high) return [];
      const direction = is.value > was.value ? 'better' : 'worse';
      return [{ what, direction, before: formatRatio(was), now: formatRatio(is) }] as const;
    }),
  );
  return { since: before.at, changes };
}
