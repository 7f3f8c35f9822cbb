import { displayPath, parseWorkspacePath } from '@devbench/core';

import type { CallOn } from '../operation.ts';

const nameOf = (callId: string) => `.devbench-script-${callId}.py`;

/** Where the script of a call is. */
export const scriptPath = (callId: string) => displayPath(parseWorkspacePath(nameOf(callId)));

/** Puts a script into a file of its own, beside the modules that it may import. */
export async function writeScript(call: CallOn<'workspace', 'files'>, script: string) {
  const { files, workspace, id } = call;
  const path = parseWorkspacePath(nameOf(id));
  const options = { createParents: false, createOnly: true };
  await files.write(workspace, path, Buffer.from(script), options);
  return {
    path: displayPath(path),
    /** The script may have done it itself. */
    remove: () => files.delete(workspace, path, { recursive: false }).catch(() => undefined),
  };
}
