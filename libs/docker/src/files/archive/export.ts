import {
  AppError,
  type ArchiveSummary,
  displayPath,
  type ExportOptions,
  type FileEngine,
  type Workspace,
} from '@devbench/core';
import type { Channels } from '../../guest/channels.ts';
import { decodeExported, encodeExport, encodeTotal } from '../../guest/messages/archive.ts';
import { TYPE } from '../../guest/messages/types.ts';
import { translateFault } from '../faults.ts';
import { gzipped } from './gzip.ts';
import { createTwoBlocks } from '../../guest/two-blocks.ts';
import { createSignal } from './signal.ts';
import { watchAgent } from './watch.ts';

/** Bytes that may be on their way or unread here. */
const CREDIT = 2 * 1024 * 1024;
const STEP = CREDIT / 4;

export function createExport(channels: Channels, timeoutMs: number): FileEngine['exportFrom'] {
  return (workspace, path, options) => {
    let summary: ArchiveSummary | undefined;

    async function* data() {
      // Also for who gives up while nothing arrives.
      const over = new AbortController();
      const signal = AbortSignal.any([options.signal, over.signal]);
      const archive = receive(channels, timeoutMs, workspace, path, { ...options, signal });
      const whole = keepSummary(archive);
      try {
        yield* options.compression === 'gzip' ? gzipped(whole) : whole;
      } finally {
        over.abort();
      }
    }

    async function* keepSummary(archive: ReturnType<typeof receive>) {
      summary = yield* archive;
    }

    return {
      data: data(),
      summary() {
        if (summary !== undefined) return summary;
        throw new AppError('unexpected', `The archive of ${displayPath(path)} is not complete.`);
      },
    };
  };
}

/** The archive as it comes, with credit for as much as was taken out. */
async function* receive(
  channels: Channels,
  timeoutMs: number,
  workspace: Workspace,
  path: string,
  { include, exclude, signal }: ExportOptions,
): AsyncGenerator<Uint8Array, ArchiveSummary> {
  signal.throwIfAborted();
  const session = await channels.of(workspace).session();
  const blocks = createTwoBlocks(CREDIT);
  const news = createSignal();
  let [received, taken, granted, answered] = [0, 0, CREDIT, false];

  const onPart = (part: Buffer) => {
    received += part.length;
    if (received > granted || !blocks.add(part)) {
      session.close('violation', 'More was sent than the credit allows.');
    }
    news.raise();
  };
  const request = encodeExport(path, { include, exclude }, CREDIT);
  const { id, answer } = session.begin(TYPE.EXPORT, request, { onPart }, decodeExported);
  const settle = () => {
    answered = true;
    news.raise();
  };
  answer.then(settle, settle);
  signal.addEventListener('abort', news.raise);
  const unwatch = watchAgent(session, timeoutMs);
  try {
    for (;;) {
      signal.throwIfAborted();
      const part = blocks.take();
      if (part === undefined) {
        if (answered) break;
        await news.wait();
        continue;
      }
      yield part;
      taken += part.length;
      if (taken + CREDIT >= granted + STEP) {
        granted = taken + CREDIT;
        session.send(TYPE.EXPORT_CREDIT, id, encodeTotal(granted));
      }
    }
    const { total, ...summary } = await answer.catch((error: unknown) => {
      throw translateFault(error, path);
    });
    if (total === received) return summary;
    throw new AppError('guest_unavailable', `The archive of ${displayPath(path)} arrived cut off.`);
  } finally {
    unwatch();
    signal.removeEventListener('abort', news.raise);
    if (!answered) session.send(TYPE.ABORT, id, new Uint8Array());
  }
}
