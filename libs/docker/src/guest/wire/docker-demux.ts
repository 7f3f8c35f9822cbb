import { ProtocolViolation } from './violation.ts';

const HEADER = 8;
type Sink = (chunk: Buffer) => void;

/**
 * Takes the engine's eight-byte headers out of an attach stream and passes the rest on as views, without
 * keeping anything. `push` throws `ProtocolViolation` for what the engine never sends.
 */
export function createDemux(sinks: { stdout: Sink; stderr: Sink }): { push(chunk: Buffer): void } {
  const header = Buffer.alloc(HEADER);
  let headerBytes = 0;
  let remaining = 0;
  let sink = sinks.stdout;

  const readHeader = (chunk: Buffer, from: number): number => {
    const taken = chunk.copy(header, headerBytes, from, from + HEADER - headerBytes);
    headerBytes += taken;
    if (headerBytes < HEADER) return from + taken;
    headerBytes = 0;
    const stream = header.readUInt8(0);
    if (stream > 2) throw new ProtocolViolation('The attach stream has an unknown header.');
    sink = stream === 2 ? sinks.stderr : sinks.stdout;
    remaining = header.readUInt32BE(4);
    return from + taken;
  };

  return {
    push(chunk) {
      let at = 0;
      while (at < chunk.length) {
        if (remaining === 0) {
          at = readHeader(chunk, at);
          continue;
        }
        const end = Math.min(chunk.length, at + remaining);
        remaining -= end - at;
        sink(chunk.subarray(at, end));
        at = end;
      }
    },
  };
}
