import { buffer } from 'node:stream/consumers';

import { pack } from 'tar-stream';

interface TarEntry {
  /** `/` is the folder that the archive is unpacked in. */
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** A folder when left out. */
  readonly content?: Uint8Array;
}

/** A whole archive of one entry, the same for the same entry. */
export function tarOf({ content, ...header }: TarEntry): Promise<Buffer> {
  const archive = pack();
  const mtime = new Date(0);
  if (content === undefined) archive.entry({ ...header, mtime, type: 'directory' });
  else archive.entry({ ...header, mtime, type: 'file' }, content);
  archive.finalize();
  return buffer(archive);
}
