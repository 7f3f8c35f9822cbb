import { AppError, displayPath, parseWorkspacePath } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';
import { pathInput } from './file-fields.ts';
import { globBelow } from './glob.ts';
import { fitMatches } from './search/fit-matches.ts';
import { renderMatches } from './search/render-matches.ts';

/** In bytes; a reply has them twice, as text and as data. */
const BUDGET = 24_000;

export const fsSearch = declare({
  name: 'fs_search',
  toolset: 'workspace',
  target: 'workspace',
  summary:
    'Search file contents line by line. Skips binary files, .git, node_modules and what .gitignore names.',
  effect: 'read',
  input: {
    pattern: z.string().min(1).max(1000).describe('RE2 regular expression'),
    path: pathInput.default('/workspace'),
    literal: z.boolean().default(false),
    ignore_case: z.boolean().default(false),
    glob: z.string().min(1).max(512).optional(),
    context: z.int().min(0).max(10).default(0).describe('Lines around'),
    max_results: z.int().min(1).max(1000).default(100),
    include_ignored: z.boolean().default(false),
  },
  output: {
    matches: z.array(
      z.strictObject({
        path: z.string(),
        line: z.int(),
        column: z.int(),
        text: z.string(),
        before: z.array(z.string()).optional(),
        after: z.array(z.string()).optional(),
      }),
    ),
    truncated: z.boolean(),
    files_searched: z.int(),
    note: z.string().nullable(),
  },
  audit: ({ path, glob = null }) => ({ path, glob }),
  render({ matches, truncated, files_searched, note }) {
    const lines = `${matches.length} matching line${matches.length === 1 ? '' : 's'}`;
    const head = `${lines}; ${files_searched} files searched`;
    const more = truncated ? ['[… there may be more; narrow path, glob or pattern]'] : [];
    return [head, ...renderMatches(matches), ...more, ...(note === null ? [] : [note])].join('\n');
  },
  async run(call: CallOn<'workspace', 'files'>, input) {
    if (/[\n\r\0]/.test(input.pattern)) {
      throw new AppError('invalid_argument', 'pattern: a line break or NUL is in no line.');
    }
    const path = parseWorkspacePath(input.path);
    const query = {
      pattern: input.pattern,
      literal: input.literal,
      ignoreCase: input.ignore_case,
      accepts: globBelow(path, input.glob),
      context: input.context,
      maxResults: input.max_results,
      includeIgnored: input.include_ignored,
    };
    const found = await call.files.search(call.workspace, path, query, call.signal);
    const matches = fitMatches(found.matches, BUDGET);
    return {
      matches: matches.map(({ path: file, before, after, ...match }) => ({
        path: displayPath(file),
        ...match,
        ...(input.context > 0 && { before: [...before], after: [...after] }),
      })),
      truncated: found.truncated || matches.length < found.matches.length,
      files_searched: found.filesSearched,
      note: found.notes.join('; ') || null,
    };
  },
});
