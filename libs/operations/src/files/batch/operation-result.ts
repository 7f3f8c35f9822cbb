import { displayPath, type FileOperation, type FileOperationResult } from '@devbench/core';
import { z } from 'zod';

import { decodeUtf8, incompleteTail, toBase64 } from '../../text/utf8.ts';
import { octal } from '../file-fields.ts';
import type { OperationInput } from './operation-input.ts';

export const operationOutput = z.strictObject({
  op: z.string(),
  path: z.string(),
  etag: z.string().optional(),
  size: z.number().optional(),
  mode: z.string().optional(),
  content: z.string().optional(),
  encoding: z.string().optional(),
  truncated: z.boolean().optional(),
});

/** What callers see of one operation; of a move or copy the path that it made. */
export function operationResult(
  operation: FileOperation,
  { stat, data }: FileOperationResult,
  encoding: OperationInput['encoding'],
): z.output<typeof operationOutput> {
  const path = displayPath('to' in operation ? operation.to : operation.path);
  const result = {
    op: operation.op,
    path,
    ...(stat && { etag: stat.etag, size: stat.size, mode: octal(stat.mode) }),
  };
  if (!data || !stat) return result;
  const truncated = data.length < stat.size;
  const whole = truncated ? data.subarray(0, data.length - incompleteTail(data)) : data;
  const text = encoding === 'base64' ? undefined : decodeUtf8(whole);
  return {
    ...result,
    content: text ?? toBase64(data),
    encoding: text === undefined ? 'base64' : 'utf-8',
    ...(truncated && { truncated }),
  };
}
