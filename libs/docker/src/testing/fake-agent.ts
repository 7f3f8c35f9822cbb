import { type Duplex, duplexPair } from 'node:stream';
import type { ExecState } from '../guest/messages/hello.ts';
import { REPLY, TYPE } from '../guest/messages/types.ts';
import { encodeFrame, type Frame } from '../guest/wire/frame.ts';
import { createFrameReader } from '../guest/wire/frame-reader.ts';
import { PayloadWriter } from '../guest/wire/payload-writer.ts';

export interface FakeAgent {
  /** The server's end of an attach stream. */
  readonly stream: Duplex;
  /** Everything that the server sent. */
  readonly received: Frame[];
  readonly session: number;
  /** A well-formed frame of the session. */
  readonly send: (type: number, id: number, payload?: Uint8Array, end?: boolean) => void;
  readonly reply: (to: Frame, payload?: Uint8Array) => void;
  /** Any bytes on stdout. */
  sendRaw(bytes: Uint8Array): void;
  sayOnStderr(text: string): void;
  readonly drop: () => void;
}

interface Script {
  readonly session?: number;
  readonly execs?: readonly ExecState[];
  /** False never answers the hello. */
  readonly hello?: boolean;
  readonly onRequest?: (frame: Frame, agent: FakeAgent) => void;
}

/** An agent that says hello and otherwise does what the test tells it, right or wrong. */
export function createFakeAgent(script: Script = {}): FakeAgent {
  const { session = 7, execs = [], hello = true, onRequest } = script;
  const [stream, inside] = duplexPair();
  const received: Frame[] = [];

  const write = (channel: 1 | 2, bytes: Uint8Array) => {
    const header = Buffer.alloc(8);
    header.writeUInt8(channel, 0);
    header.writeUInt32BE(bytes.length, 4);
    if (!inside.destroyed) inside.write(Buffer.concat([header, bytes]));
  };

  const agent: FakeAgent = {
    stream,
    received,
    session,
    send: (type, id, payload = new Uint8Array(), end = true) =>
      write(1, encodeFrame({ type, end, session, id }, payload)),
    reply: ({ type, id }, payload) => agent.send(type | REPLY, id, payload),
    sendRaw: (bytes) => write(1, bytes),
    sayOnStderr: (text) => write(2, Buffer.from(text)),
    drop: () => void inside.destroy(),
  };

  const reader = createFrameReader((view) => {
    const frame = { ...view, payload: Buffer.from(view.payload) };
    received.push(frame);
    if (frame.type === TYPE.HELLO) {
      if (hello) agent.reply(frame, helloReply(frame.payload, session, execs));
    } else onRequest?.(frame, agent);
  });
  let resyncing = true;
  inside.on('data', (chunk: Buffer) => {
    const start = resyncing ? chunk.findIndex((byte) => byte !== 0) : 0;
    if (start === -1) return;
    resyncing = false;
    reader.push(chunk.subarray(start));
  });
  inside.on('error', () => undefined);
  return agent;
}

/** What an agent answers to a hello. */
export function helloReply(nonce: Uint8Array, session: number, execs: readonly ExecState[] = []) {
  const writer = new PayloadWriter().raw(nonce).u32(session).u32(1).raw(Buffer.alloc(16, 9));
  writer.str('fake').u32(1000).u32(1000).u32(execs.length);
  for (const exec of execs) {
    writer
      .u32(exec.handle)
      .str(exec.key)
      .u8(exec.ended ? 2 : 1);
    writer.u64(exec.ackedSeq).u64(exec.firstSeq).u64(exec.nextSeq).u64(exec.stdinBytes);
  }
  return writer.finish();
}

export function outputPayload(seq: number, text: string): Buffer {
  return new PayloadWriter().u64(seq).u8(1).u64(0).u64(1_000_000).raw(Buffer.from(text)).finish();
}

export function exitPayload(seq: number, { signal = false, value = 0, reason = 0 } = {}): Buffer {
  const writer = new PayloadWriter()
    .u64(seq)
    .u8(signal ? 1 : 0)
    .u32(value)
    .u8(reason)
    .u8(0);
  for (let counters = 0; counters < 9; counters += 1) writer.u64(1_000);
  return writer.u32(0).finish();
}
