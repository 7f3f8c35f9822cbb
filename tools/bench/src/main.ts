import { setTimeout as sleep } from 'node:timers/promises';

import { cases } from './cases/index.ts';
import { GROSS, missedGrossly } from './check/gross.ts';
import { sweepAbandoned, sweepOwn } from './engine/sweep.ts';
import { Interrupted } from './harness/guard.ts';
import type { RunResult } from './harness/result.ts';
import { runAll, select } from './harness/run-all.ts';
import { runCase } from './harness/run-case.ts';
import { untilInterrupt } from './interrupt.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import { compare, readBaseline } from './report/baseline.ts';
import { caseText } from './report/terminal.ts';
import { writeJson, writeReport } from './report/write.ts';

/** The last container that the Docker CLI was asked for may appear after that. */
const LATE_MS = 1_500;

async function main(options: Options): Promise<number> {
  const chosen = select(cases, options);
  if (options.list) console.log(chosen.map(({ name, title }) => `${name}: ${title}`).join('\n'));
  if (options.list) return 0;
  if (chosen.length === 0) throw new Error(`no case has "${options.only}" in its name`);
  const baseline =
    options.baseline === undefined ? undefined : await readBaseline(options.baseline);
  await sweepAbandoned();
  const interrupt = untilInterrupt();
  try {
    const onResult = (result: RunResult['cases'][number]) => console.log(caseText(result));
    if (options.gross) return await checkGross(options, { interrupt, onResult });
    const run = await runAll(chosen, options, { interrupt, onResult });
    if (options.json !== undefined) await writeJson(options.json, run);
    const changes = baseline && compare(baseline, run.cases);
    if (options.report !== undefined) await writeReport(options.report, run, changes);
    for (const { what, direction, before, now } of changes?.changes ?? []) {
      console.log(`${direction}: ${what}: ${before} → ${now}`);
    }
    return options.check ? check(run) : 0;
  } catch (thrown) {
    if (!(thrown instanceof Interrupted)) throw thrown;
    await sleep(LATE_MS);
    return 130;
  } finally {
    await sweepOwn();
  }
}

async function checkGross(
  { image }: Options,
  { interrupt, onResult }: Parameters<typeof runAll>[2],
): Promise<number> {
  const iterations = 2;
  return report(
    await missedGrossly(GROSS, async (bench) => {
      const options = { image, quick: true, iterations, interrupt, profiler: undefined };
      const result = await runCase(bench, options);
      onResult(result);
      return result;
    }),
  );
}

function check({ cases }: RunResult): number {
  const missed = cases.flatMap(({ name, verdicts }) =>
    verdicts.flatMap(({ limit, outcome }) => (outcome === 'missed' ? [`${name}: ${limit}`] : [])),
  );
  return report(missed);
}

function report(missed: readonly string[]): number {
  console.log(missed.length === 0 ? 'all limits hold' : `missed:\n  ${missed.join('\n  ')}`);
  return missed.length === 0 ? 0 : 1;
}

try {
  // The open handles of a library that was given up do not keep the bench.
  process.exit(await main(parseOptions(process.argv.slice(2))));
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  console.error(`\n${USAGE}`);
  process.exit(2);
}
