import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';

import { aloneWith } from './alone-with.ts';

it('lets one go on at a time', async () => {
  const what = randomUUID();
  let inside = 0;
  const seen: number[] = [];
  const work = async () => {
    using _ = await aloneWith(what);
    seen.push((inside += 1));
    await new Promise(setImmediate);
    inside -= 1;
  };

  await Promise.all([work(), work(), work()]);

  expect(seen).toEqual([1, 1, 1]);
});
