import type { LogChunk, LogOptions } from '@devbench/core';

import type { Connection } from '../engine/connection.ts';
import { translateEngineError } from '../engine/errors.ts';
import { createDemux } from '../guest/wire/docker-demux.ts';
import { openStream } from './open-stream.ts';

/** What a container printed, piece by piece as the reader takes it. */
export async function* readLogs(
  { docker, call }: Connection,
  engineId: string,
  { since, tail, timestamps, follow, signal }: LogOptions,
): AsyncGenerator<LogChunk> {
  const container = docker.getContainer(engineId);
  const { Config } = await call((abortSignal) => container.inspect({ abortSignal }));
  // The signal is the caller's, not the one of the call: the stream outlives the answer's beginning.
  const stream = await call(() =>
    openStream(docker, `/containers/${engineId}/logs?`, signal, {
      ...{ stdout: true, stderr: true, timestamps, follow },
      ...(tail !== undefined && { tail }),
      ...(since !== undefined && { since: since.getTime() / 1000 }),
    }),
  );
  let chunks: LogChunk[] = [];
  const add = (name: LogChunk['stream']) => (data: Buffer) =>
    void chunks.push({ stream: name, data });
  const demux = Config.Tty
    ? { push: add('stdout') }
    : createDemux({ stdout: add('stdout'), stderr: add('stderr') });
  try {
    for await (const chunk of stream) {
      demux.push(chunk as Buffer);
      yield* chunks;
      chunks = [];
    }
  } catch (thrown) {
    if (signal.aborted) return;
    throw translateEngineError(thrown);
  } finally {
    stream.destroy();
  }
}
