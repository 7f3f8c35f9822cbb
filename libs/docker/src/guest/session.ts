import type { Duplex } from 'node:stream';
import { decodeGreeting, type ExecState, type Hello } from './messages/hello.ts';
import { REPLY, TYPE } from './messages/types.ts';
import { createPendingRequests, type Decode, type RequestLimits } from './pending-requests.ts';
import { createSender } from './sender.ts';
import { type EndCause, type SessionEnd, SessionLost } from './session-end.ts';
import type { Link } from './link/link.ts';
import { createUpload } from './upload.ts';
import type { Frame } from './wire/frame.ts';
import { takeFrames } from './wire/frame-reader.ts';
import { PayloadReader } from './wire/payload-reader.ts';

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

/** The session behind a hello. */
export function createSession(
  hello: Hello,
  { stream: attached, nonce, lastWords }: SessionParts,
): LiveSession {
  const sender = createSender(attached, hello.session);
  const listeners = new Map<number, ExecFrame>();
  const { promise: ended, resolve: end } = Promise.withResolvers<SessionEnd>();
  let over: SessionLost | undefined;
  const pending = createPendingRequests(() => session.close('timeout', 'A request timed out.'));

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
        const upload = createUpload(sender.stream, send);
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

    drained: () => (over === undefined ? sender.drained() : undefined),
    flushed: () => sender.flushed(),
    send(type, id, payload, last) {
      if (over === undefined) sender.send(type, id, payload, last);
    },

    listen: (handle, listener) => void listeners.set(handle, listener),
    unlisten: (handle) => void listeners.delete(handle),

    close(cause = 'closed', detail = '') {
      if (over !== undefined) return;
      const how = { cause, detail: `${detail} ${lastWords()}`.trim() };
      over = new SessionLost(how);
      sender.stream.destroy();
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
      return takeFrames(bytes, onFrame, sender.seal);
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
      sender.moveTo(socket, 'header');
      socket.once('close', () => {
        // Who fences the session is told of by the attach stream, which may take somewhat longer.
        setTimeout(() => session.close('lost', 'The link was closed.'), NEWS_MS).unref();
      });
      if (over === undefined) read(take);
      else socket.destroy();
    },
  };
}
