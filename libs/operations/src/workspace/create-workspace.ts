import {
  AppError,
  type Ports,
  type Progress,
  type PullProgress,
  type Workspace,
} from '@devbench/core';

export interface CreateCall extends Pick<Ports, 'workspaces' | 'engine'> {
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
}

export interface CreateOptions {
  /** Puts the first files into its volume. */
  readonly fill?: (workspace: Workspace) => Promise<unknown>;
  readonly status?: 'running' | 'warm';
}

/** Makes a workspace real whose row is written; leaves neither row nor container when that fails. */
export async function createWorkspace(
  call: CreateCall,
  planned: Workspace,
  { fill, status = 'running' }: CreateOptions = {},
): Promise<Workspace> {
  const { workspaces, engine, signal } = call;
  let touched = false;
  try {
    const onProgress = (progress: PullProgress) => call.progress(toProgress(progress));
    const { digest } = await engine.ensureImage(planned.image, { signal, onProgress });
    const workspace: Workspace = { ...planned, digest };
    signal.throwIfAborted();
    touched = true;
    await fill?.(workspace);
    const filled = fill !== undefined;
    const { engineId, enforced } = await engine.create(workspace, signal, { filled });
    signal.throwIfAborted();
    await assertWanted(call, planned);
    const change = { engineId, enforced, digest, status };
    await workspaces.update(planned.id, change);
    return { ...workspace, ...change };
  } catch (thrown) {
    // Its failure must not hide the cause; a row that stays is undone by reconcile.
    await undo(call, planned, touched).catch(() => undefined);
    throw thrown;
  }
}

/** Somebody may have killed it while it was made. */
async function assertWanted({ workspaces }: CreateCall, { id }: Workspace): Promise<void> {
  if ((await workspaces.get(id))?.status === 'creating') return;
  throw new AppError('container_not_found', `Container ${id} was removed while it was made.`);
}

/** The volume of an alias may hold what an earlier container has left. */
async function undo({ workspaces, engine }: CreateCall, workspace: Workspace, touched: boolean) {
  if (touched) {
    const keepVolume = mayHoldData(workspace);
    await workspaces
      .update(workspace.id, { status: 'removing', keepVolume })
      .catch(() => undefined);
    await engine.remove(workspace, { keepVolume });
  }
  await workspaces.remove(workspace.id);
}

export const mayHoldData = ({ persistent, alias }: Workspace): boolean =>
  persistent && alias !== undefined;

function toProgress({ message, current, total }: PullProgress) {
  return { message, progress: current ?? 0, ...(total !== undefined && { total }) };
}
