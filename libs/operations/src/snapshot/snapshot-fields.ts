import { AppError, type Snapshot, type Workspace } from '@devbench/core';
import { z } from 'zod';

import type { CallOn } from '../operation.ts';

/** Copying a large workspace takes its time. */
export const COPY_DEADLINE_MS = 15 * 60 * 1000;

export const snapshotIdInput = z.string().min(1).max(128).describe('Id of the snapshot');

export const snapshotFields = {
  snapshot_id: z.string(),
  name: z.string().nullable(),
  status: z.enum(['creating', 'ready', 'removing']),
  container_id: z.string().describe('Where it was taken; may be gone'),
  alias: z.string().nullable(),
  image: z.string(),
  bytes: z.number(),
  files: z.number(),
  created_at: z.string(),
};

export const toFields = ({ origin, ...snapshot }: Snapshot) => ({
  snapshot_id: snapshot.id,
  name: snapshot.name ?? null,
  status: snapshot.status,
  container_id: origin.workspaceId,
  alias: origin.alias ?? null,
  image: origin.image,
  bytes: snapshot.bytes,
  files: snapshot.files,
  created_at: snapshot.createdAt.toISOString(),
});

/** One that is complete. Rejects with `snapshot_not_found`. */
export async function findReady(
  { snapshots, caller }: CallOn<'none', 'snapshots'>,
  id: string,
): Promise<Snapshot> {
  const snapshot = await snapshots.find(caller.principal.id, id);
  if (snapshot?.status === 'ready') return snapshot;
  throw new AppError('snapshot_not_found', `There is no snapshot ${id} that is ready.`);
}

/** @throws AppError `container_not_running` for one that has no settled files */
export function assertHasFiles({ id, status }: Workspace): void {
  if (status === 'running' || status === 'stopped') return;
  throw new AppError('container_not_running', `Container ${id} is ${status}.`);
}

/** For a copy: the call's signal, and its progress as notifications. */
export const copyOptions = ({ signal, progress }: Pick<CallOn<'none'>, 'signal' | 'progress'>) => ({
  signal,
  onProgress: ({ bytes, files }: { bytes: number; files: number }) =>
    progress({ progress: bytes, message: `${bytes} bytes in ${files} files copied` }),
});
