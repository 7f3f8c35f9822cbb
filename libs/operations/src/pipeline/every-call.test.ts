import type { AuditOutcome, ErrorCode } from '@devbench/core';
import { aCaller, anExec, aWorkspace, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';

import { operationsConfig } from '../config.ts';
import { createExecJobs } from '../exec/create-exec-jobs.ts';
import { execOutput } from '../exec/follow-output.ts';
import { fsWatch } from '../files/fs-watch.ts';
import { endSession } from '../keeping/end-session.ts';
import { createDiskUse } from '../keeping/disk-use.ts';
import { createKeeper } from '../keeping/keeper.ts';
import type { Operation } from '../operation.ts';
import { createWarmPool } from '../pool/warm-pool.ts';
import { operations } from '../registry.ts';
import { sampleInput } from '../testing/sample-input.ts';
import { createPower } from '../workspace/power.ts';
import { createPipeline } from './pipeline.ts';

const SECRET = 'planted-hunter2';
/** Longer than any deadline. */
const LONG_MS = 48 * 3600 * 1000;

interface Case {
  readonly outcome: AuditOutcome['outcome'];
  readonly code?: ErrorCode;
  /** Ends before anything is known of the arguments, or of what the call is about. */
  readonly early?: 'no fields' | 'no subject';
  readonly only?: (operation: Operation) => boolean;
  readonly run?: () => Promise<object>;
  readonly change?: (input: Record<string, unknown>) => Record<string, unknown>;
  readonly caller?: Partial<ReturnType<typeof aCaller>>;
  readonly drain?: true;
}

const nobodyMay = { principal: { id: 'alice', scopes: [] } };

/** How a call may end, whatever it does. */
const CASES: Readonly<Record<string, Case>> = {
  'that works': { outcome: 'allowed' },
  'whose handler breaks': {
    outcome: 'failed',
    code: 'unexpected',
    run: () => Promise.reject(new Error(SECRET)),
  },
  'without the scope': { outcome: 'denied', code: 'permission_denied', caller: nobodyMay },
  'with a wrong argument': {
    outcome: 'failed',
    code: 'invalid_argument',
    early: 'no fields',
    change: (input) => ({ ...input, planted: SECRET }),
  },
  'to what is not there': {
    outcome: 'failed',
    early: 'no subject',
    only: ({ target }) => target !== 'none',
    change: (input) => ({ ...input, ...('exec_id' in input ? { exec_id: 'e_no' } : NO_CONTAINER) }),
  },
  'that is cancelled': {
    outcome: 'failed',
    code: 'call_cancelled',
    caller: { signal: AbortSignal.abort() },
  },
  'that takes too long': {
    outcome: 'failed',
    code: 'deadline_exceeded',
    run: () => new Promise<never>(() => undefined),
  },
  'while the server stops': {
    outcome: 'failed',
    code: 'shutting_down',
    early: 'no fields',
    drain: true,
  },
};
const NO_CONTAINER = { container_id: 'c_no' };

/** With those that only hosts and edges call. */
const all = [...operations, execOutput, fsWatch, endSession];

const table = all.flatMap((operation) =>
  Object.entries(CASES)
    .filter(([, { only = () => true }]) => only(operation))
    .map(([name, each]) => [operation.name, name, operation, each] as const),
);

async function setup({ drain }: Case) {
  const ports = testPorts();
  const config = operationsConfig.parse({});
  const jobs = createExecJobs(ports, config);
  const base = { ...ports, config, jobs, diskUse: createDiskUse(config) };
  const power = createPower(base);
  const services = {
    ...base,
    power,
    keeper: createKeeper({ ...base, power }),
    pool: createWarmPool(base),
  };
  await ports.workspaces.reserve(aWorkspace());
  await ports.execs.reserve(anExec());
  if (drain) jobs.drain();
  return { ports, pipeline: createPipeline(services, new AbortController().signal) };
}

it.each(table)('%s: a call %s has one record', async (_name, _case, operation, each) => {
  const { ports, pipeline } = await setup(each);
  const { change, run = async () => ({}) } = each;
  const sample = sampleInput(operation);
  const input = change ? change(sample) : sample;
  const caller = aCaller({ principal: { id: 'alice', scopes: ['admin'] }, ...each.caller });

  const answer = pipeline({
    operation: { ...operation, run, output: z.strictObject({}) },
    ...{ id: 'call_7', at: ports.clock.now(), caller, signal: caller.signal, input },
    ...{ workspace: undefined, exec: undefined },
    findings: { subject: undefined, fields: {}, recorded: false },
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  await settle();
  if (each.code === 'deadline_exceeded') await ports.clock.advance(LONG_MS);
  const error = await answer;

  const { target } = operation;
  const fields = each.early === 'no fields' ? {} : fieldsOf(operation, input);
  const hasSubject = each.early === undefined && target !== 'none';
  expect(ports.audit.begun.map(({ callId }) => callId)).toEqual(['call_7']);
  expect(ports.audit.ended).toEqual([
    {
      callId: 'call_7',
      at: ports.audit.begun[0]?.at,
      actor: 'alice',
      client: 'test',
      session: 'alice-session',
      action: operation.name,
      subject: hasSubject ? input[target === 'exec' ? 'exec_id' : 'container_id'] : undefined,
      fields,
      outcome: each.outcome,
      code: each.code ?? (error as { code?: string } | undefined)?.code,
      durationMs: expect.any(Number) as unknown,
    },
  ]);
  expect(ports.observer.records).toMatchObject([
    {
      callId: 'call_7',
      outcome: each.outcome,
      code: (error as { code?: string } | undefined)?.code,
    },
  ]);
  const told = JSON.stringify([ports.audit.ended, (error as Error | undefined)?.message]);
  expect(told).not.toContain(SECRET);
});

function fieldsOf(operation: Operation, input: Record<string, unknown>) {
  return operation.audit(operation.input.parse(input) as never);
}
