import { once } from 'node:events';
import { AppError, type Copied, type CopyOptions } from '@devbench/core';
import { attach } from '../engine/attach.ts';
import type { Connection } from '../engine/connection.ts';
import { createDemux } from '../guest/wire/docker-demux.ts';
import { createLastWords } from '../guest/wire/last-words.ts';
import { createCopyReport } from './copy-report.ts';

/** Starts a copy container and answers what it has copied. An abort leaves it running. */
export async function runCopy(
  connection: Connection,
  container: string,
  { signal, onProgress }: CopyOptions,
): Promise<Copied> {
  const report = createCopyReport(onProgress);
  const words = createLastWords();
  const stream = await attach(connection, container);
  try {
    const demux = createDemux({ stdout: report.push, stderr: (chunk) => words.push(chunk) });
    stream.on('data', (chunk: Buffer) => demux.push(chunk));
    stream.on('error', () => undefined);
    const ended = once(stream, 'close', { signal });
    ended.catch(() => undefined);
    await connection.call(() => connection.docker.getContainer(container).start());
    await ended;
  } catch (thrown) {
    throw signal.aborted ? signal.reason : thrown;
  } finally {
    stream.destroy();
  }
  const { end } = report;
  if (end !== undefined && 'bytes' in end) return end;
  const said = end?.message ?? words.text();
  throw new AppError(
    end?.code ?? 'guest_unavailable',
    `The files were not copied: ${said || 'the copy was ended'}.`,
  );
}
