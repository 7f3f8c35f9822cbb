import { expect, it } from 'vitest';

import { createLifecycle } from './lifecycle.ts';

function setup(failing: Readonly<Record<string, 'start' | 'stop'>> = {}) {
  const happened: string[] = [];
  const life = createLifecycle();
  for (const name of ['a', 'b', 'c']) {
    const act = (what: 'start' | 'stop') => async () => {
      happened.push(`${what} ${name}`);
      if (failing[name] === what) throw new Error(`${what} ${name} failed`);
    };
    life.add({ start: act('start'), stop: act('stop') });
  }
  return { life, happened };
}

it('starts in order and stops in reverse, once', async () => {
  const { life, happened } = setup();

  await life.start();
  await Promise.all([life.stop(), life.stop()]);

  expect(happened).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
});

it('leaves nothing started when a start fails', async () => {
  const { life, happened } = setup({ b: 'start' });

  await expect(life.start()).rejects.toThrow('start b failed');

  expect(happened).toEqual(['start a', 'start b', 'stop b', 'stop a']);
});

it('stops everything even when a stop fails, and reports it', async () => {
  const { life, happened } = setup({ b: 'stop' });
  await life.start();

  await expect(life.stop()).rejects.toMatchObject({
    errors: [expect.objectContaining({ message: 'stop b failed' })],
  });

  expect(happened.slice(3)).toEqual(['stop c', 'stop b', 'stop a']);
});

it('stops what a running start has begun, and goes no further', async () => {
  const { life, happened } = setup();

  void life.start();
  await life.stop();

  expect(happened).toEqual(['start a', 'stop a']);
});

it('has nothing to stop before it started', async () => {
  const { life, happened } = setup();

  await life.stop();

  expect(happened).toEqual([]);
});
