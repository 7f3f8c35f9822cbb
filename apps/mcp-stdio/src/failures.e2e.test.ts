import { symlinkSync } from 'node:fs';
import { createServer, createConnection, type Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { leftoversOf } from './testing/leftovers.ts';
import { type Reply, startSession } from './testing/session.ts';
import { spawnWorkspace } from './testing/workspace.ts';

const SOCKET = (process.env.DOCKER_HOST ?? '').replace('unix://', '') || '/var/run/docker.sock';

/** A failure is useful when it has a code, a sentence and a next step. */
function expectTyped({ isError, code, text, error }: Reply, expected: string) {
  expect({ isError, code }).toEqual({ isError: true, code: expected });
  expect(text.split('\n')).toHaveLength(2);
  expect(text).toMatch(new RegExp(`^${expected}: .+\\n.+\\.$`));
  expect(error).toHaveProperty('retry');
}

it('starts without an engine, says so, and heals by itself', async () => {
  using folder = tempFolder();
  const socket = join(folder.path, 'docker.sock');
  await using session = await startSession(folder.path, { DOCKER_HOST: `unix://${socket}` });

  expect(await session.data('health')).toMatchObject({
    status: 'degraded',
    docker_connected: false,
    database_initialized: true,
  });
  expectTyped(await session.call('spawn'), 'engine_unavailable');
  expect(await session.data('list_containers', { include_stopped: true })).toBeDefined();

  symlinkSync(SOCKET, socket);
  await expect.poll(() => session.data('health')).toMatchObject({ status: 'healthy' });
  await using workspace = await spawnWorkspace(session);
  expect(await workspace.sh('echo healed')).toMatchObject({ stdout: 'healed\n' });
});

it('survives an engine that dies in the middle of a call, and finds the command again', async () => {
  using folder = tempFolder();
  const engine = await proxy(join(folder.path, 'proxy.sock'));
  await using session = await startSession(folder.path, { DOCKER_HOST: engine.host });
  await using workspace = await spawnWorkspace(session);
  const script = 'sleep 1; echo survived';
  const { exec_id } = await session.data<{ exec_id: string }>('exec_start', {
    container_id: workspace.id,
    script,
  });

  await engine.stop();
  expectTyped(await session.call('spawn'), 'engine_unavailable');
  expect(await session.data('health')).toMatchObject({ docker_connected: false });
  await engine.start();

  await expect.poll(() => session.data('health')).toMatchObject({ status: 'healthy' });
  const output = async () => (await session.call('exec_poll', { exec_id, wait_ms: 1000 })).text;
  await expect.poll(output).toContain('survived');
  await session.data('kill', { container_id: workspace.id, force: true });
  expect(await leftoversOf(workspace.id)).toEqual([]);
  await engine.stop();
});

it('explains what callers do wrong', async () => {
  using folder = tempFolder();
  await using session = await startSession(folder.path);
  await using workspace = await spawnWorkspace(session);
  const container_id = workspace.id;

  expectTyped(
    await session.call('spawn', { image: 'devbench/does-not-exist:1' }),
    'image_pull_failed',
  );
  expectTyped(await session.call('spawn', { image: 'evil.example/x' }), 'image_denied');
  expectTyped(await session.call('spawn', { memory_mb: 'much' }), 'invalid_argument');
  expectTyped(await session.call('spawn', { imge: 'x' }), 'invalid_argument');
  expectTyped(await session.call('fs_read', { container_id }), 'invalid_argument');
  expectTyped(
    await session.call('fs_read', { container_id: 'c_unknown', path: 'x' }),
    'container_not_found',
  );
  expectTyped(await session.call('fs_read', { container_id, path: 'missing' }), 'file_not_found');
  expectTyped(
    await session.call('fs_read', { container_id, path: '../etc/passwd' }),
    'path_outside_workspace',
  );
  expectTyped(
    await session.call('exec_run', { container_id, script: 'id', as_root: true }),
    'as_root_denied',
  );
  expectTyped(await session.call('exec_poll', { exec_id: 'e_unknown' }), 'exec_not_found');
  expectTyped(await session.call('kill', { container_id: 'bridge' }), 'container_not_found');
  expect(await workspace.sh('echo fine')).toMatchObject({ stdout: 'fine\n' });
});

/** An engine that can go away, in front of the real one. */
async function proxy(path: string) {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = createConnection(SOCKET);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  const start = async () => {
    server.listen(path);
    await once(server, 'listening');
  };
  const stop = async () => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
    await once(server, 'close');
  };
  await start();
  return { host: `unix://${path}`, start, stop };
}
