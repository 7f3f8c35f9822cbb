import type { ExecId, WorkspaceId } from '@devbench/core';
import { aCaller, anExec, aWorkspace, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';
import type { Overview, OverviewNews } from './overview.ts';

const ADMIN = { principal: { id: 'root', scopes: ['admin'] as const } };

async function setup() {
  const ports = testPorts();
  await ports.workspaces.reserve(aWorkspace());
  await ports.workspaces.reserve(aWorkspace({ id: 'c_2' as WorkspaceId, owner: 'bob' }));
  await ports.execs.reserve(
    anExec({ argv: ['/bin/sh', '-c', 'deploy --password hunter2  \n now'] }),
  );
  await ports.execs.reserve(anExec({ id: 'e_2' as ExecId, owner: 'bob' }));
  const { client } = createOperations(ports, operationsConfig.parse({}));
  return { ports, client };
}

/** Gathers until nothing more is said at this time. */
function watch(
  { client, ports }: Awaited<ReturnType<typeof setup>>,
  change: Parameters<typeof aCaller>[0] = {},
) {
  const leaving = new AbortController();
  const news: OverviewNews[] = [];
  const over = (async () => {
    const caller = aCaller({ ...change, signal: leaving.signal });
    for await (const each of client.overview(caller)) news.push(each);
  })();
  return {
    over,
    leave: () => leaving.abort(),
    async take() {
      await settle();
      const all = news.splice(0);
      return <T extends keyof Overview>(topic: T) =>
        all.find((each) => each.topic === topic)?.value as Overview[T] | undefined;
    },
    async later() {
      await settle();
      await ports.clock.advance(1000);
      return this.take();
    },
  };
}

it('shows each his own, and all to administrators', async () => {
  const parts = await setup();
  const seen = async (change: Parameters<typeof aCaller>[0]) => {
    const first = await watch(parts, change).take();
    return [
      first('containers')?.map((row) => row.container_id),
      first('execs')?.map((row) => row.exec_id),
      [...new Set(first('audit')?.map((row) => row.actor))],
    ];
  };

  expect(await seen({})).toEqual([['c_1'], ['e_1'], ['alice']]);
  expect(await seen({ name: 'bob' })).toEqual([['c_2'], ['e_2'], ['bob']]);
  expect(await seen({ name: 'carol' })).toEqual([[], [], ['carol']]);
  const all = await seen(ADMIN);
  expect(all.slice(0, 2)).toEqual([
    ['c_1', 'c_2'],
    ['e_2', 'e_1'],
  ]);
});

it('says only what has changed, and no secret', async () => {
  const parts = await setup();
  const view = watch(parts);
  const first = await view.take();
  expect(first('execs')).toMatchObject([{ command: 'deploy --password [hidden] now' }]);

  const quiet = await view.later();
  expect(quiet('containers')).toBeUndefined();
  expect(quiet('execs')).toBeUndefined();
  await parts.ports.workspaces.update('c_1' as WorkspaceId, { status: 'stopped' });

  expect((await view.later())('containers')).toMatchObject([{ status: 'stopped' }]);
  view.leave();
  await view.over;
  const records = parts.ports.observer.records.map(({ action, actor }) => [action, actor]);
  expect(records).toEqual([['watch_overview', 'alice']]);
});

it('shows a pull to whom it is for', async () => {
  const parts = await setup();
  const { promise: loaded, resolve } = Promise.withResolvers<{ digest: string }>();
  parts.ports.engine.ensureImage = async (_image, { onProgress }) => {
    onProgress({ message: 'Downloading', current: 1, total: 4 });
    return loaded;
  };
  const [alice, bob] = [watch(parts), watch(parts, { name: 'bob' })];
  await Promise.all([alice.take(), bob.take()]);
  const spawning = parts.client.call('spawn', aCaller(), { image: 'x' });

  const pull = { image: 'x', message: 'Downloading', current: 1, total: 4 };
  expect((await alice.later())('pulls')).toMatchObject([pull]);
  expect((await bob.take())('pulls')).toBeUndefined();
  resolve({ digest: 'sha256:1' });
  await spawning;
  expect((await alice.later())('pulls')).toEqual([]);
});

it('needs the scope', async () => {
  const { client } = await setup();
  const caller = aCaller({ principal: { id: 'alice', scopes: [] } });

  const [first] = [client.overview(caller)[Symbol.asyncIterator]().next()];
  await expect(first).rejects.toMatchObject({ code: 'permission_denied' });
});
