const BLOCK = 512;

interface TarEntry {
  /** `/` is the folder that the archive is unpacked in. */
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** A folder when left out. */
  readonly content?: Uint8Array;
}

/** A whole archive of one entry. */
export function tarOf({ name, mode, uid, gid, content }: TarEntry): Buffer {
  const size = content?.length ?? 0;
  const archive = Buffer.alloc(BLOCK + Math.ceil(size / BLOCK) * BLOCK + 2 * BLOCK);
  archive.write(name, 0, 100);
  archive.write(octal(mode, 7), 100);
  archive.write(octal(uid, 7), 108);
  archive.write(octal(gid, 7), 116);
  archive.write(octal(size, 11), 124);
  archive.write(octal(0, 11), 136);
  archive.write(' '.repeat(8), 148);
  archive.write(content === undefined ? '5' : '0', 156);
  archive.write('ustar\u000000', 257);
  let sum = 0;
  for (const byte of archive.subarray(0, BLOCK)) sum += byte;
  archive.write(`${octal(sum, 6)}\u0000 `, 148);
  if (content !== undefined) archive.set(content, BLOCK);
  return archive;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
