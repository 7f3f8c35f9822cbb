import { AppError, type SpawnPlan, type Workspace } from '@devbench/core';

import type { CallOn } from '../operation.ts';
import { differences } from './differences.ts';
import type { SpawnInput } from './spawn-input.ts';
import { type StartCall, startWorkspace } from './start-workspace.ts';

type ReuseCall = StartCall & CallOn<'none'>;

const ASK_AGAIN_MS = 100;

/**
 * The workspace of this alias, or of the session, that is what would be made; started when it had been stopped.
 * Waits for one of this alias that is being made. Rejects with `alias_taken` when that is another kind.
 */
export async function findReusable(
  call: ReuseCall,
  input: SpawnInput,
  plan: SpawnPlan,
): Promise<Workspace | undefined> {
  const found = input.alias === undefined ? await inSession() : await named(call, input.alias);
  if (!found) return undefined;
  const differing = differences(found, input, plan);
  if (differing.length > 0) throw differs(found, differing);
  await extend(call, found, plan);
  return found.status === 'running' ? found : startWorkspace(call, found);

  async function inSession() {
    const sessionId = input.session_id ?? call.caller.session;
    const owner = call.caller.principal.id;
    const status = ['running', 'stopped'] as const;
    const made = await call.workspaces.list({ owner, sessionId, status });
    return made.find((one) => differences(one, input, plan).length === 0);
  }
}

async function named(call: ReuseCall, alias: string): Promise<Workspace | undefined> {
  const { workspaces, clock, caller, signal } = call;
  for (;;) {
    const found = await workspaces.find(caller.principal.id, alias);
    if (found?.status === 'running' || found?.status === 'stopped') return found;
    if (found?.status !== 'creating') return undefined;
    await clock.sleep(ASK_AGAIN_MS, signal);
    signal.throwIfAborted();
  }
}

/** The time that is asked for begins now, as it would for a new one. */
async function extend({ workspaces, clock }: ReuseCall, { id }: Workspace, { ttlS }: SpawnPlan) {
  const now = clock.now();
  const expiresAt = ttlS === undefined ? undefined : new Date(now.getTime() + ttlS * 1000);
  await workspaces.update(id, { lastUsedAt: now, ...(expiresAt && { expiresAt }) });
}

function differs({ id, alias }: Workspace, differing: readonly string[]): AppError {
  const what = differing.join(', ');
  return new AppError('alias_taken', `Container ${id} (${alias ?? ''}) has another ${what}.`, {
    hint: 'Spawn it as it is, attach to it, kill it first, or choose another alias.',
  });
}
