import { z } from 'zod';

import { declare } from '../operation.ts';
import { checkHealth, type HealthCall } from './check-health.ts';

export const healthShape = {
  status: z.enum(['healthy', 'degraded']),
  docker_connected: z.boolean(),
  database_initialized: z.boolean(),
  version: z.string(),
  problem: z.string().optional(),
};

export const health = declare({
  name: 'health',
  toolset: 'workspace',
  alsoIn: ['sandbox', 'docker'],
  target: 'none',
  summary: 'Whether engine and state answer, within 2 s.',
  effect: 'read',
  evenUnrecorded: true,
  input: {},
  output: healthShape,
  render: ({ status, docker_connected, database_initialized, version, problem }) =>
    `${status}: engine ${docker_connected ? 'up' : 'down'}, state ${database_initialized ? 'up' : 'down'}, version ${version}` +
    (problem === undefined ? '' : `\n${problem}`),
  async run(call: HealthCall) {
    return (await checkHealth(call)).health;
  },
});
