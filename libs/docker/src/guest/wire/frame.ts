import { crc32 } from 'node:zlib';

export const HEADER_BYTES = 20;
export const MAX_PAYLOAD = 66_560;
export const MAX_FRAME = HEADER_BYTES + MAX_PAYLOAD;
export const END = 1;
const MAGIC = 0x4244;

/** What a checksum is about: the whole frame, or its header alone where the way itself loses nothing. */
export type Seal = 'whole' | 'header';

export interface FrameHeader {
  readonly type: number;
  readonly end: boolean;
  readonly session: number;
  /** A request id, or the handle of an exec. */
  readonly id: number;
}

export interface Frame extends FrameHeader {
  readonly payload: Buffer;
}

/** The bytes of one frame. `payload` has at most `MAX_PAYLOAD` bytes. */
export function encodeFrame(
  { type, end, session, id }: FrameHeader,
  payload: Uint8Array,
  seal: Seal = 'whole',
): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  frame.writeUInt16LE(MAGIC, 0);
  frame.writeUInt8(type, 2);
  frame.writeUInt8(end ? END : 0, 3);
  frame.writeUInt32LE(session, 4);
  frame.writeUInt32LE(id, 8);
  frame.writeUInt32LE(payload.length, 12);
  frame.set(payload, HEADER_BYTES);
  frame.writeUInt32LE(checksum(frame, payload, seal), 16);
  return frame;
}

/** The header of a frame whose payload is sent behind it, so that large data is not copied. */
export function encodeHeader(
  { type, end, session, id }: FrameHeader,
  payload: Uint8Array,
  seal: Seal = 'whole',
): Buffer {
  const header = encodeFrame({ type, end, session, id }, NOTHING, 'header');
  header.writeUInt32LE(payload.length, 12);
  header.writeUInt32LE(checksum(header, payload, seal), 16);
  return header;
}

const NOTHING = new Uint8Array();

/** The payload length that the header at `at` announces, or undefined when these bytes are no header. */
export function payloadLength(bytes: Buffer, at = 0): number | undefined {
  const length = bytes.readUInt32LE(at + 12);
  return bytes.readUInt16LE(at) === MAGIC && length <= MAX_PAYLOAD ? length : undefined;
}

/** Reads one whole frame; undefined when its checksum is wrong. The payload is a view. */
export function decodeFrame(frame: Buffer, seal: Seal = 'whole'): Frame | undefined {
  const payload = frame.subarray(HEADER_BYTES);
  if (frame.readUInt32LE(16) !== checksum(frame, payload, seal)) return undefined;
  return {
    type: frame.readUInt8(2),
    end: (frame.readUInt8(3) & END) !== 0,
    session: frame.readUInt32LE(4),
    id: frame.readUInt32LE(8),
    payload,
  };
}

function checksum(header: Buffer, payload: Uint8Array, seal: Seal): number {
  const ofHeader = crc32(header.subarray(0, 16));
  return seal === 'header' ? ofHeader : crc32(payload, ofHeader);
}
