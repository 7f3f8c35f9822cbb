import { AppError, WORKSPACE_PATH, type Workspace, type WorkspaceEngine } from '@devbench/core';
import type { DockerConfig } from '../config.ts';
import type { Channels } from '../guest/channels.ts';
import type { Session } from '../guest/session.ts';
import { isEmptyWorkspace, statWorkspace } from '../files/stat-workspace.ts';
import type { Abilities } from './abilities.ts';
import { boot } from './boot.ts';
import type { Connection } from './connection.ts';
import { createLinked } from './create-linked.ts';
import { containerSpec, execUser } from './container-spec.ts';
import { enforcedLimits } from './enforced.ts';
import { isMissing } from './errors.ts';
import { blameImage } from './image-fault.ts';
import type { createGuestAgents } from './guest-agent.ts';
import { createGuestVolume, fillGuestVolume } from './guest-volume.ts';
import { labelsOf } from './labels.ts';
import type { LinkFolders } from './link-folders.ts';
import { removeContainer, removeVolume } from './remove.ts';
import { createRollback } from './rollback.ts';
import { giveSeededFiles } from './seeded-files.ts';
import { usageOf } from './usage-of.ts';
import { giveVolume, giveVolumeFromAbove } from './volume-owner.ts';
import { createWorkspaceVolume } from './workspace-volume.ts';

export interface CreateParts {
  readonly connection: Connection;
  readonly config: DockerConfig;
  readonly abilities: () => Promise<Abilities>;
  readonly agents: ReturnType<typeof createGuestAgents>;
  readonly channels: Channels;
  readonly links: LinkFolders;
}

/** The volumes of agents that this server has seen whole: looking again takes time at each spawn. */
interface Placed {
  readonly placed: Set<string>;
}

/** `WorkspaceEngine.create`: an abort is heard between the steps, so that every step can be undone. */
export function createCreate(parts: CreateParts): WorkspaceEngine['create'] {
  const placed = new Set<string>();
  return async (workspace, signal, { filled } = { filled: false }) => {
    const rollback = createRollback();
    try {
      return await build({ ...parts, placed }, workspace, { rollback, signal, filled });
    } catch (error) {
      await rollback.run();
      if (!signal.aborted) throw blameImage(workspace, error);
      throw new AppError('call_cancelled', 'The container is not wanted any more.', {
        cause: error,
      });
    }
  };
}

interface Building {
  readonly rollback: ReturnType<typeof createRollback>;
  readonly signal: AbortSignal;
  readonly filled: boolean;
}

async function build(
  { connection, config, abilities, agents, channels, links, placed }: CreateParts & Placed,
  workspace: Workspace,
  { rollback, signal, filled }: Building,
) {
  const { image, volume } = workspace;
  const user = execUser(workspace);
  const labels = labelsOf(workspace, config);
  signal.throwIfAborted();

  const able = await abilities();
  const agent = await agents(able.arch);
  const isNew = !(await volumeExists(connection, volume));
  if (isNew) rollback.add(() => removeVolume(connection, volume));
  const [{ limited }] = await Promise.all([
    createWorkspaceVolume(connection, { name: volume, labels, diskMb: config.diskMb }),
    createGuestVolume(connection, agent),
  ]);
  signal.throwIfAborted();

  const extras = { guestVolume: agent.volume, labels };
  rollback.add(() => links.remove(workspace.id));
  rollback.add(() => removeContainer(connection, { ...workspace, engineId: '' }));
  const created = await createLinked(connection, links, {
    id: workspace.id,
    able,
    spec: (link) => containerSpec(workspace, config, { ...extras, link }),
  });
  const { id: container, warnings, linkFolder } = created;
  if (!placed.has(agent.volume)) await fillGuestVolume(connection, agent, { container, image });
  if (!filled) await giveVolume(connection, { container, path: WORKSPACE_PATH, user });
  signal.throwIfAborted();

  rollback.add(async () => channels.drop(workspace.id));
  const { bootTimeoutMs } = config;
  const bootOnce = () => boot(connection, container, { bootTimeoutMs, linkFolder, signal });
  /** Somebody may have removed the volume of the agent since this server has filled it. */
  const start = async () => {
    try {
      return await bootOnce();
    } catch (error) {
      if (!placed.delete(agent.volume) || signal.aborted) throw error;
      if (!(await fillGuestVolume(connection, agent, { container, image }))) throw error;
      return bootOnce();
    }
  };
  const session = await channels.of({ ...workspace, engineId: container }).adopt(start());
  placed.add(agent.volume);
  if (!filled && !(await isOwner(session, user))) {
    await giveVolumeFromAbove(connection, { image, volume, user });
  }
  if (isNew && !(await isEmptyWorkspace(session))) {
    await giveSeededFiles(connection, { container, user });
  }
  signal.throwIfAborted();
  const seen = await usageOf(session, config.guestTimeoutMs);
  const enforced = { ...enforcedLimits(workspace, able, warnings, seen), disk: limited };
  return { engineId: container, enforced };
}

async function isOwner(session: Session, user: number): Promise<boolean> {
  return (await statWorkspace(session)).uid === user;
}

export async function volumeExists({ docker, call }: Connection, name: string): Promise<boolean> {
  try {
    await call((abortSignal) => docker.getVolume(name).inspect({ abortSignal }));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
