import { expect, it } from 'vitest';

import { createFairQueue } from './fair-queue.ts';

const limits = { execsPerWorkspace: 2, execsAtOnce: 4, execQueueLength: 100 };

/** `alice/1` is a workspace of alice. */
function entering(change: object = {}) {
  const queue = createFairQueue({ ...limits, ...change });
  const enter = (workspace: string, client = 'c') => {
    const [principal = ''] = workspace.split('/');
    return Object.assign(queue.enter({ workspace, principal, client }), { workspace, client });
  };
  return { queue, enter };
}

it('keeps room for everybody, however much one principal runs', () => {
  const { enter } = entering();
  const hung = Array.from({ length: 50 }, (_, n) => enter(`alice/${n}`));
  expect(hung.filter((ticket) => ticket.isGranted())).toHaveLength(4);

  const others = ['bob/1', 'bob/1', 'bob/1', 'carol/1'].map((name) => enter(name));
  expect(others.map((ticket) => ticket.isGranted())).toEqual([true, true, false, true]);
  hung[0]?.leave();
  // The sure places are over the limit, so that one free place is nobody's yet.
  expect(hung.filter((ticket) => ticket.isGranted())).toHaveLength(3);
});

it('gives free places to principals in turn, and to the clients of each in turn', () => {
  const { enter } = entering({ execsPerWorkspace: 1, execsAtOnce: 1 });
  const names = ['a/1', 'a/2', 'a/3', 'a/4', 'b/1', 'b/2', 'b/3'];
  const running = [enter('a/0'), enter('b/0')];
  const waiting = names.map((name) => enter(name, name === 'a/4' ? 'other' : 'c'));
  const order: string[] = [];
  while (running.length + waiting.length > 0) {
    running.shift()?.leave();
    for (const ticket of waiting.filter((ticket) => ticket.isGranted())) {
      waiting.splice(waiting.indexOf(ticket), 1);
      running.push(ticket);
      order.push(ticket.workspace);
    }
  }
  expect(order).toEqual(['a/1', 'b/1', 'a/4', 'b/2', 'a/2', 'b/3', 'a/3']);
});

it('lets no principal run more than its own limit', () => {
  const { enter } = entering({ execsPerPrincipal: 3, execsAtOnce: 100 });
  const tickets = Array.from({ length: 5 }, (_, n) => enter(`alice/${n}`));

  expect(tickets.map((ticket) => ticket.isGranted())).toEqual([true, true, true, false, false]);
  expect(enter('bob/1').isGranted()).toBe(true);
  tickets[0]?.leave();
  expect(tickets.map((ticket) => ticket.isGranted())).toEqual([false, true, true, true, false]);
});

it('forgets who leaves before its turn', async () => {
  const { queue, enter } = entering({ execsPerWorkspace: 1 });
  const [first, second, third] = [enter('a/1'), enter('a/1'), enter('a/1')];
  second.leave();
  second.leave();

  expect(await second.turn).toBe(false);
  expect(queue.waiting).toBe(1);
  first.leave();
  expect(third.isGranted()).toBe(true);
});
