import { AppError } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { removeWorkspace } from '../workspace/remove-workspace.ts';

const GRACE_MS = 5000;
const DEADLINE_MS = 10 * 60 * 1000;

type CleanupCall = CallOn<'none', 'workspaces' | 'execs' | 'outputs' | 'engine' | 'jobs'>;

export const cleanupContainer = declare({
  name: 'cleanup_container',
  toolset: 'sandbox',
  target: 'none',
  summary:
    'Remove one container, those of a session, or all of yours. Files of a session stay unless ' +
    'remove_volumes is true.',
  effect: 'destroy',
  idempotent: true,
  input: {
    container_id: z.string().min(1).max(128).optional().describe('Id or name'),
    session_id: z.string().min(1).max(128).optional(),
    cleanup_all: z.boolean().default(false),
    remove_volumes: z.boolean().default(false),
  },
  output: { containers_removed: z.array(z.string()), volumes_kept: z.number() },
  audit: ({ container_id = null, session_id = null, cleanup_all, remove_volumes }) => ({
    ...{ container_id, session_id, cleanup_all, remove_volumes },
  }),
  deadlineMs: () => DEADLINE_MS,
  render: ({ containers_removed }) => `removed: ${containers_removed.join(', ') || 'none'}`,
  judge: (call: CleanupCall, which) => chosen(call, which),
  async run(call: CleanupCall, { remove_volumes, ...which }) {
    const removed = [];
    for (const workspace of await chosen(call, which)) {
      call.signal.throwIfAborted();
      const keepVolume = workspace.persistent && !remove_volumes;
      await removeWorkspace(call, workspace, { graceMs: GRACE_MS, keepVolume });
      removed.push({ id: workspace.id, keepVolume });
    }
    return {
      containers_removed: removed.map(({ id }) => id),
      volumes_kept: removed.filter(({ keepVolume }) => keepVolume).length,
    };
  },
});

interface Which {
  readonly container_id?: string | undefined;
  readonly session_id?: string | undefined;
  readonly cleanup_all: boolean;
}

/** All, else those of the session, else the one. */
async function chosen(
  { workspaces, caller }: CleanupCall,
  { container_id, session_id, cleanup_all }: Which,
) {
  const owner = caller.principal.id;
  if (cleanup_all) return workspaces.list({ owner });
  if (session_id !== undefined) return workspaces.list({ owner, sessionId: session_id });
  if (container_id === undefined) {
    throw new AppError('invalid_argument', 'Give container_id, session_id or cleanup_all.');
  }
  const found = await workspaces.find(owner, container_id);
  if (found) return [found];
  throw new AppError('container_not_found', `There is no container ${container_id}.`);
}
