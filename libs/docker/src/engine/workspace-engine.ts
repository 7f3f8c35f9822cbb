import type { WorkspaceEngine } from '@devbench/core';
import type { DockerConfig } from '../config.ts';
import type { Channels } from '../guest/channels.ts';
import { decodeStats } from '../guest/messages/stats.ts';
import { TYPE } from '../guest/messages/types.ts';
import { PayloadReader } from '../guest/wire/payload-reader.ts';
import { createAbilities } from './abilities.ts';
import type { Connection } from './connection.ts';
import { createCreate } from './create.ts';
import type { createGuestAgents } from './guest-agent.ts';
import type { Images } from './images.ts';
import { createLifecycle } from './lifecycle.ts';
import { listWorkspaces } from './list.ts';

const MAX_STATS = 256;

export function createWorkspaceEngine(
  connection: Connection,
  config: DockerConfig,
  channels: Channels,
  images: Images,
  agents: ReturnType<typeof createGuestAgents>,
): WorkspaceEngine {
  const { docker, call } = connection;
  const abilities = createAbilities(connection);

  return {
    ...createLifecycle(connection, config, channels),
    create: createCreate({ connection, config, abilities, agents, channels }),
    ensureImage: images.ensureImage,
    list: () => listWorkspaces(connection, config.instance),

    async info(timeoutMs) {
      const { Version, ApiVersion, Os, Arch } = await call(() => docker.version(), { timeoutMs });
      return { version: Version, apiVersion: ApiVersion, os: Os, architecture: Arch };
    },

    async usage(workspace) {
      const session = await channels.of(workspace).session();
      const limits = { timeoutMs: config.guestTimeoutMs, maxReplyBytes: MAX_STATS };
      return session.request(TYPE.STATS, new Uint8Array(), limits, (payloads) =>
        decodeStats(new PayloadReader(Buffer.concat(payloads))),
      );
    },
  };
}
