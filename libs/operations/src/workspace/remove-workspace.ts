import type { ExecRepository, OutputStore, Workspace } from '@devbench/core';

import type { BaseServices } from '../base-services.ts';

type Removing = Pick<BaseServices, 'workspaces' | 'execs' | 'outputs' | 'engine' | 'jobs'>;

/**
 * Ends what runs, removes container, commands, output and row. Can be repeated at any point by anybody:
 * the row stays until all else is gone.
 */
export async function removeWorkspace(
  { workspaces, execs, outputs, engine, jobs }: Removing,
  workspace: Workspace,
  { graceMs, keepVolume }: { graceMs: number; keepVolume: boolean },
): Promise<void> {
  await workspaces.update(workspace.id, { status: 'removing', keepVolume });
  await jobs.endAll(workspace, graceMs);
  await engine.remove(workspace, { keepVolume });
  await jobs.abandonAll(workspace);
  await forgetCommands(workspace, execs, outputs);
  await workspaces.remove(workspace.id);
}

const PAGE = 200;

async function forgetCommands({ id }: Workspace, execs: ExecRepository, outputs: OutputStore) {
  for (;;) {
    const page = await execs.list({ workspaceId: id, limit: PAGE });
    for (const exec of page) {
      await outputs.remove(exec.id);
      await execs.remove(exec.id);
    }
    if (page.length < PAGE) return;
  }
}
