import type { SpawnPlan, Workspace } from '@devbench/core';

import type { CallOn } from '../operation.ts';
import type { SpawnInput } from './spawn-input.ts';

type ReuseCall = CallOn<'none', 'workspaces' | 'engine' | 'clock'>;

/** The workspace of this alias, or of the session, that is what would be made; started when it had been stopped. */
export async function findReusable(
  call: ReuseCall,
  input: SpawnInput,
  plan: SpawnPlan,
): Promise<Workspace | undefined> {
  const found = (await candidates(call, input)).find((other) => isEqual(other, input, plan));
  if (!found) return undefined;
  call.workspaces.touch(found.id, call.clock.now());
  if (found.status === 'running') return found;
  await call.engine.start(found);
  await call.workspaces.update(found.id, { status: 'running' });
  return { ...found, status: 'running' };
}

async function candidates({ workspaces, caller }: ReuseCall, { alias, session_id }: SpawnInput) {
  const owner = caller.principal.id;
  if (alias !== undefined) {
    const found = await workspaces.find(owner, alias);
    return found ? [found] : [];
  }
  const sessionId = session_id ?? caller.session;
  return workspaces.list({ owner, sessionId, status: ['running', 'stopped'] });
}

function isEqual(found: Workspace, input: SpawnInput, plan: SpawnPlan): boolean {
  const usable = found.status === 'running' || found.status === 'stopped';
  const same = (a: object, b: object) =>
    JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
  return (
    usable &&
    found.image === plan.image &&
    found.network === plan.network &&
    found.profile === plan.profile &&
    found.persistent === input.persistent &&
    same(found.limits, plan.limits) &&
    same(found.env, input.env ?? {})
  );
}
