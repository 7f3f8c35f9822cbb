import type { LogChunk } from '@devbench/core';

import { ProgressText } from '../exec/progress-text.ts';
import type { CallOn } from '../operation.ts';

interface Wanted {
  readonly since?: string | undefined;
  readonly tail: number | string;
  readonly timestamps: boolean;
  readonly follow: boolean;
  readonly follow_s: number;
  readonly chunkBytes?: number | undefined;
}

/** The log of a container; when it is followed, also what comes in time, which is passed on as progress. */
export async function* followed(
  call: CallOn<'none', 'host' | 'clock'>,
  engineId: string,
  { since, tail, timestamps, follow, follow_s, chunkBytes }: Wanted,
): AsyncGenerator<LogChunk> {
  const enough = new AbortController();
  const signal = AbortSignal.any([call.signal, enough.signal]);
  const progress = follow
    ? new ProgressText(call.clock, (each) => call.progress(each), chunkBytes)
    : undefined;
  if (follow) {
    void call.clock.sleep(follow_s * 1000, signal).then(() => {
      enough.abort();
    });
  }
  const options = {
    since: since === undefined ? undefined : new Date(since),
    tail: tail === 'all' ? undefined : Number(tail),
    ...{ timestamps, follow, signal },
  };
  try {
    for await (const chunk of call.host.logs(engineId, options)) {
      progress?.push([chunk]);
      yield chunk;
    }
    call.signal.throwIfAborted();
  } finally {
    enough.abort();
  }
}
