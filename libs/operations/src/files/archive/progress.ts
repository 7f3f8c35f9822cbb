import type { Clock, Progress } from '@devbench/core';

const INTERVAL_MS = 250;

interface Reporting {
  readonly clock: Clock;
  progress(progress: Progress): void;
}

/** The same data, and how much of it went by so far. */
export async function* reported(
  data: AsyncIterable<Uint8Array>,
  call: Reporting,
  total?: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let toldAt = call.clock.monotonicMs();
  for await (const chunk of data) {
    yield chunk;
    bytes += chunk.length;
    const now = call.clock.monotonicMs();
    if (now - toldAt < INTERVAL_MS) continue;
    toldAt = now;
    const of = total === undefined ? '' : ` of ${total}`;
    const message = `${bytes}${of} bytes`;
    call.progress({ progress: bytes, message, ...(total !== undefined && { total }) });
  }
}
