import { AppError, type Caller } from '@devbench/core';
import type { OperationClient } from '@devbench/operations';
import type { CompleteRequest, CompleteResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

import { runningContainers } from './containers.ts';
import { workspaceTemplate } from './uri.ts';

/** What the protocol allows. */
const MOST = 100;

type Completion = CompleteResult['completion'];
const NOTHING: Completion = { values: [], hasMore: false };

const listing = z.object({
  entries: z.array(z.object({ name: z.string(), type: z.string() })),
  next_cursor: z.string().nullable(),
});

/** Ids, aliases and paths that go on with what was typed; what cannot be looked up has none. */
export async function complete(
  client: OperationClient,
  caller: Caller,
  { ref, argument, context }: CompleteRequest['params'],
): Promise<CompleteResult> {
  const known = ref.type === 'ref/prompt' || ref.uri === workspaceTemplate.uriTemplate;
  if (!known) return { completion: NOTHING };
  const container_id = context?.arguments?.container_id;
  const find = async () => {
    if (argument.name === 'container_id') return containers(client, caller, argument.value);
    if (argument.name !== 'path' || container_id === undefined) return NOTHING;
    return paths(client, caller, container_id, argument.value);
  };
  const completion = await find().catch((thrown: unknown) => {
    if (thrown instanceof AppError) return NOTHING;
    throw thrown;
  });
  return { completion };
}

async function containers(
  client: OperationClient,
  caller: Caller,
  typed: string,
): Promise<Completion> {
  const { containers: all, next_cursor } = await runningContainers(client, caller);
  const names = all.flatMap(({ container_id, alias }) => [alias ?? [], container_id].flat());
  const values = names.filter((name) => name.startsWith(typed));
  return {
    values: values.slice(0, MOST),
    hasMore: next_cursor !== null || values.length > MOST,
  };
}

async function paths(
  client: OperationClient,
  caller: Caller,
  container_id: string,
  typed: string,
): Promise<Completion> {
  const begun = typed.slice(0, typed.lastIndexOf('/') + 1);
  const name = typed.slice(begun.length);
  const input = {
    container_id,
    path: begun === '' ? '.' : begun,
    limit: MOST,
    ...(name !== '' && { glob: `${roughly(name)}*` }),
  };
  const { entries, next_cursor } = listing.parse(await client.call('fs_list', caller, input));
  const values = entries
    .filter((it) => it.name.startsWith(name))
    .map((it) => `${begun}${it.name}${it.type === 'directory' ? '/' : ''}`);
  return { values, hasMore: next_cursor !== null };
}

/** As part of a glob, which cannot say a brace; what fits besides is left out afterwards. */
const roughly = (text: string) => text.replaceAll(/[\\*?[\]{}]/g, '?');
