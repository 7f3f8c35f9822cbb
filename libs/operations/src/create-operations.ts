import { AppError, type Caller, type Part, type Ports, toAppError } from '@devbench/core';

import type { HostClient } from './client.ts';
import type { OperationsConfig } from './config.ts';
import { createExecJobs } from './exec/create-exec-jobs.ts';
import { execOutput, followOutput } from './exec/follow-output.ts';
import { createUpkeep } from './maintenance/create-upkeep.ts';
import type { Operation, Services } from './operation.ts';
import { nearMatch } from './pipeline/near-match.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { operations } from './registry.ts';

export interface Operations extends Required<Part> {
  readonly client: HostClient;
}

/**
 * The room of the use cases: no effects before `start`. `stop` refuses new calls, waits for running ones as long as
 * the settings say, aborts them then, and leaves commands running for the next server.
 */
export function createOperations(ports: Ports, config: OperationsConfig): Operations {
  const jobs = createExecJobs(ports, config);
  const services: Services = { ...ports, execs: jobs.execs, jobs, config };
  const aborting = new AbortController();
  const pipeline = createPipeline(services, aborting.signal);
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  const running = new Set<Promise<unknown>>();
  const upkeep = createUpkeep(services);

  const perform = async (operation: Operation, caller: Caller, input: unknown) => {
    if (jobs.draining.aborted) throw new AppError('shutting_down', 'The server is stopping.');
    const outcome = pipeline({
      operation,
      id: ports.ids.next('call'),
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
      throw toAppError(thrown);
    } finally {
      running.delete(outcome);
    }
  };

  const client: HostClient = {
    async call(name, caller, input) {
      const operation = byName.get(name);
      if (!operation) throw unknownOperation(name);
      return perform(operation, caller, input);
    },
    async *output(execId, caller, afterSeq = 0) {
      await perform(execOutput, caller, { exec_id: execId, after_seq: afterSeq });
      try {
        const exec = await jobs.execs.find(caller.principal.id, execId);
        if (!exec) throw new AppError('exec_not_found', `There is no command ${execId}.`);
        yield* followOutput(jobs, exec, { afterSeq, signal: caller.signal });
      } catch (thrown) {
        throw toAppError(thrown);
      }
    },
  };

  return {
    client,

    async start() {
      if (!config.background) return;
      await jobs.start();
      await upkeep.start();
    },

    async stop() {
      jobs.drain();
      const enough = new AbortController();
      const calls = Promise.allSettled(running);
      await Promise.race([calls, ports.clock.sleep(config.drainGraceMs, enough.signal)]);
      enough.abort();
      aborting.abort();
      await calls;
      await upkeep.stop();
      await jobs.stop();
    },
  };
}

function unknownOperation(name: string): AppError {
  const near = nearMatch(name, [...operations.map((operation) => operation.name)]);
  return new AppError('operation_not_found', `There is no operation ${name.slice(0, 64)}.`, {
    ...(near !== undefined && { hint: `Did you mean ${near}?` }),
  });
}
