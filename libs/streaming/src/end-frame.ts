import type { ExecEnd } from '@devbench/core';

import { END, HEADER_BYTES, writeHeader } from './frame.ts';

export function encodeEnd(end: ExecEnd): Buffer {
  const json = Buffer.from(JSON.stringify(end));
  const frame = Buffer.alloc(HEADER_BYTES + json.length);
  const at = end.endedAt.getTime();
  writeHeader(frame, 0, { kind: END, seq: end.seq, at, offset: 0, other: 0, length: json.length });
  json.copy(frame, HEADER_BYTES);
  return frame;
}

export function decodeEnd(json: string): ExecEnd {
  const end = JSON.parse(json) as ExecEnd;
  return {
    seq: end.seq,
    reason: end.reason,
    exitCode: end.exitCode,
    signal: end.signal,
    oomKilled: end.oomKilled,
    usage: end.usage,
    endedAt: new Date(end.endedAt),
  };
}
