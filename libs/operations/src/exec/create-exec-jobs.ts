import {
  AppError,
  type Exec,
  type ExecRepository,
  type Ids,
  type Part,
  type RunningExec,
} from '@devbench/core';

import { abortListeners } from '../abort-listeners.ts';
import type { OperationsConfig } from '../config.ts';
import { currentExecs } from './current-execs.ts';
import { endOf } from './end-of.ts';
import { createFairQueue } from './fair-queue.ts';
import type { JobPorts } from './job.ts';
import type { ExecJobs } from './jobs.ts';
import { LetGo, Removed } from './let-go.ts';
import { readOutput } from './read-output.ts';
import { reconnected } from './reconnect.ts';
import { createRoster } from './roster.ts';
import { createShells } from './shell/create-shells.ts';
import { refuseWhen, startJob } from './start-job.ts';
import { stopJob, stopJobs } from './stop-job.ts';
import { closeRow } from './take-over.ts';
import { unfinished } from './unfinished.ts';

export interface ExecJobsPart extends ExecJobs, Required<Part> {
  /** The rows with what is known here and not written yet. */
  readonly execs: ExecRepository;
  /** Refuses new commands and ends all waiting for news; what runs, runs on. */
  drain(): void;
}

/** No effects before `start`; `stop` leaves commands running for the next server. */
export function createExecJobs(
  ports: JobPorts & { readonly ids: Ids },
  config: OperationsConfig,
): ExecJobsPart {
  const { outputs, clock, execs, servers } = ports;
  const draining = new AbortController();
  const onDraining = abortListeners(draining.signal);
  const queue = createFairQueue(config);
  const roster = createRoster(ports, queue, draining.signal);
  const shells = createShells({
    ports: { ...ports, execs: currentExecs(execs, roster.closer) },
    roster,
  });
  const deps = { roster, queue, ports, clock };

  const jobsIn = (workspaceId: string) =>
    roster.all().filter(({ workspace }) => workspace.id === workspaceId);

  const reach = async (exec: Exec): Promise<RunningExec> => {
    const { job } = await roster.find(exec);
    if (job?.running && !job.end) return job.running;
    if (!job?.ticket.isGranted()) {
      const state = job && !job.end ? 'has not begun yet' : 'has ended';
      throw new AppError('exec_not_running', `The command ${exec.id} ${state}.`);
    }
    const running = await reconnected(job, clock);
    if (running) return running;
    throw new AppError('guest_unavailable', `The container of ${exec.id} does not answer now.`);
  };

  const recover = async () => {
    const alive = await servers.alive(clock.now());
    for await (const exec of unfinished(execs)) {
      if (draining.signal.aborted) return;
      if (alive.has(exec.server)) continue;
      await roster.adopt(exec).catch(() => closeRow(exec, 'lost', ports).catch(() => undefined));
    }
  };

  return {
    draining: draining.signal,
    load: () => ({ running: queue.running, waiting: queue.waiting }),
    execs: currentExecs(execs, roster.closer),

    async spawn(request) {
      refuseWhen(draining.signal);
      return startJob(await shells.prepare(request), deps);
    },

    shellRestarted: (exec) => shells.restarted(exec),

    async read(exec, request) {
      const { exec: row, job } = await roster.find(exec);
      return readOutput(row, job, request, { outputs, clock, onDraining });
    },

    async ended(exec, signal) {
      const { exec: row, job } = await roster.find(exec);
      return endOf(row, job, signal);
    },

    write: async (exec, data, options) => (await reach(exec)).write(data, options),
    resize: async (exec, size) => (await reach(exec)).resize(size),
    signal: async (exec, signal) => (await reach(exec)).signal(signal),

    async cancel(exec) {
      const { exec: row, job } = await roster.find(exec);
      if (job) await stopJob(job, { reason: 'cancelled', graceMs: job.graceMs }, deps);
      return endOf(row, job);
    },

    async endAll({ id }, graceMs) {
      await stopJobs(jobsIn(id), { reason: 'killed', graceMs }, deps);
      // What is not written yet only the guest knows, and it may be gone soon.
      await roster.closer.flush();
    },

    async abandonAll({ id }, { oomKilled } = { oomKilled: false }) {
      const own = jobsIn(id);
      for (const job of own) job.interrupt.now(new Removed(oomKilled));
      await Promise.allSettled(own.map(({ done }) => done.promise));
      await roster.closer.flush();
      for await (const exec of unfinished(execs, id)) await closeRow(exec, 'killed', ports);
    },

    async start() {
      roster.background.add(recover());
    },

    drain: () => draining.abort(),

    async stop() {
      draining.abort();
      const jobs = roster.all();
      const waiting = jobs.filter(({ ticket }) => !ticket.isGranted());
      const left = Promise.all(
        waiting.map((job) => stopJob(job, { reason: 'cancelled', graceMs: 0 }, deps)),
      );
      for (const job of jobs) if (job.ticket.isGranted()) job.interrupt.now(new LetGo());
      await left;
      await roster.background.settled();
      await roster.closer.flush();
    },
  };
}
