import type { OutputRecord } from '@devbench/core';

import type { Position } from './position.ts';

/**
 * A record as it is in memory and on disk, numbers little-endian:
 * length u32 · kind u8 · mark u8 · 2 unused · seq, time, offset, end of the other stream as f64 · data.
 */
export const HEADER_BYTES = 40;
const MARK = 0xdb;
const LONGEST = 64 * 1024 * 1024;

export const STDOUT = 1;
export const STDERR = 2;
/** The end of the output; its data is the `ExecEnd` as JSON. */
export const END = 3;

export interface Frame {
  readonly kind: number;
  readonly seq: number;
  readonly at: number;
  readonly offset: number;
  readonly other: number;
  /** Of the data, which follows the header. */
  readonly length: number;
}

/** Writes the header of a frame whose data has `length` bytes. */
export function writeHeader(to: Buffer, start: number, frame: Frame): void {
  to.writeUInt32LE(frame.length, start);
  to.writeUInt16LE((MARK << 8) | frame.kind, start + 4);
  to.writeUInt16LE(0, start + 6);
  to.writeDoubleLE(frame.seq, start + 8);
  to.writeDoubleLE(frame.at, start + 16);
  to.writeDoubleLE(frame.offset, start + 24);
  to.writeDoubleLE(frame.other, start + 32);
}

/** The frame at `start`, or undefined when it is not all there before `end`, or none. */
export function readFrame(from: Buffer, start: number, end: number): Frame | undefined {
  const needed = neededBytes(from, start, end);
  if (needed === undefined || start + needed > end) return undefined;
  return {
    kind: from.readUInt8(start + 4),
    seq: from.readDoubleLE(start + 8),
    at: from.readDoubleLE(start + 16),
    offset: from.readDoubleLE(start + 24),
    other: from.readDoubleLE(start + 32),
    length: needed - HEADER_BYTES,
  };
}

/** How long the frame at `start` is with its header; undefined when there is none. */
export function neededBytes(from: Buffer, start: number, end: number): number | undefined {
  if (start + HEADER_BYTES > end || from.readUInt8(start + 5) !== MARK) return undefined;
  const length = from.readUInt32LE(start);
  return length > LONGEST ? undefined : HEADER_BYTES + length;
}

/** Where the output is after this frame. */
export function positionAfter({ kind, seq, offset, other, length }: Frame): Position {
  const end = offset + length;
  return kind === STDERR
    ? { seq, stdout: other, stderr: end }
    : { seq, stdout: end, stderr: other };
}

/** The record of a frame with its data. */
export function toRecord(frame: Frame, data: Uint8Array): OutputRecord {
  return {
    seq: frame.seq,
    stream: frame.kind === STDERR ? 'stderr' : 'stdout',
    offset: frame.offset,
    at: new Date(frame.at),
    data,
  };
}
