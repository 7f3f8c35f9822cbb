import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';

import type { Stage } from '../harness/stage.ts';
import { connectStdio } from '../harness/stdio-client.ts';
import type { Ours } from './call.ts';
import { OUR_SERVER, ourEnvironment } from './environment.ts';

/** Our stdio server as a process of its own, driven by the SDK's client. */
export async function overStdio(
  stage: Stage,
  settings: Readonly<Record<string, string>> = {},
  server: readonly string[] = OUR_SERVER,
): Promise<Ours> {
  const folder = await mkdtemp(join(stage.folder, 'state-'));
  const args = [...(stage.profiler?.nodeOptions ?? []), ...server];
  return connectStdio(args, ourEnvironment(folder, settings));
}
