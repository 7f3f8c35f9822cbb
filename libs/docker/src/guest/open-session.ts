import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type LinkPlace, takeLink } from './link/take-link.ts';
import { decodeHello, NONCE_BYTES } from './messages/hello.ts';
import { TYPE } from './messages/types.ts';
import { createSession, type LiveSession, type Session } from './session.ts';
import { type EndCause, SessionLost } from './session-end.ts';
import { createDemux } from './wire/docker-demux.ts';
import { encodeFrame, type Frame, HEADER_BYTES, MAX_FRAME } from './wire/frame.ts';
import { createFrameReader } from './wire/frame-reader.ts';
import { createHelloFinder } from './wire/hello-finder.ts';
import { createLastWords } from './wire/last-words.ts';
import { PayloadReader } from './wire/payload-reader.ts';
import { ProtocolViolation } from './wire/violation.ts';

const PROTOCOL = 1;
const LONGEST_HELLO = 4 * 1024 * 1024;
const HELLO_ID = 1;

export interface OpenOptions {
  /** Somebody may have written to this agent before, and stopped in the middle of a frame. */
  readonly running: boolean;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** The session goes over a socket, if that can be. */
  readonly link?: LinkPlace | undefined;
}

/**
 * Says hello over an attach stream and resolves with the session. Rejects with `SessionLost`
 * (`guest_unavailable`) when the agent does not answer in time; the stream is destroyed then.
 */
export function openSession(stream: Duplex, options: OpenOptions): Promise<Session> {
  const { promise, resolve, reject } = Promise.withResolvers<Session>();
  const nonce = randomBytes(NONCE_BYTES);
  const lastWords = createLastWords();
  const helloParts: Buffer[] = [];
  let helloBytes = 0;
  let live: LiveSession | undefined;

  const over = (cause: EndCause, detail: string): void => {
    if (live !== undefined) return live.session.close(cause, detail);
    stopWaiting();
    stream.destroy();
    reject(new SessionLost({ cause, detail: `${detail} ${lastWords.text()}`.trim() }));
  };
  const aborted = () => over('closed', 'Nobody waits for the hello any more.');
  const timer = setTimeout(() => over('timeout', 'No hello arrived.'), options.timeoutMs);
  options.signal?.addEventListener('abort', aborted);
  const stopWaiting = () => {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', aborted);
  };

  const onFrame = (frame: Frame): void => {
    if (live !== undefined) return live.onFrame(frame);
    helloParts.push(Buffer.from(frame.payload));
    helloBytes += HEADER_BYTES + frame.payload.length;
    if (helloBytes > LONGEST_HELLO) {
      throw new ProtocolViolation('A hello is too long.');
    }
    if (!frame.end) return;
    const hello = decodeHello(new PayloadReader(Buffer.concat(helloParts)));
    if (hello.protocol !== PROTOCOL) throw new ProtocolViolation(`Protocol ${hello.protocol}.`);
    stopWaiting();
    live = createSession(hello, { stream, nonce, lastWords: lastWords.text });
    void settle(live).then(resolve, reject);
  };

  const settle = async (opened: LiveSession): Promise<Session> => {
    const { link, timeoutMs } = options;
    if (link !== undefined) await takeLink(opened, link, timeoutMs);
    return opened.session;
  };

  const reader = createFrameReader(onFrame);
  const finder = createHelloFinder(nonce);
  let found = false;
  const demux = createDemux({
    stdout(chunk) {
      const frames = found ? chunk : finder.push(chunk);
      if (frames === undefined) return;
      found = true;
      reader.push(frames);
    },
    stderr: (chunk) => lastWords.push(chunk),
  });

  stream.on('data', (chunk: Buffer) => {
    try {
      demux.push(chunk);
    } catch (thrown) {
      // Whatever the agent sent to cause this, only its own channel ends.
      over('violation', String(thrown));
    }
  });
  stream.on('error', (error) => over('lost', error.message));
  stream.on('close', () => over('lost', 'The stream was closed.'));
  stream.on('end', () => over('lost', 'The stream has ended.'));

  if (options.running) stream.write(Buffer.alloc(MAX_FRAME));
  const header = { type: TYPE.HELLO, end: true, session: 0, id: HELLO_ID };
  stream.write(encodeFrame(header, nonce));
  if (options.signal?.aborted === true) aborted();
  return promise;
}
