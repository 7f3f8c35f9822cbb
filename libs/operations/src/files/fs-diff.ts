import { AppError, displayPath, parseWorkspacePath } from '@devbench/core';
import { FILE_HEADERS_ONLY, formatPatch } from 'diff';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { fitHunks } from './diff/fit-hunks.ts';
import { lineHunks } from './diff/line-hunks.ts';
import { LONGEST, readText } from './edit/text-file.ts';
import { pathInput } from './file-fields.ts';

/** In characters; a reply has them twice, as text and as data. */
const BUDGET = 24_000;

export const fsDiff = declare({
  name: 'fs_diff',
  toolset: 'more',
  target: 'workspace',
  summary: 'Unified diff from a text file to another one (to_path), or to a text (content).',
  effect: 'read',
  input: {
    path: pathInput,
    to_path: pathInput.optional(),
    content: z.string().max(LONGEST).optional().describe('Instead of to_path'),
    context: z.int().min(0).max(50).default(3).describe('Lines around each change'),
  },
  output: {
    identical: z.boolean(),
    diff: z.string(),
    added: z.int().describe('Lines'),
    removed: z.int().describe('Lines'),
    coarse: z.boolean().describe('Too much differs; lines in between count as replaced'),
    truncated: z.boolean().describe('The diff is longer than what is shown'),
  },
  audit: ({ path, to_path = null, content }) => ({
    path,
    to_path,
    bytes: content === undefined ? null : Buffer.byteLength(content),
  }),
  render({ identical, diff, added, removed, truncated }) {
    if (identical) return 'There is no difference.';
    const more = truncated
      ? `[… shortened; in all ${added} lines added, ${removed} removed]\n`
      : '';
    return diff + more;
  },
  async run(call: CallOn<'workspace', 'files'>, { path, to_path, content, context }) {
    if ((to_path === undefined) === (content === undefined)) {
      throw new AppError('invalid_argument', 'Give either to_path or content.');
    }
    const from = parseWorkspacePath(path);
    const to = to_path === undefined ? undefined : parseWorkspacePath(to_path);
    const [old, changed] = await Promise.all([
      readText(call, from).then(({ text }) => text),
      to === undefined ? (content ?? '') : readText(call, to).then(({ text }) => text),
    ]);
    const { hunks: all, added, removed, coarse } = lineHunks(old, changed, context);
    const { hunks, truncated } = fitHunks(all, BUDGET);
    const [oldFileName, newFileName] = [
      displayPath(from),
      to === undefined ? 'content' : displayPath(to),
    ];
    const patch = {
      oldFileName,
      newFileName,
      oldHeader: '',
      newHeader: '',
      hunks: hunks.map((hunk) => ({ ...hunk, lines: [...hunk.lines] })),
    };
    const identical = all.length === 0;
    const diff = identical ? '' : formatPatch(patch, FILE_HEADERS_ONLY);
    return { identical, diff, added, removed, coarse, truncated };
  },
});
