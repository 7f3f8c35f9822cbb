import type { ServerResponse } from 'node:http';

import { AppError, type Caller } from '@devbench/core';
import { z } from 'zod';

import type { ConsoleClient } from './console-client.ts';

/** What the page may ask for; whether its user may, the pipeline knows. */
const OFFERED: ReadonlySet<string> = new Set([
  ...['fs_list', 'fs_read'],
  ...['stop_any_container', 'kill_any_container', 'cancel_any_exec', 'reconcile'],
]);

const request = z.strictObject({
  name: z.string(),
  input: z.record(z.string(), z.unknown()).default({}),
});

interface Exchange {
  readonly response: ServerResponse;
  readonly body: unknown;
}

/** Runs one operation and answers its result in JSON. Rejects with what it rejects with. */
export async function callOperation(
  client: Pick<ConsoleClient, 'call'>,
  caller: Caller,
  { response, body }: Exchange,
): Promise<void> {
  const parsed = request.safeParse(body);
  if (!parsed.success) throw new AppError('invalid_argument', 'The request is not understood.');
  const { name, input } = parsed.data;
  if (!OFFERED.has(name)) {
    throw new AppError('operation_not_found', 'The console does not do that.');
  }
  const result = await client.call(name, caller, input);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(result));
}
