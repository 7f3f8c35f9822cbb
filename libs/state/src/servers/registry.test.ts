import { expect, it, onTestFinished } from 'vitest';

import { temporaryFile, testState } from '../test/state.ts';

async function servers() {
  const { file, remove } = await temporaryFile();
  const gone = new Set<number>();
  const isAlive = (pid: number) => !gone.has(pid);
  const here = testState(file, { pid: 1, isAlive });
  const neighbour = testState(file, { pid: 2, isAlive });
  const remote = testState(file, { pid: 3, host: 'there', isAlive });
  const all = [here, neighbour, remote];
  await Promise.all(all.map((state) => state.start()));
  onTestFinished(async () => {
    await Promise.all(all.map((state) => state.stop()));
    await remove();
  });
  return { here, neighbour, remote, gone };
}

it('knows the living from their heartbeat', async () => {
  const { here, neighbour, remote } = await servers();
  const now = Date.now();
  const everybody = [here, neighbour, remote].map(({ servers: { self } }) => self);
  expect([...(await here.servers.alive(new Date(now)))].sort()).toEqual(everybody.sort());

  await neighbour.servers.heartbeat(new Date(now + 20_000));
  const later = await here.servers.alive(new Date(now + 20_000));
  expect(later).toEqual(new Set([here.servers.self, neighbour.servers.self]));
});

it('sees at once that a process of this host is gone, and believes other hosts', async () => {
  const { here, neighbour, remote, gone } = await servers();
  gone.add(2).add(3);
  const alive = await here.servers.alive(new Date());
  expect(alive.has(neighbour.servers.self)).toBe(false);
  expect(alive.has(remote.servers.self)).toBe(true);
});

it('takes over the claim of a server that is gone, which then has no say', async () => {
  const { here, neighbour, gone } = await servers();
  const claim = { owner: 'a', operation: 'o', key: 'k', inputHash: 'h' };
  await neighbour.keys.claim(claim, new Date());
  expect(await here.keys.claim(claim, new Date())).toEqual({ state: 'running' });

  gone.add(2);
  expect(await here.keys.claim(claim, new Date())).toEqual({ state: 'claimed' });
  await neighbour.keys.complete(claim, 'late', new Date(Date.now() + 1_000));
  await neighbour.keys.release(claim);
  expect(await here.keys.claim(claim, new Date())).toEqual({ state: 'running' });
});

it('leaves when it stops', async () => {
  const { here, neighbour } = await servers();
  await neighbour.stop();
  expect((await here.servers.alive(new Date())).has(neighbour.servers.self)).toBe(false);
});
