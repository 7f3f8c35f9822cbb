import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { WORKSPACE_PATH } from '@devbench/core';
import { extract, pack } from 'tar-stream';
import type { Connection } from './connection.ts';

/** An image may bring much. */
const TIMEOUT_MS = 600_000;

/**
 * The engine copies what an image has in our folder into a new volume, as it is there: mostly root's. This gives all of
 * it to the user, by taking it out and putting it back under another owner.
 */
export async function giveSeededFiles(
  { docker, call }: Connection,
  { container, user }: { container: string; user: number },
): Promise<void> {
  const folder = docker.getContainer(container);
  const owned = pack();
  const entries = extract();
  entries.on('entry', ({ name, mode, mtime, size, type, linkname }, content, next) => {
    const header = { name, mode, mtime, size, type, linkname, uid: user, gid: user };
    content.pipe(owned.entry(header, next)).on('error', next);
  });
  entries.on('finish', () => owned.finalize());
  const path = `${WORKSPACE_PATH}/.`;
  const timeout = { timeoutMs: TIMEOUT_MS };
  const archive = await call(() => folder.getArchive({ path }), timeout);
  const sent = Readable.from(owned as AsyncIterable<Uint8Array>);
  const over = new AbortController();
  try {
    await Promise.all([
      pipeline(archive, entries, { signal: over.signal }),
      call(() => folder.putArchive(sent, { path: WORKSPACE_PATH }), timeout),
    ]);
  } finally {
    // Where one of them fails, the other would wait.
    over.abort();
    sent.destroy();
  }
}
