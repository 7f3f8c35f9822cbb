import type { ExecEnd, OutputPage, OutputRecord } from '@devbench/core';

import { END, type Frame, HEADER_BYTES, positionAfter, toRecord } from './frame.ts';
import { type Position, totalAt } from './position.ts';

/** One answer while it is put together. */
export interface PageBuilder {
  /** The record that was looked at last. */
  seq(): number;
  isFull(): boolean;
  /** Whether it is known how far the output was at the reader's cursor. */
  isAnchored(): boolean;
  anchor(total: number): void;
  /**
   * Copies the frame, whose data is in `bytes` behind the header at `start`, unless the reader has it. Answers whether
   * there is room for another.
   */
  readonly take: (frame: Frame, bytes: Buffer, start: number) => boolean;
  /** Whatever there was up to `seq` is gone. */
  skipTo(seq: number): void;
  /** `logEnd` is where the output ended when the page was filled, `end` says that it ends there for good. */
  finish(logEnd: Position, end: ExecEnd | undefined): OutputPage;
}

/** Its data comes into `memory`, as far as there is room. */
export function createPage(
  afterSeq: number,
  maxBytes: number,
  memory: Uint8Array = new Uint8Array(),
): PageBuilder {
  const records: OutputRecord[] = [];
  let seq = afterSeq;
  let full = false;
  /** The bytes of both streams at the cursor, at the last record taken, and in between taken. */
  let [from, to, kept] = [undefined as number | undefined, 0, 0];

  const copyOf = (bytes: Buffer, from: number, to: number): Uint8Array => {
    if (kept + to - from > memory.length) return Buffer.from(bytes.subarray(from, to));
    return memory.subarray(kept, kept + bytes.copy(memory, kept, from, to));
  };

  return {
    seq: () => seq,
    isFull: () => full,
    isAnchored: () => from !== undefined,
    anchor: (total) => void (from = total),
    take(frame, bytes, start) {
      if (frame.kind === END) return true;
      if (frame.seq <= seq) {
        if (records.length === 0) from = totalAt(positionAfter(frame));
        return true;
      }
      if (records.length > 0 && kept + frame.length > maxBytes) {
        full = true;
        return false;
      }
      const data = start + HEADER_BYTES;
      records.push(toRecord(frame, copyOf(bytes, data, data + frame.length)));
      kept += frame.length;
      seq = frame.seq;
      to = totalAt(positionAfter(frame));
      return true;
    },
    skipTo: (at) => void (seq = Math.max(seq, at)),
    finish(logEnd, end) {
      const reached = !full && seq >= logEnd.seq;
      // Reaching the end without its last record means that the rest is gone.
      const total = reached && afterSeq < logEnd.seq ? totalAt(logEnd) : to;
      const dropped = afterSeq < logEnd.seq && from !== undefined ? total - from - kept : 0;
      if (!reached || !end)
        return { records, nextSeq: seq, droppedBytes: dropped, complete: false };
      const last = Math.max(seq, end.seq - 1);
      const lost = afterSeq < end.seq - 1 ? lostAtEnd(logEnd, end) : 0;
      return { records, nextSeq: last, droppedBytes: dropped + lost, complete: true };
    },
  };
}

/** What the command had written after the last record that came here. */
function lostAtEnd(logEnd: Position, { usage, seq }: ExecEnd): number {
  if (!usage || logEnd.seq >= seq - 1) return 0;
  return Math.max(0, usage.stdoutBytes + usage.stderrBytes - totalAt(logEnd));
}
