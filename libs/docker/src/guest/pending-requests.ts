import { decodeFault } from './messages/fault.ts';
import { REPLY } from './messages/types.ts';
import type { Frame } from './wire/frame.ts';
import { PayloadReader } from './wire/payload-reader.ts';
import { ProtocolViolation } from './wire/violation.ts';

const MOST_FRAMES = 10_000;

/** Called with the payloads of all frames of a reply, while nothing behind it was read yet. */
export type Decode<T> = (payloads: readonly Buffer[]) => T;

export interface RequestLimits {
  readonly timeoutMs: number;
  /** A longer reply is a violation. */
  readonly maxReplyBytes: number;
  /** Takes the frames before the last, which then do not count. */
  readonly onPart?: (payload: Buffer) => void;
}

interface Waiting {
  readonly replyType: number;
  readonly maxReplyBytes: number;
  readonly onPart: ((payload: Buffer) => void) | undefined;
  readonly payloads: Buffer[];
  bytes: number;
  readonly done: (payloads: readonly Buffer[]) => void;
  readonly fail: (error: unknown) => void;
}

/** Apart from the handles of execs, which share the field. */
const FIRST_ID = 2 ** 31;
const LAST_ID = 2 ** 32 - 1;

/** The requests of one session that are not answered yet. */
export function createPendingRequests(onTimeout: () => void) {
  const waiting = new Map<number, Waiting>();
  let lastId = FIRST_ID;

  return {
    get size() {
      return waiting.size;
    },

    /** A new request id and its answer. */
    add<T>(type: number, { timeoutMs, maxReplyBytes, onPart }: RequestLimits, decode: Decode<T>) {
      do lastId = lastId >= LAST_ID ? FIRST_ID : lastId + 1;
      while (waiting.has(lastId));
      const id = lastId;
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const timer = timeoutMs === Infinity ? undefined : setTimeout(onTimeout, timeoutMs);
      timer?.unref();
      const settle = () => {
        clearTimeout(timer);
        waiting.delete(id);
      };
      waiting.set(id, {
        replyType: type | REPLY,
        maxReplyBytes,
        onPart,
        payloads: [],
        bytes: 0,
        done: (payloads) => {
          settle();
          try {
            resolve(decode(payloads));
          } catch (thrown) {
            reject(thrown);
            throw thrown;
          }
        },
        fail: (error) => {
          settle();
          reject(error);
        },
      });
      return { id, answer: promise };
    },

    /** An answer to nothing is too late or made up, and ignored. */
    onReply(frame: Frame): void {
      const request = waiting.get(frame.id);
      if (request?.replyType !== frame.type) return;
      if (request.onPart !== undefined && !frame.end) {
        request.onPart(frame.payload);
        return;
      }
      request.bytes += frame.payload.length;
      if (request.bytes > request.maxReplyBytes || request.payloads.length >= MOST_FRAMES) {
        throw new ProtocolViolation('An answer is too long.');
      }
      request.payloads.push(Buffer.from(frame.payload));
      if (frame.end) request.done(request.payloads);
    },

    onFault(frame: Frame): void {
      waiting.get(frame.id)?.fail(decodeFault(new PayloadReader(frame.payload)));
    },

    failAll(error: Error): void {
      for (const request of [...waiting.values()]) request.fail(error);
    },
  };
}
