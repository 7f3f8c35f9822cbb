import { AppError, type Part, type Ports, toAppError } from '@devbench/core';

import type { OperationClient } from './client.ts';
import type { OperationsConfig } from './config.ts';
import { createExecJobs } from './exec/create-exec-jobs.ts';
import type { Services } from './operation.ts';
import { nearMatch } from './pipeline/near-match.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { operations } from './registry.ts';
import { finishInterrupted } from './workspace/finish-interrupted.ts';

export interface Operations extends Required<Part> {
  readonly client: OperationClient;
}

/**
 * The room of the use cases: no effects before `start`. `stop` refuses new calls, waits for running ones as long as
 * the settings say, aborts them then, and leaves commands running for the next server.
 */
export function createOperations(ports: Ports, config: OperationsConfig): Operations {
  const jobs = createExecJobs(ports, config);
  const services: Services = { ...ports, jobs, config };
  const aborting = new AbortController();
  const pipeline = createPipeline(services, aborting.signal);
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  const running = new Set<Promise<unknown>>();
  let recovery: Promise<void> = Promise.resolve();

  const client: OperationClient = {
    async call(name, caller, input) {
      const operation = byName.get(name);
      if (!operation) throw unknownOperation(name);
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
    },
  };

  return {
    client,

    async start() {
      await jobs.start();
      recovery = finishInterrupted(services, aborting.signal).catch(() => undefined);
    },

    async stop() {
      jobs.drain();
      const enough = new AbortController();
      const calls = Promise.allSettled(running);
      await Promise.race([calls, ports.clock.sleep(config.drainGraceMs, enough.signal)]);
      enough.abort();
      aborting.abort();
      await calls;
      await recovery;
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
