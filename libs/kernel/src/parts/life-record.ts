import {
  type AuditTrail,
  type Clock,
  type Ids,
  NOBODY,
  type OwnAction,
  type Part,
  type ServerRegistry,
} from '@devbench/core';

interface Recorder {
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly servers: ServerRegistry;
}

/** Puts on record that a server works now, and that it no longer does. What cannot be written keeps it from nothing. */
export function createLifeRecord({ audit, clock, ids, servers }: Recorder): Required<Part> {
  const record = async (action: OwnAction) => {
    const intent = {
      ...{ callId: ids.next('call'), at: clock.now(), action },
      ...{ actor: NOBODY, client: 'devbench', session: servers.self, subject: servers.self },
      fields: {},
    };
    await audit
      .begin(intent)
      .then(() => audit.end(intent, { outcome: 'allowed', code: undefined, durationMs: 0 }))
      .catch(() => undefined);
  };
  return {
    start: () => record('system_startup'),
    stop: () => record('system_shutdown'),
  };
}
