import type { Connection } from './connection.ts';
import { engineStatus } from './errors.ts';
import { withScratchContainer } from './scratch-container.ts';
import { tinyProgram } from './tiny-program.ts';
import { tarOf } from './tar-entry.ts';
import { AppError } from '@devbench/core';

const FILE = '.devbench-probe';

/** Whether programs for that processor run on the engine: natively, or by emulation. Tried with one of our own. */
export async function runsHere(
  connection: Connection,
  image: string,
  architecture: string,
): Promise<boolean> {
  const content = tinyProgram(architecture);
  if (content === undefined) return false;
  const { call } = connection;
  return withScratchContainer(connection, { image, entrypoint: `/${FILE}` }, async (scratch) => {
    const archive = await tarOf({ name: FILE, mode: 0o755, uid: 0, gid: 0, content });
    await call(() => scratch.putArchive(archive, { path: '/' }));
    try {
      await call(() => scratch.start());
    } catch (error) {
      if (error instanceof AppError && engineStatus(error.cause) !== undefined) return false;
      throw error;
    }
    const { StatusCode } = (await call(() => scratch.wait())) as { StatusCode: number };
    return StatusCode === 0;
  });
}
