import { z } from 'zod';

import { declare } from '../operation.ts';
import { type HostCall, visibleContainers } from './visible.ts';

const SHORT_ID = 12;

export const dockerPs = declare({
  name: 'docker_ps',
  toolset: 'docker',
  target: 'none',
  summary: 'The containers that you may use: your own, and those that the operator named.',
  effect: 'read',
  input: {
    all: z.boolean().default(false).describe('Also those that do not run'),
    name: z.string().max(255).optional().describe('Part of the name'),
  },
  output: {
    containers: z.array(
      z.strictObject({
        id: z.string(),
        names: z.array(z.string()),
        image: z.string(),
        command: z.string(),
        created: z.string(),
        state: z.string(),
        status: z.string(),
        ports: z.array(
          z.strictObject({
            private: z.number(),
            public: z.number().nullable(),
            type: z.string(),
          }),
        ),
      }),
    ),
  },
  render: ({ containers }) =>
    containers.map((c) => [c.id, c.names.join(','), c.image, c.status].join(' ')).join('\n') ||
    'none',
  async run(call: HostCall, { all, name = '' }) {
    const found = await visibleContainers(call, { all });
    const named = found.filter(({ names }) => names.some((each) => each.includes(name)));
    return {
      containers: named.map(({ engineId, createdAt, ports, ...each }) => ({
        id: engineId.slice(0, SHORT_ID),
        names: [...each.names],
        image: each.image,
        command: each.command.slice(0, 200),
        created: createdAt.toISOString(),
        state: each.state,
        status: each.status,
        ports: ports.map((port) => ({ ...port, public: port.public ?? null })),
      })),
    };
  },
});
