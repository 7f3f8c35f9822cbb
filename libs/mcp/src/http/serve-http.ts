import type {
  FileWatcher,
  HostClient,
  LinkFollower,
  OperationClient,
  Refusal,
} from '@devbench/operations';

import { createModernEra } from '../modern/era.ts';
import { createMcpServer, type McpServerOptions } from '../server.ts';
import { createHttpHandler } from './create-http-handler.ts';
import { type ListenOptions, listenHttp } from './listen-http.ts';
import { urlOf } from './links/link-url.ts';
import { createMetricsHandler } from './metrics.ts';
import type { HttpOptions } from './options.ts';

export interface ServeHttpOptions
  extends HttpOptions, Pick<McpServerOptions, 'version' | 'toolsets' | 'instructions'> {
  readonly listen: ListenOptions;
  /** Metrics have a port of their own, for whoever reaches it, instead of one for administrators. */
  readonly metricsPort?: number;
}

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  /** Not ready any more, and no new sessions. */
  drain(): void;
  /** Ends sessions and connections. */
  close(): Promise<void>;
}

/**
 * Serves operations to many clients over HTTP.
 * @throws AppError `settings_invalid`
 */
export async function serveHttp(
  client: OperationClient & Partial<FileWatcher & LinkFollower & Pick<HostClient, 'refused'>>,
  { listen, metricsPort, version, toolsets, instructions, ...options }: ServeHttpOptions,
): Promise<HttpServer> {
  const { metrics, ...rest } = {
    ...options,
    ...(canFollow(client) && { links: client }),
    ...(client.refused && { onRefused: (refusal: Refusal) => void client.refused?.(refusal) }),
  };
  const common = { version, toolsets, ...(instructions !== undefined && { instructions }) };
  const links = canFollow(client);
  const handler = createHttpHandler(
    {
      older: (session, principal) =>
        createMcpServer(client, { ...common, session, principal, ...(links && { urlOf }) }),
      modern: createModernEra(client, { ...common, links }),
    },
    metricsPort === undefined && metrics ? { ...rest, metrics } : rest,
  );
  const listeners = [await listenHttp(handler.handle, listen)];
  const [{ url, port }] = listeners as [(typeof listeners)[number]];
  if (metrics && metricsPort !== undefined) {
    const { host } = listen;
    listeners.push(await listenHttp(createMetricsHandler(metrics), { host, port: metricsPort }));
  }
  return {
    url,
    port,
    drain: () => handler.drain(),
    async close() {
      await handler.close();
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}

const canFollow = (
  client: OperationClient & Partial<LinkFollower>,
): client is OperationClient & LinkFollower => client.download !== undefined;
