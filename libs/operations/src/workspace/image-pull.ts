import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { SPAWN_DEADLINE_MS } from './spawn-deadline.ts';
import { spawnInput } from './spawn-input.ts';

export const imagePull = declare({
  name: 'image_pull',
  toolset: 'admin',
  target: 'none',
  summary: 'Make an image present, so that the first spawn need not wait for it.',
  effect: 'write',
  idempotent: true,
  input: { image: spawnInput.image },
  output: { image: z.string(), digest: z.string().nullable() },
  audit: ({ image = null }) => ({ image }),
  render: ({ image, digest }) => `${image} is there${digest === null ? '' : `: ${digest}`}`,
  deadlineMs: () => SPAWN_DEADLINE_MS,
  async run(call: CallOn<'none', 'engine' | 'policy'>, { image }) {
    const plan = call.policy.planSpawn(call.caller.principal, {
      ...{ image, network: undefined, profile: undefined, ttlS: undefined },
      ...{ memoryMb: undefined, cpus: undefined, pids: undefined },
    });
    call.about(plan.image);
    const { digest } = await call.engine.ensureImage(plan.image, {
      signal: call.signal,
      onProgress: ({ current = 0, total, message }) =>
        call.progress({ progress: current, message, ...(total !== undefined && { total }) }),
    });
    return { image: plan.image, digest: digest ?? null };
  },
});
