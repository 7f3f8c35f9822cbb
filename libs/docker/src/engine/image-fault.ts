import { AppError, WORKSPACE_PATH, type Workspace } from '@devbench/core';
import { engineMessage, engineStatus } from './errors.ts';

/** What the engine says when a volume or a file cannot go where an image has something else than a folder. */
const IN_THE_WAY = /is not a directory|not a directory|rootfs is marked read-only/i;

/** Names the image where it is to blame for a failed creation: the same call would fail again. */
export function blameImage({ image }: Pick<Workspace, 'image'>, thrown: unknown): unknown {
  if (!(thrown instanceof AppError) || engineStatus(thrown.cause) === undefined) return thrown;
  if (!IN_THE_WAY.test(engineMessage(thrown.cause))) return thrown;
  const message = `${image} has a link or a file in the place of the folder ${WORKSPACE_PATH}.`;
  return new AppError('invalid_argument', message, { cause: thrown, hint: 'Use another image.' });
}
