import type { Duplex } from 'node:stream';
import type { ExecEnd, OutputRecord, OutputStream } from '@devbench/core';
import { translateEngineError } from '../engine/errors.ts';
import { createDemux } from '../guest/wire/docker-demux.ts';

/** Numbers what a `docker exec` prints. Reads from the engine only as its reader takes it. */
export function createPlainOutput(
  stream: Duplex,
  tty: boolean,
  finish: (seq: number) => Promise<ExecEnd>,
) {
  const end = Promise.withResolvers<ExecEnd>();
  end.promise.catch(() => undefined);
  const offsets: Record<OutputStream, number> = { stdout: 0, stderr: 0 };
  let seq = 0;
  let ended = false;
  let batch: OutputRecord[] = [];

  const add = (name: OutputStream) => (chunk: Buffer) => {
    seq += 1;
    const data = Buffer.from(chunk);
    batch.push({ seq, stream: name, offset: offsets[name], at: new Date(), data });
    offsets[name] += data.length;
  };
  const demux = tty
    ? { push: add('stdout') }
    : createDemux({ stdout: add('stdout'), stderr: add('stderr') });

  async function* read(): AsyncGenerator<readonly OutputRecord[]> {
    try {
      for await (const chunk of stream) {
        demux.push(chunk as Buffer);
        const records = batch;
        batch = [];
        if (records.length > 0) yield records;
      }
      ended = true;
      end.resolve(await finish(seq + 1));
    } catch (thrown) {
      ended = true;
      const error = translateEngineError(thrown);
      end.reject(error);
      throw error;
    }
  }

  return {
    records: read(),
    end: end.promise,
    get ended() {
      return ended;
    },
  };
}
