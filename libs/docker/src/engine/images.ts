import type { WorkspaceEngine } from '@devbench/core';
import type { DockerConfig } from '../config.ts';
import type { Connection } from './connection.ts';
import { isMissing } from './errors.ts';
import { digestOf } from './image-name.ts';
import { pull } from './pull.ts';
import { createSharedPulls } from './shared-pulls.ts';

export interface Images extends Pick<WorkspaceEngine, 'ensureImage'> {
  /** Ends every pull. */
  stop(): void;
}

export function createImages(
  connection: Connection,
  { registries }: Pick<DockerConfig, 'registries'>,
): Images {
  const pulls = createSharedPulls((image, waiter) => pull(connection, image, registries, waiter));

  const find = async (image: string) => {
    const { docker, call } = connection;
    const inspecting = call(() => docker.getImage(image).inspect(), {
      missing: 'image_not_found',
    });
    const { RepoDigests } = await inspecting;
    return { digest: digestOf(image, RepoDigests) };
  };

  return {
    async ensureImage(image, options) {
      try {
        return await find(image);
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
      await pulls.wait(image, options);
      return find(image);
    },
    stop: pulls.stop,
  };
}
