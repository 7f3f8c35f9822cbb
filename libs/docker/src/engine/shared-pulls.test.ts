import { expect, it } from 'vitest';
import { createSharedPulls } from './shared-pulls.ts';

function setup() {
  const pulls: { image: string; signal: AbortSignal; done: () => unknown; say: () => void }[] = [];
  const shared = createSharedPulls((image, { signal, onProgress }) => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    pulls.push({
      image,
      signal,
      done: () => resolve(undefined),
      say: () => onProgress({ message: 'layer' }),
    });
    return promise;
  });
  const waiter = () => {
    const abort = new AbortController();
    const said: string[] = [];
    const onProgress = ({ message }: { message: string }) => void said.push(message);
    return { abort, said, signal: abort.signal, onProgress };
  };
  return { pulls, shared, waiter };
}

it('pulls once for many, and all hear of it', async () => {
  const { pulls, shared, waiter } = setup();
  const waiters = [waiter(), waiter()];
  const waits = waiters.map((it) => shared.wait('x', it));

  pulls[0]?.say();
  pulls[0]?.done();
  await Promise.all(waits);

  expect(pulls).toHaveLength(1);
  expect(waiters.map(({ said }) => said)).toEqual([['layer'], ['layer']]);
});

it('ends the pull only when nobody waits any more', async () => {
  const { pulls, shared, waiter } = setup();
  const [first, second] = [waiter(), waiter()];
  const waits = [shared.wait('x', first), shared.wait('x', second)];

  first.abort.abort();
  await expect(waits[0]).rejects.toMatchObject({ code: 'call_cancelled' });
  expect(pulls[0]?.signal.aborted).toBe(false);
  second.abort.abort();
  await expect(waits[1]).rejects.toMatchObject({ code: 'call_cancelled' });

  expect(pulls[0]?.signal.aborted).toBe(true);
});

it('begins a new pull after one that nobody wanted', async () => {
  const { pulls, shared, waiter } = setup();
  const first = waiter();
  const wait = shared.wait('x', first);
  first.abort.abort();
  await expect(wait).rejects.toMatchObject({ code: 'call_cancelled' });

  const again = shared.wait('x', waiter());
  pulls[1]?.done();

  await expect(again).resolves.toBeUndefined();
});
