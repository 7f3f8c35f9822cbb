import { decodeFrame, type Frame, HEADER_BYTES, payloadLength, type Seal } from './frame.ts';
import { joined } from './joined.ts';
import { ProtocolViolation } from './violation.ts';

/**
 * Cuts a stream into frames. Each byte is moved at most once and memory is one frame and one chunk, whatever comes. The chunks
 * belong to the reader. A payload is a view that stays as it is, but may keep far more memory than its own. `push` throws
 * `ProtocolViolation` at the first byte that is no frame: what was lost can only be learned in a new session.
 */
export function createFrameReader(onFrame: (frame: Frame) => void): { push(chunk: Buffer): void } {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  /** The header until it is complete, then all of the frame. */
  let partial = header;
  let filled = 0;
  /** Where a frame begins whose end has not come; it may go on behind it in memory. */
  let begun: Buffer | undefined;

  const fill = (chunk: Buffer): Buffer => {
    const taken = chunk.copy(partial, filled);
    filled += taken;
    return chunk.subarray(taken);
  };

  const finishPartial = (chunk: Buffer): Buffer => {
    let rest = chunk;
    if (partial === header) {
      rest = fill(rest);
      if (filled < HEADER_BYTES) return rest;
      partial = Buffer.allocUnsafeSlow(frameLength(header));
      header.copy(partial);
    }
    rest = fill(rest);
    if (filled < partial.length) return rest;
    const whole = partial;
    partial = header;
    filled = 0;
    deliver(whole, onFrame, 'whole');
    return rest;
  };

  const withBegun = (chunk: Buffer): Buffer => {
    const before = begun;
    begun = undefined;
    if (before === undefined) return filled > 0 ? finishPartial(chunk) : chunk;
    const both = completes(before, chunk) ? joined(before, chunk) : undefined;
    if (both !== undefined) return both;
    finishPartial(before);
    return finishPartial(chunk);
  };

  return {
    push(chunk) {
      const rest = withBegun(chunk);
      const taken = takeFrames(rest, onFrame, 'whole');
      if (taken < rest.length) begun = rest.subarray(taken);
    },
  };
}

function frameLength(bytes: Buffer, at = 0): number {
  const length = payloadLength(bytes, at);
  if (length === undefined) throw new ProtocolViolation('The stream is no sequence of frames.');
  return HEADER_BYTES + length;
}

/** Else what has come of a frame would be moved again and again. */
const completes = (begun: Buffer, chunk: Buffer): boolean =>
  begun.length >= HEADER_BYTES && begun.length + chunk.length >= frameLength(begun);

function deliver(bytes: Buffer, onFrame: (frame: Frame) => void, seal: Seal): void {
  const frame = decodeFrame(bytes, seal);
  if (frame === undefined) throw new ProtocolViolation('A frame has a wrong checksum.');
  onFrame(frame);
}

/** Delivers the whole frames at the front of `bytes`, as views, and says how long they are. Throws as `push` does. */
export function takeFrames(bytes: Buffer, onFrame: (frame: Frame) => void, seal: Seal): number {
  let at = 0;
  while (bytes.length - at >= HEADER_BYTES) {
    const end = at + frameLength(bytes, at);
    if (end > bytes.length) break;
    deliver(bytes.subarray(at, end), onFrame, seal);
    at = end;
  }
  return at;
}
