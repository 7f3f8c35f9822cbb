import { type AppError, type Kind, toAppError } from '@devbench/core';

import type { BaseServices } from '../base-services.ts';
import { createWorkspace } from '../workspace/create-workspace.ts';
import { planKinds, planMember } from './kinds.ts';

/** Makes what is missing in the pool, one after the other; answers the failure that ended it. */
export async function fillPool(
  services: BaseServices,
  signal: AbortSignal,
): Promise<AppError | undefined> {
  const { observer, config } = services;
  try {
    for (const kind of planKinds(services, config.warmPool)) await fillKind(services, kind, signal);
    return undefined;
  } catch (thrown) {
    if (signal.aborted) return undefined;
    const error = toAppError(thrown);
    observer.pooled({ event: 'failed', error });
    return error;
  }
}

async function fillKind(services: BaseServices, kind: Kind, signal: AbortSignal): Promise<void> {
  const { workspaces, engine, observer, config } = services;
  const call = { workspaces, engine, signal, progress: () => undefined };
  while (!signal.aborted) {
    const planned = planMember(services, kind);
    if (!(await workspaces.reserveWarm(planned, config.warmPool.size))) return;
    await createWorkspace(call, planned, { status: 'warm' });
    observer.pooled({ event: 'filled' });
  }
}
