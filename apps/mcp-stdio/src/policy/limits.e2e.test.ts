import { expect, it } from 'vitest';

import { tempFolder } from '../testing/folder.ts';
import { recordingProxy } from '../testing/recording-proxy.ts';
import { killAll } from '../testing/shared-session.ts';
import { startSession } from '../testing/session.ts';
import { IMAGE } from '../testing/workspace.ts';

it('two servers on one state make no more containers than the quota, however many ask at once', async () => {
  using folder = tempFolder();
  using proxy = await recordingProxy(folder.path);
  const env = { MCP_MAX_CONTAINERS_PER_PRINCIPAL: '3', DOCKER_HOST: proxy.host };
  await using first = await startSession(folder.path, env);
  await using second = await startSession(folder.path, env);
  const replies = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      (n % 2 ? first : second).call('spawn', { image: IMAGE, memory_mb: 64 }),
    ),
  );
  const created = proxy.asked.filter((one) => one === 'POST /containers/create');
  const refused = replies.filter(({ isError }) => isError);
  const left = await killAll(first);

  expect(left).toHaveLength(3);
  expect(created).toHaveLength(3);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['quota_exceeded']));
  expect(refused[0]?.error).toMatchObject({ quota: 'containers', limit: 3, used: 3 });
  expect(refused[0]?.text).toContain('Kill what you no longer need.');
});

it('limits commands per minute and says when to call again', async () => {
  using folder = tempFolder();
  await using session = await startSession(folder.path, { MCP_DOCKER_EXEC_PER_MINUTE: '5' });
  const { container_id } = await session.data<{ container_id: string }>('spawn', { image: IMAGE });
  const run = () => session.call('exec_run', { container_id, cmd: ['true'] });
  const replies = await Promise.all(Array.from({ length: 8 }, run));
  await killAll(session);

  const refused = replies.filter(({ code }) => code === 'rate_limited');
  expect(replies.filter(({ isError }) => !isError)).toHaveLength(5);
  expect(refused).toHaveLength(3);
  const wait = refused[0]?.error?.retry_after_ms;
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(12_000);
  expect(refused[0]?.text).toMatch(/Call again in \d+ s\./);
});
