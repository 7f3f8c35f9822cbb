const FRAME = 65_536;

/** Content in pieces that fit in a frame, as views. */
export function* contentFrames(data: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < data.length; at += FRAME) yield data.subarray(at, at + FRAME);
}
