import { type AppError, type Exec, type ExecEnd, toAppError } from '@devbench/core';

import { obey } from './follow.ts';
import { endWithout, type Job, type JobPorts } from './job.ts';
import type { StartRequest } from './jobs.ts';

/** The code with which a shell says that a command cannot be run. */
const CANNOT_RUN = 126;

/** The row of a command that need not wait: written once, before its process, and dropped if there is none. */
export const begun = (exec: Exec): Exec => ({
  ...exec,
  status: 'running',
  startedAt: exec.createdAt,
});

/** Starts the process; its row is written already. Rejects as `ExecEngine.spawn`, and nothing runs then. */
export async function launch(job: Job, request: StartRequest, ports: JobPorts): Promise<void> {
  const { exec, workspace } = job;
  const spawn = () => ports.commands.spawn(workspace, exec.id, request.spec);
  const running = await (request.begin ?? spawn)();
  running.end.catch(() => undefined);
  job.running = running;
  obey(job);
  const { stdin } = request;
  if (!stdin) return;
  // A command that does not read its input, or ends before, is no failure.
  const { signal } = new AbortController();
  void running.write(stdin.data, { eof: stdin.eof, signal }).catch(() => undefined);
}

/** How a command ends that had to wait and then could not be started: its caller is gone, so its output says it. */
export async function cannotStart(job: Job, thrown: unknown, ports: JobPorts): Promise<ExecEnd> {
  const error = toAppError(thrown);
  const at = ports.clock.now();
  const data = Buffer.from(`${error.code}: ${error.message}\n`);
  await job.log.append([{ seq: 1, stream: 'stderr', offset: 0, at, data }]);
  const end = endWithout('lost', 2, at);
  return isFault(error) ? end : { ...end, reason: 'exited', exitCode: CANNOT_RUN };
}

const isFault = ({ kind }: AppError) => kind === 'unavailable' || kind === 'internal';
