import type { Verdict } from '../check/judge.ts';
import type { Usage } from '../proc/meter.ts';
import type { Ratio } from '../stats/ratio.ts';
import type { Summary } from '../stats/summary.ts';
import type { Growth, Unit } from './case.ts';

export interface SideResult {
  readonly name: string;
  readonly rounds: readonly (readonly number[])[];
  /** Undefined when nothing was measured. */
  readonly summary: Summary | undefined;
  /** Reference over ours; undefined for ours. */
  readonly ratio: Ratio | undefined;
  readonly usage: Usage | undefined;
  readonly notes: readonly string[];
  /** Why it could not be measured. */
  readonly failure: string | undefined;
}

export interface CaseResult {
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  readonly ours: SideResult;
  readonly references: readonly SideResult[];
  readonly verdicts: readonly Verdict[];
  readonly reason: string | undefined;
  readonly growth: Growth | undefined;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly kernel: string;
  readonly node: string;
  readonly engine: string;
  readonly cli: string;
  /** Average load of one minute, before and after. */
  readonly load: readonly [number, number];
}

export interface RunResult {
  readonly at: string;
  readonly commit: string;
  readonly image: string;
  readonly quick: boolean;
  readonly machine: Machine;
  readonly cases: readonly CaseResult[];
}
