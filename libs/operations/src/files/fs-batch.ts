import { AppError, type FileOperation } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { operationInput, type OperationInput } from './batch/operation-input.ts';
import { operationOutput, operationResult } from './batch/operation-result.ts';
import { toOperation } from './batch/to-operation.ts';

const MOST = 256;
/** Bytes that all reads of a batch give together. */
const READ_BUDGET = 128 * 1024;
const MOST_OF_ONE = 64 * 1024;
const RECORDED = 20;

export const fsBatch = declare({
  name: 'fs_batch',
  toolset: 'workspace',
  target: 'workspace',
  summary:
    'Several file operations in order, all or none. Etags are compared before anything changes.',
  effect: 'destroy',
  input: { operations: z.array(operationInput).min(1).max(MOST) },
  output: { results: z.array(operationOutput) },
  audit: ({ operations }) => ({
    operations: operations.length,
    paths: operations
      .slice(0, RECORDED)
      .map(({ op, path, to }) => [op, path, to ?? []].flat().join(' '))
      .join('\n'),
  }),
  render: ({ results }) =>
    results
      .map(({ op, path, size }) => `${op} ${path}${size === undefined ? '' : ` (${size} bytes)`}`)
      .join('\n'),
  async run(call: CallOn<'workspace', 'files'>, { operations: inputs }) {
    const operations = parseAll(inputs);
    const replies = await call.files.batch(call.workspace, operations);
    const results = operations.flatMap((operation, index) => {
      const reply = replies[index];
      return reply ? [operationResult(operation, reply, inputs[index]?.encoding)] : [];
    });
    return { results };
  },
});

function parseAll(inputs: readonly OperationInput[]): FileOperation[] {
  const reads = inputs.filter(({ op }) => op === 'read').length;
  const readLimit = Math.min(MOST_OF_ONE, Math.floor(READ_BUDGET / Math.max(1, reads)));
  return inputs.map((input, index) => {
    try {
      return toOperation(input, readLimit);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      const { code, message, hint, data } = thrown;
      throw new AppError(code, `operations.${index}: ${message} Nothing was changed.`, {
        hint,
        data: { ...data, operation: index },
        cause: thrown,
      });
    }
  });
}
