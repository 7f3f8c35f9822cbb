import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { AppError } from '@devbench/core';

const CHUNK = 65_536;
/** It goes a short way: time counts for more than size. */
const LEVEL = 1;

export const gzipped = (data: AsyncIterable<Uint8Array>) =>
  through(copied(data), createGzip({ level: LEVEL, chunkSize: CHUNK }));

/** What is packed with gzip, unpacked; anything else as it is. */
export async function* gunzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    let head = Buffer.alloc(0);
    while (head.length < 2) {
      const next = await iterator.next();
      if (next.done === true) break;
      head = Buffer.concat([head, next.value]);
    }
    const whole = behind(head, iterator);
    if (head.length < 2 || head.readUInt16BE(0) !== 0x1f8b) yield* whole;
    else yield* through(copied(whole), createGunzip({ chunkSize: CHUNK }));
  } catch (error) {
    throw isDamage(error) ? damaged(error) : error;
  } finally {
    await iterator.return?.();
  }
}

/** For who still reads a chunk when asking for the next one. */
async function* copied(data: AsyncIterable<Uint8Array>) {
  for await (const chunk of data) yield Buffer.from(chunk);
}

async function* behind(head: Uint8Array, rest: AsyncIterator<Uint8Array>) {
  if (head.length > 0) yield head;
  for (;;) {
    const next = await rest.next();
    if (next.done === true) return;
    yield next.value;
  }
}

async function* through(
  data: AsyncIterable<Uint8Array>,
  transform: Transform,
): AsyncGenerator<Uint8Array, void> {
  const done = pipeline(data, transform);
  done.catch(() => undefined);
  yield* transform as AsyncIterable<Buffer>;
  await done;
}

const isDamage = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');

const damaged = (cause: Error) =>
  new AppError('invalid_argument', 'The archive is cut off or damaged: its gzip does not unpack.', {
    hint: 'Make the archive again, and send all of it.',
    cause,
  });
