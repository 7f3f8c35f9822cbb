import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { AppError } from '@devbench/core';

export interface ListenOptions {
  readonly host: string;
  /** 0 is one that is free. */
  readonly port: number;
  /** Files in PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface Listener {
  readonly port: number;
  readonly url: string;
  /** Takes no more connections and waits a moment for what is on its way. */
  close(): Promise<void>;
}

/** A client that is slower than this at asking wants something else. */
const PATIENCE = {
  headersTimeout: 10_000,
  // Also of uploads; messages have less time.
  requestTimeout: 3_600_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 65_000,
};
const MOST_CONNECTIONS = 10_000;
const LAST_WORDS_MS = 1_000;

/**
 * @throws AppError `settings_invalid` when the address or the certificate is not to be had
 */
export async function listenHttp(
  handle: RequestListener,
  { host, port, tls }: ListenOptions,
): Promise<Listener> {
  const server = tls
    ? createTlsServer({ ...PATIENCE, ...(await read(tls)) }, handle)
    : createServer(PATIENCE, handle);
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(port, host);
  await once(server, 'listening').catch((cause: unknown) => {
    throw new AppError('settings_invalid', `The server cannot listen on ${host}:${port}.`, {
      cause,
      data: { MCP_PORT: (cause as NodeJS.ErrnoException).code ?? 'is not to be had' },
    });
  });
  const { port: bound } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    port: bound,
    url: `${tls ? 'https' : 'http'}://${name}:${bound}`,
    close: () => close(server),
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const patience = setTimeout(() => server.closeAllConnections(), LAST_WORDS_MS);
  await closed;
  clearTimeout(patience);
}

async function read({ cert, key }: NonNullable<ListenOptions['tls']>) {
  try {
    return { cert: await readFile(cert), key: await readFile(key) };
  } catch (cause) {
    throw new AppError('settings_invalid', 'The certificate cannot be read.', {
      cause,
      data: { MCP_TLS_CERT: (cause as NodeJS.ErrnoException).code ?? 'is unreadable' },
    });
  }
}
