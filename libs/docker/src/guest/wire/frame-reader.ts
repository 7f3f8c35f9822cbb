import { decodeFrame, type Frame, HEADER_BYTES, MAX_FRAME, payloadLength } from './frame.ts';
import { ProtocolViolation } from './violation.ts';

/**
 * Cuts a stream into frames. Each byte is copied at most once and memory is one frame, whatever comes.
 * A payload is a view that holds until `onFrame` returns. `push` throws `ProtocolViolation` at the first
 * byte that is no frame: what was lost can only be learned in a new session.
 */
export function createFrameReader(onFrame: (frame: Frame) => void): { push(chunk: Buffer): void } {
  let partial: Buffer | undefined;
  let filled = 0;

  const fill = (chunk: Buffer, upTo: number): Buffer => {
    partial ??= Buffer.allocUnsafe(MAX_FRAME);
    const taken = chunk.copy(partial, filled, 0, Math.max(0, upTo - filled));
    filled += taken;
    return chunk.subarray(taken);
  };

  const finishPartial = (chunk: Buffer): Buffer => {
    let rest = fill(chunk, HEADER_BYTES);
    if (partial === undefined || filled < HEADER_BYTES) return rest;
    const length = frameLength(partial);
    rest = fill(rest, length);
    if (filled < length) return rest;
    filled = 0;
    deliver(partial.subarray(0, length), onFrame);
    return rest;
  };

  return {
    push(chunk) {
      let rest = filled > 0 ? finishPartial(chunk) : chunk;
      while (rest.length >= HEADER_BYTES) {
        const length = frameLength(rest);
        if (rest.length < length) break;
        deliver(rest.subarray(0, length), onFrame);
        rest = rest.subarray(length);
      }
      if (rest.length > 0) fill(rest, MAX_FRAME);
    },
  };
}

function frameLength(header: Buffer): number {
  const length = payloadLength(header);
  if (length === undefined) throw new ProtocolViolation('The stream is no sequence of frames.');
  return HEADER_BYTES + length;
}

function deliver(bytes: Buffer, onFrame: (frame: Frame) => void): void {
  const frame = decodeFrame(bytes);
  if (frame === undefined) throw new ProtocolViolation('A frame has a wrong checksum.');
  onFrame(frame);
}
