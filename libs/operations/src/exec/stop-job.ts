import type { Clock } from '@devbench/core';

import { obey } from './follow.ts';
import { endWithout, type Job, type StopOrder } from './job.ts';
import type { Roster } from './roster.ts';

/** How long a guest may take after the grace to say that everything is gone. */
const SETTLE_MS = 2000;

/** Ends what waits at once; what runs ends when the guest says so. The first order stays. */
export async function stopJob(
  job: Job,
  order: StopOrder,
  { roster, clock }: { roster: Roster; clock: Clock },
): Promise<void> {
  if (job.ticket.isGranted()) {
    job.stopOrder ??= order;
    obey(job);
  } else if (!job.end) {
    job.ticket.leave();
    await roster.finish(job, endWithout(order.reason, job.log.lastSeq + 1, clock.now()));
  }
}

/** Those that wait go first, or they would start where others end. */
export async function stopJobs(
  jobs: readonly Job[],
  order: StopOrder,
  deps: { roster: Roster; clock: Clock },
): Promise<void> {
  const waitingFirst = jobs.toSorted(
    (a, b) => Number(a.ticket.isGranted()) - Number(b.ticket.isGranted()),
  );
  const stopped = waitingFirst.map((job) => stopJob(job, order, deps));
  const enough = new AbortController();
  const ended = Promise.allSettled([...stopped, ...jobs.map(({ done }) => done.promise)]);
  await Promise.race([ended, deps.clock.sleep(order.graceMs + SETTLE_MS, enough.signal)]);
  enough.abort();
}
