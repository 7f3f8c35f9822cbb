import { AppError, type Exec } from '@devbench/core';

import type { FairQueue } from './fair-queue.ts';
import { createJob, endWithout, type Job, type JobPorts } from './job.ts';
import { freeTicket, laneOf } from './shell/lane.ts';

/** For commands whose start, and with it their grace, another server has seen. */
const GRACE_MS = 5000;

/**
 * Makes a command of another server a job of this one. The row is claimed first, so that a former follower that is
 * still alive lets go instead of taking the command back.
 */
export async function takeOver(exec: Exec, queue: FairQueue, ports: JobPorts): Promise<Job> {
  const { workspaces, execs, servers, commands, outputs, clock } = ports;
  const workspace = await workspaces.get(exec.workspaceId);
  if (!workspace) throw new AppError('exec_not_found', `There is no command ${exec.id}.`);
  const rival = exec.server !== servers.self && (await servers.alive(clock.now())).has(exec.server);
  await execs.started(exec.id, servers.self, exec.startedAt ?? exec.createdAt);
  let log = await outputs.open(exec.id);
  let running: Job['running'];
  if (rival) {
    running = await commands.resume(workspace, exec.id, log.lastSeq + 1).catch(() => undefined);
    // Until the guest followed us, the rival may have kept more than we saw.
    await outputs.release(exec.id);
    log = await outputs.open(exec.id);
  }
  const { id, owner: principal } = workspace;
  const place = { workspace: id, principal, client: principal, lane: laneOf(exec) };
  const ticket = exec.shell?.itself ? freeTicket() : queue.occupy(place);
  const job = createJob({ exec, workspace, ticket, log, graceMs: GRACE_MS });
  job.running = running;
  return job;
}

/** Closes the row of a command that nobody can know anything about. */
export async function closeRow(
  exec: Exec,
  reason: 'lost' | 'killed',
  { execs, outputs, clock }: JobPorts,
): Promise<void> {
  const log = await outputs.open(exec.id);
  const end = endWithout(reason, log.lastSeq + 1, clock.now());
  await log.close(end);
  await execs.ended(new Map([[exec.id, end]]));
}
