import { expect, it } from 'vitest';

import { ended, start, until } from '../testing/commands.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { type Run, spawnWorkspace } from '../testing/workspace.ts';

const server = sharedSession({ MCP_CANCEL_GRACE_MS: '200' });

interface Listed {
  readonly execs: readonly { exec_id: string; status: string }[];
}

it('runs 20 commands, never more than four at once', async () => {
  await using workspace = await spawnWorkspace(server());
  // Each says how many of its kind there are while it runs; the first ones wait for one another.
  const script = `touch on.$$; n=0; until [ -e go ] || [ $n -ge 4 ]; do n=$(ls on.* | wc -l); done
    touch go; echo $n; ls on.* | wc -l; sleep 0.1; ls on.* | wc -l; rm on.$$`;
  const runs = await Promise.all(Array.from({ length: 20 }, () => workspace.sh(script)));

  const seen = runs.flatMap(({ stdout = '' }) => stdout.trim().split('\n').map(Number));
  expect(runs.map(({ status, exit_code }) => `${status} ${exit_code}`)).toEqual(
    Array.from({ length: 20 }, () => 'exited 0'),
  );
  expect(Math.max(...seen)).toBe(4);
});

it('takes them in the order in which they came', async () => {
  await using workspace = await spawnWorkspace(server());
  const begin = (script: string) => start(server(), workspace.id, { script });
  const busy = await Promise.all([1, 2, 3].map(() => begin('sleep 4000')));
  // One place is left, and nobody gets it before all have asked.
  const first = await begin('until [ -e go ]; do sleep 0.02; done');
  const order = Array.from({ length: 12 }, (_, index) => index);
  const ids = [];
  for (const index of order) ids.push(await begin(`echo ${index} >> order`));
  await server().data('fs_write', { container_id: workspace.id, path: 'go', content: '' });
  await Promise.all([first, ...ids].map((id) => ended(server(), id)));
  for (const exec_id of busy) await server().data('exec_cancel', { exec_id });
  const { stdout = '' } = await workspace.sh('cat order');
  expect(stdout.trim().split('\n').map(Number)).toEqual(order);
});

it('has a queue with an end, from which a command can go', async () => {
  await using workspace = await spawnWorkspace(server());
  const container_id = workspace.id;
  const begin = () => server().call('exec_start', { container_id, cmd: ['sleep', '4000'] });
  const replies = await Promise.all(Array.from({ length: 70 }, begin));

  const refused = replies.filter(({ isError }) => isError);
  expect(refused.map(({ code }) => code)).toEqual(['queue_full', 'queue_full']);
  const { execs } = await server().data<Listed>('list_execs', { container_id });
  expect(execs.filter(({ status }) => status === 'running')).toHaveLength(4);
  const queued = execs.filter(({ status }) => status === 'queued');
  const [first, second] = queued.map(({ exec_id }) => exec_id);

  const write = await server().call('exec_write', { exec_id: first, data: 'x' });
  expect(write.code).toBe('exec_not_running');
  expect(await server().data('exec_cancel', { exec_id: first })).toMatchObject({
    status: 'cancelled',
    exit_code: null,
  });
  expect(await ended(server(), first ?? '')).toMatchObject({
    status: 'cancelled',
    exit_code: null,
  });
  // Its place is free again, and a kill ends those that wait as those that run.
  expect((await begin()).isError).toBe(false);
  const end = ended(server(), second ?? '');
  await server().data('kill', { container_id, force: true });
  expect(await end).toMatchObject({ status: 'killed', exit_code: null });
});

it('does not count waiting towards the timeout', async () => {
  await using workspace = await spawnWorkspace(server());
  const busy = [1, 2, 3, 4].map(() => workspace.sh('sleep 2.5'));
  const late = { container_id: workspace.id, script: 'echo done', timeout_s: 2 };
  expect(await server().data<Run>('exec_run', late)).toMatchObject({
    status: 'exited',
    stdout: 'done\n',
  });
  await Promise.all(busy);
});

it('lets another workspace run while one is full', async () => {
  await using full = await spawnWorkspace(server());
  await using free = await spawnWorkspace(server());
  const ids = await Promise.all(
    Array.from({ length: 10 }, () => start(server(), full.id, { script: 'echo on; sleep 4000' })),
  );
  await until(server(), ids[0] ?? '', (text) => text.includes('on'));
  expect(await free.sh('echo free')).toMatchObject({ stdout: 'free\n' });
});
