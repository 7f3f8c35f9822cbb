import {
  displayPath,
  type FileEntry,
  parseWorkspacePath,
  type WorkspacePath,
} from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { fileFields, fileShape, pathInput } from './file-fields.ts';
import { globBelow } from './glob.ts';

const PAGE = 1000;
/** How many entries one call looks at for a pattern that few match. */
const LOOKED_AT = 20_000;

export const fsList = declare({
  name: 'fs_list',
  toolset: 'workspace',
  target: 'workspace',
  summary: 'List a directory. Pass next_cursor as cursor for more.',
  effect: 'read',
  input: {
    path: pathInput.default('/workspace'),
    recursive: z.boolean().default(false),
    glob: z.string().min(1).max(512).optional().describe('Such as *.py or src/**/*.ts'),
    cursor: z.string().max(4096).optional(),
    limit: z.int().min(1).max(1000).default(200),
  },
  output: {
    path: z.string(),
    entries: z.array(z.strictObject({ name: z.string(), ...fileShape })),
    next_cursor: z.string().nullable(),
  },
  audit: ({ path, recursive }) => ({ path, recursive }),
  render({ path, entries, next_cursor }) {
    const lines = entries.map(({ path: entry, type, size }) =>
      type === 'directory' ? `${entry}/` : `${entry} (${size})`,
    );
    const more = next_cursor === null ? [] : ['[… more with next_cursor]'];
    return [...lines, ...more].join('\n') || `${path} is empty`;
  },
  async run(call: CallOn<'workspace', 'files'>, { path, recursive, glob, cursor, limit }) {
    const directory = parseWorkspacePath(path);
    const matches = globBelow(directory, glob);
    const found: FileEntry[] = [];
    let after = cursor === undefined ? undefined : parseWorkspacePath(cursor);
    let more = true;
    for (let seen = 0; more && found.length < limit && seen < LOOKED_AT;) {
      const size = glob === undefined ? limit - found.length : PAGE;
      const options = { recursive, limit: size, ...(after !== undefined && { after }) };
      const page = await call.files.list(call.workspace, directory, options);
      more = page.more;
      for (const entry of page.entries) {
        if (found.length === limit) {
          more = true;
          break;
        }
        seen += 1;
        after = entry.path as WorkspacePath;
        if (matches(entry.path)) found.push(entry);
      }
      if (page.entries.length === 0) break;
    }
    return {
      path: displayPath(directory),
      entries: found.map((entry) => ({ name: nameOf(entry), ...fileFields(entry.path, entry) })),
      next_cursor: more && after !== undefined ? displayPath(after) : null,
    };
  },
});

const nameOf = ({ path }: FileEntry) => path.slice(path.lastIndexOf('/') + 1);
