import type { Snapshot } from '@devbench/core';

import type { Services } from '../services.ts';

/** Ends what copies from or to it, and removes volume and row; can be repeated at any point by anybody. */
export async function removeSnapshot(
  { snapshots, copies, servers }: Pick<Services, 'snapshots' | 'copies' | 'servers'>,
  { id, volume }: Snapshot,
): Promise<void> {
  await snapshots.update(id, { status: 'removing', server: servers.self });
  await copies.discard(volume);
  await snapshots.remove(id);
}
