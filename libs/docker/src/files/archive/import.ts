import type { ArchiveSummary, FileEngine } from '@devbench/core';
import type { Channels } from '../../guest/channels.ts';
import { decodeImported, encodeImport } from '../../guest/messages/archive.ts';
import { TYPE } from '../../guest/messages/types.ts';
import { contentFrames } from '../content-frames.ts';
import { translateFault } from '../faults.ts';
import { unpacked } from './unpacked.ts';
import { refusalOf, withKept } from './refusal.ts';
import { createSignal } from './signal.ts';
import { watchAgent } from './watch.ts';

/** Bytes that may go ahead of the first credit. */
const INITIAL_CREDIT = 1_048_576;

export function createImport(channels: Channels, timeoutMs: number): FileEngine['importTo'] {
  return async (workspace, path, archive, options) => {
    const { signal, maxBytes } = options;
    signal.throwIfAborted();
    const session = await channels.of(workspace).session();
    const news = createSignal();
    let [sent, credit, answered] = [0, INITIAL_CREDIT, false];

    const onCredit = (total: number) => {
      credit = Math.max(credit, total);
      news.raise();
    };
    const request = encodeImport(path, options);
    const { id, answer } = session.begin(TYPE.IMPORT, request, { onCredit }, decodeImported);
    const settle = () => {
      answered = true;
      news.raise();
    };
    answer.then(settle, settle);

    const isOver = (): boolean => {
      signal.throwIfAborted();
      return answered;
    };
    const room = async (length: number, drained: Promise<void> | undefined): Promise<void> => {
      await drained;
      while (!isOver() && sent + length > credit) await news.wait();
    };

    /** Waits only where it must, so that what is sent in one turn goes out as one. */
    const sendChunk = async (chunk: Uint8Array): Promise<void> => {
      for (const piece of contentFrames(chunk)) {
        const { length } = piece;
        const drained = session.drained();
        if (drained !== undefined || sent + length > credit) await room(length, drained);
        if (isOver()) return;
        sent += length;
        session.send(TYPE.IMPORT, id, piece, false);
      }
    };

    const send = async (): Promise<void> => {
      for await (const chunk of unpacked(archive, maxBytes)) {
        await sendChunk(chunk);
        // The chunk may be read over by the next one.
        await session.flushed();
        if (isOver()) break;
      }
      session.send(TYPE.IMPORT, id, new Uint8Array(), true);
    };

    signal.addEventListener('abort', news.raise);
    const unwatch = watchAgent(session, timeoutMs);
    try {
      await send().catch(async (error: unknown) => {
        session.send(TYPE.ABORT, id, new Uint8Array());
        throw withKept(error, await answer.catch(() => undefined));
      });
      const imported = await answer.catch((error: unknown) => {
        throw translateFault(error, path);
      });
      if (imported.reason !== 'complete') throw withKept(refusalOf(imported, options), imported);
      return summaryOf(imported);
    } finally {
      unwatch();
      signal.removeEventListener('abort', news.raise);
    }
  };
}

const summaryOf = ({ files, directories, links, bytes, ...rest }: ArchiveSummary) => {
  const { skipped, firstSkipped, changed } = rest;
  return { files, directories, links, bytes, skipped, firstSkipped, changed };
};
