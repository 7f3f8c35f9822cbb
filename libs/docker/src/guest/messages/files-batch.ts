import type { FileOperation, FileOperationResult } from '@devbench/core';
import { PayloadReader } from '../wire/payload-reader.ts';
import { PayloadWriter } from '../wire/payload-writer.ts';
import { ProtocolViolation } from '../wire/violation.ts';
import {
  decodeStat,
  encodeDelete,
  encodeMkdir,
  encodeRead,
  encodeRelocate,
  encodeWrite,
} from './files.ts';
import { TYPE } from './types.ts';

/** The most bytes of a request: as many as the agent takes without credit, of which a batch gets none. */
export const MAX_BATCH = 1_048_576;

export function encodeBatch(operations: readonly FileOperation[]): Buffer {
  const writer = new PayloadWriter().u32(operations.length);
  for (const operation of operations) {
    const { type, request } = requestOf(operation);
    const data = operation.op === 'write' ? operation.data : new Uint8Array();
    writer.u8(type).u32(request.length).raw(request).u32(data.length).raw(data);
  }
  return writer.finish();
}

function requestOf(operation: FileOperation): { type: number; request: Buffer } {
  const { path } = operation;
  switch (operation.op) {
    case 'read':
      return { type: TYPE.READ, request: encodeRead(path, operation.offset, operation.limit) };
    case 'write':
      return { type: TYPE.WRITE, request: encodeWrite(path, operation.options) };
    case 'delete':
      return { type: TYPE.DELETE, request: encodeDelete(path, operation) };
    case 'mkdir':
      return { type: TYPE.MKDIR, request: encodeMkdir(path, operation.options) };
    case 'move':
      return {
        type: TYPE.MOVE,
        request: encodeRelocate(path, operation.to, operation.options, false),
      };
    case 'copy':
      return {
        type: TYPE.COPY,
        request: encodeRelocate(path, operation.to, operation.options, operation.recursive),
      };
  }
}

export function decodeBatch(
  payload: Buffer,
  operations: readonly FileOperation[],
): FileOperationResult[] {
  const reader = new PayloadReader(payload);
  if (reader.u32() !== operations.length) throw new ProtocolViolation('A batch has other replies.');
  return operations.map(({ op }) => {
    const reply = new PayloadReader(reader.raw(reader.u32()));
    if (op === 'delete') return { stat: undefined, data: undefined };
    const stat = decodeStat(reply);
    return { stat, data: op === 'read' ? reply.rest() : undefined };
  });
}
