import { expect, it } from 'vitest';

import { ended } from '../testing/commands.ts';
import { tempFolder } from '../testing/folder.ts';
import { restartable } from '../testing/restartable.ts';
import { startSession } from '../testing/session.ts';
import { sharedSession, sharedWorkspace } from '../testing/shared-session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const server = sharedSession();
const workspace = sharedWorkspace(server);

const count = async () => Number((await workspace().sh('wc -l < runs || echo 0')).stdout);
const keyed = (idempotency_key: string, more: object = {}) => ({
  container_id: workspace().id,
  script: 'echo run >> runs; echo $RANDOM$$',
  idempotency_key,
  ...more,
});

it.each(['exec_start', 'exec_run'])('%s with one key runs once, however many ask', async (tool) => {
  await workspace().sh('rm -f runs');
  const again = () => server().data<{ exec_id: string }>(tool, keyed(`many ${tool}`));
  const replies = await Promise.all(Array.from({ length: 12 }, again));

  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  await ended(server(), replies[0]?.exec_id ?? '');
  expect(await again()).toEqual(replies[0]);
  expect(await count()).toBe(1);
});

it('refuses a key with other arguments, and takes it for another tool', async () => {
  await workspace().sh('rm -f runs');
  await server().data('exec_run', keyed('other'));
  const other = await server().call('exec_run', keyed('other', { env: { A: '1' } }));
  expect(other.code).toBe('idempotency_mismatch');
  expect((await server().call('exec_start', keyed('other'))).isError).toBe(false);
});

it('does not burn the key of a start that failed', async () => {
  await workspace().sh('rm -rf runs sub');
  const request = keyed('failed', { cwd: 'sub', script: 'echo run >> ../runs' });
  expect((await server().call('exec_run', request)).code).toBe('file_not_found');
  await workspace().sh('mkdir sub');
  expect(await server().data('exec_run', request)).toMatchObject({ exit_code: 0 });
  expect(await count()).toBe(1);
});

it('takes an alias and the id for the same container', async () => {
  await using named = await spawnWorkspace(server(), { alias: 'named' });
  const run = (container_id: string) =>
    server().data('exec_run', { container_id, script: 'echo $$', idempotency_key: 'alias' });
  expect(await run('named')).toEqual(await run(named.id));
});

it('input that is written with a key is written once', async () => {
  const request = { container_id: workspace().id, cmd: ['cat'], stdin: '' };
  const { exec_id } = await server().data<{ exec_id: string }>('exec_start', request);
  const line = { exec_id, data: 'once\n', idempotency_key: 'line' };
  await Promise.all([1, 2, 3].map(() => server().data('exec_write', line)));
  await server().data('exec_write', { exec_id, eof: true });
  expect((await ended(server(), exec_id)).stdout.toString()).toBe('once\n');
});

it('remembers keys when the server was killed', async () => {
  using folder = tempFolder();
  await using servers = restartable(folder.path);
  await using mine = await spawnWorkspace(await servers.now());
  const request = {
    container_id: mine.id,
    script: 'echo run >> runs; sleep 1; cat runs',
    idempotency_key: 'kept',
  };
  const first = await (await servers.now()).data<{ exec_id: string }>('exec_start', request);
  await servers.restart();

  const again = await (await servers.now()).data<{ exec_id: string }>('exec_start', request);
  expect(again.exec_id).toBe(first.exec_id);
  const end = await ended(await servers.now(), first.exec_id);
  expect(end.stdout.toString()).toBe('run\n');
  await (await servers.now()).data('kill', { container_id: mine.id, force: true });
});

it('runs once when two servers are asked', async () => {
  using folder = tempFolder();
  await using one = await startSession(folder.path);
  await using two = await startSession(folder.path);
  await using mine = await spawnWorkspace(one);
  const request = { container_id: mine.id, script: 'echo $$ >> runs', idempotency_key: 'both' };
  const ask = (session: typeof one) => session.data<{ exec_id: string }>('exec_run', request);
  const [a, b] = await Promise.all([ask(one), ask(two)]);
  expect(a).toEqual(b);
  expect((await mine.sh('wc -l < runs')).stdout).toBe('1\n');
});
