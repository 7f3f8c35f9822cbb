import { type Clock, type RunningExec, toAppError } from '@devbench/core';

import type { Job, JobPorts } from './job.ts';
import { LetGo, Removed } from './let-go.ts';

/** Between the tries; when the last one fails, the guest is gone. */
const DELAYS_MS = [0, 100, 300, 1000, 3000, 10_000] as const;
const ENGINE_AWAY_MS = 5000;
/** Long enough for a first answer after a restart. */
const CALLER_MS = 2000;

/**
 * Finds the command again, after the record that is kept already. An engine that is away may come back, a guest that
 * stays away does not.
 * Rejects with `LetGo`, `Removed`, or the last failure.
 */
export async function reconnect(job: Job, ports: JobPorts): Promise<RunningExec> {
  const { clock, commands } = ports;
  const { signal } = job.interrupt;
  for (let tries = 0; ;) {
    await clock.sleep(DELAYS_MS[tries] ?? 0, signal);
    if (signal.aborted) throw new LetGo();
    const workspace = await stillOurs(job, ports);
    try {
      const running = await commands.resume(workspace, job.exec.id, job.log.lastSeq + 1);
      if (running) return running;
      throw new Error('The guest does not know the command.');
    } catch (thrown) {
      const { code } = toAppError(thrown);
      if (code === 'engine_unavailable') await clock.sleep(ENGINE_AWAY_MS, signal);
      else if (code !== 'guest_unavailable') throw thrown;
      else if (++tries === DELAYS_MS.length) throw thrown;
    }
  }
}

/** The command once it is found again; undefined when that takes longer than a caller should wait. */
export async function reconnected(
  { connecting }: Job,
  clock: Clock,
): Promise<RunningExec | undefined> {
  const settled = new AbortController();
  const patience = clock.sleep(CALLER_MS, settled.signal).then(() => undefined);
  const found = connecting?.catch(() => undefined);
  return Promise.race([found, patience]).finally(() => settled.abort());
}

/** Two servers that take a command from each other would never end: the row says whose it is. */
async function stillOurs({ exec }: Job, { execs, workspaces, servers }: JobPorts) {
  const row = await execs.find(exec.owner, exec.id);
  const workspace = await workspaces.get(exec.workspaceId);
  if (!row || workspace?.status !== 'running') throw new Removed();
  if (row.end ?? row.server !== servers.self) throw new LetGo();
  return workspace;
}
