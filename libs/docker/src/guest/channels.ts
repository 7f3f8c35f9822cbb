import type { Workspace, WorkspaceId } from '@devbench/core';
import { type Channel, type ChannelTiming, createChannel } from './channel.ts';
import type { Session } from './session.ts';

/** The channels of all workspaces in use. */
export interface Channels {
  of(workspace: Workspace): Channel;
  /** Closes the channel; whoever waits for it fails with `guest_unavailable`. */
  drop(id: WorkspaceId): void;
  dropAll(): void;
  /** The engine was away: finds connections that died without a word. */
  checkAll(): void;
}

export function createChannels(
  open: (workspace: Workspace) => Promise<Session>,
  timing: ChannelTiming,
): Channels {
  const channels = new Map<WorkspaceId, Channel>();

  const drop = (id: WorkspaceId): void => {
    const channel = channels.get(id);
    channels.delete(id);
    channel?.close();
  };

  return {
    of(workspace) {
      const known = channels.get(workspace.id);
      if (known !== undefined) return known;
      const onIdle = () => {
        if (channels.get(workspace.id) === channel) channels.delete(workspace.id);
      };
      const channel = createChannel(() => open(workspace), timing, onIdle);
      channels.set(workspace.id, channel);
      return channel;
    },
    drop,
    checkAll: () => {
      for (const channel of channels.values()) channel.check();
    },
    dropAll: () => [...channels.keys()].forEach(drop),
  };
}
