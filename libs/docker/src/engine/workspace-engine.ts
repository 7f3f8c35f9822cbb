import type { WorkspaceEngine } from '@devbench/core';
import { TYPE } from '../guest/messages/types.ts';
import { createCreate, type CreateParts } from './create.ts';
import type { Images } from './images.ts';
import { createLifecycle } from './lifecycle.ts';
import { listWorkspaces } from './list.ts';
import { usageOf } from './usage-of.ts';
import { volumeSizes } from './volume-sizes.ts';

const PING_LIMITS = { timeoutMs: 2_000, maxReplyBytes: 64 };

export function createWorkspaceEngine(parts: CreateParts, images: Images): WorkspaceEngine {
  const { connection, config, channels, links } = parts;
  const { docker, call } = connection;

  return {
    ...createLifecycle(connection, parts),
    create: createCreate(parts),
    ensureImage: images.ensureImage,
    async list() {
      const found = await listWorkspaces(connection, config.instance);
      await links.keepOnly(new Set(found.map(({ id }) => id)));
      return found;
    },
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
