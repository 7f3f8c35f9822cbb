import { AppError, displayPath, type FileEngine, type FileStat } from '@devbench/core';
import { decodeStat, encodeRead, MAX_READ } from '../guest/messages/files.ts';
import { TYPE } from '../guest/messages/types.ts';
import type { Ask } from './guest-files.ts';

/** Pieces that are asked for at a time. */
const DEPTH = 3;
const ATTEMPTS = 3;
const STAT_ROOM = 16_384;

interface Piece {
  readonly stat: FileStat;
  readonly data: Buffer;
}

/** Reads in pieces; a file that changes meanwhile is read anew, so all pieces are of one state. */
export function createRead(ask: Ask): FileEngine['read'] {
  return async (workspace, path, { offset, limit }) => {
    const piece = (at: number, length: number): Promise<Piece> =>
      ask(workspace, {
        type: TYPE.READ,
        path,
        payload: encodeRead(path, at, length),
        maxReplyBytes: length + STAT_ROOM,
        repeatable: true,
        decode: (first, rest) => ({ stat: decodeStat(first), data: Buffer.concat(rest) }),
      });

    const whole = async (): Promise<Piece | undefined> => {
      const first = await piece(offset, Math.min(limit, MAX_READ));
      const end = Math.min(offset + limit, first.stat.size);
      const starts: number[] = [];
      for (let at = offset + MAX_READ; at < end; at += MAX_READ) starts.push(at);
      const pieces = [first];
      for (let index = 0; index < starts.length; index += DEPTH) {
        const asked = starts.slice(index, index + DEPTH);
        const length = (at: number) => Math.min(MAX_READ, end - at);
        pieces.push(...(await Promise.all(asked.map((at) => piece(at, length(at))))));
      }
      const sameState = pieces.every(({ stat }) => stat.etag === first.stat.etag);
      if (!sameState) return undefined;
      if (pieces.length === 1) return first;
      return { stat: first.stat, data: Buffer.concat(pieces.map(({ data }) => data)) };
    };

    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const read = await whole();
      if (read !== undefined) return read;
    }
    throw new AppError('etag_mismatch', `${displayPath(path)} keeps changing while it is read.`, {
      hint: 'Read it when nothing writes to it, or in ranges of at most 8 MiB.',
    });
  };
}
