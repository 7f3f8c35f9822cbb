import { expect, it } from 'vitest';

import { rounds } from './testing/files.ts';
import { tempFolder } from './testing/folder.ts';
import { leftoversOf } from './testing/leftovers.ts';
import { type Member, membersBeside } from './testing/pool.ts';
import { killServer, removeBehind } from './testing/processes.ts';
import { type Session, startSession } from './testing/session.ts';
import { killAll } from './testing/shared-session.ts';
import { IMAGE, type Run } from './testing/workspace.ts';

const POOL = { MCP_WARM_POOL_ENABLED: 'true', MCP_WARM_POOL_IMAGE: IMAGE };

interface Spawned {
  readonly container_id: string;
  readonly warm: boolean;
}

const spawn = (session: Session, input: Record<string, unknown> = {}) =>
  session.data<Spawned>('spawn', { image: IMAGE, ...input });

/** Spawns until one comes from the pool: then there is one. */
async function spawnWarm(session: Session, input: Record<string, unknown> = {}): Promise<Spawned> {
  for (;;) {
    const spawned = await spawn(session, input);
    if (spawned.warm) return spawned;
    await session.data('kill', { container_id: spawned.container_id, force: true });
  }
}

const ids = (members: readonly Member[]) => members.map(({ id }) => id).sort();

it('serves a spawn as it would have been made, is filled again, and leaves nothing', async () => {
  using folder = tempFolder();
  const session = await startSession(folder.path, { ...POOL, MCP_WARM_POOL_SIZE: '1' });
  const { container_id } = await spawnWarm(session, { alias: 'box', env: { TOKEN: 'own' } });

  const script = 'echo $TOKEN; id -u; touch /workspace/mine && ls -A /workspace';
  const run = await session.data<Run>('exec_run', { container_id: 'box', script });
  expect(run.stdout).toBe('own\n1000\nmine\n');
  const shell = { container_id: 'box', shell: 'a', script: 'echo $TOKEN' };
  expect(await session.data<Run>('exec_run', shell)).toMatchObject({ stdout: 'own\n' });

  await expect.poll(() => membersBeside(container_id)).toHaveLength(1);
  const [member] = await membersBeside(container_id);
  expect(await session.data('list_containers')).toMatchObject({ containers: [{ container_id }] });
  await session.data('kill', { container_id: 'box', force: true });
  await session.client.close();

  expect(await leftoversOf(container_id)).toEqual([]);
  expect(await leftoversOf(member?.id ?? '')).toEqual([]);
});

it('gives each to one of many who ask at once, through two servers', async () => {
  using folder = tempFolder();
  const env = { ...POOL, MCP_WARM_POOL_SIZE: String(rounds(2, 5)) };
  await using first = await startSession(folder.path, env);
  await using second = await startSession(folder.path, env);
  await spawnWarm(first);

  const count = rounds(6, 20);
  const claims = Array.from({ length: count }, (_, n) => spawn(n % 2 ? first : second));
  const spawned = await Promise.all(claims);

  expect(new Set(spawned.map(({ container_id }) => container_id)).size).toBe(count);
  await killAll(first);
});

it('is the same after the server was killed, without what died meanwhile', async () => {
  using folder = tempFolder();
  const env = { ...POOL, MCP_WARM_POOL_SIZE: '2' };
  const first = await startSession(folder.path, env);
  const { container_id } = await spawnWarm(first);
  await expect.poll(() => membersBeside(container_id)).toHaveLength(2);
  const before = ids(await membersBeside(container_id));
  await killServer(first);

  const second = await startSession(folder.path, env);
  const claimed = await spawnWarm(second);
  expect(before).toContain(claimed.container_id);
  const [other] = before.filter((id) => id !== claimed.container_id);
  await killServer(second);
  // It may have been half-made when the server was killed, and is gone then.
  await removeBehind(other ?? '').catch(() => undefined);

  await using third = await startSession(folder.path, env);
  const last = await spawnWarm(third);
  expect(last.container_id).not.toBe(other);
  await killAll(third);
  expect(await leftoversOf(other ?? '')).toEqual([]);
});
