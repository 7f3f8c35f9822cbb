import type { Clock, Workspace, WorkspaceEngine } from '@devbench/core';

/** Agents that are asked at the same time. */
const AT_ONCE = 8;
const PATIENCE_MS = 2_000;

interface Asked {
  readonly engine: Pick<WorkspaceEngine, 'usage'>;
  readonly clock: Clock;
}

/** What running containers use in all; one that does not answer in time is left out. */
export async function memoryInUse(
  { engine, clock }: Asked,
  workspaces: readonly Workspace[],
): Promise<number> {
  const waiting = workspaces.filter(({ status }) => status === 'running');
  const enough = new AbortController();
  let bytes = 0;
  const ask = async () => {
    for (let next = waiting.pop(); next && !enough.signal.aborted; next = waiting.pop()) {
      const usage = await engine.usage(next).catch(() => undefined);
      bytes += usage?.memoryBytes ?? 0;
    }
  };
  const asking = Promise.all(Array.from({ length: AT_ONCE }, ask));
  await Promise.race([asking, clock.sleep(PATIENCE_MS, enough.signal)]);
  enough.abort(null);
  return bytes;
}
