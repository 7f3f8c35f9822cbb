import { AppError, type HostContainer, type HostFilter } from '@devbench/core';

import type { CallOn } from '../operation.ts';

export type HostCall = CallOn<'none', 'host' | 'policy' | 'workspaces'>;

/** The containers of the caller's workspaces, and those that the operator named; nobody else's. */
export async function visibleContainers(
  { host, policy, workspaces, caller }: HostCall,
  filter: HostFilter,
): Promise<readonly HostContainer[]> {
  const [all, mine] = await Promise.all([
    host.list(filter),
    workspaces.list({ owner: caller.principal.id }),
  ]);
  const own = new Set(mine.map(({ engineId }) => engineId));
  return all.filter((each) =>
    each.managed ? own.has(each.engineId) : policy.allowsContainer(each),
  );
}

/**
 * A container that the caller may use, by id, short id, name or alias.
 * @throws AppError `container_not_found` for every other one, too
 */
export async function findVisible(call: HostCall, id: string) {
  const { host, policy, workspaces, caller } = call;
  const owner = caller.principal.id;
  const workspace = await workspaces.find(owner, id);
  const container = await host.find(workspace?.engineId ?? id);
  if (container?.managed) {
    const own = workspace ?? (await byEngineId(call, container.engineId));
    if (own) return { container, workspace: own };
  } else if (container && policy.allowsContainer(container)) {
    return { container, workspace: undefined };
  }
  throw new AppError('container_not_found', `There is no container ${id}.`, {
    hint: 'Call docker_ps to see those that you may use.',
  });
}

async function byEngineId({ workspaces, caller }: HostCall, engineId: string) {
  const own = await workspaces.list({ owner: caller.principal.id });
  return own.find((each) => each.engineId === engineId);
}
