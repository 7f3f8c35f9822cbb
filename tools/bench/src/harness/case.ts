import type { Subject } from '../proc/subject.ts';
import type { Limit } from '../check/limit.ts';
import type { Stage } from './stage.ts';

/** What is measured; less is better in every unit. */
export type Unit = 'ms' | 'MiB';

/** A side that is ready: each call is one measurement, or several at once. */
export interface OpenSide {
  readonly sample: () => Promise<number | readonly number[]>;
  /** The processes that do the work, when their cost is of interest. */
  readonly subject?: Subject;
  /** Figures that go beside the table. */
  notes?(): Promise<readonly string[]>;
}

/** One way to do the work. */
export interface Side {
  readonly name: string;
  /** Measurements in one round; the faster side may take more of them. */
  readonly perRound: number;
  /** Calls in one measurement, when there are several; processor time is told for each call. */
  readonly calls?: number;
  open(stage: Stage): Promise<OpenSide>;
}

/** Its place among cases that differ in size only. */
export interface Growth {
  /** The name of the curve. */
  readonly curve: string;
  /** What grows, in the plural. */
  readonly of: string;
  readonly size: number;
}

/** The same work done by us and by others, in turn and on one engine. */
export interface BenchCase {
  /** What `--only` looks at. */
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  readonly rounds: { readonly full: number; readonly quick: number };
  readonly ours: Side;
  readonly references: readonly Side[];
  readonly limits: readonly Limit[];
  /** Why we are slower, where we are. */
  readonly reason?: string;
  readonly growth?: Growth;
  /** Measures the first time only: nothing is warmed up. */
  readonly cold?: boolean;
  /** For one measurement; two minutes without it. */
  readonly timeoutMs?: number;
}
