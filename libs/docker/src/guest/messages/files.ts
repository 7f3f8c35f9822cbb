import type { ETag, FileStat, FileType, WriteOptions } from '@devbench/core';
import type { PayloadReader } from '../wire/payload-reader.ts';
import { PayloadWriter } from '../wire/payload-writer.ts';
import { ProtocolViolation } from '../wire/violation.ts';

const TYPES: readonly (FileType | undefined)[] = [
  undefined,
  'file',
  'directory',
  'symlink',
  'fifo',
  'socket',
  'character_device',
  'block_device',
];
const ITSELF = 1;
const RECURSIVE = 1;
const PARENTS = 1;
const CREATE_ONLY = 2;
const MODE = 4;
const IF_MATCH = 8;

/** The most that one READ asks for. */
export const MAX_READ = 8 * 1024 * 1024;
/** The most entries that one LIST asks for. */
export const MAX_LIST = 10_000;

export const encodeStat = (path: string) => new PayloadWriter().str(path).u32(ITSELF).finish();

export const encodeRead = (path: string, offset: number, limit: number) =>
  new PayloadWriter().str(path).u64(offset).u32(limit).finish();

export function encodeWrite(path: string, options: WriteOptions): Buffer {
  const flags =
    (options.createParents ? PARENTS : 0) |
    (options.createOnly ? CREATE_ONLY : 0) |
    (options.mode === undefined ? 0 : MODE) |
    (options.ifMatch === undefined ? 0 : IF_MATCH);
  const writer = new PayloadWriter()
    .str(path)
    .u32(flags)
    .u32(options.mode ?? 0);
  return writer.str(bareTag(options.ifMatch)).finish();
}

export function encodeDelete(
  path: string,
  { recursive, ifMatch }: { recursive: boolean; ifMatch?: string },
): Buffer {
  const flags = (recursive ? RECURSIVE : 0) | (ifMatch === undefined ? 0 : IF_MATCH);
  return new PayloadWriter().str(path).u32(flags).str(bareTag(ifMatch)).finish();
}

export const encodeList = (path: string, recursive: boolean, after: string, limit: number) =>
  new PayloadWriter()
    .str(path)
    .u32(recursive ? RECURSIVE : 0)
    .str(after)
    .u32(limit)
    .finish();

export function decodeStat(payload: PayloadReader): FileStat {
  const type = TYPES[payload.u8()];
  if (type === undefined) throw new ProtocolViolation('A file has an unknown type.');
  const mode = payload.u32() & 0o7777;
  const size = payload.u64();
  const mtime = new Date(Number(payload.i64() / 1_000_000n));
  const uid = payload.u32();
  const gid = payload.u32();
  payload.u32(); // links
  const etag = `"${payload.str()}"` as ETag;
  const linkTarget = payload.str();
  return {
    type,
    mode,
    size,
    mtime,
    uid,
    gid,
    etag,
    linkTarget: type === 'symlink' ? linkTarget : undefined,
  };
}

/** The wire has tags without their quotes. */
function bareTag(tag = ''): string {
  return tag.replace(/^"(.*)"$/, '$1');
}
