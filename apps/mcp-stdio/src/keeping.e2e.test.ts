import { expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { leftoversOf } from './testing/leftovers.ts';
import { startSession } from './testing/session.ts';
import { killAll, sharedSession } from './testing/shared-session.ts';
import { IMAGE, type Run, spawnWorkspace } from './testing/workspace.ts';

const server = sharedSession({ MCP_IDLE_STOP_S: '3', MCP_CONTAINER_DISK_LIMIT: '8' });

interface Listed {
  readonly containers: readonly { container_id: string; status: string }[];
}

const statusOf = async (id: string) => {
  const { containers } = await server().data<Listed>('list_containers', { show_all: true });
  return containers.find(({ container_id }) => container_id === id)?.status;
};
const slowly = { interval: 250 };

it('ends a workspace when its time is over', async () => {
  const { id } = await spawnWorkspace(server(), { ttl_s: 2 });
  await expect.poll(() => statusOf(id), slowly).toBeUndefined();
  await expect.poll(() => leftoversOf(id), slowly).toEqual([]);
});

it('stops what nobody uses, and goes on with its files at the next call', async () => {
  await using box = await spawnWorkspace(server(), { env: { A: 'kept' } });
  await box.sh('echo here > file');
  await expect.poll(() => statusOf(box.id), slowly).toBe('stopped');

  const run = await box.sh('cat file; echo $A');
  expect(run).toMatchObject({ exit_code: 0, stdout: 'here\nkept\n' });
  // While a command runs it is in use.
  const busy = { container_id: box.id, cmd: ['sleep', '4000'] };
  await server().data('exec_start', busy);
  expect(await statusOf(box.id)).toBe('running');
});

it('stops what has larger files than allowed, and says so', async () => {
  await using box = await spawnWorkspace(server());
  const fill = 'dd if=/dev/zero of=big bs=1M count=16; sleep 4000';
  const filling = box.sh(fill);
  expect(await filling).toMatchObject({ status: 'killed' });

  const refused = await server().call('exec_run', { container_id: box.id, script: 'true' });
  expect(refused).toMatchObject({ isError: true, code: 'container_not_running' });
  expect(refused.text).toContain('larger than the operator allows');
  // It may be stopped again before that comes to its turn.
  const removed = async () => {
    await server().data('start', { container_id: box.id });
    const rm = { container_id: box.id, script: 'rm -f big; echo gone' };
    return (await server().call('exec_run', rm)).data;
  };
  await expect.poll(removed).toMatchObject({ exit_code: 0, stdout: 'gone\n' });
});

it('ends what a session made when its client leaves, where the settings say so', async () => {
  using folder = tempFolder();
  const first = await startSession(folder.path, { MCP_END_WITH_SESSION: 'true' });
  const { id } = await spawnWorkspace(first);
  const named = await spawnWorkspace(first, { session_id: 'mine' });
  await first.client.close();
  expect(await leftoversOf(id)).toEqual([]);

  await using second = await startSession(folder.path);
  const again = { image: IMAGE, session_id: 'mine', reuse: true };
  expect(await second.data('spawn', again)).toMatchObject({ container_id: named.id });
  const run = { container_id: named.id, script: 'true' };
  expect(await second.data<Run>('exec_run', run)).toMatchObject({ exit_code: 0 });
  await killAll(second);
});
