import { setImmediate as turn } from 'node:timers/promises';
import type { AppError, ExecEnd, OutputRecord } from '@devbench/core';
import { createTwoBlocks, type TwoBlocks } from '../guest/two-blocks.ts';
import { ProtocolViolation } from '../guest/wire/violation.ts';

/** The agent may finish a record that it has begun with its last credit. */
const LARGEST_RECORD = 16_384;
/** With more unread records the agent is paused: credit counts bytes, and a record may have only one. */
const MOST_RECORDS = 4_096;
/** Of an output that is longer the rest comes into memory that is used again. */
const FEW_BYTES = 1024 * 1024;
/** After a batch of that size there is more in the socket, which is read in one turn and costs less together. */
const FLOOD_BYTES = 64 * 1024;

type Next = () => Promise<IteratorResult<readonly OutputRecord[], undefined>>;

interface Flow {
  /** The agent may send so many further bytes. */
  grant(bytes: number): void;
  /** The agent sends from a record on, up to so many bytes; none pauses it. */
  subscribe(fromSeq: number, creditBytes: number): void;
}

/**
 * The records of one command between the agent and its reader, in order and once. Bounded by the
 * credit, which the agent is given anew as the reader takes the records away.
 */
export function createFollowedOutput(fromSeq: number, creditBytes: number, flow: Flow) {
  let blocks: TwoBlocks | undefined;
  let batch: OutputRecord[] = [];
  let batchBytes = 0;
  let nextSeq = fromSeq;
  /** What the agent may still send, and what the reader took since the last grant. */
  let onItsWay = creditBytes;
  let taken = 0;
  let paused = false;
  let flooded = false;
  let exit: ExecEnd | undefined;
  let failure: AppError | undefined;
  let wake: (() => void) | undefined;
  const end = Promise.withResolvers<ExecEnd>();
  end.promise.catch(() => undefined);

  const news = () => {
    wake?.();
    wake = undefined;
  };

  const keep = ({ offset, data }: OutputRecord): Uint8Array => {
    if (offset < FEW_BYTES) return Buffer.from(data);
    blocks ??= createTwoBlocks(creditBytes / 2);
    return blocks.add(data) ?? Buffer.from(data);
  };

  const takeBatch = (): readonly OutputRecord[] => {
    const records = batch;
    blocks?.take();
    taken += batchBytes;
    flooded = batchBytes >= FLOOD_BYTES;
    batch = [];
    batchBytes = 0;
    if (exit !== undefined) return records;
    if (paused) {
      resubscribe();
    } else if (taken >= creditBytes / 2) {
      flow.grant(taken);
      onItsWay += taken;
      taken = 0;
    }
    return records;
  };

  const resubscribe = () => {
    paused = false;
    onItsWay = Math.max(0, creditBytes - batchBytes);
    taken = 0;
    flow.subscribe(nextSeq, onItsWay);
  };

  const next: Next = async () => {
    if (flooded && exit === undefined) await turn();
    while (true) {
      if (batch.length > 0) return { done: false, value: takeBatch() };
      if (exit !== undefined) {
        end.resolve(exit);
        return { done: true, value: undefined };
      }
      if (failure !== undefined) throw failure;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };

  return {
    records: new Batches(next),
    end: end.promise,

    /** Continues in a new session. */
    resubscribe,

    /** Copies the data. */
    push(record: OutputRecord): void {
      const { seq, stream, offset, at } = record;
      if (seq < nextSeq || exit !== undefined) return;
      onItsWay -= record.data.length;
      // What was on its way when the agent was paused comes on top.
      if (onItsWay < -creditBytes - LARGEST_RECORD)
        throw new ProtocolViolation('Output without credit.');
      nextSeq = seq + 1;
      batch.push({ seq, stream, offset, at, data: keep(record) });
      batchBytes += record.data.length;
      if (batch.length > MOST_RECORDS && !paused) {
        paused = true;
        flow.subscribe(nextSeq, 0);
      }
      news();
    },

    finish(end: ExecEnd): void {
      if (end.seq < nextSeq) throw new ProtocolViolation('An end before the last record.');
      exit = end;
      news();
    },

    fail(error: AppError): void {
      if (exit !== undefined) return;
      failure = error;
      end.reject(error);
      news();
    },
  };
}

/** Iterating again goes on where the last reader stopped. */
class Batches implements AsyncIterableIterator<readonly OutputRecord[], undefined> {
  readonly next: Next;

  constructor(next: Next) {
    this.next = next;
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}
