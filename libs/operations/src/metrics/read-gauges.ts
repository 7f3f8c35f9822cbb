import { type Gauges, NOBODY } from '@devbench/core';

import type { Services } from '../services.ts';
import { checkHealth } from '../system/check-health.ts';
import { memoryInUse } from './memory-in-use.ts';

type Asked = Pick<Services, 'engine' | 'workspaces' | 'attachments' | 'jobs' | 'clock' | 'config'>;

/** What is true now. An engine or a state that is away is a figure, too. */
export async function readGauges(services: Asked): Promise<Gauges> {
  const { workspaces, attachments, jobs } = services;
  const { health } = await checkHealth(services);
  const { running, waiting } = jobs.load();
  const known = {
    engineUp: health.docker_connected,
    stateUp: health.database_initialized,
    runningExecs: running,
    queuedExecs: waiting,
  };
  try {
    const active = await workspaces.list({ status: ['creating', 'running'] });
    const own = active.filter(({ owner }) => owner !== NOBODY);
    return {
      ...known,
      containers: own.length,
      warm: (await workspaces.list({ owner: NOBODY, status: ['warm'] })).length,
      attachments: await attachments.count({ attached: true }),
      ...(known.engineUp && { memoryBytes: await memoryInUse(services, own) }),
    };
  } catch {
    return { ...known, stateUp: false };
  }
}
