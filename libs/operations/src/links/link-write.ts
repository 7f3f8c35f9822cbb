import {
  AppError,
  displayPath,
  type Grant,
  parseWorkspacePath,
  type WorkspacePath,
} from '@devbench/core';
import { z } from 'zod';

import { ARCHIVE_DEADLINE_MS } from '../files/archive/fields.ts';
import { modeInput, parseMode } from '../files/content.ts';
import { octal, pathInput } from '../files/file-fields.ts';
import { type CallOn, declare } from '../operation.ts';
import type { Upload } from './exchange.ts';
import { once } from './once.ts';

type WriteCall = CallOn<'workspace', 'files' | 'keys' | 'clock' | 'config'>;

const DEFAULT_MODE = 0o644;

/** Writes a file that who has a link for it sends. No tool: the link says what. */
export const linkWrite = (grant: Grant, { size, data }: Upload) =>
  declare({
    name: 'link_write',
    toolset: 'workspace',
    target: 'workspace',
    summary: 'Upload a file by its link.',
    effect: 'write',
    input: { path: pathInput, mode: modeInput.optional(), overwrite: z.boolean() },
    output: { path: z.string(), etag: z.string(), size: z.number(), mode: z.string() },
    audit: ({ path }) => ({ path, bytes: size ?? null }),
    deadlineMs: () => ARCHIVE_DEADLINE_MS,
    render: ({ path }) => path,
    async run(call: WriteCall, { overwrite, ...input }) {
      const path = parseWorkspacePath(input.path);
      const mode = input.mode === undefined ? await modeOf(call, path) : parseMode(input.mode);
      if (size === undefined) {
        throw new AppError('invalid_argument', 'Say with Content-Length how much it is.');
      }
      const most = call.config.importMaxBytes;
      if (size > most) throw new AppError('too_large', `A file may have ${most} bytes here.`);
      const options = { mode, overwrite, signal: call.signal };
      const written = await once(call, grant, () =>
        call.files.writeFrom(call.workspace, path, { size, data }, options),
      );
      const { etag } = written;
      return { path: displayPath(path), etag, size: written.size, mode: octal(written.mode) };
    },
  });

/** One that exists keeps its own. */
async function modeOf({ files, workspace }: WriteCall, path: WorkspacePath): Promise<number> {
  try {
    return (await files.stat(workspace, path)).mode;
  } catch (error) {
    if (error instanceof AppError && error.code === 'file_not_found') return DEFAULT_MODE;
    throw error;
  }
}
