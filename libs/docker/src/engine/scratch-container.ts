import { randomBytes } from 'node:crypto';
import type Dockerode from 'dockerode';
import type { Connection } from './connection.ts';
import { createContainer } from './create-container.ts';
import { isMissing } from './errors.ts';
import { MANAGED, SCRATCH } from './labels.ts';

/** Where the volume is inside the container. */
export const SCRATCH_PATH = '/v';
const STALE_S = 60;

interface ScratchOptions {
  readonly image: string;
  /** Mounted at `SCRATCH_PATH`. */
  readonly volume?: string;
  /** A program in it, for a container that is to be started after all. */
  readonly entrypoint?: string;
  readonly arguments?: readonly string[];
  /** Then it runs as root. */
  readonly capabilities?: readonly string[];
  /** A name that only one can have at a time; a random one when left out. */
  readonly name?: string;
}

/**
 * Runs `use` with a container that is not started and has the volume mounted, then removes it.
 * Nothing of the image runs; the engine only needs some image that it has.
 */
export async function withScratchContainer<T>(
  connection: Connection,
  {
    image,
    volume,
    entrypoint = '/never-started',
    arguments: given = [],
    capabilities,
    name = `devbench-scratch-${randomBytes(6).toString('hex')}`,
  }: ScratchOptions,
  use: (container: Dockerode.Container) => Promise<T>,
): Promise<T> {
  const { id } = await createContainer(connection, {
    name,
    Image: image,
    Entrypoint: [entrypoint, ...given],
    Cmd: [],
    ...(capabilities && { User: '0:0', WorkingDir: '/' }),
    Healthcheck: { Test: ['NONE'] },
    // The image's own labels count too, so what is ours must be denied.
    Labels: { [SCRATCH]: 'true', [MANAGED]: 'false' },
    HostConfig: {
      NetworkMode: 'none',
      CapDrop: ['ALL'],
      ...(capabilities && { CapAdd: [...capabilities] }),
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'none', Config: {} },
      Mounts:
        volume === undefined ? [] : [{ Type: 'volume', Source: volume, Target: SCRATCH_PATH }],
    },
  });
  try {
    return await use(connection.docker.getContainer(id));
  } finally {
    await removeContainer(connection, id);
  }
}

/** Removes the containers that were left when a server was killed while it used them; what runs is still used, and ends. */
export async function removeStaleScratch(connection: Pick<Connection, 'docker' | 'call'>) {
  const { docker, call } = connection;
  const found = await call((abortSignal) =>
    docker.listContainers({ all: true, filters: { label: [`${SCRATCH}=true`] }, abortSignal }),
  );
  const stale = found.filter(
    ({ Created, State }) => State !== 'running' && Date.now() / 1_000 - Created > STALE_S,
  );
  await Promise.all(stale.map(({ Id }) => removeContainer(connection, Id)));
}

async function removeContainer({ docker, call }: Pick<Connection, 'docker' | 'call'>, id: string) {
  try {
    await call(() => docker.getContainer(id).remove({ force: true, v: true }));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
