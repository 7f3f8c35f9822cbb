import type { FileEngine } from '@devbench/core';
import type { Channels } from '../guest/channels.ts';
import {
  decodeStat,
  encodeDelete,
  encodeList,
  encodeStat,
  encodeWrite,
} from '../guest/messages/files.ts';
import { TYPE } from '../guest/messages/types.ts';
import { createExport } from './archive/export.ts';
import { createImport } from './archive/import.ts';
import { createWriteFrom } from './archive/write-from.ts';
import { createBatch } from './batch.ts';
import { createAsk } from './guest-files.ts';
import { createRead } from './read.ts';
import { joinedList } from './list-entries.ts';
import { createSearch } from './search/search.ts';
import type { SpareWorker } from './search/spare-worker.ts';
import { createWatch } from './watch.ts';
import { contentFrames } from './content-frames.ts';

const MAX_STAT = 16_384;
const MAX_PAGE = 16 * 1024 * 1024;

/** Files of workspaces, by their agents. */
export function createFileEngine(
  channels: Channels,
  guestTimeoutMs: number,
  searchers: SpareWorker,
): FileEngine {
  const ask = createAsk(channels, guestTimeoutMs);
  const engine: Omit<FileEngine, 'writeFrom'> = {
    stat: (workspace, path) =>
      ask(workspace, {
        type: TYPE.STAT,
        path,
        payload: encodeStat(path),
        maxReplyBytes: MAX_STAT,
        repeatable: true,
        decode: decodeStat,
      }),

    read: createRead(ask),

    write: (workspace, path, data, options) =>
      ask(workspace, {
        type: TYPE.WRITE,
        path,
        payload: encodeWrite(path, options),
        content: () => contentFrames(data),
        maxReplyBytes: MAX_STAT,
        repeatable: !options.createOnly && options.ifMatch === undefined,
        decode: decodeStat,
      }),

    delete: (workspace, path, options) =>
      ask(workspace, {
        type: TYPE.DELETE,
        path,
        payload: encodeDelete(path, options),
        maxReplyBytes: MAX_STAT,
        repeatable: false,
        decode: () => undefined,
      }),

    exportFrom: createExport(channels, guestTimeoutMs),

    importTo: createImport(channels, guestTimeoutMs),

    batch: createBatch(ask),

    search: createSearch(ask, searchers),

    watch: createWatch(channels, guestTimeoutMs),

    list: (workspace, path, options) =>
      ask(workspace, {
        type: TYPE.LIST,
        path,
        payload: encodeList(path, options),
        maxReplyBytes: MAX_PAGE,
        repeatable: true,
        decode: joinedList,
      }),
  };
  return { ...engine, writeFrom: createWriteFrom(engine) };
}
