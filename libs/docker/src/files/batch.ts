import { AppError, type FileEngine } from '@devbench/core';
import { decodeBatch, encodeBatch, MAX_BATCH } from '../guest/messages/files-batch.ts';
import { TYPE } from '../guest/messages/types.ts';
import { contentFrames } from './content-frames.ts';
import { translateBatchFault } from './faults.ts';
import type { Ask } from './guest-files.ts';

const MAX_REPLY = 9 * 1024 * 1024;

/** All of several operations, or none, by one request. */
export function createBatch(ask: Ask): FileEngine['batch'] {
  return async (workspace, operations) => {
    const request = encodeBatch(operations);
    if (request.length > MAX_BATCH) {
      throw new AppError('too_large', `The batch has ${request.length} bytes.`, {
        hint: `A batch has at most ${MAX_BATCH} bytes; make several of it.`,
      });
    }
    const [first = request, ...rest] = contentFrames(request);
    return ask(workspace, {
      type: TYPE.BATCH,
      path: '',
      payload: first,
      ...(rest.length > 0 && { content: () => rest }),
      maxReplyBytes: MAX_REPLY,
      repeatable: operations.every(({ op }) => op === 'read'),
      refused: (fault) => translateBatchFault(fault, operations),
      decode: (head, tail) => decodeBatch(Buffer.concat([head.rest(), ...tail]), operations),
    });
  };
}
