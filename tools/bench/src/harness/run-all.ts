import { join } from 'node:path';

import type { Options } from '../options.ts';
import type { BenchCase } from './case.ts';
import { currentCommit, currentLoad, describeMachine } from './machine.ts';
import { createProfiler } from './profiler.ts';
import type { CaseResult, RunResult } from './result.ts';
import { runCase } from './run-case.ts';

const PROFILES = 'tmp/bench';

/** Those that were asked for and belong to this form of the run. */
export function select(cases: readonly BenchCase[], { only, quick }: Options) {
  return cases.filter(
    ({ name, rounds }) => name.includes(only) && (quick ? rounds.quick : rounds.full) > 0,
  );
}

export async function runAll(
  cases: readonly BenchCase[],
  options: Options,
  { interrupt, onResult }: { interrupt: AbortSignal; onResult: (result: CaseResult) => void },
): Promise<RunResult> {
  const { image, quick, iterations, profile } = options;
  const before = currentLoad();
  const results: CaseResult[] = [];
  for (const bench of cases) {
    const profiler = profile ? await createProfiler(join(PROFILES, bench.name)) : undefined;
    const result = await runCase(bench, { image, quick, iterations, interrupt, profiler });
    await profiler?.draw();
    onResult(result);
    results.push(result);
  }
  return {
    at: new Date().toISOString(),
    commit: await currentCommit(),
    image,
    quick,
    machine: await describeMachine(before),
    cases: results,
  };
}
