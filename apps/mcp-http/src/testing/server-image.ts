import { execFileSync } from 'node:child_process';
import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type Docker from 'dockerode';

export const ROOT = join(import.meta.dirname, '../../../..');
/** Of the set-up: what comes nearest to Debian without a registry. */
const BASE = 'python:3.11-slim';

/**
 * The image as its Dockerfile makes it, on a base that is here already. What the stages before the last one
 * would bring is mounted instead: Node, and this very checkout.
 */
export async function buildServerImage(docker: Docker, name: string): Promise<AsyncDisposable> {
  const recipe = readFileSync(join(ROOT, 'docker/server/Dockerfile'), 'utf8');
  const last = recipe.slice(recipe.lastIndexOf('\nFROM ') + 1);
  const here = last.replace(/^FROM \S+ .*$/m, `FROM ${BASE}`).replace(/^COPY --from=app .*\n/m, '');
  using folder = mkdtempDisposableSync(join(tmpdir(), 'devbench-image-'));
  writeFileSync(join(folder.path, 'Dockerfile'), here);
  const stream = await docker.buildImage(
    { context: folder.path, src: ['Dockerfile'] },
    { t: name, forcerm: true },
  );
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  docker.modem.followProgress(stream, (error, events: readonly { error?: string }[]) => {
    const failure = error?.message ?? events.find((event) => event.error)?.error;
    if (failure === undefined) resolve(undefined);
    else reject(new Error(failure));
  });
  await promise;
  return {
    async [Symbol.asyncDispose]() {
      await docker.getImage(name).remove({ force: true });
    },
  };
}

/** Node with the library that not every Debian has, and the checkout, for reading. */
export function mounts(): string[] {
  const libraries = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  const [, cpp] = /libstdc\+\+\S* => (\S+)/.exec(libraries) ?? [];
  return [
    `${process.execPath}:/usr/local/bin/node:ro`,
    // Where the linker looks when it is nowhere else.
    ...(cpp === undefined ? [] : [`${cpp}:/usr/lib/libstdc++.so.6:ro`]),
    // Each by itself: the checkout may be in a folder that only its owner may enter.
    ...['apps', 'libs', 'docker', 'node_modules'].map(
      (name) => `${join(ROOT, name)}:/app/${name}:ro`,
    ),
  ];
}
