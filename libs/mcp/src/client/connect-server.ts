import { AppError, type Progress } from '@devbench/core';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  StreamableHTTPClientTransport,
  StreamableHTTPError,
} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

import { fromErrorResult } from './from-error-result.ts';

export interface RemoteServer {
  /** As the operation of that name here. @throws AppError */
  call(
    name: string,
    input: object,
    options?: { signal?: AbortSignal; onProgress?: (progress: Progress) => void },
  ): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Longer than any operation has. */
const PATIENCE_MS = 24 * 3600 * 1000;

/**
 * A running HTTP server as a client sees it.
 * @throws AppError `server_unavailable`, `unauthenticated`
 */
export async function connectServer(
  url: URL,
  { token, name, version }: { token?: string | undefined; name: string; version: string },
): Promise<RemoteServer> {
  const client = new Client({ name, version });
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
  await client.connect(transport as Transport).catch((cause: unknown) => {
    throw unreachable(url, cause);
  });
  return {
    async call(tool, input, { signal, onProgress } = {}) {
      const request = { name: tool, arguments: { ...input } };
      const result = await client
        .callTool(request, undefined, {
          timeout: PATIENCE_MS,
          ...(signal && { signal }),
          ...(onProgress && {
            onprogress: ({ message = '', progress, total }) =>
              onProgress({ message, progress, ...(total !== undefined && { total }) }),
          }),
        })
        .catch((cause: unknown) => {
          if (signal?.aborted) throw new AppError('call_cancelled', 'Nobody waits any more.');
          throw unreachable(url, cause);
        });
      if (result.isError === true) throw fromErrorResult(result);
      return (result.structuredContent ?? {}) as Record<string, unknown>;
    },
    close: () => client.close(),
  };
}

function unreachable(url: URL, cause: unknown): AppError {
  const status = cause instanceof StreamableHTTPError ? cause.code : undefined;
  if (status === 401) {
    return new AppError('unauthenticated', 'The server does not know this token.', {
      cause,
      hint: 'Set MCP_BEARER_TOKEN to a token of an administrator.',
    });
  }
  return new AppError('server_unavailable', `There is no DevBench server at ${url.origin}.`, {
    cause,
  });
}
