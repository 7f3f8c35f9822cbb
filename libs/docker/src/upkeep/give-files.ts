import type { Workspace } from '@devbench/core';
import { AppError } from '@devbench/core';
import type { Connection } from '../engine/connection.ts';
import { execUser } from '../engine/container-spec.ts';
import { engineStatus } from '../engine/errors.ts';
import { SCRATCH_PATH, withScratchContainer } from '../engine/scratch-container.ts';

/** There may be many files. */
const TIMEOUT_MS = 600_000;

/**
 * Gives every file in the volume of a workspace to the user of its commands; what other servers left is often root's.
 * It needs the image's `chown`: false, and the files stay as they are, in an image without it.
 */
export async function giveFiles(connection: Connection, workspace: Workspace): Promise<boolean> {
  const { call } = connection;
  const { image, volume } = workspace;
  const user = execUser(workspace);
  const chown = {
    entrypoint: 'chown',
    // Links themselves, never what they lead to.
    arguments: ['-R', '-h', '-P', `${user}:${user}`, SCRATCH_PATH],
    capabilities: ['CHOWN', 'DAC_OVERRIDE'],
  };
  return withScratchContainer(connection, { image, volume, ...chown }, async (scratch) => {
    try {
      await call(() => scratch.start());
    } catch (error) {
      if (error instanceof AppError && engineStatus(error.cause) !== undefined) return false;
      throw error;
    }
    const ended: unknown = await call(() => scratch.wait(), { timeoutMs: TIMEOUT_MS });
    return (ended as { StatusCode: number }).StatusCode === 0;
  });
}
