import type { BaseServices } from '../base-services.ts';
import { removeWorkspace } from '../workspace/remove-workspace.ts';
import { recorded } from './recorded.ts';

const GRACE_MS = 5_000;

/**
 * Removes workspaces whose time is over; the files of persistent ones stay. Answers when the next one's is, and
 * whether all that was due could be removed.
 */
export async function expire(
  services: BaseServices,
): Promise<{ next: Date | undefined; done: boolean }> {
  const { workspaces, clock } = services;
  const status = ['running', 'stopped', 'failed'] as const;
  const due = await workspaces.list({ status, expiredAt: clock.now() });
  const removed = due.map((workspace) => {
    const options = { graceMs: GRACE_MS, keepVolume: workspace.persistent };
    return recorded(services, 'expire', workspace, {}, () =>
      removeWorkspace(services, workspace, options),
    );
  });
  const done = (await Promise.all(removed)).every(Boolean);
  return { next: await workspaces.nextExpiry(), done };
}
