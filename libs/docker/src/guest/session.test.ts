import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createFakeAgent, type FakeAgent, helloReply } from '../testing/fake-agent.ts';
import { GuestFault } from './messages/fault.ts';
import { REPLY, TYPE } from './messages/types.ts';
import { openSession } from './open-session.ts';
import { encodeFrame, MAX_PAYLOAD } from './wire/frame.ts';
import { PayloadWriter } from './wire/payload-writer.ts';

const limits = { timeoutMs: 200, maxReplyBytes: 1_000 };
const join = (payloads: readonly Buffer[]) => Buffer.concat(payloads).toString();
const open = ({ stream }: FakeAgent) => openSession(stream, { running: true, timeoutMs: 200 });

it('says hello and asks for an echo', async () => {
  const agent = createFakeAgent({ onRequest: (frame, it) => it.reply(frame, frame.payload) });

  const session = await open(agent);
  const answer = session.request(TYPE.PING, Buffer.from('marco'), limits, join);

  await expect(answer).resolves.toBe('marco');
  expect(session.hello).toMatchObject({ session: 7, uid: 1000, version: 'fake' });
});

it('rejects with the fault of the agent', async () => {
  const agent = createFakeAgent({
    onRequest: ({ id }, it) =>
      it.send(TYPE.FAULT, id, new PayloadWriter().u16(6).u32(0).str('no file').finish()),
  });
  const session = await open(agent);

  const answer = session.request(TYPE.READ, Buffer.alloc(0), limits, join);

  await expect(answer).rejects.toEqual(new GuestFault('not_regular', 0, 'no file'));
});

it('sends a long request within stream and credit, and stops when it is refused', async () => {
  let seen = 0;
  const agent = createFakeAgent({
    onRequest({ type, id, payload, end }, it) {
      if (type !== TYPE.WRITE) return;
      seen += payload.length;
      if (end) it.reply({ type, id, end, session: 7, payload }, Buffer.from(String(seen)));
      else it.send(TYPE.WRITE_CREDIT, id, new PayloadWriter().u64(seen + 1_048_576).finish());
    },
  });
  const session = await open(agent);
  const parts = Array.from({ length: 60 }, () => Buffer.alloc(65_536));

  const answer = session.request(TYPE.WRITE, Buffer.from('x'), limits, join, parts);

  await expect(answer).resolves.toBe(String(60 * 65_536 + 1));
});

it('ignores answers to nothing and frames of other sessions', async () => {
  const agent = createFakeAgent({
    onRequest(frame, it) {
      it.send(TYPE.PING | REPLY, 4_711, Buffer.from('who?'));
      it.send(TYPE.READ | REPLY, frame.id, Buffer.from('wrong type'));
      it.sendRaw(
        encodeFrame(
          { type: TYPE.PING | REPLY, end: true, session: 8, id: frame.id },
          randomBytes(3),
        ),
      );
      it.reply(frame, Buffer.from('right'));
    },
  });
  const session = await open(agent);
  await expect(session.request(TYPE.PING, Buffer.alloc(0), limits, join)).resolves.toBe('right');
});

it.each([
  ['random bytes', (agent: FakeAgent) => agent.sendRaw(Buffer.alloc(100, 'x'))],
  ['a huge length', (agent: FakeAgent) => agent.sendRaw(hugeFrame())],
  ['a wrong checksum', (agent: FakeAgent) => agent.sendRaw(brokenFrame())],
  ['a broken engine header', (agent: FakeAgent) => agent.stream.unshift(Buffer.alloc(8, 9))],
])('ends the session as a violation after %s', async (_, misbehave) => {
  const agent = createFakeAgent();
  const session = await open(agent);
  const answer = session.request(TYPE.PING, Buffer.alloc(0), limits, join);

  misbehave(agent);

  await expect(answer).rejects.toMatchObject({ code: 'guest_unavailable' });
  await expect(session.ended).resolves.toMatchObject({ cause: 'violation' });
  expect(agent.stream.destroyed).toBe(true);
});

it('ends the session when an answer is longer than asked for', async () => {
  const agent = createFakeAgent({
    onRequest({ type, id }, it) {
      for (let count = 0; count < 100; count += 1) {
        it.send(type | REPLY, id, Buffer.alloc(MAX_PAYLOAD), false);
      }
    },
  });
  const session = await open(agent);
  const answer = session.request(TYPE.READ, Buffer.alloc(0), limits, join);
  await expect(answer).rejects.toMatchObject({ end: { cause: 'violation' } });
});

it('gives up an agent that never answers', async () => {
  const session = await open(createFakeAgent());
  const answer = session.request(TYPE.PING, Buffer.alloc(0), { ...limits, timeoutMs: 20 }, join);
  await expect(answer).rejects.toMatchObject({ end: { cause: 'timeout' } });
});

it('gives up an agent that never says hello, and passes on its last words', async () => {
  const agent = createFakeAgent({ hello: false });
  agent.sayOnStderr('devbench-guest: no workspace\n');
  const opening = openSession(agent.stream, { running: false, timeoutMs: 50 });
  await expect(opening).rejects.toMatchObject({
    code: 'guest_unavailable',
    end: { cause: 'timeout', detail: 'No hello arrived. devbench-guest: no workspace' },
  });
});

it('knows that it was fenced, and a restarted agent from that', async () => {
  const fenced = createFakeAgent();
  const restarted = createFakeAgent();
  const sessions = [await open(fenced), await open(restarted)];

  fenced.send(TYPE.HELLO | REPLY, 1, helloReply(randomBytes(16), 8));
  restarted.send(TYPE.HELLO | REPLY, 0, helloReply(Buffer.alloc(16), 0));

  await expect(sessions[0]?.ended).resolves.toMatchObject({ cause: 'fenced' });
  await expect(sessions[1]?.ended).resolves.toMatchObject({ cause: 'lost' });
});

it('ends when the agent says that it skipped bytes', async () => {
  const agent = createFakeAgent();
  const session = await open(agent);
  agent.send(TYPE.GARBLED, 0);
  await expect(session.ended).resolves.toMatchObject({ cause: 'garbled' });
});

function hugeFrame(): Buffer {
  const frame = encodeFrame({ type: 1, end: true, session: 7, id: 1 }, new Uint8Array());
  frame.writeUInt32LE(0xffff_ffff, 12);
  return frame;
}

function brokenFrame(): Buffer {
  const frame = encodeFrame({ type: 1, end: true, session: 7, id: 1 }, randomBytes(10));
  frame.writeUInt32LE(0, 16);
  return frame;
}
