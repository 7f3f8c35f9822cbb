import { execEchoStdio } from '../cases/exec-echo.ts';
import { fsRead } from '../cases/fs-4k.ts';
import { spawnPool } from '../cases/spawn-pool.ts';
import type { BenchCase } from '../harness/case.ts';
import type { CaseResult } from '../harness/result.ts';
import { atLeast, type Floor } from './limit.ts';

const TRIES = 3;

/** Against one reference, by a floor far below what is usual: only a product that lost its speed is below it. */
const grossly = (bench: BenchCase, floor: Floor): BenchCase => ({
  ...bench,
  references: bench.references.filter(({ name }) => name === floor.against),
  limits: [floor],
});

export const GROSS: readonly BenchCase[] = [
  grossly(execEchoStdio, atLeast('docker CLI', 5)),
  grossly(fsRead, atLeast('docker exec', 8)),
  grossly(spawnPool, atLeast('docker CLI', 10)),
];

/** Answers the names of cases whose floor held in none of several tries, as one may meet a busy moment. */
export async function missedGrossly(
  cases: readonly BenchCase[],
  run: (bench: BenchCase) => Promise<Pick<CaseResult, 'verdicts'>>,
): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const bench of cases) {
    let holds = false;
    for (let tries = 0; tries < TRIES && !holds; tries += 1) {
      const { verdicts } = await run(bench);
      holds = verdicts.every(({ outcome }) => outcome !== 'missed');
    }
    if (!holds) missed.push(bench.name);
  }
  return missed;
}
