import type { Caller } from '@devbench/core';
import type { OperationClient } from '@devbench/operations';
import type { ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

import { parseWorkspaceUri, workspaceUri } from './uri.ts';

const MOST = 1000;

/** The part of `fs_list` that matters here. */
const listing = z.object({
  entries: z.array(
    z.object({ name: z.string(), path: z.string(), type: z.string(), size: z.number() }),
  ),
  next_cursor: z.string().nullable(),
});

/** A directory as JSON: each entry with its own address. */
export async function listDirectory(
  client: OperationClient,
  caller: Caller,
  uri: string,
): Promise<ReadResourceResult> {
  const { container_id, path } = parseWorkspaceUri(uri);
  const input = { container_id, path, limit: MOST };
  const { entries, next_cursor } = listing.parse(await client.call('fs_list', caller, input));
  const shown = entries.map(({ name, path: below, type, size }) => ({
    name,
    type,
    size,
    uri: workspaceUri(container_id, below),
  }));
  const text = JSON.stringify({ entries: shown, truncated: next_cursor !== null });
  return { contents: [{ uri, mimeType: 'application/json', text }] };
}
