import type { HostContainers, HostObject } from '@devbench/core';
import type Dockerode from 'dockerode';

import type { Connection } from '../engine/connection.ts';
import { isMissing } from '../engine/errors.ts';
import { spawnPlain } from '../exec/plain-exec.ts';
import { readLogs } from './logs.ts';
import { fromInspect, fromList } from './to-host-container.ts';

const FILTER = { image: 'ancestor', network: 'network', volume: 'volume' } as const;

const HANDLE: Record<
  HostObject,
  (docker: Dockerode, id: string) => { inspect(): Promise<object> }
> = {
  container: (docker, id) => docker.getContainer(id),
  image: (docker, id) => docker.getImage(id),
  network: (docker, id) => docker.getNetwork(id),
  volume: (docker, id) => docker.getVolume(id),
};

/** Containers that need not be ours, on one engine. */
export function createHostContainers(connection: Connection): HostContainers {
  const { docker, call } = connection;
  return {
    async list({ all, uses }) {
      const filters = uses && { [FILTER[uses.kind]]: [uses.id] };
      const found = await call((abortSignal) =>
        docker.listContainers({ all, abortSignal, ...(filters && { filters }) }),
      );
      return found.map(fromList);
    },
    async find(id) {
      try {
        const found = await call((abortSignal) => docker.getContainer(id).inspect({ abortSignal }));
        return fromInspect(found);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    inspect: async (kind, id) => ({ ...(await call(() => HANDLE[kind](docker, id).inspect())) }),
    logs: (engineId, options) => readLogs(connection, engineId, options),
    spawn: (engineId, id, { user, ...spec }) =>
      spawnPlain(connection, { container: engineId, user, isOnlyRoot: false }, id, spec),
  };
}
