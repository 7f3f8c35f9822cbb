/**
 * Two pieces of memory for all bytes of a stream: one fills while the other is used. Fresh memory for each part would
 * make the collector run every few dozen MiB.
 */
export interface TwoBlocks {
  /** The bytes where they are kept now; undefined when there is no room: more came than fits one block. */
  add(bytes: Uint8Array): Uint8Array | undefined;
  /** What was added since the last time, valid until the next time; undefined when nothing was. */
  take(): Uint8Array | undefined;
}

export function createTwoBlocks(size: number): TwoBlocks {
  let filling = Buffer.allocUnsafeSlow(size);
  let used = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  return {
    add(bytes) {
      if (filled + bytes.length > size) return undefined;
      filling.set(bytes, filled);
      filled += bytes.length;
      return filling.subarray(filled - bytes.length, filled);
    },
    take() {
      if (filled === 0) return undefined;
      const taken = filling.subarray(0, filled);
      [filling, used, filled] = [used, filling, 0];
      return taken;
    },
  };
}
