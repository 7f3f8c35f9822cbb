import type { AuditEntry } from '@devbench/core';
import { aCaller, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

const admin = aCaller({ principal: { id: 'alice', scopes: ['admin'] } });

const entry = (id: number, outcome?: AuditEntry['outcome']): AuditEntry => ({
  ...{ id, at: new Date(0), callId: `call_${id}`, actor: 'bob', client: 'claude', session: 's' },
  ...{ action: 'kill', subject: 'c_1', fields: { force: true }, outcome },
});

function setup() {
  const ports = testPorts();
  const { client } = createOperations(ports, operationsConfig.parse({}));
  return { ports, query: (input = {}) => client.call('audit_query', admin, input) };
}

it('asks for what is wanted and says how to go on', async () => {
  const { ports, query } = setup();
  ports.auditLog.entries = [
    entry(9),
    entry(8, { outcome: 'denied', code: 'policy_denied', durationMs: 1.26 }),
    entry(7),
  ];

  const input = { actor: 'bob', since: '2025-01-01T00:00:00+01:00', limit: 2 };
  expect(await query(input)).toMatchObject({
    entries: [
      { id: 9, at: '1970-01-01T00:00:00.000Z', call_id: 'call_9', outcome: 'open', code: null },
      {
        id: 8,
        outcome: 'denied',
        code: 'policy_denied',
        duration_ms: 1.3,
        fields: { force: true },
      },
    ],
    next_before: 8,
  });
  expect(ports.auditLog.asked).toEqual([
    { actor: 'bob', since: new Date('2024-12-31T23:00:00Z'), limit: 2 },
  ]);
});

it('is on record itself, with what was looked for', async () => {
  const { ports, query } = setup();
  await query({ actor: 'bob' });
  expect(ports.audit.begun).toMatchObject([
    { actor: 'alice', action: 'audit_query', fields: { of_actor: 'bob', of_subject: null } },
  ]);
});

it.each([{ since: 'yesterday' }, { outcome: 'fine' }, { limit: 501 }])(
  'refuses %j',
  async (input) => {
    await expect(setup().query(input)).rejects.toMatchObject({ code: 'invalid_argument' });
  },
);
