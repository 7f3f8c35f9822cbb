import type { WorkspaceEngine } from '@devbench/core';
import type { DockerConfig } from '../config.ts';
import type { Channels } from '../guest/channels.ts';
import { TYPE } from '../guest/messages/types.ts';
import { createAbilities } from './abilities.ts';
import type { Connection } from './connection.ts';
import { createCreate } from './create.ts';
import { createGuestAgents } from './guest-agent.ts';
import type { Images } from './images.ts';
import { createLifecycle } from './lifecycle.ts';
import { listWorkspaces } from './list.ts';
import { usageOf } from './usage-of.ts';
import { volumeSizes } from './volume-sizes.ts';

const PING_LIMITS = { timeoutMs: 2_000, maxReplyBytes: 64 };

export function createWorkspaceEngine(
  connection: Connection,
  config: DockerConfig,
  channels: Channels,
  images: Images,
): WorkspaceEngine {
  const { docker, call } = connection;
  const abilities = createAbilities(connection);
  const agents = createGuestAgents(config);

  return {
    ...createLifecycle(connection, config, channels),
    create: createCreate({ connection, config, abilities, agents, channels }),
    ensureImage: images.ensureImage,
    list: () => listWorkspaces(connection),
    volumeSizes: () => volumeSizes(connection),

    async info(timeoutMs) {
      const { Version, ApiVersion, Os, Arch } = await call(() => docker.version(), { timeoutMs });
      return { version: Version, apiVersion: ApiVersion, os: Os, architecture: Arch };
    },

    async ping(workspace) {
      const session = await channels.of(workspace).session();
      await session.request(TYPE.PING, new Uint8Array(), PING_LIMITS, () => undefined);
    },

    async usage(workspace) {
      const session = await channels.of(workspace).session();
      return usageOf(session, config.guestTimeoutMs);
    },
  };
}
