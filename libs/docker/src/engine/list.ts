import type { FoundWorkspace } from '@devbench/core';
import type { Connection } from './connection.ts';
import { foundWorkspace, MANAGED } from './labels.ts';
import { removeStaleScratch } from './scratch-container.ts';

/** Everything with our label; also removes the scratch containers that a killed server left. */
export async function listWorkspaces(
  connection: Connection,
  instance: string,
): Promise<readonly FoundWorkspace[]> {
  const { docker, call } = connection;
  await removeStaleScratch(connection);
  const found = await call((abortSignal) =>
    docker.listContainers({ all: true, filters: { label: [`${MANAGED}=true`] }, abortSignal }),
  );
  return found.map((container) => foundWorkspace(container, instance));
}
