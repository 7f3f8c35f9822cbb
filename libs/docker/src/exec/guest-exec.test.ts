import type { ExecId, OutputRecord, RunningExec } from '@devbench/core';
import { expect, it } from 'vitest';
import { dockerConfig } from '../config.ts';
import { createChannels } from '../guest/channels.ts';
import { TYPE } from '../guest/messages/types.ts';
import { openSession } from '../guest/open-session.ts';
import type { Frame } from '../guest/wire/frame.ts';
import { PayloadReader } from '../guest/wire/payload-reader.ts';
import { PayloadWriter } from '../guest/wire/payload-writer.ts';
import {
  createFakeAgent,
  exitPayload,
  type FakeAgent,
  outputPayload,
} from '../testing/fake-agent.ts';
import { aSpec, aWorkspace } from '../testing/workspace.ts';
import { follow } from './follow.ts';
import { spawn } from './spawn.ts';

const HANDLE = 3;
const id = 'e_1' as ExecId;
const workspace = aWorkspace();
const spawned = new PayloadWriter().u32(HANDLE).u32(12).u64(1_000_000).finish();
const state = { handle: HANDLE, key: id, ended: false, ackedSeq: 0, firstSeq: 1, nextSeq: 1 };

/** Each opening of the channel gets the next agent; after the last one there is none. */
function setup(...agents: FakeAgent[]) {
  let opened = 0;
  const config = dockerConfig.parse({ guestTimeoutMs: 300, outputCreditBytes: 64 * 1024 });
  const timing = { idleMs: config.channelIdleMs, requestMs: config.guestTimeoutMs };
  const channels = createChannels(async () => {
    const agent = agents[opened];
    opened += 1;
    if (agent === undefined) throw new Error('There is no further agent.');
    return openSession(agent.stream, { running: true, timeoutMs: 10_000 });
  }, timing);
  return { channels, config };
}

const answerSpawn = (frame: Frame, agent: FakeAgent) => {
  if (frame.type === TYPE.SPAWN) agent.reply(frame, spawned);
};

async function readAll(running: RunningExec): Promise<OutputRecord[]> {
  const records: OutputRecord[] = [];
  for await (const batch of running.output) {
    records.push(...batch.map((record) => ({ ...record, data: Buffer.from(record.data) })));
  }
  return records;
}
const textOf = (records: OutputRecord[]) =>
  records.map(({ data }) => Buffer.from(data).toString()).join('');
const received = (agent: FakeAgent, type: number) =>
  agent.received.filter((frame) => frame.type === type);

it('gives output and end that come together with the answer to the spawn', async () => {
  const agent = createFakeAgent({
    onRequest(frame, it) {
      answerSpawn(frame, it);
      it.send(TYPE.OUTPUT, HANDLE, outputPayload(1, 'a'));
      it.send(TYPE.OUTPUT, HANDLE, outputPayload(2, 'b'));
      it.send(TYPE.EXIT, HANDLE, exitPayload(3, { signal: true, value: 15, reason: 2 }));
    },
  });

  const running = await spawn(setup(agent), workspace, id, aSpec(['x']));

  expect(textOf(await readAll(running))).toBe('ab');
  await expect(running.end).resolves.toMatchObject({
    seq: 3,
    reason: 'cancelled',
    exitCode: 143,
    signal: 'SIGTERM',
    usage: { cpuMs: 2 },
  });
});

it('continues exactly where a lost connection ended', async () => {
  const first = createFakeAgent({
    onRequest(frame, it) {
      answerSpawn(frame, it);
      it.send(TYPE.OUTPUT, HANDLE, outputPayload(1, 'one '));
      it.send(TYPE.OUTPUT, HANDLE, outputPayload(2, 'two '));
      setTimeout(it.drop, 10);
    },
  });
  const second = createFakeAgent({
    session: 8,
    execs: [{ ...state, stdinBytes: 0 }],
    onRequest(frame, it) {
      if (frame.type !== TYPE.SUBSCRIBE) return;
      it.reply(frame);
      it.send(TYPE.OUTPUT, HANDLE, outputPayload(2, 'two '));
      it.send(TYPE.OUTPUT, HANDLE, outputPayload(3, 'three'));
      it.send(TYPE.EXIT, HANDLE, exitPayload(4));
    },
  });

  const running = await spawn(setup(first, second), workspace, id, aSpec(['x']));
  running.acknowledge(1);

  expect(textOf(await readAll(running))).toBe('one two three');
  const [subscribe] = received(second, TYPE.SUBSCRIBE);
  const fields = new PayloadReader(subscribe?.payload ?? Buffer.alloc(0));
  expect([fields.u32(), fields.u64(), fields.u32()]).toEqual([HANDLE, 3, 64 * 1024]);
  expect(received(second, TYPE.ACK)).toHaveLength(1);
});

