import { AppError, type WorkspaceId } from '@devbench/core';
import type Dockerode from 'dockerode';
import type { Connection } from './connection.ts';
import { createContainer } from './create-container.ts';
import type { EngineAbilities } from './enforced.ts';
import { engineStatus, isConflict, isMissing } from './errors.ts';
import type { LinkFolders } from './link-folders.ts';

type Spec = (link: Dockerode.MountSettings | undefined) => Dockerode.ContainerCreateOptions;

/** Creates a container with the folder of sockets, or without it where the engine refuses that. */
export async function createLinked(
  connection: Connection,
  links: LinkFolders,
  { id, able, spec }: { id: WorkspaceId; able: EngineAbilities; spec: Spec },
) {
  const link = await links.mount(id, able);
  try {
    const created = await createContainer(connection, spec(link));
    return { ...created, linkFolder: link?.Source };
  } catch (error) {
    if (link === undefined || !isRefusal(error)) throw error;
    const created = await createContainer(connection, spec(undefined));
    links.refused();
    await links.remove(id);
    return { ...created, linkFolder: undefined };
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof AppError &&
  engineStatus(error.cause) !== undefined &&
  !isMissing(error) &&
  !isConflict(error);
