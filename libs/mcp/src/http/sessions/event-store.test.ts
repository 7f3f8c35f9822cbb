import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { expect, it } from 'vitest';

import { createSessionEvents, EventBudget, type SessionEvents } from './event-store.ts';

const message = (id: number, text = ''): JSONRPCMessage => ({
  jsonrpc: '2.0',
  id,
  result: { text },
});

async function replay(events: SessionEvents, after: string) {
  const sent: unknown[] = [];
  const send = async (_id: string, { id }: JSONRPCMessage & { id?: unknown }) => void sent.push(id);
  await events.replayEventsAfter(after, { send });
  return sent;
}

it('gives again what followed on the same stream', async () => {
  const events = createSessionEvents(new EventBudget(10_000));
  const opened = await events.storeEvent('s1', {} as JSONRPCMessage);
  await events.storeEvent('s2', message(1));
  const first = await events.storeEvent('s1', message(2));
  await events.storeEvent('s1', message(3));

  expect(await events.getStreamIdForEventId?.(opened)).toBe('s1');
  expect(await replay(events, opened)).toEqual([2, 3]);
  expect(await replay(events, first)).toEqual([3]);
});

it('knows nothing of other sessions', async () => {
  const budget = new EventBudget(10_000);
  const id = await createSessionEvents(budget).storeEvent('s1', message(1));
  const other = createSessionEvents(budget);

  expect(await other.getStreamIdForEventId?.(id)).toBeUndefined();
  await expect(replay(other, id)).rejects.toThrow('not kept');
});

it('keeps as much as the budget of all sessions allows, the newest', async () => {
  const budget = new EventBudget(10_000);
  const one = createSessionEvents(budget);
  const two = createSessionEvents(budget);
  const first = await one.storeEvent('s', message(1, 'x'.repeat(5000)));
  const second = await two.storeEvent('s', message(2, 'x'.repeat(4000)));
  const third = await one.storeEvent('s', message(3, 'x'.repeat(4000)));

  expect(await one.getStreamIdForEventId?.(first)).toBeUndefined();
  expect(await two.getStreamIdForEventId?.(second)).toBe('s');
  expect(await one.getStreamIdForEventId?.(third)).toBe('s');

  one.clear();
  two.clear();
  expect(budget.bytes).toBe(0);
});
