import { expect, it } from 'vitest';

import { filesOf } from '../testing/files.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const session = sharedSession();

it('searches without going outside, and no pattern delays others', async () => {
  await using workspace = await spawnWorkspace(session());
  const { data, call } = filesOf(session(), workspace);
  await workspace.sh(`mkdir /tmp/out; echo needle > /tmp/out/f; ln -s /tmp/out out; ln -s /tmp/out/f l
    mkdir src; echo 'a needle' > src/f; echo '*.log' > .gitignore; echo needle > x.log
    head -c 3000000 /dev/zero | tr '\\0' a > long`);

  expect(await data('fs_search', { pattern: 'NEEDLE', ignore_case: true })).toMatchObject({
    matches: [{ path: '/workspace/src/f', line: 1, column: 3, text: 'a needle' }],
    truncated: false,
  });
  expect((await call('fs_search', { pattern: '(' })).code).toBe('invalid_argument');

  const hostile = [1, 2, 3].map(() => call('fs_search', { pattern: '(.*a){250}b' }));
  for (let round = 0; round < 20; round += 1) {
    const began = performance.now();
    await data('fs_stat', { path: 'src' });
    // What searches would take minutes.
    expect(performance.now() - began).toBeLessThan(10_000);
  }
  await session().call('kill', { container_id: workspace.id, force: true });
  await Promise.all(hostile);
});

it('offers files as resources, and completes their addresses', async () => {
  await using workspace = await spawnWorkspace(session(), { alias: 'res' });
  const { data } = filesOf(session(), workspace);
  await data('fs_write', { path: 'src/ü #1?.md', content: '# Title' });
  await workspace.sh('ln -s /etc/hostname l');
  const { client } = session();
  const ref = { type: 'ref/resource', uri: 'workspace://{container_id}/{+path}' } as const;
  const textOf = async (uri: string) =>
    ((await client.readResource({ uri })).contents[0] as { text: string }).text;

  const { resources } = await client.listResources();
  const [root] = resources.filter(({ name }) => name === 'res');
  const listing = JSON.parse(await textOf(root?.uri ?? '')) as { entries: { uri: string }[] };
  const below = JSON.parse(await textOf(listing.entries[1]?.uri ?? '')) as typeof listing;
  expect(await textOf(below.entries[0]?.uri ?? '')).toBe('# Title');

  const context = { arguments: { container_id: 'res' } };
  const path = await client.complete({ ref, context, argument: { name: 'path', value: 'src/ü' } });
  expect(path.completion.values).toEqual(['src/ü #1?.md']);
  const alias = await client.complete({ ref, argument: { name: 'container_id', value: 're' } });
  expect(alias.completion.values).toEqual(['res']);
  const uri = `workspace://res/l`;
  await expect(client.readResource({ uri })).rejects.toThrow('path_outside_workspace');
});
