import { AppError, displayPath, parseWorkspacePath } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { pathInput } from './file-fields.ts';

export const fsDelete = declare({
  name: 'fs_delete',
  toolset: 'workspace',
  target: 'workspace',
  summary:
    'Delete a file or, with recursive, a directory and what is in it. Links are not followed.',
  effect: 'destroy',
  input: { path: pathInput, recursive: z.boolean().default(false) },
  output: { status: z.literal('deleted'), path: z.string() },
  audit: ({ path, recursive }) => ({ path, recursive }),
  render: ({ path }) => `${path}: deleted`,
  async run(call: CallOn<'workspace', 'files'>, { path, recursive }) {
    const parsed = parseWorkspacePath(path);
    if (parsed === '') {
      throw new AppError('invalid_argument', 'The workspace itself cannot be deleted.', {
        hint: 'Delete what is in it, or use kill.',
      });
    }
    await call.files.delete(call.workspace, parsed, { recursive }).catch((thrown: unknown) => {
      if (!(thrown instanceof AppError) || thrown.code !== 'is_a_directory') throw thrown;
      throw new AppError(thrown.code, thrown.message, {
        hint: 'Set recursive to true to delete it and what is in it.',
        cause: thrown,
      });
    });
    return { status: 'deleted' as const, path: displayPath(parsed) };
  },
});
