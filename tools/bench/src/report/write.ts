import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { RunResult } from '../harness/result.ts';
import type { Changes } from './baseline.ts';
import { curvePlot } from './curve-plot.ts';
import { curvesOf } from './curves.ts';
import { markdown } from './markdown.ts';
import { plot } from './plot.ts';

export async function writeJson(file: string, run: RunResult): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(run)}\n`);
}

/** The report and beside it a plot for each case and each curve. */
export async function writeReport(file: string, run: RunResult, changes?: Changes): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  await writeFile(file, markdown(run, changes));
  for (const curve of curvesOf(run.cases)) {
    await writeFile(join(folder, `curve-${curve.name}.svg`), curvePlot(curve));
  }
  for (const result of run.cases) await writeFile(join(folder, `${result.name}.svg`), plot(result));
}
