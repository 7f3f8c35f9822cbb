import type {
  EngineObserver,
  EngineUpkeep,
  ExecEngine,
  FileEngine,
  HostContainers,
  Part,
  SnapshotEngine,
  Tracer,
  Traffic,
  WorkspaceEngine,
} from '@devbench/core';
import { dockerConfig, type DockerSettings } from './config.ts';
import { connect } from './engine/connect.ts';
import { createConnection } from './engine/connection.ts';
import { createAbilities } from './engine/abilities.ts';
import { engineFacts, type EngineFacts, hasImage } from './engine/engine-facts.ts';
import { createGuestAgents } from './engine/guest-agent.ts';
import { createImages } from './engine/images.ts';
import { createLinkFolders } from './engine/link-folders.ts';
import { traceEngine } from './engine/trace-engine.ts';
import { createWorkspaceEngine } from './engine/workspace-engine.ts';
import { createExecEngine } from './exec/exec-engine.ts';
import { createFileEngine } from './files/file-engine.ts';
import { createSpareWorker } from './files/search/spare-worker.ts';
import { createChannels } from './guest/channels.ts';
import { createSnapshotEngine } from './snapshots/snapshot-engine.ts';
import { createEngineUpkeep } from './upkeep/engine-upkeep.ts';
import { createHostContainers } from './host/host-containers.ts';

/** The engine ports on one Docker engine. */
export interface Docker extends Required<Part> {
  readonly engine: WorkspaceEngine;
  readonly upkeep: EngineUpkeep;
  readonly commands: ExecEngine;
  readonly files: FileEngine;
  readonly copies: SnapshotEngine;
  readonly host: HostContainers;
  /** For who looks for what is wrong. */
  readonly facts: () => Promise<EngineFacts>;
  readonly hasImage: (image: string) => Promise<boolean>;
  /** To and from the agents: files, input and output of commands. */
  readonly traffic: () => Traffic;
}

/**
 * Connects when it is called, so it can be built and started while the engine is down; `engine.info`
 * tells. Workspaces and their commands go on after `stop`.
 * @throws AppError `settings_invalid` for an address that is none.
 */
export function createDocker(
  settings: DockerSettings = {},
  observer?: EngineObserver,
  tracer?: Tracer,
): Docker {
  const config = dockerConfig.parse(settings);
  const connection = traceEngine(createConnection(config, observer), tracer);
  const images = createImages(connection, config);
  const parts = {
    connection,
    config,
    abilities: createAbilities(connection),
    agents: createGuestAgents(config),
    links: createLinkFolders(config),
  };
  const timing = { idleMs: config.channelIdleMs, requestMs: config.guestTimeoutMs };
  const channels = createChannels((workspace) => connect(connection, workspace, parts), timing);
  const searchers = createSpareWorker();
  return {
    engine: createWorkspaceEngine({ ...parts, channels }, images),
    upkeep: createEngineUpkeep(connection, config, { agents: parts.agents, channels }),
    commands: createExecEngine(connection, { channels, config }),
    files: createFileEngine(channels, config.guestTimeoutMs, searchers),
    copies: createSnapshotEngine(parts),
    host: createHostContainers(connection),
    facts: () => engineFacts(connection),
    hasImage: (image) => hasImage(connection, image),
    traffic: connection.traffic,
    start: async () => undefined,
    async stop() {
      images.stop();
      channels.dropAll();
      connection.close();
      await searchers.stop();
    },
  };
}
