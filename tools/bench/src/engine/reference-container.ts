import { randomUUID } from 'node:crypto';

import { docker } from './docker-cli.ts';
import { HARDENED, workspaceMount } from './hardening.ts';
import { OWNER_LABEL } from './owner.ts';

/** A container as `docker run` makes it, with the same flags and image as ours. */
export interface ReferenceContainer extends AsyncDisposable {
  readonly name: string;
}

/** `docker run` alone, as a user would type it: the folder of the volume still belongs to root. */
export async function runContainer(image: string): Promise<ReferenceContainer> {
  const name = `bench-${randomUUID()}`;
  const command = ['--entrypoint', 'sleep', image, 'infinity'];
  await docker(['run', '-d', '--name', name, ...HARDENED, ...workspaceMount(name), ...command]);
  return {
    name,
    async [Symbol.asyncDispose]() {
      await docker(['rm', '-f', name]);
      await docker(['volume', 'rm', '-f', name]);
    },
  };
}

/** The same with a folder that user 1000 can write to. */
export async function runWritableContainer(image: string): Promise<ReferenceContainer> {
  const container = await runContainer(image);
  const { name } = container;
  const root = ['--user', '0', '--network', 'none', '--label', OWNER_LABEL];
  const chown = ['--entrypoint', 'chown', image, '1000:1000', '/workspace'];
  await docker(['run', '--rm', ...root, ...workspaceMount(name), ...chown]);
  return container;
}
