import { z } from 'zod';

import { ENCODINGS, modeInput } from '../content.ts';

const LONGEST = 4 * 1024 * 1024;
const path = z.string().max(4096);

const fields = z.strictObject({
  op: z.enum(['read', 'write', 'delete', 'move', 'copy', 'mkdir']),
  path,
  to: path.optional().describe('Of move, copy'),
  content: z.string().max(LONGEST).optional().describe('Of write'),
  encoding: z.enum(ENCODINGS).optional(),
  mode: modeInput.optional().describe('Of write, mkdir'),
  recursive: z.boolean().optional().describe('For directories: delete, copy'),
  if_match_etag: z.string().max(256).optional(),
  if_none_match: z.literal('*').optional(),
});

/** One operation as callers write it. */
export const operationInput = z.preprocess(withoutAlias, fields);

export type OperationInput = z.output<typeof fields>;

function withoutAlias(given: unknown): unknown {
  if (typeof given !== 'object' || given === null || !('if_match' in given)) return given;
  const { if_match, ...rest } = given;
  return 'if_match_etag' in rest ? given : { ...rest, if_match_etag: if_match };
}
