import { createReadStream } from 'node:fs';
import { mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

import { AppError, type Archives, type Clock, type Part } from '@devbench/core';
import { z } from 'zod';

import { asFileError } from '../transfers/errors.ts';
import { writeAll } from '../transfers/write-all.ts';
import { isId, nameOf, newId, ownerOf, unfinishedNameOf } from './names.ts';
import { listed, sweep } from './sweep.ts';

export const archivesConfig = z.object({
  folder: z.string().min(1),
  ownerBytes: z
    .int()
    .min(1)
    .default(1024 ** 3)
    .describe('Of one principal'),
  totalBytes: z
    .int()
    .min(1)
    .default(4 * 1024 ** 3)
    .describe('Of all'),
});

export interface ArchivesConfig extends z.output<typeof archivesConfig> {
  readonly clock: Clock;
  readonly pid: number;
  readonly isAlive: (pid: number) => boolean;
}

const CHUNK = 524_288;
const SWEEP_MS = 30_000;

/** A folder that the servers of one state share; everything about a file is in its name. */
export function createArchives(config: ArchivesConfig): Archives & Required<Part> {
  const { folder, clock, pid } = config;
  /** Bytes of those that this process is writing, by owner. */
  const writing = new Map<string, { readonly owner: string; bytes: number }>();
  const over = new AbortController();
  let sweeping: Promise<void> = Promise.resolve();

  const clean = () => sweep(config, clock.now());
  const keepClean = async () => {
    while (!over.signal.aborted) {
      await clean().catch(() => undefined);
      await clock.sleep(SWEEP_MS, over.signal);
    }
  };
  /** Passes on what still fits. */
  async function* limited(data: AsyncIterable<Uint8Array>, id: string, owner: string) {
    const own = { owner, bytes: 0 };
    writing.set(id, own);
    const kept = (await listed(folder)).filter(({ until }) => until > clock.now().getTime());
    const sum = (parts: readonly { owner: string; bytes: number }[], who?: string) =>
      parts.reduce(
        (all, part) => all + (who === undefined || part.owner === who ? part.bytes : 0),
        0,
      );
    const [before, beforeOfOwner] = [sum(kept), sum(kept, owner)];
    for await (const chunk of data) {
      own.bytes += chunk.length;
      const now = [...writing.values()];
      if (beforeOfOwner + sum(now, owner) > config.ownerBytes) throw tooMuch(config.ownerBytes);
      if (before + sum(now) > config.totalBytes) throw tooMuch(config.totalBytes);
      yield chunk;
    }
  }

  return {
    async start() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      sweeping = keepClean();
    },

    async stop() {
      over.abort(null);
      await sweeping;
    },

    async keep(owner, data, forMs) {
      const id = newId();
      const unfinished = join(folder, unfinishedNameOf(id, pid));
      try {
        await using file = await open(unfinished, 'wx', 0o600);
        const bytes = await writeAll(file, limited(data, id, ownerOf(owner)));
        const until = clock.now().getTime() + forMs;
        const name = nameOf({ until, owner: ownerOf(owner), id });
        await rename(unfinished, join(folder, name));
        return { id: name, bytes };
      } catch (error) {
        await unlink(unfinished).catch(() => undefined);
        throw asFileError(error, 'The archive');
      } finally {
        writing.delete(id);
      }
    },

    async find(id) {
      if (!isId(id)) return undefined;
      const path = join(folder, id);
      const size = await stat(path).then(
        (found) => found.size,
        () => undefined,
      );
      if (size === undefined) return undefined;
      return {
        bytes: size,
        read: (from, length) =>
          createReadStream(path, {
            start: from,
            end: from + length - 1,
            highWaterMark: CHUNK,
          }) as AsyncIterable<Buffer>,
      };
    },
  };
}

const tooMuch = (most: number) =>
  new AppError('quota_exceeded', `Archives that wait to be fetched have ${most} bytes at most.`, {
    hint: 'Take less with include and exclude, or wait until older ones have expired.',
    data: { quota: 'archives', limit: most },
  });
