import { randomBytes } from 'node:crypto';

import Docker from 'dockerode';

interface ForeignContainer extends AsyncDisposable {
  readonly id: string;
  readonly name: string;
}

/** A container that somebody else runs on the engine; it goes with its last reference. */
export async function foreignContainer(
  prefix: string,
  options: Docker.ContainerCreateOptions,
): Promise<ForeignContainer> {
  const docker = new Docker();
  const name = `${prefix}-${randomBytes(4).toString('hex')}`;
  const container = await docker.createContainer({ name, ...options });
  const remove = () => container.remove({ force: true, v: true });
  await container.start().catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return { ...{ id: container.id, name }, [Symbol.asyncDispose]: remove };
}
