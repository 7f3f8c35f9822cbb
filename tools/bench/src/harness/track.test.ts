import { expect, it, onTestFinished, vi } from 'vitest';

import type { Side } from './case.ts';
import { createGuard } from './guard.ts';
import type { Stage } from './stage.ts';
import { Track } from './track.ts';

const guard = createGuard(5000, new AbortController().signal);
const stage = {} as Stage;

function counting(perRound: number, failAt = Infinity): Side {
  let calls = 0;
  const sample = async () => {
    calls += 1;
    if (calls >= failAt) throw new Error('broken');
    return calls;
  };
  return { name: 'side', perRound, open: async () => ({ sample }) };
}

it('keeps the measurements of each round', async () => {
  const track = new Track(counting(2), guard);
  await track.open(stage, { warmUp: false });
  await track.turn();
  await track.turn();

  expect(await track.result()).toMatchObject({
    rounds: [
      [1, 2],
      [3, 4],
    ],
    failure: undefined,
  });
});

it('takes several figures from one measurement', async () => {
  const side = { ...counting(1), open: async () => ({ sample: async () => [1, 2] }) };
  const track = new Track(side, guard);
  await track.open(stage, { warmUp: false });
  await track.turn();

  expect(await track.result()).toMatchObject({ rounds: [[1, 2]] });
});

it('stops at the first failure and says why', async () => {
  const track = new Track(counting(2, 2), guard);
  await track.open(stage, { warmUp: false });
  await track.turn();
  await track.turn();

  expect(await track.result()).toMatchObject({ rounds: [[1]], failure: 'broken' });
});

it('does not count what warms up', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const side = counting(1);
  const slow = async (stage: Stage) => {
    const { sample } = await side.open(stage);
    return {
      sample() {
        // Longer than it warms up.
        vi.advanceTimersByTime(1_100);
        return sample();
      },
    };
  };
  const track = new Track({ ...side, open: slow }, guard);
  await track.open(stage, { warmUp: true });
  await track.turn();

  expect(await track.result()).toMatchObject({ rounds: [[2]] });
});
