import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { snapshotFields, toFields } from './snapshot-fields.ts';

const PAGE = 100;

export const snapshotList = declare({
  name: 'snapshot_list',
  toolset: 'more',
  target: 'none',
  summary: 'Your snapshots and where they were taken, also those of containers that are gone.',
  effect: 'read',
  input: { cursor: z.string().max(128).optional() },
  output: {
    snapshots: z.array(z.strictObject(snapshotFields)),
    next_cursor: z.string().nullable(),
  },
  render: ({ snapshots }) =>
    snapshots
      .map(({ snapshot_id, name, status, container_id, bytes }) =>
        [snapshot_id, name, status, `of ${container_id}`, `${bytes} bytes`]
          .filter((word) => word !== null)
          .join(' '),
      )
      .join('\n') || 'none',
  async run(call: CallOn<'none', 'snapshots'>, { cursor }) {
    const rows = await call.snapshots.list({
      owner: call.caller.principal.id,
      limit: PAGE + 1,
      ...(cursor !== undefined && { after: cursor }),
    });
    const page = rows.slice(0, PAGE);
    return {
      snapshots: page.map(toFields),
      next_cursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    };
  },
});
