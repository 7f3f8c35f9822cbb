import { setTimeout as sleep } from 'node:timers/promises';

import { judge } from '../check/judge.ts';
import { ratioOf } from '../stats/ratio.ts';
import { summarize } from '../stats/summary.ts';
import type { BenchCase } from './case.ts';
import { createGuard } from './guard.ts';
import type { Profiler } from './profiler.ts';
import type { CaseResult, SideResult } from './result.ts';
import { createStage } from './stage.ts';
import { Track } from './track.ts';

const TIMEOUT_MS = 120_000;
/** The engine still tidies up after a side when its turn is over. */
const SETTLE_MS = 30;

export interface RunOptions {
  readonly image: string;
  readonly quick: boolean;
  readonly iterations: number | undefined;
  readonly interrupt: AbortSignal;
  readonly profiler: Profiler | undefined;
}

/** Lets all sides do the work in turn, A B B A, so that what drifts, and who goes first, meets all of them. */
export async function runCase(bench: BenchCase, options: RunOptions): Promise<CaseResult> {
  const { image, quick, iterations, interrupt, profiler } = options;
  const rounds = iterations ?? (quick ? bench.rounds.quick : bench.rounds.full);
  await using stage = await createStage(image, profiler);
  const guard = createGuard(bench.timeoutMs ?? TIMEOUT_MS, interrupt);
  const ours = new Track(bench.ours, guard);
  // The work of the others would be in the profile of a library.
  const others = profiler ? [] : bench.references;
  const references = others.map((side) => new Track(side, guard));
  const tracks = [ours, ...references];
  for (const track of tracks) await track.open(stage, { warmUp: bench.cold !== true });
  for (let round = 0; round < rounds; round += 1) {
    for (const track of round % 2 === 0 ? tracks : tracks.toReversed()) {
      await track.turn();
      await sleep(SETTLE_MS);
    }
  }
  return await conclude(bench, ours, references);
}

async function conclude(
  { name, title, unit, limits, reason, growth }: BenchCase,
  oursTrack: Track,
  tracks: readonly Track[],
): Promise<CaseResult> {
  const ours = withFigures(await oursTrack.result());
  const plain = await Promise.all(tracks.map((track) => track.result()));
  const references = plain.map((result) => withFigures(result, ours));
  const ratios = new Map(
    references.flatMap(({ name, ratio }) => (ratio ? [[name, ratio] as const] : [])),
  );
  const verdicts = limits.map((limit) => judge(limit, { p50: ours.summary?.p50, ratios }));
  return { name, title, unit, ours, references, verdicts, reason, growth };
}

function withFigures(
  result: Omit<SideResult, 'summary' | 'ratio'>,
  ours?: Pick<SideResult, 'rounds'>,
): SideResult {
  const { rounds } = result;
  const samples = rounds.flat();
  const comparable = samples.length > 0 && ours !== undefined && ours.rounds.flat().length > 0;
  return {
    ...result,
    summary: samples.length > 0 ? summarize(samples) : undefined,
    ratio: comparable ? ratioOf(ours.rounds, rounds) : undefined,
  };
}
