import { AppError } from '@devbench/core';

import type { FairQueue, Ticket } from './fair-queue.ts';
import { createJob, type Job, type JobPorts } from './job.ts';
import type { StartRequest } from './jobs.ts';
import { begun, cannotStart, launch } from './launch.ts';
import type { Roster } from './roster.ts';
import { laneOf } from './shell/lane.ts';

/** Reserves the row, then starts the command or lets it wait for its turn. */
export async function startJob(
  request: StartRequest,
  { roster, queue, ports }: { roster: Roster; queue: FairQueue; ports: JobPorts },
): Promise<'queued' | 'running'> {
  const { workspace, exec, client, spec } = request;
  const { id, owner: principal } = workspace;
  const ticket = queue.enter({ workspace: id, principal, client, lane: laneOf(exec) });
  await reserve(request, ticket, ports);
  const log = ports.outputs.create(exec.id);
  const job = createJob({ exec, workspace, ticket, log, graceMs: spec.graceMs });
  roster.add(job);
  if (!ticket.isGranted()) {
    roster.background.add(startLater(job, request, roster, ports));
    return 'queued';
  }
  try {
    await launch(job, request, ports);
  } catch (thrown) {
    await roster.drop(job);
    throw thrown;
  }
  roster.background.add(roster.supervise(job));
  return 'running';
}

async function reserve({ exec }: StartRequest, ticket: Ticket, { execs }: JobPorts) {
  try {
    await execs.reserve(ticket.isGranted() ? begun(exec) : exec);
  } catch (thrown) {
    ticket.leave();
    throw thrown;
  }
}

async function startLater(job: Job, request: StartRequest, roster: Roster, ports: JobPorts) {
  if (!(await job.ticket.turn)) return;
  const { execs, servers, clock } = ports;
  try {
    await execs.started(job.exec.id, servers.self, clock.now());
    await launch(job, request, ports);
  } catch (thrown) {
    await roster.finish(job, await cannotStart(job, thrown, ports));
    return;
  }
  await roster.supervise(job);
}

export function refuseWhen(draining: AbortSignal): void {
  if (draining.aborted) throw new AppError('shutting_down', 'The server is stopping.');
}
