import { displayPath, type Grant, parseWorkspacePath } from '@devbench/core';
import { z } from 'zod';

import { ARCHIVE_DEADLINE_MS, archiveFields, archiveShape } from '../files/archive/fields.ts';
import { pathInput } from '../files/file-fields.ts';
import { type CallOn, declare } from '../operation.ts';
import type { Upload } from './exchange.ts';
import { once } from './once.ts';

/** Unpacks an archive that who has a link for it sends. No tool: the link says where. */
export const linkImport = (grant: Grant, { size, data }: Upload) =>
  declare({
    name: 'link_import',
    toolset: 'workspace',
    target: 'workspace',
    summary: 'Upload an archive by its link.',
    effect: 'write',
    input: { path: pathInput, overwrite: z.boolean() },
    output: { path: z.string(), ...archiveShape },
    audit: ({ path }) => ({ path, bytes: size ?? null }),
    deadlineMs: () => ARCHIVE_DEADLINE_MS,
    render: ({ path }) => path,
    async run(call: CallOn<'workspace', 'files' | 'keys' | 'clock' | 'config'>, input) {
      const path = parseWorkspacePath(input.path);
      const summary = await once(call, grant, () =>
        call.files.importTo(call.workspace, path, data, {
          maxBytes: call.config.importMaxBytes,
          maxEntries: call.config.importMaxEntries,
          overwrite: input.overwrite,
          signal: call.signal,
        }),
      );
      return { path: displayPath(path), ...archiveFields(summary) };
    },
  });
