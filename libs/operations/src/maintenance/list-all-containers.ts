import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { entry, toEntry } from '../workspace/list-containers.ts';

const PAGE = 100;

export const listAllContainers = declare({
  name: 'list_all_containers',
  toolset: 'admin',
  target: 'none',
  summary: 'The containers of all owners, also those that do not run.',
  effect: 'read',
  input: { cursor: z.string().max(128).optional() },
  output: {
    containers: z.array(entry.extend({ owner: z.string() })),
    next_cursor: z.string().nullable(),
  },
  render: ({ containers, next_cursor }) =>
    [
      ...containers.map(({ container_id, owner, alias, status, image }) =>
        [container_id, owner, alias ?? '-', status, image].join(' '),
      ),
      ...(next_cursor === null ? [] : [`more after ${next_cursor}`]),
    ].join('\n') || 'none',
  async run(call: CallOn<'none', 'workspaces'>, { cursor }) {
    const after = cursor === undefined ? {} : { after: cursor };
    const rows = await call.workspaces.list({ limit: PAGE + 1, ...after });
    const page = rows.slice(0, PAGE);
    return {
      containers: page.map((row) => ({ ...toEntry(row), owner: row.owner })),
      next_cursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    };
  },
});