it('does not spawn twice when the answer was lost', async () => {
  const first = createFakeAgent({ onRequest: (_, it) => it.drop() });
  const second = createFakeAgent({
    execs: [{ ...state, stdinBytes: 0 }],
    onRequest(frame, it) {
      if (frame.type !== TYPE.SUBSCRIBE) return;
      it.reply(frame);
      it.send(TYPE.EXIT, HANDLE, exitPayload(1));
    },
  });

  const running = await spawn(setup(first, second), workspace, id, aSpec(['x']));

  await expect(readAll(running)).resolves.toEqual([]);
  expect(received(second, TYPE.SPAWN)).toEqual([]);
});

it('throws where the output stops when another server takes over', async () => {
  const agent = createFakeAgent({
    onRequest(frame, it) {
      answerSpawn(frame, it);
      it.send(TYPE.OUTPUT, HANDLE, outputPayload(1, 'kept'));
      it.send(TYPE.HELLO | 0x80, 1, Buffer.concat([Buffer.alloc(16, 1), helloRest()]));
    },
  });
  const running = await spawn(setup(agent), workspace, id, aSpec(['x']));
  const seen: OutputRecord[] = [];

  const reading = (async () => {
    for await (const batch of running.output) seen.push(...batch);
  })();

  await expect(reading).rejects.toMatchObject({ code: 'guest_unavailable' });
  await expect(running.end).rejects.toMatchObject({ code: 'guest_unavailable' });
  expect(textOf(seen)).toBe('kept');
});

it('gives credit as the reader takes, and none to a reader who does not read', async () => {
  const kib = 'x'.repeat(16_384);
  const agent = createFakeAgent({
    onRequest(frame, it) {
      answerSpawn(frame, it);
      if (frame.type !== TYPE.SPAWN) return;
      for (let seq = 1; seq <= 4; seq += 1) it.send(TYPE.OUTPUT, HANDLE, outputPayload(seq, kib));
    },
  });
  const running = await spawn(setup(agent), workspace, id, aSpec(['x']));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(received(agent, TYPE.CREDIT)).toEqual([]);

  await running.output[Symbol.asyncIterator]().next();

  await expect.poll(() => received(agent, TYPE.CREDIT)[0]?.payload.readUInt32LE()).toBe(65_536);
});

it('pauses an agent that sends countless tiny records, and goes on without a gap', async () => {
  const total = 6_000;
  let sent = 0;
  const sendFrom = (agent: FakeAgent, from: number) => {
    for (let seq = from; seq <= Math.min(from + 4_999, total); seq += 1) {
      agent.send(TYPE.OUTPUT, HANDLE, outputPayload(seq, 'x'));
      sent = Math.max(sent, seq);
    }
    if (sent === total) agent.send(TYPE.EXIT, HANDLE, exitPayload(total + 1));
  };
  const agent = createFakeAgent({
    onRequest(frame, it) {
      answerSpawn(frame, it);
      if (frame.type === TYPE.SPAWN) sendFrom(it, 1);
      if (frame.type !== TYPE.SUBSCRIBE) return;
      it.reply(frame);
      const fields = new PayloadReader(frame.payload);
      const [, from, credit] = [fields.u32(), fields.u64(), fields.u32()];
      if (credit > 0) sendFrom(it, from);
    },
  });
  const running = await spawn(setup(agent), workspace, id, aSpec(['x']));
  await expect.poll(() => received(agent, TYPE.SUBSCRIBE)).toHaveLength(1);

  expect((await readAll(running)).map(({ seq }) => seq)).toEqual(
    Array.from({ length: total }, (_, index) => index + 1),
  );
});

it('gives up an agent that floods', async () => {
  const agent = createFakeAgent({
    onRequest(frame, it) {
      answerSpawn(frame, it);
      for (let seq = 1; seq < 100; seq += 1) {
        it.send(TYPE.OUTPUT, HANDLE, outputPayload(seq, 'x'.repeat(16_384)));
      }
    },
  });
  const running = await spawn(setup(agent), workspace, id, aSpec(['x']));
  await expect(readAll(running)).rejects.toMatchObject({ end: { cause: 'violation' } });
});

it('does not know a command that the agent does not know', async () => {
  await expect(follow(setup(createFakeAgent()), workspace, id, 1)).resolves.toBeUndefined();
});

function helloRest(): Buffer {
  const writer = new PayloadWriter().u32(9).u32(1).raw(Buffer.alloc(16, 9));
  return writer.str('fake').u32(0).u32(0).u32(0).finish();
}
