import type { Duplex } from 'node:stream';
import { decodeGreeting, type ExecState, type Hello } from './messages/hello.ts';
import { REPLY, TYPE } from './messages/types.ts';
import { createPendingRequests, type Decode, type RequestLimits } from './pending-requests.ts';
import { type EndCause, type SessionEnd, SessionLost } from './session-end.ts';
import type { Link } from './link/link.ts';
import { createUpload } from './upload.ts';
import { encodeFrame, encodeHeader, type Frame, MAX_PAYLOAD, type Seal } from './wire/frame.ts';
import { takeFrames } from './wire/frame-reader.ts';
import { PayloadReader } from './wire/payload-reader.ts';

/** From here on a second write costs less than a copy. */
const LARGE = 16_384;
const NOTHING = new Uint8Array();
/** Of a transfer: the socket's own mark would stop it after each frame. */
const MOST_UNSENT = 524_288;
/** What an attach stream may be behind a link. */
const NEWS_MS = 500;
/** Of the last frame of a long answer. */
const MAX_SUMMARY = 16_384;

/** The payload is valid until it returns. */
export type ExecFrame = (type: number, payload: PayloadReader) => void;

export interface TransferEvents {
  /** A part of the answer, valid until it returns. Without it, parts of the request follow. */
  readonly onPart?: (payload: Buffer) => void;
  readonly onCredit?: (total: number) => void;
}

/** One attached or linked channel from a hello to its end. After that everything fails with `SessionLost`. */
export interface Session {
  readonly hello: Hello;
  /** The execs that the agent knows, by key: those of the hello and what was spawned since. */
  readonly execs: Map<string, ExecState>;
  /** Resolves, never rejects, when the session is over. */
  readonly ended: Promise<SessionEnd>;
  /** Requests without an answer. */
  readonly pending: number;
  /** Rejects with `GuestFault` for a refusal. A timeout ends the session. `more` goes out in further frames. */
  request<T>(
    type: number,
    payload: Uint8Array,
    limits: RequestLimits,
    decode: Decode<T>,
    more?: Iterable<Uint8Array>,
  ): Promise<T>;
  /** A request of any duration, whose answer or content comes in parts. `drained` is for who sends them. */
  begin<T>(
    type: number,
    payload: Uint8Array,
    events: TransferEvents,
    decode: (last: PayloadReader) => T,
  ): { readonly id: number; readonly answer: Promise<T> };
  /** Undefined when the stream takes more at once. */
  drained(): Promise<void> | undefined;
  /** When everything has left, or the session is over. */
  flushed(): Promise<void>;
  /** A message without an answer; after the end it goes nowhere. */
  send(type: number, id: number, payload: Uint8Array, end?: boolean): void;
  /** Frames about an exec go to its last listener. */
  listen(handle: number, listener: ExecFrame): void;
  unlisten(handle: number): void;
  close(cause?: EndCause, detail?: string): void;
}

export interface LiveSession {
  readonly session: Session;
  /** For whoever reads the attach stream. */
  readonly onFrame: (frame: Frame) => void;
  /** From now on the session goes over a link; only who fences it comes by the attach stream. */
  readonly moveTo: (link: Link) => void;
}

