import type { Caller } from '@devbench/core';
import type { OperationClient } from '@devbench/operations';
import type { ListResourcesResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

import { workspaceUri } from './uri.ts';

/** The part of `list_containers` that matters here. */
const page = z.object({
  containers: z.array(
    z.object({
      container_id: z.string(),
      alias: z.string().nullable(),
      image: z.string(),
      status: z.string(),
    }),
  ),
  next_cursor: z.string().nullable(),
});

/** The caller's containers that run, a page at a time. */
export async function runningContainers(client: OperationClient, caller: Caller, cursor?: string) {
  const input = cursor === undefined ? {} : { cursor };
  const { containers, next_cursor } = page.parse(
    await client.call('list_containers', caller, input),
  );
  return { containers: containers.filter(({ status }) => status === 'running'), next_cursor };
}

/** Their workspaces as resources; what is in them is found from there. */
export async function listWorkspaces(
  client: OperationClient,
  caller: Caller,
  cursor?: string,
): Promise<ListResourcesResult> {
  const { containers, next_cursor } = await runningContainers(client, caller, cursor);
  return {
    resources: containers.map(({ container_id, alias, image }) => ({
      uri: workspaceUri(container_id, ''),
      name: alias ?? container_id,
      description: `/workspace of ${image}`,
      mimeType: 'application/json',
    })),
    ...(next_cursor !== null && { nextCursor: next_cursor }),
  };
}
