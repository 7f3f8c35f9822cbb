import {
  AppError,
  displayPath,
  parseWorkspacePath,
  type WorkspacePath,
  type WriteOptions,
} from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { bytesOf, ENCODINGS, modeInput, parseMode } from './content.ts';
import { octal, pathInput } from './file-fields.ts';

const LONGEST = 8 * 1024 * 1024;

export const fsWrite = declare({
  name: 'fs_write',
  toolset: 'workspace',
  target: 'workspace',
  summary: 'Write a whole file, atomically. With if_match_etag only when it is unchanged.',
  effect: 'write',
  idempotent: true,
  input: {
    path: pathInput,
    content: z.string().max(LONGEST),
    encoding: z.enum(ENCODINGS).default('utf-8').describe('Of content'),
    mode: modeInput.optional().describe('Octal; else that of the old file, or 0644'),
    create_parents: z.boolean().default(true),
    if_match_etag: z.string().max(256).optional(),
    if_none_match: z.literal('*').optional().describe('* only creates, never overwrites'),
  },
  aliases: { if_match: 'if_match_etag' },
  output: { path: z.string(), etag: z.string(), size: z.number(), mode: z.string() },
  audit: ({ path, content, encoding, mode = null }) => ({
    path,
    bytes: encoding === 'utf-8' ? Buffer.byteLength(content) : Math.floor((content.length * 3) / 4),
    mode,
  }),
  render: ({ path, size }) => `${path}: ${size} bytes written`,
  async run(call: CallOn<'workspace', 'files'>, input) {
    const path = parseWorkspacePath(input.path);
    if (path === '') throw isFolder(path);
    const options: WriteOptions = {
      createParents: input.create_parents,
      createOnly: input.if_none_match === '*',
      ...(input.mode !== undefined && { mode: parseMode(input.mode) }),
      ...(input.if_match_etag !== undefined && { ifMatch: input.if_match_etag }),
    };
    const data = bytesOf(input.content, input.encoding);
    const writing = call.files.write(call.workspace, path, data, options);
    const { etag, size, mode } = await writing.catch((thrown: unknown) => {
      throw explained(thrown, path);
    });
    return { path: displayPath(path), etag, size, mode: octal(mode) };
  },
});

/** A file that is to be written need not exist: what is missing is its folder. */
function explained(thrown: unknown, path: WorkspacePath): unknown {
  if (!(thrown instanceof AppError)) return thrown;
  if (thrown.code === 'is_a_directory') return isFolder(path, thrown);
  if (thrown.code !== 'file_not_found') return thrown;
  return new AppError(thrown.code, `The folder of ${displayPath(path)} does not exist.`, {
    hint: 'Check the path, or leave out create_parents to have it made.',
    cause: thrown,
  });
}

const isFolder = (path: WorkspacePath, cause?: AppError) =>
  new AppError('is_a_directory', `${displayPath(path)} is a folder.`, {
    hint: 'Give the path of a file in it.',
    ...(cause && { cause }),
  });
