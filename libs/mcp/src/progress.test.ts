import type { ProgressNotification } from '@modelcontextprotocol/sdk/types.js';
import { expect, it } from 'vitest';

import { createProgressSender } from './progress.ts';

const message = (progress: number, total?: number) => ({
  progress,
  message: String(progress),
  ...(total && { total }),
});

it('sends numbers that grow, also when a new phase starts over', async () => {
  const sent: ProgressNotification['params'][] = [];
  const sender = createProgressSender('t', async (frame) => void sent.push(frame));

  for (const progress of [0, 7, 3]) {
    sender.send(message(progress, 10));
    await Promise.resolve().then(() => undefined);
    await new Promise(setImmediate);
  }

  expect(sent).toEqual([
    { progressToken: 't', progress: 0, total: 10, message: '0' },
    { progressToken: 't', progress: 7, total: 10, message: '7' },
    { progressToken: 't', progress: 8, message: '3' },
  ]);
});

it('lets only the newest wait for a slow client', async () => {
  const sent: string[] = [];
  const slow = Promise.withResolvers<undefined>();
  const sender = createProgressSender(1, async ({ message: text }) => {
    sent.push(text ?? '');
    await slow.promise;
  });

  for (let progress = 1; progress <= 1000; progress++) sender.send(message(progress));
  slow.resolve(undefined);
  await expect.poll(() => sent).toEqual(['1', '1000']);
});

it('survives a closed connection and is silent after the result', async () => {
  let tries = 0;
  const sender = createProgressSender(1, () => {
    tries += 1;
    return Promise.reject(new Error('Not connected'));
  });

  sender.send(message(1));
  await new Promise(setImmediate);
  sender.close();
  sender.send(message(2));
  await new Promise(setImmediate);

  expect(tries).toBe(1);
});
