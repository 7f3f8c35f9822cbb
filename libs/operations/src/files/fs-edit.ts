import { displayPath, parseWorkspacePath } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { editFile } from './edit/edit-file.ts';
import { editInput } from './edit/edit.ts';
import { pathInput } from './file-fields.ts';

export const fsEdit = declare({
  name: 'fs_edit',
  toolset: 'workspace',
  target: 'workspace',
  summary:
    'Replace text in a file: each old_text must be there exactly once, or set replace_all. All edits or none.',
  effect: 'write',
  input: {
    path: pathInput,
    edits: z.array(editInput).min(1).max(100).describe('Each works on what the former has left'),
    if_match_etag: z.string().max(256).optional(),
  },
  aliases: { if_match: 'if_match_etag' },
  output: {
    path: z.string(),
    etag: z.string(),
    size: z.int(),
    replacements: z.int(),
    changes: z.array(z.strictObject({ line: z.int(), lines: z.array(z.string()) })),
    truncated: z.boolean(),
  },
  audit: ({ path, edits }) => ({ path, edits: edits.length }),
  render({ path, size, replacements, changes, truncated }) {
    const lines = changes.flatMap((change, index) => [
      ...(index > 0 ? ['…'] : []),
      ...change.lines,
    ]);
    const head = `${path}: ${replacements} replaced, ${size} bytes`;
    return [head, ...lines, ...(truncated ? ['[… more; see fs_read]'] : [])].join('\n');
  },
  async run(call: CallOn<'workspace', 'files'>, { path, edits, if_match_etag }) {
    const parsed = parseWorkspacePath(path);
    const edited = await editFile(call, parsed, edits, if_match_etag);
    return { path: displayPath(parsed), ...edited };
  },
});
