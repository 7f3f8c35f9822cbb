import { expect, it } from 'vitest';
import type { PatternSettings } from './worker/messages.ts';
import { createSpareWorker } from './spare-worker.ts';

const settings: PatternSettings = {
  pattern: 'x',
  literal: true,
  ignoreCase: false,
  context: 0,
  maxResults: 1,
};
const ended = { code: 'unexpected', message: 'The search has ended.' };

it('keeps a thread for the next search, until it is stopped', async () => {
  const workers = createSpareWorker();
  const worker = await workers.begin(settings);
  await workers.giveBack(worker);
  expect(await workers.begin(settings)).toBe(worker);
  await workers.giveBack(worker);

  await workers.stop();

  await expect(worker.keep('', undefined, [])).rejects.toMatchObject(ended);
});

it('keeps no thread that comes back after the stop', async () => {
  const workers = createSpareWorker();
  const worker = await workers.begin(settings);
  await workers.stop();

  await workers.giveBack(worker);

  await expect(worker.keep('', undefined, [])).rejects.toMatchObject(ended);
});

it('ends the thread that nobody needed for so long', async () => {
  const workers = createSpareWorker(1);
  const worker = await workers.begin(settings);

  await workers.giveBack(worker);

  const asked = () =>
    worker.keep('', undefined, []).then(
      () => 'alive',
      () => 'ended',
    );
  await expect.poll(asked).toBe('ended');
});
