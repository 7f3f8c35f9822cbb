import type { Duplex } from 'node:stream';
import { encodeFrame, encodeHeader, MAX_PAYLOAD, type Seal } from './wire/frame.ts';

/** From here on a second write costs less than a copy. */
const LARGE = 16_384;
const NOTHING = new Uint8Array();
/** Of a transfer: the socket's own mark would stop it after each frame. */
const MOST_UNSENT = 524_288;

/** What leaves a session, on one stream after the other. */
export interface Sender {
  /** Where frames go to, and how they are sealed there. */
  readonly stream: Duplex;
  readonly seal: Seal;
  /** In as many frames as it takes; the last one says so when `last`. */
  send(type: number, id: number, payload: Uint8Array, last?: boolean): void;
  /** Undefined when the stream takes more at once. */
  drained(): Promise<void> | undefined;
  /** When everything has left, or the stream is closed. */
  flushed(): Promise<void>;
  moveTo(stream: Duplex, seal: Seal): void;
}

export function createSender(first: Duplex, session: number): Sender {
  let stream = first;
  let seal: Seal = 'whole';

  /** What is sent in one turn goes out as one: each write costs more than a frame. */
  const gather = () => {
    if (stream.writableCorked > 0) return;
    const corked = stream;
    corked.cork();
    queueMicrotask(() => corked.uncork());
  };

  return {
    get stream() {
      return stream;
    },
    get seal() {
      return seal;
    },
    send(type, id, payload, last = true) {
      gather();
      for (let at = 0; at === 0 || at < payload.length; at += MAX_PAYLOAD) {
        const end = last && at + MAX_PAYLOAD >= payload.length;
        const part = payload.subarray(at, at + MAX_PAYLOAD);
        const header = { type, end, session, id };
        if (part.length < LARGE) {
          stream.write(encodeFrame(header, part, seal));
        } else {
          stream.write(encodeHeader(header, part, seal));
          stream.write(part);
        }
      }
    },
    drained: () =>
      stream.writableLength > MOST_UNSENT ? eitherOf(stream, 'drain', 'close') : undefined,
    flushed: () => new Promise((resolve) => stream.write(NOTHING, () => resolve())),
    moveTo(next, nextSeal) {
      stream = next;
      seal = nextSeal;
    },
  };
}

function eitherOf(stream: Duplex, ...names: readonly ('drain' | 'close')[]): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const name of names) stream.off(name, done);
      resolve();
    };
    for (const name of names) stream.on(name, done);
  });
}
