import type { AuditIntent, AuditOutcome } from '@devbench/core';
import { ManualClock } from '@devbench/testing';
import { expect, it } from 'vitest';

import { auditConfig } from './config.ts';
import { createAuditTrail } from './create-audit-trail.ts';

const intent: AuditIntent = {
  callId: 'call_1',
  at: new Date(0),
  actor: 'alice',
  client: 'test',
  session: 's',
  action: 'exec_start',
  subject: 'c_1',
  fields: {},
};

function setup(config: object = {}) {
  const appended: AuditIntent[] = [];
  const finished: [string, AuditOutcome, string?][] = [];
  const store = {
    append: async (entry: AuditIntent) => void appended.push(entry),
    finish: async (...said: [string, AuditOutcome, string?]) => void finished.push(said),
    flush: () => Promise.resolve(),
  };
  const services = { store, clock: new ManualClock(), onProblem: () => undefined };
  return { appended, finished, trail: createAuditTrail(services, auditConfig.parse(config)) };
}

it('writes the intent without secrets', async () => {
  const { appended, trail } = setup();

  await trail.begin({ ...intent, fields: { argv: ['x', '--token', 't'], url: 'a://b:c@d', n: 1 } });

  expect(appended).toEqual([
    { ...intent, fields: { argv: ['x', '--token', '[hidden]'], url: 'a://[hidden]@d', n: 1 } },
  ]);
});

it('shortens long values', async () => {
  const { appended, trail } = setup({ longestValue: 16 });

  await trail.begin({ ...intent, fields: { script: 'x'.repeat(100) } });

  expect(appended[0]?.fields).toEqual({ script: `${'x'.repeat(16)}…` });
});

it('writes the outcome under the same id', async () => {
  const { finished, trail } = setup();
  const outcome = { outcome: 'denied', code: 'as_root_denied', durationMs: 3 } as const;

  await trail.end(intent, outcome);

  expect(finished).toEqual([['call_1', outcome, 'c_1']]);
});