interface SessionParts {
  readonly stream: Duplex;
  readonly nonce: Buffer;
  readonly lastWords: () => string;
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

/** The session behind a hello. */
export function createSession(
  hello: Hello,
  { stream: attached, nonce, lastWords }: SessionParts,
): LiveSession {
  /** Where frames go to, and how they are sealed there. */
  let stream = attached;
  let seal: Seal = 'whole';

  const listeners = new Map<number, ExecFrame>();
  const { promise: ended, resolve: end } = Promise.withResolvers<SessionEnd>();
  let over: SessionLost | undefined;
  const pending = createPendingRequests(() => session.close('timeout', 'A request timed out.'));

  /** What is sent in one turn goes out as one: each write costs more than a frame. */
  const gather = () => {
    if (stream.writableCorked > 0) return;
    const corked = stream;
    corked.cork();
    queueMicrotask(() => corked.uncork());
  };

  const session: Session = {
    hello,
    execs: new Map(hello.execs.map((state) => [state.key, state])),
    ended,
    get pending() {
      return pending.size;
    },

    async request(type, payload, limits, decode, more) {
      if (over !== undefined) throw over;
      const { id, answer } = pending.add(type, limits, decode);
      session.send(type, id, payload, more === undefined);
      if (more !== undefined) {
        const send = (part: Uint8Array, last: boolean) => session.send(type, id, part, last);
        const upload = createUpload(stream, send);
        listeners.set(id, (_, credit) => upload.onCredit(credit.u64()));
        await upload.run(more, answer);
        listeners.delete(id);
      }
      return answer;
    },

    begin(type, payload, { onPart, onCredit }, decode) {
      if (over !== undefined) throw over;
      const limits = { timeoutMs: Infinity, maxReplyBytes: MAX_SUMMARY, ...(onPart && { onPart }) };
      const { id, answer } = pending.add(type, limits, ([last = Buffer.alloc(0)]) =>
        decode(new PayloadReader(last)),
      );
      if (onCredit !== undefined) listeners.set(id, (_, credit) => onCredit(credit.u64()));
      const forget = () => void listeners.delete(id);
      answer.then(forget, forget);
      session.send(type, id, payload, onPart !== undefined);
      return { id, answer };
    },

    drained: () =>
      over === undefined && stream.writableLength > MOST_UNSENT
        ? eitherOf(stream, 'drain', 'close')
        : undefined,

    flushed: () => new Promise((resolve) => stream.write(NOTHING, () => resolve())),

    send(type, id, payload, last = true) {
      if (over !== undefined) return;
      gather();
      for (let at = 0; at === 0 || at < payload.length; at += MAX_PAYLOAD) {
        const end = last && at + MAX_PAYLOAD >= payload.length;
        const part = payload.subarray(at, at + MAX_PAYLOAD);
        const header = { type, end, session: hello.session, id };
        if (part.length < LARGE) {
          stream.write(encodeFrame(header, part, seal));
        } else {
          stream.write(encodeHeader(header, part, seal));
          stream.write(part);
        }
      }
    },

    listen: (handle, listener) => void listeners.set(handle, listener),
    unlisten: (handle) => void listeners.delete(handle),

    close(cause = 'closed', detail = '') {
      if (over !== undefined) return;
      const how = { cause, detail: `${detail} ${lastWords()}`.trim() };
      over = new SessionLost(how);
      stream.destroy();
      attached.destroy();
      pending.failAll(over);
      listeners.clear();
      end(how);
    },
  };

  const onHello = (frame: Frame) => {
    const other = decodeGreeting(new PayloadReader(frame.payload));
    if (other.nonce.equals(nonce)) return;
    session.close(other.session === 0 ? 'lost' : 'fenced', 'Another hello was answered.');
  };

  const onFrame = (frame: Frame): void => {
    if (over !== undefined) return;
    if (frame.type === (TYPE.HELLO | REPLY)) onHello(frame);
    else if (frame.session !== hello.session) return;
    else if (frame.type === TYPE.FAULT) pending.onFault(frame);
    else if (frame.type === TYPE.GARBLED) session.close('garbled', 'The agent skipped bytes.');
    else if ((frame.type & REPLY) !== 0) pending.onReply(frame);
    else listeners.get(frame.id)?.(frame.type, new PayloadReader(frame.payload));
  };

  const take = (bytes: Buffer): number => {
    try {
      return takeFrames(bytes, onFrame, seal);
    } catch (thrown) {
      // Whatever the agent sent to cause this, only its own channel ends.
      session.close('violation', String(thrown));
      return bytes.length;
    }
  };

  return {
    session,
    onFrame,
    moveTo({ socket, read }) {
      stream = socket;
      seal = 'header';
      socket.once('close', () => {
        // Who fences the session is told of by the attach stream, which may take somewhat longer.
        setTimeout(() => session.close('lost', 'The link was closed.'), NEWS_MS).unref();
      });
      if (over === undefined) read(take);
      else socket.destroy();
    },
  };
}
