import { AppError, type Caller, type FileWatch } from '@devbench/core';
import type { FileWatcher } from '@devbench/operations';

import { isWorkspaceUri, parseWorkspaceUri } from './workspace/uri.ts';

const MOST = 64;

export interface Subscriptions {
  /** Once for each address. @throws AppError also `quota_exceeded` */
  subscribe(caller: Caller, uri: string): Promise<void>;
  unsubscribe(uri: string): void;
  /** The client is gone. */
  close(): void;
}

/** The resources that one client follows; `notify` gets an address just as it was given. */
export function createSubscriptions(
  watcher: FileWatcher,
  notify: (uri: string) => void,
): Subscriptions {
  const watches = new Map<string, Promise<FileWatch>>();
  let closed = false;

  const end = (uri: string): void => {
    void watches.get(uri)?.then(
      (watch) => watch.close(),
      () => undefined,
    );
    watches.delete(uri);
  };

  return {
    async subscribe(caller, uri) {
      if (!isWorkspaceUri(uri)) {
        throw new AppError('invalid_argument', 'This resource does not tell of its changes.', {
          hint: 'Subscribe to files and folders: workspace://…',
        });
      }
      if (!watches.has(uri) && watches.size >= MOST) {
        throw new AppError('quota_exceeded', `You have ${MOST} subscriptions already.`, {
          hint: 'Unsubscribe from what you no longer need, or subscribe to a folder.',
        });
      }
      const known = watches.get(uri);
      const watch = known ?? watcher.watch(caller, parseWorkspaceUri(uri), () => notify(uri));
      watches.set(uri, watch);
      try {
        await watch;
      } catch (error) {
        if (watches.get(uri) === watch) watches.delete(uri);
        throw error;
      }
      if (closed) (await watch).close();
    },
    unsubscribe: end,
    close() {
      closed = true;
      [...watches.keys()].forEach(end);
    },
  };
}
