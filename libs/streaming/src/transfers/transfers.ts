import { randomBytes } from 'node:crypto';
import { constants, type FileHandle, link, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { AppError, type Part, type Transfers } from '@devbench/core';
import { z } from 'zod';

import { asFileError } from './errors.ts';
import { writeAll } from './write-all.ts';

export const transfersConfig = z.object({ folder: z.string().min(1).optional() }).default({});

/** The settings, and what only the process knows. */
export interface TransfersConfig {
  readonly folder?: string | undefined;
  readonly pid: number;
  /** Whether this host has a process with that id. */
  readonly isAlive: (pid: number) => boolean;
}

const CHUNK = 524_288;
/** With the process that is writing it. */
const UNFINISHED = /^\.devbench-(\d+)-[0-9a-f]{16}$/;
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** A folder of this machine. Nothing outside it, and nothing that a link in it leads to, is touched. */
export function createTransfers({ folder, pid, isAlive }: TransfersConfig): Transfers & Part {
  const root = folder === undefined ? undefined : resolve(folder);
  const pathOf = (name: string): string => {
    if (root === undefined) throw noFolder();
    assertName(name);
    return join(root, name);
  };

  return {
    folder: root,

    async start() {
      if (root === undefined) return;
      await mkdir(root, { recursive: true });
      for (const name of await readdir(root)) {
        const owner = UNFINISHED.exec(name)?.[1];
        if (owner !== undefined && !isAlive(Number(owner))) await unlink(join(root, name));
      }
    },

    async save(name, data) {
      const path = pathOf(name);
      const hidden = pathOf(`.devbench-${pid}-${randomBytes(8).toString('hex')}`);
      try {
        await using file = await open(hidden, CREATE, 0o600);
        const bytes = await writeAll(file, data);
        await link(hidden, path);
        return { path, bytes };
      } catch (error) {
        throw asFileError(error, name);
      } finally {
        await unlink(hidden).catch(() => undefined);
      }
    },

    async open(name) {
      const path = pathOf(name);
      const file = await open(path, READ).catch((error: unknown) => {
        throw asFileError(error, name);
      });
      const stat = await file.stat();
      if (stat.isFile()) return { bytes: stat.size, data: readAll(file) };
      await file.close();
      throw new AppError('not_a_regular_file', `${name} is no regular file.`);
    },
  };
}

/** Reads into one piece of memory: fresh memory for each chunk would make the collector run every few dozen MiB. */
async function* readAll(file: FileHandle): AsyncGenerator<Uint8Array> {
  const chunk = Buffer.allocUnsafeSlow(CHUNK);
  try {
    for (;;) {
      const { bytesRead } = await file.read(chunk);
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function assertName(name: string): void {
  if (/^[^/\\\0]{1,255}$/.test(name) && name !== '.' && name !== '..') return;
  throw new AppError('invalid_argument', 'file is a name in the transfer folder, not a path.');
}

const noFolder = () =>
  new AppError('invalid_argument', 'This server has no transfer folder.', {
    hint: 'The operator sets it with MCP_TRANSFER_DIR.',
  });
