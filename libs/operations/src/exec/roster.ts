import { AppError, type Exec, type ExecEnd, type ExecId } from '@devbench/core';

import { createBackground } from './background.ts';
import { createCloser } from './closer.ts';
import type { FairQueue } from './fair-queue.ts';
import { follow } from './follow.ts';
import type { Job, JobPorts } from './job.ts';
import { takeOver } from './take-over.ts';

/** A command as its row says, and the job of it when this server has it in hand. */
export interface Found {
  readonly exec: Exec;
  readonly job: Job | undefined;
}

export type Roster = ReturnType<typeof createRoster>;

/** The jobs of this server, and how they come and go. */
export function createRoster(ports: JobPorts, queue: FairQueue, draining: AbortSignal) {
  const { execs, outputs, observer } = ports;
  const jobs = new Map<ExecId, Job>();
  const takingOver = new Map<ExecId, Promise<Job>>();
  const background = createBackground();
  const closer = createCloser(ports, (id) => void jobs.delete(id));

  const leave = (job: Job) => {
    job.ticket.leave();
    jobs.delete(job.exec.id);
  };

  /** What the guest can tell again after a crash is answered before it is written down. */
  const finish = async (job: Job, end: ExecEnd): Promise<void> => {
    if (job.end) return;
    job.end = end;
    if (!job.exec.shell?.itself) observer.ended(end);
    job.ticket.leave();
    const { exec, log, running } = job;
    const ended = { exec, log, running, end };
    await (job.told ? closer.soon(ended) : closer.now(ended));
    log.end(end);
    job.done.resolve(end);
  };

  const release = async (job: Job) => {
    leave(job);
    job.done.reject(
      new AppError('guest_unavailable', 'Another server follows this command now.', {
        hint: 'Call again to continue here.',
      }),
    );
    await outputs.release(job.exec.id);
  };

  const supervise = async (job: Job): Promise<void> => {
    const end = await follow(job, ports);
    await (end ? finish(job, end) : release(job));
  };

  const adopt = (exec: Exec): Promise<Job> => {
    const known = takingOver.get(exec.id);
    if (known) return known;
    const taken = takeOver(exec, queue, ports)
      .then((job) => {
        jobs.set(exec.id, job);
        background.add(supervise(job));
        return job;
      })
      .finally(() => takingOver.delete(exec.id));
    takingOver.set(exec.id, taken);
    return taken;
  };

  return {
    background,
    closer,
    finish,
    supervise,
    adopt,
    all: () => [...jobs.values()],
    add: (job: Job) => void jobs.set(job.exec.id, job),

    /** Leaves nothing of a command that never ran. */
    async drop(job: Job): Promise<void> {
      leave(job);
      job.done.reject(new AppError('exec_not_found', `There is no command ${job.exec.id}.`));
      await Promise.allSettled([outputs.remove(job.exec.id), execs.remove(job.exec.id)]);
    },

    /** Takes the command over when it runs and another server had it. Rejects with `exec_not_found`. */
    async find(exec: Exec): Promise<Found> {
      const job = jobs.get(exec.id);
      if (job || exec.end) return { exec, job };
      const row = await execs.find(exec.owner, exec.id);
      if (!row) throw new AppError('exec_not_found', `There is no command ${exec.id}.`);
      const mine = jobs.get(exec.id);
      if (mine || row.end) return { exec: row, job: mine };
      if (draining.aborted) throw new AppError('shutting_down', 'The server is stopping.');
      return { exec: row, job: await adopt(row) };
    },
  };
}
