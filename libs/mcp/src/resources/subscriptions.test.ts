import { AppError } from '@devbench/core';
import { expect, it } from 'vitest';

import { connect, scriptedClient } from '../testing/connect.ts';

async function setup() {
  const watched: { path: string; changed: () => void }[] = [];
  const operations = {
    ...scriptedClient(async () => ({})),
    watch: async (_: unknown, { path }: { path: string }, changed: () => void) => {
      if (path === 'none') throw new AppError('file_not_found', 'Nothing there.');
      const entry = { path, changed };
      watched.push(entry);
      return { close: () => void watched.splice(watched.indexOf(entry), 1) };
    },
  };
  const { client, server } = await connect(operations);
  const codeOf = (uri: string) =>
    client.subscribeResource({ uri }).then(
      () => undefined,
      (error: unknown) => (error as { data: { code: string } }).data.code,
    );
  return { client, server, watched, codeOf };
}

it('watches an address once, and no more after its client is gone', async () => {
  const { client, watched } = await setup();
  await client.subscribeResource({ uri: 'workspace://box/a' });
  await client.subscribeResource({ uri: 'workspace://box/a' });
  await client.subscribeResource({ uri: 'workspace://box/b' });
  expect(watched.map(({ path }) => path)).toEqual(['a', 'b']);

  await client.unsubscribeResource({ uri: 'workspace://box/a' });
  expect(watched.map(({ path }) => path)).toEqual(['b']);

  await client.close();
  await expect.poll(() => watched).toEqual([]);
});

it('refuses what cannot be followed, and more than enough', async () => {
  const { codeOf, watched } = await setup();
  expect(await codeOf('workspace://box/none')).toBe('file_not_found');
  expect(await codeOf('exec://e_1/output')).toBe('invalid_argument');
  for (let index = 0; index < 64; index += 1) {
    expect(await codeOf(`workspace://box/${index}`)).toBeUndefined();
  }
  expect(await codeOf('workspace://box/64')).toBe('quota_exceeded');
  expect(watched).toHaveLength(64);
});

it('does not offer it where nobody watches', async () => {
  const { client } = await connect(scriptedClient(async () => ({})));
  expect(client.getServerCapabilities()?.resources).toEqual({ subscribe: false });
  await expect(client.subscribeResource({ uri: 'workspace://box/a' })).rejects.toThrow();
});
