import { AppError, type Clock, type Exec, type OutputLog, type OutputStore } from '@devbench/core';

import type { OnAbort } from '../abort-listeners.ts';
import type { Job } from './job.ts';
import type { OutputNews, ReadRequest } from './jobs.ts';

interface Readers {
  readonly outputs: OutputStore;
  readonly clock: Clock;
  readonly onDraining: OnAbort;
}

/** Reads what there is after the cursor; when there is nothing yet, waits for news before. */
export async function readOutput(
  exec: Exec,
  job: Job | undefined,
  request: ReadRequest,
  { outputs, clock, onDraining }: Readers,
): Promise<OutputNews> {
  const { afterSeq, waitMs, signal } = request;
  const log = job?.log ?? (await outputs.open(exec.id));
  if (waitMs > 0 && !(job?.end ?? exec.end)) {
    await news(signal, [
      (wake) => clock.after(waitMs, wake),
      (wake) => log.whenChanged(afterSeq, wake),
      onDraining,
    ]);
    if (signal.aborted) throw new AppError('call_cancelled', 'The caller cancelled the call.');
  }
  return readPage(log, exec, job, request);
}

async function readPage(
  log: OutputLog,
  exec: Exec,
  job: Job | undefined,
  { afterSeq, maxBytes, memory }: ReadRequest,
): Promise<OutputNews> {
  const known = job?.end ?? exec.end;
  const page = await log.read(afterSeq, maxBytes, memory).catch((thrown: unknown) => {
    // The workspace was removed while somebody waited: how it ended is still an answer.
    if (job?.end) return { records: [], nextSeq: afterSeq, droppedBytes: 0, complete: true };
    throw thrown;
  });
  const end = page.complete && job ? await job.done.promise : known;
  const complete = page.complete || (end !== undefined && page.records.length === 0);
  return { ...page, complete, end: complete ? end : undefined, status: statusOf(exec, job) };
}

export function statusOf(exec: Exec, job: Job | undefined): Exec['status'] {
  const end = job?.end ?? exec.end;
  if (end) return end.reason;
  if (!job) return exec.status;
  return job.ticket.isGranted() ? 'running' : 'queued';
}

/** Resolves when one of the sources wakes, or the signal aborts. */
async function news(
  signal: AbortSignal,
  sources: readonly ((wake: () => void) => () => void)[],
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const wake = () => resolve(undefined);
  const stops = sources.map((source) => source(wake));
  signal.addEventListener('abort', wake);
  if (signal.aborted) wake();
  await promise;
  for (const stop of stops) stop();
  signal.removeEventListener('abort', wake);
}
