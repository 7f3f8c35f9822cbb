import type { Workspace, WorkspaceId } from '@devbench/core';
import { type Channel, type ChannelTiming, createChannel } from './channel.ts';
import type { Session } from './session.ts';

/** The channels of all workspaces in use. */
export interface Channels {
  of(workspace: Workspace): Channel;
  /** Only one that is there. */
  peek(id: WorkspaceId): Channel | undefined;
  /** Calls when a session with this workspace was opened, until the returned function is called. */
  onOpen(id: WorkspaceId, listener: () => void): () => void;
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

  const listeners = new Map<WorkspaceId, Set<() => void>>();

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
      const onOpened = () => [...(listeners.get(workspace.id) ?? [])].forEach((tell) => tell());
      const channel = createChannel(() => open(workspace), timing, onIdle, onOpened);
      channels.set(workspace.id, channel);
      return channel;
    },
    peek: (id) => channels.get(id),
    onOpen(id, listener) {
      const all = listeners.get(id) ?? new Set();
      listeners.set(id, all.add(listener));
      return () => {
        all.delete(listener);
        if (all.size === 0 && listeners.get(id) === all) listeners.delete(id);
      };
    },
    drop,
    checkAll: () => {
      for (const channel of channels.values()) channel.check();
    },
    dropAll: () => [...channels.keys()].forEach(drop),
  };
}
