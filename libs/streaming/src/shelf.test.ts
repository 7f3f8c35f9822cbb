import { outputShelfContract } from '@devbench/testing/contracts';

import { MemoryShelf } from './test/shelf.ts';

// What stands for the state in the tests here must do what the state does.
outputShelfContract(async () => {
  const shelf = new MemoryShelf();
  return { first: shelf, second: shelf, stop: async () => undefined };
});
