import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createFakeAgent, helloReply } from '../../testing/fake-agent.ts';
import { decodeOutput } from '../messages/output.ts';
import { REPLY, TYPE } from '../messages/types.ts';
import { openSession } from '../open-session.ts';
import { encodeFrame, type Frame } from '../wire/frame.ts';
import { takeFrames } from '../wire/frame-reader.ts';
import { PayloadReader } from '../wire/payload-reader.ts';
import { PayloadWriter } from '../wire/payload-writer.ts';
import { offerLink } from './offer-link.ts';

const LIMITS = { timeoutMs: 5_000, maxReplyBytes: 1_000 };
const SESSION = 7;

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'link-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const frame = (type: number, id: number, payload: Uint8Array = new Uint8Array()) =>
  encodeFrame({ type, end: true, session: SESSION, id }, payload, 'header');

/** A session with an agent that takes the link, and its end of it. */
async function linked() {
  const folder = await temporaryFolder();
  const opening = Promise.withResolvers<Socket>();
  const followed: Socket[] = [];
  const agent = createFakeAgent({
    onRequest(request) {
      const body = new PayloadReader(request.payload);
      const socket = connect(join(folder, body.str()), () => {
        socket.write(Buffer.concat([body.rest(), frame(TYPE.LINK | REPLY, request.id)]));
        opening.resolve(socket);
      });
      onTestFinished(() => void socket.destroy());
    },
  });
  const link = { folder, opened: (socket: Socket) => void followed.push(socket) };
  const session = await openSession(agent.stream, { running: true, timeoutMs: 5_000, link });
  onTestFinished(() => session.close());
  const socket = await opening.promise;
  return { session, agent, folder, followed, socket };
}

const ping = (session: Awaited<ReturnType<typeof linked>>['session'], text: string) =>
  session.request(TYPE.PING, Buffer.from(text), LIMITS, (parts) => Buffer.concat(parts).toString());

/** The next request that comes over the link. */
async function nextRequest(socket: Socket): Promise<Frame> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    bytes = Buffer.concat([bytes, chunk]);
    let found: Frame | undefined;
    takeFrames(bytes, (each) => (found ??= each), 'header');
    if (found !== undefined) return found;
  }
}

it('carries the session from the answer on, and leaves no socket in the folder', async () => {
  const { session, agent, folder, followed, socket } = await linked();
  const answer = ping(session, 'over the link');
  const request = await nextRequest(socket);
  socket.write(frame(TYPE.PING | REPLY, request.id, request.payload));

  expect(await answer).toBe('over the link');
  expect(agent.received.map(({ type }) => type)).toEqual([TYPE.HELLO, TYPE.LINK]);
  expect(await readdir(folder)).toEqual([]);
  expect(followed).toHaveLength(1);
});

it('puts frames together however they arrive', async () => {
  const { session, socket } = await linked();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const texts: string[] = [];
  session.listen(3, (_, payload) => {
    texts.push(String(decodeOutput(payload).data));
    if (texts.length === 300) resolve(undefined);
  });
  const frames = Array.from({ length: 300 }, (_, at) => {
    const output = new PayloadWriter().u64(at).u8(1).u64(0).u64(0);
    return frame(TYPE.OUTPUT, 3, output.raw(Buffer.alloc((at * 7919) % 16_384, at)).finish());
  });
  const bytes = Buffer.concat(frames);
  for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 31) % 70_001) {
    socket.write(bytes.subarray(at, at + size));
  }
  await promise;

  const sent = Array.from({ length: 300 }, (_, at) => Buffer.alloc((at * 7919) % 16_384, at));
  expect(texts).toEqual(sent.map(String));
});

it('goes on over the attach stream when the agent refuses, or the folder is not there', async () => {
  const folder = await temporaryFolder();
  for (const place of [folder, join(folder, 'missing')]) {
    const agent = createFakeAgent({
      onRequest(request, { send, reply }) {
        const fault = new PayloadWriter().u16(13).u32(13).str('permission denied').finish();
        if (request.type === TYPE.LINK) send(TYPE.FAULT, request.id, fault);
        else reply(request, request.payload);
      },
    });
    const link = { folder: place, opened: () => undefined };
    const session = await openSession(agent.stream, { running: true, timeoutMs: 5_000, link });

    expect(await ping(session, 'attached')).toBe('attached');
    session.close();
  }
  expect(await readdir(folder)).toEqual([]);
});

it('ends as lost when the link ends, and as a violation when it has no frames', async () => {
  const lost = await linked();
  lost.socket.end();
  expect(await lost.session.ended).toMatchObject({ cause: 'lost' });

  const garbled = await linked();
  garbled.socket.write(Buffer.alloc(100, 'x'));
  expect(await garbled.session.ended).toMatchObject({ cause: 'violation' });
});

it('is fenced by who says hello, whichever of the two ways tells it first', async () => {
  const greeting = helloReply(Buffer.alloc(16, 1), SESSION + 1);
  const byLink = await linked();
  byLink.socket.end(frame(TYPE.HELLO | REPLY, 1, greeting));
  expect(await byLink.session.ended).toMatchObject({ cause: 'fenced' });

  const byStream = await linked();
  byStream.socket.end();
  await once(byStream.socket, 'close');
  byStream.agent.send(TYPE.HELLO | REPLY, 1, greeting);
  expect(await byStream.session.ended).toMatchObject({ cause: 'fenced' });
});

it('takes nobody without the token', async () => {
  const folder = await temporaryFolder();
  const offer = await offerLink(folder);
  const path = join(folder, offer.name);
  const stranger = connect(path).resume();
  stranger.write(Buffer.alloc(16, 'x'));
  await once(stranger, 'close');
  const silent = connect(path).resume();
  await once(silent, 'connect');
  const agent = connect(path);
  agent.write(offer.token);
  const { socket } = await offer.taken;
  offer.close();
  await once(silent, 'close');

  expect(socket.destroyed).toBe(false);
  socket.destroy();
});
