import type { WorkspaceEngine } from '@devbench/core';
import { decodeStats } from '../guest/messages/stats.ts';
import { TYPE } from '../guest/messages/types.ts';
import { PayloadReader } from '../guest/wire/payload-reader.ts';
import { createCreate, type CreateParts } from './create.ts';
import type { Images } from './images.ts';
import { createLifecycle } from './lifecycle.ts';
import { listWorkspaces } from './list.ts';

const MAX_STATS = 256;

export function createWorkspaceEngine(parts: CreateParts, images: Images): WorkspaceEngine {
  const { connection, config, channels } = parts;
  const { docker, call } = connection;

  return {
    ...createLifecycle(connection, config, channels),
    create: createCreate(parts),
    ensureImage: images.ensureImage,
    list: () => listWorkspaces(connection),

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
