import type { PayloadReader } from '../wire/payload-reader.ts';
import { PayloadWriter } from '../wire/payload-writer.ts';

/** What SIFT says of a file. */
export const OUTCOME = { CONTENT: 0, BINARY: 1, WITHOUT: 2 } as const;

export interface Sifted {
  /** Anything that is not in `OUTCOME`: it could not be read. */
  readonly outcome: number;
  readonly size: number;
  readonly content: Buffer;
}

export const encodeSift = (needle: string, limit: number, paths: readonly string[]) =>
  new PayloadWriter().str(needle).u32(limit).list(paths).finish();

/** Of the first of the paths, perhaps not of all. The contents are views. */
export function decodeSifted(payload: PayloadReader): Sifted[] {
  const files: Sifted[] = [];
  while (payload.left > 0) {
    const outcome = payload.u8();
    files.push({ outcome, size: payload.u64(), content: payload.raw(payload.u32()) });
  }
  return files;
}
