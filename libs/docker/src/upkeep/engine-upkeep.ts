import type { EngineUpkeep, Sight, Workspace } from '@devbench/core';
import type { DockerConfig } from '../config.ts';
import type { Connection } from '../engine/connection.ts';
import { isMissing } from '../engine/errors.ts';
import type { createGuestAgents } from '../engine/guest-agent.ts';
import { containerOf } from '../engine/labels.ts';
import { removeContainerById, removeVolume } from '../engine/remove.ts';
import type { Channels } from '../guest/channels.ts';
import { giveFiles } from './give-files.ts';
import { findLeftBehind } from './left-behind.ts';
import { findVolumes } from './volumes.ts';
import { watchEngine } from './watch-engine.ts';

const MISSING: Sight = { state: 'missing', oomKilled: false };

export function createEngineUpkeep(
  connection: Connection,
  config: DockerConfig,
  { agents, channels }: { agents: ReturnType<typeof createGuestAgents>; channels: Channels },
): EngineUpkeep {
  return {
    look: (workspace) => look(connection, workspace),
    watch: (signal) =>
      watchEngine(connection, config.instance, { signal, onConnect: () => channels.checkAll() }),
    volumes: () => findVolumes(connection, config, agents),
    removeVolume: (name) => removeVolume(connection, name),
    removeContainer: (engineId) => removeContainerById(connection, engineId),
    giveFiles: (workspace) => giveFiles(connection, workspace),
    leftBehind: () => findLeftBehind(connection, config),
  };
}

async function look({ docker, call }: Connection, workspace: Workspace): Promise<Sight> {
  const container = docker.getContainer(containerOf(workspace));
  try {
    const { State } = await call((abortSignal) => container.inspect({ abortSignal }));
    return { state: State.Running ? 'running' : 'stopped', oomKilled: State.OOMKilled };
  } catch (error) {
    if (isMissing(error)) return MISSING;
    throw error;
  }
}
