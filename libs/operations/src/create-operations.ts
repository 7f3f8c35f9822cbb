import {
  AppError,
  type Caller,
  type FileWatch,
  parseWorkspacePath,
  type Part,
  type Ports,
  toAppError,
} from '@devbench/core';

import type { HostClient } from './client.ts';
import type { OperationsConfig } from './config.ts';
import { dryOperation } from './dry-run/dry-operation.ts';
import { dryPorts } from './dry-run/dry-ports.ts';
import { createExecJobs } from './exec/create-exec-jobs.ts';
import { execOutput, followOutput } from './exec/follow-output.ts';
import { guardedFiles } from './files/guarded-files.ts';
import { createDiskUse } from './keeping/disk-use.ts';
import { createDiskWatch } from './keeping/watch-disk.ts';
import { endSession } from './keeping/end-session.ts';
import { createKeeper } from './keeping/keeper.ts';
import { fsWatch } from './files/fs-watch.ts';
import { followLinks } from './links/follow-links.ts';
import { createUpkeep } from './maintenance/create-upkeep.ts';
import { readGauges } from './metrics/read-gauges.ts';
import type { Operation } from './operation.ts';
import type { Services } from './services.ts';
import { nearMatch } from './pipeline/near-match.ts';
import { createPulls } from './overview/pulls.ts';
import { followOverview, watchOverview } from './overview/watch-overview.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { withCallId } from './pipeline/with-call-id.ts';
import { createWarmPool } from './pool/warm-pool.ts';
import { recordRefusal } from './pipeline/record-refusal.ts';
import { operations } from './registry.ts';
import { inTurns } from './workspace/in-turns.ts';
import { createPower } from './workspace/power.ts';

export interface Operations extends Required<Part> {
  readonly client: HostClient;
}

/**
 * The room of the use cases: no effects before `start`. `stop` refuses new calls, waits for running ones as long as
 * the settings say, aborts them then, and leaves commands running for the next server.
 */
export function createOperations(given: Ports, config: OperationsConfig): Operations {
  const pulls = createPulls(given.clock);
  const engine = inTurns(pulls.watching(given.engine), config.creationsAtOnce);
  const taking = { ...given, engine };
  const ports = config.dryRun ? dryPorts(taking) : taking;
  const offered = config.dryRun ? operations.map(dryOperation) : operations;
  const jobs = createExecJobs(ports, config);
  const files = guardedFiles(ports.files, ports.policy);
  const base = { ...ports, files, execs: jobs.execs, jobs, config, diskUse: createDiskUse(config) };
  const pool = createWarmPool(base);
  const power = createPower(base);
  const keeper = createKeeper({ ...base, power });
  const diskWatch = createDiskWatch({ ...base, power });
  const services: Services = { ...base, pool, power, keeper };
  const aborting = new AbortController();
  const pipeline = createPipeline(services, aborting.signal);
  const byName = new Map(offered.map((operation) => [operation.name, operation]));
  const running = new Set<Promise<unknown>>();
  const watches = new Set<FileWatch>();
  const upkeep = createUpkeep(services);
  ports.meter.source(() => readGauges(services));

  const perform = async (operation: Operation, caller: Caller, input: unknown) => {
    const id = ports.ids.next('call');
    const outcome = pipeline({
      operation,
      id,
      at: ports.clock.now(),
      caller,
      signal: caller.signal,
      input: input as Readonly<Record<string, unknown>>,
      workspace: undefined,
      exec: undefined,
      findings: { subject: undefined, fields: {}, recorded: false },
    });
    running.add(outcome);
    try {
      return (await outcome).value;
    } catch (thrown) {
      throw withCallId(toAppError(thrown), id);
    } finally {
      running.delete(outcome);
    }
  };

  const client: HostClient = {
    operations: offered,
    ...followLinks(ports.links, (operation, caller, input) =>
      perform(config.dryRun ? dryOperation(operation) : operation, caller, input),
    ),
    async call(name, caller, input) {
      const operation = byName.get(name);
      if (!operation) throw unknownOperation(name);
      return perform(operation, caller, input);
    },
    async leave(caller) {
      if (config.endWithSession) await perform(endSession, caller, {});
    },
    refused: recordRefusal(ports),
    async watch(caller, target, changed) {
      await perform(fsWatch, caller, target);
      try {
        const workspace = await ports.workspaces.find(caller.principal.id, target.container_id);
        if (!workspace) throw new AppError('container_not_found', 'The container is gone.');
        const path = parseWorkspacePath(target.path);
        const watch = await files.watch(workspace, path, changed);
        watches.add(watch);
        return {
          close() {
            watches.delete(watch);
            watch.close();
          },
        };
      } catch (thrown) {
        throw toAppError(thrown);
      }
    },
    async *output(execId, caller, { afterSeq = 0, memory } = {}) {
      await perform(execOutput, caller, { exec_id: execId, after_seq: afterSeq });
      try {
        const exec = await jobs.execs.find(caller.principal.id, execId);
        if (!exec) throw new AppError('exec_not_found', `There is no command ${execId}.`);
        yield* followOutput(jobs, exec, { afterSeq, memory, signal: caller.signal });
      } catch (thrown) {
        throw toAppError(thrown);
      }
    },
    async *overview(caller) {
      await perform(watchOverview, caller, {});
      const { signal, principal } = caller;
      const owner = principal.scopes.includes('admin') ? undefined : principal.id;
      try {
        yield* followOverview({ ...services, pulls }, { owner, signal });
      } catch (thrown) {
        throw toAppError(thrown);
      }
    },
  };

  return {
    client,

    async start() {
      if (config.dryRun || !config.background) return;
      await jobs.start();
      for (const part of [upkeep, pool, keeper, diskWatch]) await part.start();
    },

    async stop() {
      jobs.drain();
      for (const watch of watches) watch.close();
      const enough = new AbortController();
      const calls = Promise.allSettled(running);
      await Promise.race([calls, ports.clock.sleep(config.drainGraceMs, enough.signal)]);
      enough.abort();
      aborting.abort();
      await calls;
      await Promise.all([upkeep.stop(), keeper.stop(), diskWatch.stop()]);
      await jobs.stop();
      await pool.stop();
    },
  };
}

function unknownOperation(name: string): AppError {
  const near = nearMatch(name, [...operations.map((operation) => operation.name)]);
  return new AppError('operation_not_found', `There is no operation ${name.slice(0, 64)}.`, {
    ...(near !== undefined && { hint: `Did you mean ${near}?` }),
  });
}
