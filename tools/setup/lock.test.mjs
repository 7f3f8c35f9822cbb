import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from './lock.mjs';

const name = () => `test-${process.pid}-${Math.random()}`;

it('lets one in at a time, whatever becomes of the one before', async () => {
  const lock = name();
  let inside = 0;
  let most = 0;
  const work = async (/** @type {number} */ turn) => {
    most = Math.max(most, ++inside);
    await sleep(5);
    inside--;
    if (turn === 1) throw new Error('turn 1 failed');
  };
  const turns = [0, 1, 2, 3].map((turn) => withLock(lock, () => work(turn)));
  const ends = await Promise.allSettled(turns);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  );
  assert.equal(most, 1);
});

it('is free again when its holder was killed', async () => {
  const lock = name();
  const script = `
    import { withLock } from ${JSON.stringify(new URL('lock.mjs', import.meta.url).href)};
    await withLock(${JSON.stringify(lock)}, () => {
      console.log('held');
      return new Promise((resolve) => setTimeout(resolve, 60_000));
    });`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script]);
  await once(holder.stdout, 'data');
  let freed = false;
  const waiting = withLock(lock, async () => assert.ok(freed));
  await sleep(20);
  freed = holder.kill('SIGKILL');
  await waiting;
});
