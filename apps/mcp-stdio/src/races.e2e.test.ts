import Docker from 'dockerode';
import { expect, it } from 'vitest';

import { rounds } from './testing/files.ts';
import { tempFolder } from './testing/folder.ts';
import { leftoversOf } from './testing/leftovers.ts';
import { type Reply, type Session, startSession } from './testing/session.ts';
import { killAll } from './testing/shared-session.ts';
import { IMAGE } from './testing/workspace.ts';

const MANY = 100;

/** As many calls at once as are asked for, half of them through another server on the same state. */
async function race(
  input: Record<string, unknown>,
): Promise<{ replies: readonly Reply[]; made: readonly string[] } & AsyncDisposable> {
  const folder = tempFolder();
  const [first, second] = await Promise.all([startSession(folder.path), startSession(folder.path)]);
  const spawn = (n: number) => (n % 2 ? first : second).call('spawn', { image: IMAGE, ...input });
  const replies = await Promise.all(Array.from({ length: MANY }, (_, n) => spawn(n)));
  const made = replies.flatMap(({ isError, data }) => (isError ? [] : [String(data.container_id)]));
  return {
    replies,
    made,
    async [Symbol.asyncDispose]() {
      await killAll(first);
      await Promise.all([first.client.close(), second.client.close()]);
      folder.remove();
    },
  };
}

it('gives an alias to one of a hundred, and tells the others', async () => {
  await using seen = await race({ alias: 'box' });
  expect(seen.made).toHaveLength(1);
  const refused = seen.replies.filter(({ isError }) => isError);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['alias_taken']));
});

it('gives a hundred that would reuse it the same one', async () => {
  await using seen = await race({ alias: 'box', reuse: true });
  expect(seen.made).toHaveLength(MANY);
  expect(new Set(seen.made).size).toBe(1);
});

it('does once what a hundred ask with one key', async () => {
  await using seen = await race({ idempotency_key: 'once' });
  expect(seen.made).toHaveLength(MANY);
  expect(new Set(seen.made).size).toBe(1);
});

it('leaves nothing after it was spawned and killed again and again', async () => {
  using folder = tempFolder();
  await using session = await startSession(folder.path);
  const ids: string[] = [];
  const once = async () => {
    const { container_id } = await session.data<{ container_id: string }>('spawn', {
      image: IMAGE,
    });
    ids.push(container_id);
    await session.data('kill', { container_id, force: true });
  };
  const count = rounds(4, 100);
  for (let left = count; left > 0; left -= 2) await Promise.all([once(), once()]);

  expect(ids).toHaveLength(count);
  const left = await Promise.all(ids.map((id) => leftoversOf(id)));
  expect(left.flat()).toEqual([]);
  const { Volumes } = await new Docker().listVolumes();
  expect(Volumes.filter(({ Name }) => ids.some((id) => Name.includes(id)))).toEqual([]);
});

it('keeps what two installations spawn at once on one engine apart', async () => {
  using folder = tempFolder();
  using other = tempFolder();
  const env = { MCP_TOOLSETS: 'workspace,more,admin' };
  await using one = await startSession(folder.path, env);
  await using two = await startSession(other.path, env);
  const sessions = [one, two];
  const spawn = async (session: Session, n: number) => {
    const input = { image: IMAGE, alias: `box-${n}`, memory_mb: 64 };
    return (await session.data<{ container_id: string }>('spawn', input)).container_id;
  };
  const each = Array.from({ length: rounds(2, 25) }, (_, n) => n);
  const made = await Promise.all(
    sessions.map((session) => Promise.all(each.map((n) => spawn(session, n)))),
  );

  // Neither takes what the other has for its own, or for garbage.
  const repairs = sessions.flatMap((session) =>
    ['reconcile', 'garbage_collect'].map((name) => session.data(name)),
  );
  expect(await Promise.all(repairs)).toMatchObject(repairs.map(() => ({ errors: 0 })));
  for (const [index, session] of sessions.entries()) {
    const { containers } = await session.data<{ containers: { container_id: string }[] }>(
      'list_containers',
    );
    const ids = containers.map(({ container_id }) => container_id);
    expect(ids.sort()).toEqual(made[index]?.toSorted());
    for (const container_id of ids)
      expect(await session.data('exec_run', { container_id, cmd: ['true'] })).toMatchObject({
        exit_code: 0,
      });
    expect(await session.call('kill', { container_id: made[1 - index]?.[0] })).toMatchObject({
      code: 'container_not_found',
    });
  }
  for (const session of sessions) await killAll(session);
  const left = await Promise.all(made.flat().map((id) => leftoversOf(id)));
  expect(left.flat()).toEqual([]);
});
