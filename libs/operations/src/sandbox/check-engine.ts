import { z } from 'zod';

import { checkHealth, type HealthCall } from '../system/check-health.ts';
import { declare } from '../operation.ts';

export const checkEngine = declare({
  name: 'check_engine',
  toolset: 'sandbox',
  target: 'none',
  summary: 'Whether the Docker engine answers, and which one it is; within two seconds.',
  effect: 'read',
  input: {},
  output: {
    available: z.boolean(),
    version: z.string().nullable(),
    api_version: z.string().nullable(),
    os: z.string().nullable(),
    arch: z.string().nullable(),
  },
  render: ({ available, version }) =>
    available
      ? `Docker engine is available (version ${String(version)})`
      : 'The Docker engine does not answer.',
  async run(call: HealthCall) {
    const { info } = await checkHealth(call);
    return {
      available: info !== undefined,
      version: info?.version ?? null,
      api_version: info?.apiVersion ?? null,
      os: info?.os ?? null,
      arch: info?.architecture ?? null,
    };
  },
});
