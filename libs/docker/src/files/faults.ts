import { AppError, displayPath, type ErrorCode, type FileOperation } from '@devbench/core';
import { type FaultCode, GuestFault } from '../guest/messages/fault.ts';

const TRANSLATION: Record<FaultCode, readonly [ErrorCode, (path: string) => string]> = {
  invalid: ['invalid_argument', (path) => `This cannot be done with ${path}.`],
  not_found: ['file_not_found', (path) => `${path} does not exist.`],
  exists: ['file_exists', (path) => `${path} exists already.`],
  not_a_directory: ['not_a_directory', (path) => `${path}, or a part of it, is no folder.`],
  is_a_directory: ['is_a_directory', (path) => `${path} is a folder.`],
  not_regular: ['not_a_regular_file', (path) => `${path} is no regular file.`],
  permission: ['permission_denied', (path) => `${path} may not be used like this.`],
  conflict: ['etag_mismatch', (path) => `${path} has another state than the etag says.`],
  outside: ['path_outside_workspace', (path) => `${path} leads out of the workspace.`],
  not_empty: ['directory_not_empty', (path) => `The folder ${path} is not empty.`],
  no_space: ['no_space', (path) => `There is no space left for ${path}.`],
  too_large: ['too_large', (path) => `${path} is too large.`],
  io: ['guest_unavailable', (path) => `The disk failed with ${path}.`],
  limit: ['queue_full', () => 'The workspace can take no more requests at a time.'],
  unknown_exec: ['exec_not_found', () => 'The workspace does not know this command.'],
  name_too_long: ['invalid_argument', (path) => `A name in ${path} is too long.`],
  read_only: ['permission_denied', (path) => `${path} is on a read-only file system.`],
  cancelled: ['call_cancelled', () => 'The request was cancelled.'],
};

const NUMBERED = /^operation (\d{1,3}): /;

/** What was wrong with one operation of a batch, which the agent's text names. */
export function translateBatchFault(
  fault: GuestFault,
  operations: readonly FileOperation[],
): AppError {
  const index = Number(NUMBERED.exec(fault.message)?.[1]);
  const operation = operations[index];
  const [code, say] = TRANSLATION[fault.code];
  if (operation === undefined) {
    return new AppError(code, 'The batch was refused; nothing was changed.', { cause: fault });
  }
  const path = displayPath(operation.path);
  const both = 'to' in operation ? `${path} or ${displayPath(operation.to)}` : path;
  const message = `operations.${index}: ${say(both)} Nothing was changed.`;
  const needsRecursive = code === 'is_a_directory' && 'recursive' in operation;
  const hint = needsRecursive ? { hint: 'Set recursive to true for a folder.' } : {};
  return new AppError(code, message, { ...hint, data: { operation: index }, cause: fault });
}

/** What the agent refused, in our words; everything else stays as it is. */
export function translateFault(error: unknown, path: string): unknown {
  if (!(error instanceof GuestFault)) return error;
  const [code, say] = TRANSLATION[error.code];
  return new AppError(code, say(displayPath(path)), { cause: error });
}
