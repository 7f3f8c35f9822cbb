import { basename, dirname } from 'node:path';
import { buffer, text } from 'node:stream/consumers';

import type Dockerode from 'dockerode';
import { extract, pack } from 'tar-stream';

/** Reads a file through the archive endpoint, as `docker cp` does. */
export async function readFile(docker: Dockerode, container: string, path: string) {
  const archive = await docker.getContainer(container).getArchive({ path });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const entries = extract();
  entries.on('entry', (_header, content, next) => {
    text(content).then(resolve, reject).finally(next);
  });
  entries.on('error', reject);
  archive.pipe(entries);
  return promise;
}

/** Writes a file through the archive endpoint. */
export async function writeFile(
  docker: Dockerode,
  container: string,
  { path, content }: { path: string; content: string },
): Promise<void> {
  const archive = pack();
  archive.entry({ name: basename(path), uid: 1000, gid: 1000 }, content);
  archive.finalize();
  await docker.getContainer(container).putArchive(await buffer(archive), { path: dirname(path) });
}
