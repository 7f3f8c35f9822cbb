import type { ETag, FileStat, FileType, RelocateOptions, WriteOptions } from '@devbench/core';
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
const TREE = 16;
const NO_ETAG = 2;

/** The most that one READ asks for. */
export const MAX_READ = 8 * 1024 * 1024;
/** The most entries that one LIST asks for. */
export const MAX_LIST = 10_000;

export const encodeStat = (path: string) => new PayloadWriter().str(path).u32(ITSELF).finish();

export const encodeRead = (path: string, offset: number, limit: number) =>
  new PayloadWriter().str(path).u64(offset).u32(limit).finish();

export function encodeWrite(path: string, options: WriteOptions): Buffer {
  const writer = new PayloadWriter().str(path).u32(flagsOf(options));
  writer.u32(options.mode ?? 0);
  return writer.str(bareTag(options.ifMatch)).finish();
}

export function encodeDelete(
  path: string,
  { recursive, ifMatch }: { recursive: boolean; ifMatch?: string },
): Buffer {
  const flags = (recursive ? RECURSIVE : 0) | (ifMatch === undefined ? 0 : IF_MATCH);
  return new PayloadWriter().str(path).u32(flags).str(bareTag(ifMatch)).finish();
}

export function encodeMkdir(path: string, options: Omit<WriteOptions, 'ifMatch'>): Buffer {
  const writer = new PayloadWriter().str(path).u32(flagsOf(options));
  return writer.u32(options.mode ?? 0).finish();
}

/** Of MOVE and COPY; only a copy can be `recursive`. */
export function encodeRelocate(
  path: string,
  to: string,
  options: RelocateOptions,
  recursive: boolean,
): Buffer {
  const writer = new PayloadWriter().str(path).str(to);
  return writer
    .u32(flagsOf(options) | (recursive ? TREE : 0))
    .str(bareTag(options.ifMatch))
    .finish();
}

interface ListRequest {
  readonly recursive: boolean;
  readonly after?: string;
  readonly limit: number;
  /** False leaves them empty, for those who look at many files and want no state. */
  readonly etags?: boolean;
}

export const encodeList = (
  path: string,
  { recursive, after = '', limit, etags = true }: ListRequest,
) =>
  new PayloadWriter()
    .str(path)
    .u32((recursive ? RECURSIVE : 0) | (etags ? 0 : NO_ETAG))
    .str(after)
    .u32(Math.min(limit, MAX_LIST))
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

function flagsOf({ createParents, createOnly, mode, ifMatch }: WriteOptions): number {
  return (
    (createParents ? PARENTS : 0) |
    (createOnly ? CREATE_ONLY : 0) |
    (mode === undefined ? 0 : MODE) |
    (ifMatch === undefined ? 0 : IF_MATCH)
  );
}

/** The wire has tags without their quotes. */
function bareTag(tag = ''): string {
  return tag.replace(/^"(.*)"$/, '$1');
}
