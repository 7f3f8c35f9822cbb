import { aloneWith } from '@devbench/testing';
import { expect, it } from 'vitest';

import { tempFolder } from '../testing/folder.ts';
import { leftoversOf } from '../testing/leftovers.ts';
import { agentPid, killServer, removeBehind } from '../testing/processes.ts';
import { type Session, startSession } from '../testing/session.ts';
import { type Run, spawnWorkspace } from '../testing/workspace.ts';

/** A busy machine takes its time. */
const LONG = { timeout: 180_000 };
const ENV = { MCP_TOOLSETS: 'workspace,more,admin' };

interface Listed {
  readonly containers: { container_id: string; status: string }[];
}

const statusOf = async (session: Session, id: string) => {
  const { containers } = await session.data<Listed>('list_containers', { include_stopped: true });
  return containers.find(({ container_id }) => container_id === id)?.status;
};

it('notices at once when a container dies or vanishes behind its back', LONG, async () => {
  using folder = tempFolder();
  await using session = await startSession(folder.path, ENV);
  await using one = await spawnWorkspace(session);
  await using two = await spawnWorkspace(session);
  const input = { container_id: one.id, cmd: ['sleep', '1000'] };
  const { exec_id } = await session.data<Run>('exec_start', input);

  process.kill(await agentPid(one.id), 'SIGKILL');
  await removeBehind(two.id);

  await expect.poll(() => statusOf(session, one.id)).toBe('stopped');
  await expect.poll(() => statusOf(session, two.id)).toBe('failed');
  const end = await session.data<Run>('exec_poll', { exec_id, wait_ms: 5000 });
  expect(end.status).toBe('killed');
  expect(await session.call('exec_run', input)).toMatchObject({ code: 'container_not_running' });

  await session.data('start', { container_id: one.id });
  expect(await one.sh('echo again')).toMatchObject({ stdout: 'again\n' });
});

it('finds out at its start what happened while nobody looked, and previews it', LONG, async () => {
  using folder = tempFolder();
  const first = await startSession(folder.path, ENV);
  await using workspace = await spawnWorkspace(first, { persistent: true, alias: 'kept' });
  await workspace.sh('echo precious > file');
  await killServer(first);
  await removeBehind(workspace.id);

  await using second = await startSession(folder.path, ENV);
  await expect.poll(() => statusOf(second, workspace.id)).toBe('failed');
  await using again = await spawnWorkspace(second, { persistent: true, alias: 'kept' });
  expect(await again.sh('cat file')).toMatchObject({ stdout: 'precious\n' });
  const preview = await second.data('reconcile', { dry_run: true });
  expect(preview).toMatchObject({ dry_run: true, errors: 0, cleaned_up: 0 });
  expect(await second.data('garbage_collect', { dry_run: true })).toMatchObject({ errors: 0 });
  await second.data('kill', { container_id: again.id, keep_workspace: false });
  await second.data('kill', { container_id: workspace.id, keep_workspace: false });
  expect(await leftoversOf(again.id)).toEqual([]);
});

it(
  'removes a transient container that its state has lost, and takes back a persistent one',
  LONG,
  async () => {
    using _ = await aloneWith('adoption');
    using folder = tempFolder();
    const first = await startSession(folder.path, ENV);
    const { id: transient } = await spawnWorkspace(first);
    const kept = await spawnWorkspace(first, { persistent: true });
    await kept.sh('echo precious > file');
    await killServer(first);
    using other = tempFolder();

    // Another installation on the same engine has nothing to do with them.
    await using stranger = await startSession(other.path, ENV);
    await stranger.data('reconcile');
    expect(await leftoversOf(transient)).not.toEqual([]);
    for (const name of ['state.db', 'state.db-wal', 'state.db-shm']) folder.forget(name);

    await using second = await startSession(folder.path, ENV);
    await expect.poll(() => leftoversOf(transient)).toEqual([]);
    expect(await leftoversOf(kept.id)).not.toEqual([]);
    await second.data('reconcile', { adopt: true });
    const { containers } = await second.data<Listed>('list_containers');
    const [{ container_id }] = containers as [Listed['containers'][0]];
    const input = { container_id, script: 'cat file' };
    expect(await second.data('exec_run', input)).toMatchObject({ stdout: 'precious\n' });
    await second.data('kill', { container_id, keep_workspace: false });
    expect(await leftoversOf(kept.id)).toEqual([]);
  },
);
