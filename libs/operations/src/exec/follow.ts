import { type ExecEnd, type RunningExec, toAppError } from '@devbench/core';

import { endWithout, type Job, type JobPorts } from './job.ts';
import { LetGo, Removed } from './let-go.ts';
import { reconnect } from './reconnect.ts';

/**
 * Moves output from the guest into the log until the command has ended, however often the guest is lost meanwhile.
 * Resolves to undefined when the command is not ours to follow any more.
 */
export async function follow(job: Job, ports: JobPorts): Promise<ExecEnd | undefined> {
  job.log.onDurable((seq) => job.running?.acknowledge(seq));
  try {
    for (;;) {
      job.running ??= await found(job, ports);
      obey(job);
      try {
        const end = await drain(job, job.running);
        job.told = job.running.resumable;
        return end;
      } catch (thrown) {
        if (!isUnreachable(thrown)) throw thrown;
        job.running = undefined;
      }
    }
  } catch (thrown) {
    if (thrown instanceof LetGo) return undefined;
    const reason = thrown instanceof Removed || isDead(thrown) ? 'killed' : 'lost';
    void job.running?.stop('killed', 0).catch(() => undefined);
    const end = endWithout(reason, job.log.lastSeq + 1, ports.clock.now());
    return { ...end, oomKilled: thrown instanceof Removed && thrown.oomKilled };
  }
}

function found(job: Job, ports: JobPorts): Promise<RunningExec> {
  job.connecting = reconnect(job, ports);
  return job.interrupt.wait(job.connecting);
}

async function drain({ log, interrupt }: Job, running: RunningExec): Promise<ExecEnd> {
  running.end.catch(() => undefined);
  const batches = running.output[Symbol.asyncIterator]();
  for (;;) {
    const batch = await interrupt.wait(batches.next());
    if (batch.done) return interrupt.wait(running.end);
    await interrupt.wait(log.append(batch.value));
  }
}

/** Passes the wish to stop on, also when it was made while the guest was away. */
export function obey({ running, stopOrder }: Job): void {
  if (!running || !stopOrder) return;
  void running.stop(stopOrder.reason, stopOrder.graceMs).catch(() => undefined);
}

/** Whether the engine has said that the container has ended, and so everything in it. */
function isDead(thrown: unknown): boolean {
  const { code } = toAppError(thrown);
  return code === 'container_not_running' || code === 'container_not_found';
}

function isUnreachable(thrown: unknown): boolean {
  const { code } = toAppError(thrown);
  return code === 'guest_unavailable' || code === 'engine_unavailable';
}
