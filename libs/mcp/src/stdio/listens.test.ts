import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { expect, it } from 'vitest';

import { createListens } from './listens.ts';

const URI = 'workspace://c/file';

function setup(fails = false) {
  const followed: string[] = [];
  const add = async (uri: string) => {
    followed.push(uri);
    if (fails) throw new Error('broken');
    return true;
  };
  let closed = 0;
  const problems: Error[] = [];
  const follow = () => ({
    add,
    close: () => void (closed += 1),
  });
  const listens = createListens(follow, (error) => problems.push(error));
  const passed: JSONRPCMessage[] = [];
  const receive = listens.before((message) => passed.push(message));
  return {
    followed,
    problems,
    closed: () => closed,
    listens,
    receive,
    /** Which resources the requests ask for when they are passed on. */
    honoured: () => passed.map((message) => ('params' in message ? message.params : undefined)),
    listen: (id: number) =>
      receive({
        ...{ jsonrpc: '2.0', id, method: 'subscriptions/listen' },
        params: { notifications: { resourceSubscriptions: [URI] } },
      }),
  };
}

const asksFor = (...resourceSubscriptions: string[]) => ({
  notifications: { resourceSubscriptions },
});

it('says of one request too many that it follows nothing', async () => {
  const { listen, honoured, followed } = setup();
  for (let id = 1; id <= 17; id += 1) listen(id);

  await expect.poll(honoured).toHaveLength(17);
  expect(followed).toHaveLength(16);
  expect(honoured()).toEqual([...Array<object>(16).fill(asksFor(URI)), asksFor()]);
});

it('follows as long as a request is open, and forgets one that is cancelled meanwhile', async () => {
  const { listen, honoured, receive, listens, closed } = setup();
  listen(1);
  await expect.poll(honoured).toEqual([asksFor(URI)]);
  listen(2);
  receive({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } });
  expect(closed()).toBe(1);
  listens.close();
  expect(closed()).toBe(2);

  listen(3);
  await expect.poll(honoured).toEqual([asksFor(URI), { requestId: 2 }, asksFor(URI)]);
});

it('tells of what nobody expected', async () => {
  const { listen, problems } = setup(true);
  listen(1);
  await expect.poll(() => problems.map(({ message }) => message)).toEqual(['broken']);
});
