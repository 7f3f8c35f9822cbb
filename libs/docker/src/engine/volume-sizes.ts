import { z } from 'zod';
import type { Connection } from './connection.ts';

const usage = z.object({
  Volumes: z
    .array(
      z.object({
        Name: z.string(),
        UsageData: z.object({ Size: z.number() }).nullish(),
      }),
    )
    .nullish(),
});

/** Older engines measure everything, whatever they are asked for. */
const TIMEOUT_MS = 300_000;

/** What the engine itself counts: a workspace cannot say less than it has. */
export async function volumeSizes({
  docker,
  call,
}: Connection): Promise<ReadonlyMap<string, number>> {
  const df = docker.df.bind(docker) as (options: object) => Promise<unknown>;
  const answer = await call(() => df({ type: 'volume' }), { timeoutMs: TIMEOUT_MS });
  const { Volumes } = usage.parse(answer);
  // -1 is what the engine does not know.
  return new Map(
    (Volumes ?? []).map(({ Name, UsageData }) => [Name, Math.max(UsageData?.Size ?? 0, 0)]),
  );
}
