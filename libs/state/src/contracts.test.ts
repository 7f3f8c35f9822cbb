import {
  execRepositoryContract,
  keysContract,
  type MakePair,
  outputShelfContract,
  snapshotsContract,
  warmRepositoryContract,
  workspaceRepositoryContract,
} from '@devbench/testing/contracts';
import { describe } from 'vitest';

import type { State } from './state.ts';
import { temporaryFile, testState } from './test/state.ts';

const inMemory = async () => {
  const state = testState(':memory:');
  await state.start();
  return { first: state, second: state, stop: state.stop };
};

const onFile = async () => {
  const { file, remove } = await temporaryFile();
  const [first, second] = [testState(file), testState(file)];
  await Promise.all([first.start(), second.start()]);
  const stop = async () => {
    await Promise.all([first.stop(), second.stop()]);
    await remove();
  };
  return { first, second, stop };
};

describe.each([
  ['in memory', inMemory],
  ['two servers on one file', onFile],
] as const)('%s', (_, make) => {
  const only =
    <T>(part: (state: State) => T): MakePair<T> =>
    async () => {
      const { first, second, stop } = await make();
      return { first: part(first), second: part(second), stop };
    };
  workspaceRepositoryContract(only(({ workspaces }) => workspaces));
  warmRepositoryContract(only(({ workspaces }) => workspaces));
  execRepositoryContract(only(({ execs }) => execs));
  keysContract(only(({ keys }) => keys));
  outputShelfContract(only(({ outputShelf }) => outputShelf));
  snapshotsContract(only((state) => state));
});
