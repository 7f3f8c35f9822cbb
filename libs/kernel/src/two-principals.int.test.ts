import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { callerOf, realKernel } from './testing/real-kernel.ts';

/** Two principals on one server; everything they made goes with it. */
async function setup(env: Record<string, string>) {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'principals-'));
  const kernel = await realKernel(folder.path, env);
  const as = (who: string) => (name: string, input: object) =>
    kernel.operations.call(name, callerOf(who), input);
  return {
    as,
    async [Symbol.asyncDispose]() {
      for (const who of ['alice', 'bob']) {
        const { containers } = await as(who)('list_containers', { include_stopped: true });
        for (const { container_id } of containers as { container_id: string }[])
          await as(who)('kill', { container_id, force: true });
      }
      await kernel.stop();
      folder.remove();
    },
  };
}

it('a principal whose commands hang does not slow another one', async () => {
  await using server = await setup({ MCP_DOCKER_MAX_CONCURRENT: '8' });
  const [alice, bob] = [server.as('alice'), server.as('bob')];
  const { container_id: quiet } = await bob('spawn', {});
  const run = async () => {
    const began = performance.now();
    const reply = await bob('exec_run', { container_id: quiet, cmd: ['echo', 'hello'] });
    expect(reply).toMatchObject({ stdout: 'hello\n' });
    return performance.now() - began;
  };
  const alone = [];
  for (let n = 0; n < 20; n += 1) alone.push(await run());

  const spawned = await Promise.all([1, 2, 3].map(() => alice('spawn', { memory_mb: 64 })));
  const hung = spawned.flatMap(({ container_id }) =>
    Array.from({ length: 17 }, () => container_id),
  );
  await Promise.all(
    hung.map((container_id) => alice('exec_start', { container_id, cmd: ['sleep', '1000'] })),
  );
  await expect
    .poll(() => alice('system_status', {}))
    .toMatchObject({ running_execs: 8, queued_execs: 43 });
  const beside = async () => {
    const times = [];
    for (let n = 0; n < 20; n += 1) times.push(await run());
    return median(times);
  };

  // Something else on the machine may slow it down for a while, but not for as long as they hang.
  await expect.poll(beside).toBeLessThan(4 * median(alone) + 50);
});

it('each principal has a quota of its own, and what is refused is not there', async () => {
  await using server = await setup({ MCP_MAX_CONTAINERS_PER_PRINCIPAL: '2' });
  const ask = (who: string) => server.as(who)('spawn', { memory_mb: 64 });
  const results = await Promise.allSettled(
    ['alice', 'bob', 'alice', 'bob', 'alice', 'bob', 'alice', 'bob'].map(ask),
  );

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  for (const who of ['alice', 'bob']) {
    expect(await server.as(who)('system_status', {})).toMatchObject({ active_containers: 2 });
    await expect(ask(who)).rejects.toMatchObject({ code: 'quota_exceeded' });
  }
});

it('what is for admins is for no other', async () => {
  await using server = await setup({ MCP_ALLOW_NETWORK: 'admin', MCP_ALLOW_AS_ROOT: 'admin' });
  const alice = server.as('alice');
  const { container_id } = await alice('spawn', { memory_mb: 64 });

  await expect(alice('spawn', { network: 'bridge' })).rejects.toMatchObject({
    code: 'policy_denied',
  });
  const asRoot = alice('exec_run', { container_id, cmd: ['id'], as_root: true });
  await expect(asRoot).rejects.toMatchObject({ code: 'as_root_denied' });
});

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
