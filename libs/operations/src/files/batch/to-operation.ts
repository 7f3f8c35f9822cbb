import {
  AppError,
  type FileOperation,
  parseWorkspacePath,
  type WorkspacePath,
} from '@devbench/core';

import { bytesOf, parseMode } from '../content.ts';
import type { OperationInput } from './operation-input.ts';

type Field = Exclude<keyof OperationInput, 'op' | 'path'>;

const FIELDS: Record<OperationInput['op'], readonly Field[]> = {
  read: ['encoding'],
  write: ['content', 'encoding', 'mode', 'if_match_etag', 'if_none_match'],
  delete: ['recursive', 'if_match_etag'],
  mkdir: ['mode', 'if_none_match', 'recursive'],
  move: ['to', 'if_match_etag', 'if_none_match'],
  copy: ['to', 'recursive', 'if_match_etag', 'if_none_match'],
};

/**
 * What one operation means; parents are made where they are missing, as fs_write does.
 * @param readLimit how many bytes a read gives
 * @throws AppError `invalid_argument`, `path_outside_workspace`
 */
export function toOperation(input: OperationInput, readLimit: number): FileOperation {
  refuseNeedless(input);
  const path = parseWorkspacePath(input.path);
  const { op, recursive = false, if_match_etag: ifMatch } = input;
  const condition = ifMatch !== undefined && { ifMatch };
  const options = {
    createParents: true,
    createOnly: input.if_none_match === '*',
    ...(input.mode !== undefined && { mode: parseMode(input.mode) }),
    ...condition,
  };
  switch (op) {
    case 'read':
      return { op, path, offset: 0, limit: readLimit };
    case 'write':
      return { op, path: changeable(path), data: dataOf(input), options };
    case 'delete':
      return { op, path: changeable(path), recursive, ...condition };
    case 'mkdir':
      return { op, path: changeable(path), options };
    case 'move':
      return { op, path: changeable(path), to: destination(input), options };
    case 'copy':
      return { op, path, to: destination(input), options, recursive };
  }
}

function refuseNeedless(input: OperationInput): void {
  const { op, path: _, ...rest } = input;
  const needless = (Object.keys(rest) as Field[]).find(
    (field) => rest[field] !== undefined && !FIELDS[op].includes(field),
  );
  if (needless !== undefined) throw new AppError('invalid_argument', `${op} takes no ${needless}.`);
}

function dataOf({ content, encoding = 'utf-8' }: OperationInput): Uint8Array {
  if (content === undefined) throw new AppError('invalid_argument', 'write needs content.');
  return bytesOf(content, encoding);
}

function destination({ op, to }: OperationInput): WorkspacePath {
  if (to === undefined) throw new AppError('invalid_argument', `${op} needs to.`);
  return changeable(parseWorkspacePath(to));
}

function changeable(path: WorkspacePath): WorkspacePath {
  if (path !== '') return path;
  throw new AppError('invalid_argument', 'The workspace itself cannot be changed.');
}
