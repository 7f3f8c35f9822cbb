import { AppError, parseImageReference, type WorkspaceEngine } from '@devbench/core';
import type { DockerConfig } from '../config.ts';
import type { Connection } from './connection.ts';
import { isMissing } from './errors.ts';
import { digestOf } from './image-digest.ts';
import { createPlatformCheck } from './platform-check.ts';
import { pull } from './pull.ts';
import { createSharedPulls } from './shared-pulls.ts';

export interface Images extends Pick<WorkspaceEngine, 'ensureImage'> {
  /** Ends every pull. */
  stop(): void;
}

export function createImages(connection: Connection, config: DockerConfig): Images {
  const { docker, call } = connection;
  const pulls = createSharedPulls((image, waiter) => pull(connection, config, image, waiter));
  const assertRuns = createPlatformCheck(connection);

  const find = (image: string) =>
    call(() => docker.getImage(image).inspect(), { missing: 'image_not_found' });

  const findOrPull: (
    ...args: Parameters<Images['ensureImage']>
  ) => ReturnType<typeof find> = async (image, options) => {
    try {
      return await find(image);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    await pulls.wait(image, options);
    return find(image);
  };

  return {
    async ensureImage(image, options) {
      const found = await findOrPull(image, options);
      const digest = digestOf(parseImageReference(image), found.RepoDigests);
      if (config.pinDigest && digest === undefined) throw unpinnable(image);
      await assertRuns(image, found);
      return { digest };
    },
    stop: pulls.stop,
  };
}

function unpinnable(image: string): AppError {
  return new AppError('image_denied', `${image} has no digest: it did not come from a registry.`, {
    hint: 'Only images with a digest are allowed here: push it to a registry, and pull it from there.',
  });
}
