import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import Docker from 'dockerode';

import { tempFolder } from '../testing/folder.ts';

/** An image on the engine that is removed when it is out of sight; its Dockerfile needs no registry. */
export async function buildImage(name: string, dockerfile: string): Promise<AsyncDisposable> {
  using folder = tempFolder();
  writeFileSync(join(folder.path, 'Dockerfile'), dockerfile);
  return await buildFrom(folder.path, ['Dockerfile'], name);
}

/** The same of a folder with the files that its Dockerfile copies. */
export async function buildFrom(
  context: string,
  src: readonly string[],
  name: string,
): Promise<AsyncDisposable> {
  const docker = new Docker();
  const stream = await docker.buildImage({ context, src: [...src] }, { t: name });
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  docker.modem.followProgress(stream, (error, events: readonly { error?: string }[]) => {
    const failure = error?.message ?? events.find((event) => event.error)?.error;
    if (failure === undefined) resolve(undefined);
    else reject(new Error(failure));
  });
  await promise;
  return {
    async [Symbol.asyncDispose]() {
      await docker.getImage(name).remove();
    },
  };
}
