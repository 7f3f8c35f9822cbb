import { AppError } from '@devbench/core';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

import { toErrorResult } from '../errors.ts';
import { LINE_LIMIT, type OversizedLine } from './line-guard.ts';

const ID = /"id"\s*:\s*(\d+|"[^"\\]{1,64}")/;

/**
 * The answer to a call that was too long to read. Clients write the id at either end of a message; without
 * one nobody waits for an answer.
 */
export function refuse({ bytes, head, tail }: OversizedLine): JSONRPCMessage | undefined {
  const outside = tail.slice(tail.lastIndexOf('}', tail.lastIndexOf('}') - 1) + 1);
  const id = (ID.exec(outside) ?? ID.exec(head.split('"params"')[0] ?? ''))?.[1];
  if (id === undefined) return undefined;
  const error = new AppError('too_large', `The message has ${bytes} bytes.`, {
    data: { bytes, limit: LINE_LIMIT },
  });
  return {
    jsonrpc: '2.0',
    id: JSON.parse(id) as string | number,
    result: toErrorResult(error),
  };
}
