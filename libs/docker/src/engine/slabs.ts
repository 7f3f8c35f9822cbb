const FIRST_BYTES = 64 * 1024;
/** A frame whose end has not come keeps all of it, so it is no larger. */
const MOST_BYTES = 256 * 1024;
const LEAST_ROOM = 64 * 1024;

/** Memory that a socket reads into: few large pieces, because the collector counts what is outside its heap. */
export interface Slabs {
  /** Where the next bytes go. */
  room(): Buffer;
  /** A view of the bytes that came there; they stay as they are. */
  take(count: number): Buffer;
}

export function createSlabs(): Slabs {
  let size = FIRST_BYTES;
  let rest = Buffer.alloc(0);
  return {
    room() {
      if (rest.length >= LEAST_ROOM) return rest;
      rest = Buffer.allocUnsafeSlow(size);
      size = Math.min(size * 2, MOST_BYTES);
      return rest;
    },
    take(count) {
      const taken = rest.subarray(0, count);
      rest = rest.subarray(count);
      return taken;
    },
  };
}
