import { expect, it } from 'vitest';
import { createFakeAgent, type FakeAgent } from '../testing/fake-agent.ts';
import { createChannel } from './channel.ts';
import { openSession } from './open-session.ts';

function setup(idleMs = 60_000) {
  const agents: FakeAgent[] = [];
  const counts = { idle: 0 };
  const open = () => {
    const agent = createFakeAgent();
    agents.push(agent);
    return openSession(agent.stream, { running: true, timeoutMs: 200 });
  };
  const channel = createChannel(open, { idleMs, requestMs: 200 }, () => (counts.idle += 1));
  return { channel, agents, counts };
}

it('opens one session for all who ask at a time', async () => {
  const { channel, agents } = setup();
  const sessions = await Promise.all([channel.session(), channel.session(), channel.session()]);
  expect(new Set(sessions).size).toBe(1);
  expect(agents).toHaveLength(1);
});

it('closes when nothing uses it, and opens again on demand', async () => {
  const { channel, agents, counts } = setup(20);
  const session = await channel.session();

  await expect(session.ended).resolves.toMatchObject({ cause: 'closed' });
  await channel.session();

  expect(agents).toHaveLength(2);
  expect(counts.idle).toBe(1);
});

it('leaves a follower nothing when its agent does not keep to the protocol', async () => {
  const { channel, agents } = setup();
  const lost: unknown[] = [];
  await channel.session();
  channel.follow({ key: 'e', joined: () => undefined, lost: (error) => lost.push(error.code) });

  agents[0]?.sendRaw(Buffer.alloc(100, 1));

  await expect.poll(() => lost).toEqual(['guest_unavailable']);
  expect(agents).toHaveLength(1);
});

it('joins its followers again after a lost connection', async () => {
  const { channel, agents } = setup();
  let joined = 0;
  await channel.session();
  channel.follow({ key: 'e', joined: () => (joined += 1), lost: () => undefined });

  agents[0]?.drop();
  await expect.poll(() => joined).toBe(1);
  agents[1]?.drop();

  await expect.poll(() => joined).toBe(2);
});
