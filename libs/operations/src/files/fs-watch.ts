import { parseWorkspacePath } from '@devbench/core';

import { type CallOn, declare } from '../operation.ts';
import { pathInput } from './file-fields.ts';

/** Puts on record that somebody follows a path, and checks that he may. No tool: its answers are news. */
export const fsWatch = declare({
  name: 'fs_watch',
  toolset: 'workspace',
  target: 'workspace',
  summary: 'News of changes to a file or to what is in a directory.',
  effect: 'read',
  input: { path: pathInput },
  output: {},
  audit: ({ path }) => ({ path }),
  render: () => '',
  async run(call: CallOn<'workspace', 'files'>, { path }) {
    await call.files.stat(call.workspace, parseWorkspacePath(path));
    return {};
  },
});
