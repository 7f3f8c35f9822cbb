import { AppError, type Exec, type ExecEnd } from '@devbench/core';

import type { Job } from './job.ts';

/** How a command ended, once it has. Rejects when `signal` aborts first. */
export async function endOf(
  exec: Exec,
  job: Job | undefined,
  signal?: AbortSignal,
): Promise<ExecEnd> {
  if (exec.end) return exec.end;
  if (!job) throw new AppError('exec_not_running', `The command ${exec.id} does not run.`);
  if (!signal) return job.done.promise;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason as Error);
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([job.done.promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
