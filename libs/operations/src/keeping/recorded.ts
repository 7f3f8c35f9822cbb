import { NOBODY, type OwnAction, type OwnFields, toAppError, type Workspace } from '@devbench/core';

import type { BaseServices } from '../base-services.ts';

/** What the server does by itself is on record as what callers do. Answers whether it worked. */
export async function recorded<A extends OwnAction>(
  { audit, clock, ids, servers }: BaseServices,
  action: A,
  { id, owner }: Workspace,
  fields: OwnFields<A>,
  work: () => Promise<void>,
): Promise<boolean> {
  const began = clock.monotonicMs();
  const intent = {
    callId: ids.next('call'),
    at: clock.now(),
    actor: NOBODY,
    client: 'devbench',
    session: servers.self,
    action,
    subject: id,
    fields: { ...fields, owner },
  };
  const end = (outcome: 'allowed' | 'failed', thrown?: unknown) =>
    audit
      .end(intent, {
        outcome,
        code: thrown === undefined ? undefined : toAppError(thrown).code,
        durationMs: clock.monotonicMs() - began,
      })
      .catch(() => undefined);
  try {
    await audit.begin(intent);
    await work();
  } catch (thrown) {
    await end('failed', thrown);
    return false;
  }
  await end('allowed');
  return true;
}
