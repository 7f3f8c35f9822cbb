import type Dockerode from 'dockerode';
import { expect, it } from 'vitest';

import type { Connection } from './connection.ts';
import { removeStaleScratch } from './scratch-container.ts';

/** An engine with containers of some age, which cannot be had otherwise. */
function setup(containers: readonly { Id: string; ageS: number; State: string }[]) {
  const removed: string[] = [];
  const listed = containers.map(({ ageS, ...rest }) => ({
    ...rest,
    Created: Date.now() / 1_000 - ageS,
  }));
  const docker = {
    listContainers: async () => listed,
    getContainer: (id: string) => ({ remove: async () => void removed.push(id) }),
  } as unknown as Dockerode;
  const call = ((ask: (signal: AbortSignal) => unknown) =>
    ask(new AbortController().signal)) as unknown as Connection['call'];
  return { removed, connection: { docker, call } };
}

it('removes what was left, and nothing that somebody may still use', async () => {
  const { removed, connection } = setup([
    { Id: 'left', ageS: 120, State: 'created' },
    { Id: 'ended', ageS: 120, State: 'exited' },
    { Id: 'new', ageS: 20, State: 'created' },
    { Id: 'gives many files to their user', ageS: 120, State: 'running' },
  ]);

  await removeStaleScratch(connection);

  expect(removed).toEqual(['left', 'ended']);
});
