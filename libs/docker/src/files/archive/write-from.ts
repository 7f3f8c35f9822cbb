import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { AppError, displayPath, type FileEngine, type WorkspacePath } from '@devbench/core';
import { pack } from 'tar-stream';

/** More than a header, the longest name and the end of an archive need. */
const FRAME_BYTES = 64 * 1024;

/** One file as an archive of its own, which the agent unpacks as it comes. */
export const createWriteFrom =
  ({ importTo, stat }: Pick<FileEngine, 'importTo' | 'stat'>): FileEngine['writeFrom'] =>
  async (workspace, path, { size, data }, { mode, overwrite, signal }) => {
    const { dir, base } = posix.parse(path);
    if (base === '') throw new AppError('is_a_directory', `${displayPath(path)} is a directory.`);
    const archive = packed(data, { name: base, size, mode, mtime: new Date() });
    const maxBytes = size + FRAME_BYTES;
    const options = { maxBytes, maxEntries: 1, overwrite, signal };
    await importTo(workspace, dir as WorkspacePath, archive, options);
    return stat(workspace, path);
  };

async function* packed(
  data: AsyncIterable<Uint8Array>,
  header: Parameters<ReturnType<typeof pack>['entry']>[0],
): AsyncGenerator<Uint8Array> {
  const archive = pack();
  const content = Readable.from(data, { objectMode: false });
  const filled = pipeline(content, archive.entry(header)).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error as Error),
  );
  try {
    yield* archive as AsyncIterable<Buffer>;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('invalid_argument', 'The content has not as many bytes as was said.', {
      cause,
    });
  } finally {
    archive.destroy();
    await filled;
  }
}
