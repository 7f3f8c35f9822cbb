import { expect, it } from 'vitest';

import { sharedSession } from '../testing/shared-session.ts';
import {
  MAKE_TREE,
  type Snapshot,
  snapshotsOf,
  TREE_STATE,
  volumesOf,
} from '../testing/snapshots.ts';
import { IMAGE, type Run, spawnWorkspace } from '../testing/workspace.ts';

const server = sharedSession();

it('keeps the files of a container that is gone, and gives them to another one, equal in everything', async () => {
  const session = server();
  const origin = await spawnWorkspace(session, { alias: 'origin' });
  const { stdout: before } = await origin.sh(`${MAKE_TREE}; ${TREE_STATE}`);
  const taken = await session.data<Snapshot>('snapshot_create', {
    container_id: 'origin',
    name: 'first',
    idempotency_key: 'once',
  });
  expect(taken).toMatchObject({ container_id: origin.id, name: 'first', status: 'ready' });
  expect(taken.files).toBe(11);
  expect(taken.bytes).toBeLessThan(5_000_000);
  await session.data('kill', { container_id: origin.id, force: true });
  expect(await snapshotsOf(session)).toMatchObject([
    { snapshot_id: taken.snapshot_id, bytes: taken.bytes, container_id: origin.id },
  ]);

  const { snapshot_id } = taken;
  await using next = await spawnWorkspace(session, { from_snapshot: snapshot_id });
  expect((await next.sh(TREE_STATE)).stdout).toBe(before);
  // What is done to it does not reach the snapshot.
  await next.sh('chmod 700 dir; rm -r dir; echo other > random');
  await session.data('snapshot_restore', { container_id: next.id, snapshot_id });
  expect((await next.sh(TREE_STATE)).stdout).toBe(before);

  await session.data('snapshot_delete', { snapshot_id });
  expect(
    await session.call('snapshot_restore', { container_id: next.id, snapshot_id }),
  ).toMatchObject({ isError: true, code: 'snapshot_not_found' });
  expect((await next.sh(TREE_STATE)).stdout).toBe(before);
  expect(await volumesOf([origin.id, next.id])).toHaveLength(1);
});

it('forks what runs, as of one moment; a call meanwhile waits', async () => {
  const session = server();
  await using origin = await spawnWorkspace(session, { env: { COLOUR: 'red' }, memory_mb: 300 });
  await origin.sh('dd if=/dev/zero of=middle bs=1M count=100 2>/dev/null');
  const script = 'i=0; while :; do i=$((i+1)); echo $i > t; mv t a; echo $i > t; mv t z; done';
  await session.data('exec_start', { container_id: origin.id, script });
  await expect.poll(async () => (await origin.sh('cat z')).stdout ?? '').not.toBe('');

  const forking = session.data<{ container_id: string }>('fork', {
    container_id: origin.id,
    alias: 'twin',
  });
  let calls = 0;
  const forked = forking.finally(() => (calls = Infinity));
  while (calls < 1000) {
    calls += 1;
    expect(await origin.sh('echo $COLOUR')).toMatchObject({ stdout: 'red\n' });
  }

  const { container_id } = await forked;
  const script2 =
    'cat a z; echo $COLOUR; cat /sys/fs/cgroup/memory/memory.limit_in_bytes || cat /sys/fs/cgroup/memory.max';
  const run = await session.data<Run>('exec_run', { container_id, script: script2 });
  const [first, last, colour, memory] = (run.stdout ?? '').split('\n');
  expect([0, 1]).toContain(Number(first) - Number(last));
  expect([colour, memory]).toEqual(['red', String(300 * 1024 * 1024)]);
  await session.data('kill', { container_id, force: true });
  expect(await volumesOf([container_id])).toEqual([]);
});

it('restores a persistent one into what its alias has, and refuses to fill that at spawn', async () => {
  const session = server();
  const persistent = { alias: 'lasting', persistent: true };
  const first = await spawnWorkspace(session, persistent);
  await first.sh('echo one > file');
  const { snapshot_id } = await session.data<Snapshot>('snapshot_create', {
    container_id: first.id,
  });
  await first.sh('echo two > file; echo > more');
  await session.data('snapshot_restore', { container_id: first.id, snapshot_id });
  await session.data('kill', { container_id: first.id });

  const refused = { image: IMAGE, ...persistent, from_snapshot: snapshot_id };
  expect(await session.call('spawn', refused)).toMatchObject({ code: 'alias_taken' });
  const second = await spawnWorkspace(session, persistent);
  expect(await second.sh('cat *')).toMatchObject({ stdout: 'one\n' });
  await session.data('kill', { container_id: second.id, force: true, keep_workspace: false });
  await session.data('snapshot_delete', { snapshot_id });
  expect(await volumesOf([first.id, second.id])).toEqual([]);
});

it('ends a copy that the client cancels, and leaves nothing of it', async () => {
  const session = server();
  await using origin = await spawnWorkspace(session);
  await origin.sh('dd if=/dev/zero of=large bs=1M count=300 2>/dev/null');
  const abort = new AbortController();
  const taking = session.call(
    'snapshot_create',
    { container_id: origin.id },
    { signal: abort.signal },
  );
  taking.catch(() => undefined);
  // It is on record before its copy begins, and that takes the start of a container.
  await expect.poll(() => snapshotsOf(session)).toHaveLength(1);
  abort.abort();
  await expect(taking).rejects.toThrow();
  await expect.poll(() => snapshotsOf(session)).toEqual([]);
  expect(await volumesOf([origin.id])).toEqual([`devbench-${origin.id}`]);
  expect(await origin.sh('echo alive')).toMatchObject({ stdout: 'alive\n' });
});
