import { mkdir } from 'node:fs/promises';

import { AppError, type Part } from '@devbench/core';

/** The folder of state and spool. Nobody else may look into it: output of commands is there. */
export function createDataFolder(path: string): Part {
  return {
    async start() {
      await mkdir(path, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
        throw new AppError('state_unavailable', 'The folder of the state cannot be made.', {
          cause,
          hint: 'Set MCP_STATE_DB to a file in a folder that the server may write.',
          data: { folder: path },
        });
      });
    },
  };
}
