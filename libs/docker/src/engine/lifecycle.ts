import { setTimeout as sleep } from 'node:timers/promises';
import type { Workspace, WorkspaceEngine } from '@devbench/core';
import { TYPE } from '../guest/messages/types.ts';
import { PayloadWriter } from '../guest/wire/payload-writer.ts';
import { boot } from './boot.ts';
import type { Connection } from './connection.ts';
import type { CreateParts } from './create.ts';
import { isConflict, isMissing } from './errors.ts';
import { containerOf } from './labels.ts';
import { discardVolume } from '../snapshots/discard-volume.ts';
import { removeContainer } from './remove.ts';

type Lifecycle = Pick<WorkspaceEngine, 'start' | 'stop' | 'remove'>;
/** Beyond the grace, for the agent to collect what it killed and to end. */
const SLACK_MS = 1_500;
const SHUTDOWN_LIMITS = { timeoutMs: 1_000, maxReplyBytes: 64 };

export function createLifecycle(
  connection: Connection,
  { config, channels, links }: Pick<CreateParts, 'config' | 'channels' | 'links'>,
): Lifecycle {
  const { docker, call } = connection;

  const inspect = (workspace: Workspace) => {
    const container = docker.getContainer(containerOf(workspace));
    return call((abortSignal) => container.inspect({ abortSignal }));
  };

  /** Asks the agent; whether it can be asked does not matter, the container is killed in the end. */
  const shutDown = async (workspace: Workspace, graceMs: number): Promise<void> => {
    const session = await channels.of(workspace).session();
    const payload = new PayloadWriter().u32(graceMs).finish();
    await session.request(TYPE.SHUTDOWN, payload, SHUTDOWN_LIMITS, () => undefined);
  };

  return {
    async start(workspace) {
      const container = await inspect(workspace);
      if (container.State.Running) return;
      channels.drop(workspace.id);
      const linkFolder = await links.restored(container);
      const booting = boot(connection, containerOf(workspace), { ...config, linkFolder });
      await channels.of(workspace).adopt(booting);
    },

    async stop(workspace, graceMs) {
      if (!(await inspect(workspace)).State.Running) return;
      const container = docker.getContainer(containerOf(workspace));
      const timeoutMs = graceMs + SLACK_MS;
      shutDown(workspace, graceMs).catch(() => undefined);
      const giveUp = new AbortController();
      const ended = container.wait({ abortSignal: giveUp.signal }).then(
        () => true,
        () => false,
      );
      const inTime = await Promise.race([
        ended,
        sleep(timeoutMs, false, { signal: giveUp.signal }),
      ]);
      giveUp.abort();
      if (!inTime) await call(() => container.kill()).catch(alreadyEnded);
      channels.drop(workspace.id);
    },

    async remove(workspace, { keepVolume }) {
      channels.drop(workspace.id);
      await removeContainer(connection, workspace);
      await links.remove(workspace.id);
      if (!keepVolume) await discardVolume(connection, workspace.volume);
    },
  };
}

function alreadyEnded(error: unknown): void {
  if (!isMissing(error) && !isConflict(error)) throw error;
}
