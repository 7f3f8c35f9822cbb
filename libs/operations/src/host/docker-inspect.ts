import { AppError, HOST_OBJECTS } from '@devbench/core';
import { z } from 'zod';

import { declare } from '../operation.ts';
import { hostId } from './host-fields.ts';
import { redactInspect } from './redact-inspect.ts';
import { findVisible, type HostCall, visibleContainers } from './visible.ts';

export const dockerInspect = declare({
  name: 'docker_inspect',
  toolset: 'docker',
  target: 'none',
  summary:
    'What the engine says about a container that you may use, or about the image, network or ' +
    'volume of one. Secrets are left out.',
  effect: 'read',
  input: {
    kind: z.enum(HOST_OBJECTS).default('container'),
    id: hostId,
  },
  output: {
    kind: z.enum(HOST_OBJECTS),
    id: z.string(),
    details: z.record(z.string(), z.unknown()),
  },
  audit: ({ kind, id }) => ({ kind, id }),
  render: ({ details }) => JSON.stringify(details, undefined, 1),
  async run(call: HostCall, { kind, id }) {
    const target = kind === 'container' ? (await findVisible(call, id)).container.engineId : id;
    if (kind !== 'container') await assertUsed(call, { kind, id });
    const details = redactInspect(await call.host.inspect(kind, target));
    return { kind, id, details: details as Record<string, unknown> };
  },
});

/** What belongs to no container that the caller may use does not exist. */
async function assertUsed(
  call: HostCall,
  uses: { kind: 'image' | 'network' | 'volume'; id: string },
) {
  const users = await visibleContainers(call, { all: true, uses });
  if (users.length > 0) return;
  throw new AppError('container_not_found', `No container of yours uses ${uses.kind} ${uses.id}.`, {
    hint: 'Call docker_inspect for a container to see what it uses.',
  });
}
