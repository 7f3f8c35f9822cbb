import { AppError, type Principal } from '@devbench/core';
import type { FileWatcher, OperationClient } from '@devbench/operations';

import type { Following, ModernEra } from '../http/options.ts';
import { createSubscriptions } from '../resources/subscriptions.ts';
import { createModernServer, type ModernServerOptions, NO_SESSION } from './server.ts';

/** The operations for requests in the revision of 2026-07-28. */
export function createModernEra(
  client: OperationClient & Partial<FileWatcher>,
  { links, ...options }: Omit<ModernServerOptions, 'principal' | 'urlOf'> & { links: boolean },
): ModernEra {
  const watches = client.watch !== undefined;
  return {
    serverFor: (principal, urlOf) =>
      createModernServer(client, { ...options, principal, ...(links && urlOf && { urlOf }) }),
    ...(watches && {
      follow: (principal, notify) => follow(client as FileWatcher, principal, notify),
    }),
  };
}

/** What one request to listen follows. */
export function follow(
  watcher: FileWatcher,
  principal: Principal,
  notify: (uri: string) => void,
): Following {
  const subscriptions = createSubscriptions(watcher, notify);
  const { signal } = new AbortController();
  const caller = { principal, session: NO_SESSION, client: 'listener', signal };
  return {
    close: () => subscriptions.close(),
    add: (uri) =>
      subscriptions.subscribe(caller, uri).then(
        () => true,
        (error: unknown) => {
          if (error instanceof AppError) return false;
          throw error;
        },
      ),
  };
}
